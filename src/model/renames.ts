import type { Resource } from "./stack.js";

/** URNs that resources may have had before, by the one that they have; no URN is of two resources, and none is one that a resource has now. */
export type FormerNames = ReadonlyMap<string, readonly string[]>;

/**
 * The former names of the resources of a stack. A name that a live resource has is nobody's former one, whatever an alias
 * says, and one that several claim is of the first.
 * @param more names that are known besides the aliases, by URN
 */
export function formerNames(
  resources: readonly Pick<Resource, "urn" | "aliases" | "deleting">[],
  more: (urn: string) => readonly string[] = () => [],
): FormerNames {
  const claiming = resources
    .filter(({ deleting }) => !deleting)
    .map(({ urn, aliases }) => ({ urn, claims: [...aliases, ...more(urn)] }))
    .filter(({ claims }) => claims.length > 0);
  const names = new Map<string, string[]>();
  if (claiming.length === 0) return names;
  const taken = new Set(resources.flatMap(({ urn, deleting }) => (deleting ? [] : urn)));
  for (const { urn, claims } of claiming) {
    const own = claims.filter((name) => taken.size < taken.add(name).size);
    if (own.length > 0) names.set(urn, own);
  }
  return names;
}

/**
 * Which resources were renamed since a run before: their URN, and the one that they had then. What has its URN since then
 * was not renamed, however many aliases it has.
 * @param before the URNs of that run
 */
export function renamesSince(
  before: Pick<ReadonlySet<string>, "has">,
  names: FormerNames,
): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const [urn, former] of names) {
    const old = before.has(urn) ? undefined : former.find((name) => before.has(name));
    if (old !== undefined) renames.set(urn, old);
  }
  return renames;
}
