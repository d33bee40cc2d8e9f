import type { Exclusion, Population, Resource, Result } from "../model/index.js";
import { present } from "../model/told.js";
import { addCounts, byText, type Counts, noExclusions, sum } from "./count.js";
import type { Dispatch } from "./evaluate.js";

interface InputCount {
  input: number;
  total: number;
  evaluated: number;
  excluded: Counts<Exclusion>;
}

/** Thrown when resources were lost or counted twice: nothing that the run says could be trusted. */
export class PopulationError extends Error {
  override readonly name = "PopulationError";
}

/** Counts what was judged and what was not, and why: resources = evaluated + excluded, by reason. */
export class PopulationTally {
  readonly #inputs: InputCount[] = [];
  readonly #types = new Map<string, { count: number; evaluated: number; unruled: number }>();
  readonly #accounts = new PlaceTally();
  readonly #regions = new PlaceTally();
  #seen = new Set<Resource>();
  #twice = 0;
  /** The resource evaluated last has not been placed yet. */
  #toPlace = false;

  constructor(private readonly dispatch: Dispatch) {}

  /** Starts the count of one input, which holds `total` resources. */
  begin(input: number, total: number): void {
    this.#inputs.push({ input, total, evaluated: 0, excluded: noExclusions() });
    this.#seen = new Set();
  }

  evaluated(resource: Resource): void {
    this.#current(resource).evaluated += 1;
    this.#type(resource).evaluated += 1;
    this.#toPlace = true;
  }

  /** Counts the resource evaluated last where its first result says that it stands: a replay knows that as well. */
  placed({ type, account, region }: Pick<Result, "type" | "account" | "region">): void {
    if (!this.#toPlace) return;
    this.#toPlace = false;
    const provider = providerOf(type);
    this.#accounts.add(provider, account);
    this.#regions.add(provider, region);
  }

  excluded(resource: Resource, reason: Exclusion): void {
    this.#current(resource).excluded[reason] += 1;
    const type = this.#type(resource);
    if (reason === "no rule for the type") type.unruled += 1;
  }

  finish(): Population {
    const excluded = noExclusions();
    let total = 0;
    let evaluated = 0;
    let balanced = this.#twice === 0;
    for (const input of this.#inputs) {
      total += input.total;
      evaluated += input.evaluated;
      addCounts(excluded, input.excluded);
      if (input.total !== input.evaluated + sum(input.excluded)) balanced = false;
    }
    const [accounts, regions] = [this.#accounts.rows(), this.#regions.rows()];
    for (const rows of [accounts, regions])
      if (rows.reduce((all, { count }) => all + count, 0) !== evaluated) balanced = false;
    const types = [...this.#types].sort(([a], [b]) => byText(a, b));
    const providers = new Map<string, number>();
    for (const [type, { count }] of types) {
      const provider = providerOf(type);
      providers.set(provider, (providers.get(provider) ?? 0) + count);
    }
    return {
      total,
      evaluated,
      excluded,
      balanced,
      byInput: this.#inputs,
      byType: types.map(([type, { count, evaluated: judged }]) => ({
        type,
        count,
        evaluated: judged,
        rules: this.dispatch.rulesFor(type).length,
      })),
      byProvider: [...providers].sort(([a], [b]) => byText(a, b)).map(([provider, count]) => ({ provider, count })),
      byAccount: accounts.map(({ provider, name: account, count }) => present({ provider, account, count })),
      byRegion: regions.map(({ provider, name: region, count }) => present({ provider, region, count })),
      typesWithoutRule: types
        .filter(([, { unruled }]) => unruled > 0)
        .map(([type, { unruled }]) => ({ type, count: unruled })),
      typesWithMetadataRulesOnly: types
        .filter(([type, { evaluated: judged }]) => judged > 0 && this.dispatch.isMetadataOnly(type))
        .map(([type, { evaluated: judged }]) => ({ type, count: judged })),
    };
  }

  #current(resource: Resource): InputCount {
    const current = this.#inputs.at(-1);
    if (current === undefined) throw new Error("a resource was counted before its input");
    if (this.#seen.has(resource)) this.#twice += 1;
    this.#seen.add(resource);
    return current;
  }

  #type(resource: Resource): { count: number; evaluated: number; unruled: number } {
    let entry = this.#types.get(resource.type);
    if (!entry) this.#types.set(resource.type, (entry = { count: 0, evaluated: 0, unruled: 0 }));
    entry.count += 1;
    return entry;
  }
}

function providerOf(type: string): string {
  return type.split(":", 1)[0] as string;
}

interface PlaceCount {
  readonly provider: string;
  readonly name: string | undefined;
  count: number;
}

/** Resources by provider, and by the account or the region in which they stand. */
class PlaceTally {
  readonly #counts = new Map<string, Map<string | undefined, PlaceCount>>();

  add(provider: string, name: string | undefined): void {
    let own = this.#counts.get(provider);
    if (own === undefined) this.#counts.set(provider, (own = new Map()));
    const known = own.get(name);
    if (known === undefined) own.set(name, { provider, name, count: 1 });
    else known.count += 1;
  }

  /** By provider, then by name; those of which it is not known come last. */
  rows(): PlaceCount[] {
    const last = ({ name }: PlaceCount) => (name === undefined ? 1 : 0);
    return [...this.#counts.values()]
      .flatMap((own) => [...own.values()])
      .sort((a, b) => byText(a.provider, b.provider) || last(a) - last(b) || byText(a.name ?? "", b.name ?? ""));
  }
}

/** The equation in words: `10 resources = 7 evaluated (2 on metadata only) + 2 component + 1 provider`. */
export function equation(
  population: Pick<Population, "total" | "evaluated" | "excluded" | "typesWithMetadataRulesOnly">,
): string {
  const parts = Object.entries(population.excluded)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ` + ${count} ${reason}`);
  const shallow = population.typesWithMetadataRulesOnly.reduce((all, { count }) => all + count, 0);
  const evaluated = `${population.evaluated} evaluated${shallow > 0 ? ` (${shallow} on metadata only)` : ""}`;
  return `${population.total} resources = ${evaluated}${parts.join("")}`;
}
