import type { KnownControls } from "./controls.js";
import { type OscalDocument, type Place, pathOf, textOf } from "./document.js";
import type { Tell } from "./lint.js";

/** Members of a catalogue whose objects share one space of ids. */
const IDENTIFIED: ReadonlySet<string> = new Set(["groups", "controls", "params", "parts"]);

/** What a document that is a catalogue says of its controls and parameters. */
export function knownIn({ model, file }: OscalDocument, all: readonly Place[]): readonly KnownControls[] {
  if (model !== "catalog") return [];
  const idsOf = (name: string) =>
    new Set(all.flatMap((place) => (place.name === name ? (textOf(place.value, "id") ?? []) : [])));
  return [{ catalog: file, ids: idsOf("controls"), parameters: idsOf("params") }];
}

/**
 * Finds ids that a catalogue gives twice, and links to what it does not have. One that is a selection of another has links
 * to what was not selected.
 */
export function catalogFindings(
  { model }: OscalDocument,
  all: readonly Place[],
  catalogs: readonly KnownControls[],
  tell: Tell,
): void {
  if (model !== "catalog") return;
  const ids = new Map<string, Place>();
  for (const place of all) {
    const id = IDENTIFIED.has(place.name) ? textOf(place.value, "id") : undefined;
    if (id === undefined) continue;
    const other = ids.get(id);
    if (other === undefined) ids.set(id, place);
    else
      tell("duplicate-id", place, "id", `${JSON.stringify(id)} is the id of ${pathOf(other)} too; give each its own`);
  }
  for (const place of all) {
    const id = place.name === "links" ? /^#([a-z][\w.-]*)$/i.exec(textOf(place.value, "href") ?? "")?.[1] : undefined;
    if (id === undefined || UUID.test(id) || ids.has(id) || catalogs.some((one) => one.ids.has(id))) continue;
    tell("dangling-reference", place, "href", `nothing has the id ${id}; name what exists, or drop it`);
  }
}

/** Links by UUID lead to the back matter, and are looked up there. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
