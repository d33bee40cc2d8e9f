import { InputError, type Rule, type TagReading } from "../model/index.js";
import { byText } from "./count.js";
import type { Entry } from "./settings-index.js";

/** More cases than this make no sense to a reader, and each costs an evaluation. */
const MOST_CASES = 64;

/** A way in which the tags of a resource may be: which entries match then, and what makes it so. */
export interface TagCase {
  readonly matches: readonly boolean[];
  /** What the tags that cannot be read are taken to be; nothing where all that decides is known. */
  readonly supposed: Supposed;
}

/** One value for each key; undefined for any that no entry wants, and for none. */
type Supposed = readonly (readonly [key: string, value: string | undefined])[];

/**
 * The cases that a reading leaves open: one, unless tags that decide cannot be read. A key has one value, so two entries
 * that want different values of one key never match together.
 */
export function casesOf(entries: readonly Entry[], reading: TagReading | undefined): readonly TagCase[] {
  const tags = new Map(Object.entries(reading?.tags ?? {}));
  const known = entries.map((entry) => matches(entry, tags, reading?.open === true));
  const open = entries.filter((_, i) => known[i] === undefined);
  if (open.length === 0) return [{ matches: known.map((one) => one === true), supposed: [] }];
  const missing = new Map<string, Set<string>>();
  for (const entry of open)
    for (const [key, values] of Object.entries(entry.tags))
      if (!tags.has(key)) missing.set(key, new Set([...(missing.get(key) ?? []), ...values]));
  return combinations([...missing].sort(([a], [b]) => byText(a, b))).map((supposed) => {
    const all = new Map([...tags, ...supposed.filter((pair): pair is [string, string] => pair[1] !== undefined)]);
    return { matches: entries.map((entry) => matches(entry, all, false) === true), supposed };
  });
}

/** `where the tag "tier" is "gold" or "silver"`: the cases in which something holds. */
export function casesText(cases: readonly Supposed[]): string {
  const [[first] = []] = cases;
  const values = cases.map(([pair]) => valueText(pair?.[1]));
  if (first !== undefined && cases.every((supposed) => supposed.length === 1))
    return `where the tag ${JSON.stringify(first[0])} is ${values.join(" or ")}`;
  return `where ${cases.map((supposed) => supposed.map(pairText).join(" and ")).join(", or where ")}`;
}

/** @throws InputError when the entries for a rule name so many values of tags that nobody could follow */
export function checkCases(rule: Rule, entries: readonly Entry[]): void {
  const values = new Map<string, Set<string>>();
  for (const { tags } of entries)
    for (const [key, some] of Object.entries(tags)) values.set(key, new Set([...(values.get(key) ?? []), ...some]));
  const cases = [...values.values()].reduce((product, set) => product * (set.size + 1), 1);
  const [first] = entries;
  if (cases <= MOST_CASES || first === undefined) return;
  const { layer: _, scope: __, ...where } = first.layer.origin;
  const keys = [...values.keys()].join(", ");
  throw new InputError(`rule ${rule.id}: its values hang on ${keys} in ${cases} ways; keep to ${MOST_CASES}`, where);
}

/** Undefined: it does if a tag that cannot be read is there. */
function matches({ tags }: Entry, known: ReadonlyMap<string, string>, open: boolean): boolean | undefined {
  let missing = false;
  for (const [key, values] of Object.entries(tags)) {
    const value = known.get(key);
    if (value === undefined) missing = true;
    else if (!values.includes(value)) return false;
  }
  if (!missing) return true;
  return open ? undefined : false;
}

function combinations(missing: readonly (readonly [string, ReadonlySet<string>])[]): readonly Supposed[] {
  return missing.reduce<readonly Supposed[]>(
    (all, [key, values]) =>
      all.flatMap((chosen) =>
        [...[...values].sort(byText), undefined].map((value) => [...chosen, [key, value] as const]),
      ),
    [[]],
  );
}

function pairText([key, value]: Supposed[number]): string {
  return `the tag ${JSON.stringify(key)} is ${valueText(value)}`;
}

function valueText(value: string | undefined): string {
  return value === undefined ? "another or not set" : JSON.stringify(value);
}
