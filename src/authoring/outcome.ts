import { OBSTACLE_TEXT, type Observation, type Outcome, type Verdict } from "../model/index.js";
import type { Cause, Check, Place } from "./check.js";

/** Text longer than this is cut in evidence; the path says where the whole is. */
const LONGEST_TEXT = 200;

/** What a rule found: evidence is put together when somebody asks for it, so that judging stays cheap. */
export class RuleOutcome implements Outcome {
  #observations: readonly Observation[] | undefined;
  readonly #reads: readonly Place[];
  readonly #causes: readonly Cause[];

  constructor(
    readonly verdict: Verdict,
    /** URN of the judged resource. */
    private readonly judged: string,
    reads: readonly Place[],
    causes: readonly Cause[],
    readonly reason?: string,
  ) {
    this.#reads = reads;
    this.#causes = causes;
  }

  get observations(): readonly Observation[] {
    this.#observations ??= this.#observe();
    return this.#observations;
  }

  get companions(): readonly string[] {
    return [...new Set(this.observations.map((o) => o.urn).filter((urn) => urn !== undefined))].sort();
  }

  #observe(): Observation[] {
    const seen = new Map<string, Observation>();
    const causes = this.#causes;
    const put = (ref: Place, expected: unknown, missing: string | undefined) => {
      const urn = ref.owner.urn === this.judged ? undefined : ref.owner.urn;
      const path = missing === undefined ? ref.path : `companion(${missing})`;
      const key = `${urn ?? ""}\0${path}`;
      if (seen.has(key)) return;
      seen.set(key, {
        ...(urn === undefined ? {} : { urn }),
        path,
        ...(missing === undefined ? sight(ref) : { state: "absent" as const }),
        ...(expected === undefined ? {} : { expected: String(expected) }),
      });
    };
    for (const cause of causes) put(cause.ref, cause.expected, cause.missing);
    for (const read of this.#reads) put(read, undefined, undefined);
    return [...seen.values()];
  }
}

/** What may be shown of the value at a place. */
function sight(ref: Place): Pick<Observation, "observed" | "state"> {
  if (ref.secret) return { state: "secret" };
  if (ref.obstacle !== undefined) return { state: ref.obstacle === "computed" ? "unknown" : ref.obstacle };
  const value = ref.peek();
  if (value === undefined) return { state: "absent" };
  const state = ref.defaulted ? { state: "default" as const } : {};
  if (typeof value === "string") {
    const text = value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)` : value;
    return { observed: text, ...state };
  }
  if (typeof value === "number" || typeof value === "boolean") return { observed: value, ...state };
  if (Array.isArray(value)) return { observed: `${value.length} elements`, state: "list" };
  return { observed: `${Object.keys(value as object).length} properties`, state: "object" };
}

/** Names what stood in the way of a verdict. */
export function doubt(check: Check): string {
  if (check.outcome !== "unknown") return "";
  const texts = check.causes.map(({ ref, missing }) => {
    if (missing !== undefined) return `${missing} cannot be seen`;
    return `${ref.path || ref.owner.urn} is ${ref.obstacle ? OBSTACLE_TEXT[ref.obstacle] : "not decisive"}`;
  });
  return [...new Set(texts)].join("; ");
}
