import type { Resource } from "./stack.js";

/** URNs that resources may have had before, by the one that they have; none is one that a resource has now. */
export type FormerNames = ReadonlyMap<string, readonly string[]>;

/**
 * The former names of the resources of a stack. A name that a live resource has is nobody's former one, whatever an alias
 * says.
 * @param earlier what the runs before know of a URN: the names that its resource had before it
 */
export function formerNames(
  resources: readonly Pick<Resource, "urn" | "aliases" | "deleting">[],
  earlier: (urn: string) => readonly string[] = () => [],
): FormerNames {
  const live = resources.filter(({ deleting }) => !deleting);
  const names = new Map<string, readonly string[]>();
  let urns: ReadonlySet<string> | undefined;
  for (const { urn, aliases } of live) {
    const before = earlier(urn);
    if (aliases.length === 0 && before.length === 0) continue;
    const now = (urns ??= new Set(live.map((one) => one.urn)));
    const gone = aliases.filter((name) => !now.has(name));
    const former = [...gone, ...[...before, ...gone.flatMap(earlier)].filter((name) => !now.has(name))];
    if (former.length > 0) names.set(urn, [...new Set(former)]);
  }
  return names;
}

/**
 * Which resources were renamed since a run before: their URN, and the one that they had then. What has its URN since then
 * was not renamed, however many aliases it has; of several that claim one name the first has it.
 * @param before the URNs of that run
 */
export function renamesSince(before: ReadonlySet<string>, names: FormerNames): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  for (const [urn, former] of names) {
    const old = before.has(urn) ? undefined : former.find((name) => before.has(name) && !taken.has(name));
    if (old === undefined) continue;
    renames.set(urn, old);
    taken.add(old);
  }
  return renames;
}
