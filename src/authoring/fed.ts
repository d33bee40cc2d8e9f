import type { Place } from "./check.js";

/** URNs of the resources on which the property of the resource depends that a place is in. */
export function feedersOf(place: Place): readonly string[] {
  let top = place;
  while (top.parent?.parent !== undefined) top = top.parent;
  return place.owner.propertyDependencies[top.key] ?? [];
}
