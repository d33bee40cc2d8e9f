import { OBSTACLE_TEXT, type Observation, type Outcome, type Verdict } from "../model/index.js";
import type { Fail, Place, Unknown } from "./check.js";
import { Veil } from "./veil.js";

/** Text longer than this is cut in evidence; the path says where the whole is. */
const LONGEST_TEXT = 200;

/** What a rule found: evidence is put together when somebody asks for it, so that judging stays cheap. */
export class RuleOutcome implements Outcome {
  #observations: readonly Observation[] | undefined;
  readonly #reads: readonly Place[];
  readonly #decided: Fail | Unknown | undefined;

  constructor(
    readonly verdict: Verdict,
    /** URN of the judged resource. */
    private readonly judged: string,
    reads: readonly Place[],
    /** What decided against a pass; undefined for other verdicts. */
    decided: Fail | Unknown | undefined,
    readonly reason?: string,
  ) {
    this.#reads = reads;
    this.#decided = decided;
  }

  get observations(): readonly Observation[] {
    this.#observations ??= this.#observe();
    return this.#observations;
  }

  get companions(): readonly string[] {
    let urns: Set<string> | undefined;
    for (const { urn } of this.observations) if (urn !== undefined) (urns ??= new Set()).add(urn);
    return urns === undefined ? NONE : [...urns].sort();
  }

  #observe(): Observation[] {
    const causes = this.#decided?.causes ?? NONE;
    const veil = Veil.over(this.#reads, causes);
    const sightings = new Sightings(veil);
    for (const { ref, expected, missing } of causes) {
      const urn = ref.owner.urn === this.judged ? undefined : ref.owner.urn;
      sightings.add(urn, missing === undefined ? ref.path : `companion(${missing})`, ref, expected, missing);
    }
    for (const read of this.#reads) {
      const urn = read.owner.urn === this.judged ? undefined : read.owner.urn;
      sightings.add(urn, read.path, read, undefined, undefined);
    }
    return sightings.list;
  }
}

const NONE: readonly never[] = [];

/** Up to so many observations are compared one by one, which is cheaper than a table. */
const FEW = 12;

/** Observations in the order in which places were first told. A hot loop: large runs put together millions of them. */
class Sightings {
  readonly list: Observation[] = [];
  /** Path and URN of each, apart from it: observations have many shapes, and reading members of those is slow. */
  readonly #paths: string[] = [];
  readonly #urns: (string | undefined)[] = [];
  #table: Set<string> | undefined;

  constructor(private readonly veil: Veil | undefined) {}

  add(urn: string | undefined, at: string, ref: Place, expected: unknown, missing: string | undefined): void {
    const path = this.veil === undefined ? at : this.veil.name(at);
    if (this.#has(urn, path)) return;
    this.#paths.push(path);
    this.#urns.push(urn);
    // Assigned one after the other: spreading optional members costs several times as much.
    const observation: { -readonly [K in keyof Observation]: Observation[K] } =
      urn === undefined ? { path } : { urn, path };
    if (missing === undefined) sight(ref, observation);
    else observation.state = "absent";
    if (expected !== undefined) {
      const text = String(expected);
      observation.expected = this.veil === undefined ? text : this.veil.expected(text, ref);
    }
    this.list.push(observation);
    this.#table?.add(`${urn ?? ""}\0${path}`);
  }

  #has(urn: string | undefined, path: string): boolean {
    const paths = this.#paths;
    if (paths.length <= FEW) {
      for (let i = 0; i < paths.length; i++) if (paths[i] === path && this.#urns[i] === urn) return true;
      return false;
    }
    this.#table ??= new Set(paths.map((known, i) => `${this.#urns[i] ?? ""}\0${known}`));
    return this.#table.has(`${urn ?? ""}\0${path}`);
  }
}

/** Adds what may be shown of the value at a place. */
function sight(ref: Place, into: { observed?: Observation["observed"]; state?: Observation["state"] }): void {
  if (ref.secret) into.state = "secret";
  else if (ref.obstacle !== undefined) into.state = ref.obstacle === "computed" ? "unknown" : ref.obstacle;
  else {
    const value = ref.peek();
    if (value === undefined) into.state = "absent";
    else if (typeof value === "object") {
      into.observed = Array.isArray(value)
        ? `${value.length} elements`
        : `${Object.keys(value as object).length} properties`;
      into.state = Array.isArray(value) ? "list" : "object";
    } else {
      into.observed =
        typeof value === "string" && value.length > LONGEST_TEXT
          ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`
          : (value as string | number | boolean);
      if (ref.defaulted) into.state = "default";
    }
  }
}

/** Names what stood in the way of a verdict. */
export function doubt({ causes }: Unknown, reads: readonly Place[]): string {
  const veil = Veil.over(reads, causes);
  const texts = causes.map(({ ref, missing }) => {
    if (missing !== undefined) return `${missing} cannot be seen`;
    return `${ref.path || ref.owner.urn} is ${ref.obstacle ? OBSTACLE_TEXT[ref.obstacle] : "not decisive"}`;
  });
  const told = veil === undefined ? texts : texts.map((text) => veil.name(text));
  return [...new Set(told)].join("; ");
}
