import { listOf, type Members, type OscalDocument, type Place, textOf, textsOf } from "./document.js";
import type { Tell } from "./lint.js";

/** The controls of a catalogue. */
export interface KnownControls {
  readonly catalog: string;
  /** As OSCAL writes them: `ac-2.1`. */
  readonly ids: ReadonlySet<string>;
  /** Of its parameters: `ac-02_odp.01`. */
  readonly parameters: ReadonlySet<string>;
}

/** A control that is named somewhere. */
interface Named {
  readonly place: Place;
  readonly member: string;
  readonly id: string;
}

/**
 * Finds ids that no catalogue has, and statements and objectives that are not of the control beside them.
 * @returns why ids were not looked up; undefined when they were, or there are none
 */
export function controlFindings(
  document: OscalDocument,
  all: readonly Place[],
  catalogs: readonly KnownControls[],
  tell: Tell,
): string | undefined {
  // Catalogues give ids themselves; what they hold is known by that.
  if (document.model === "catalog") return undefined;
  for (const place of all) statementFindings(place, tell);
  const named = all.flatMap(namedAt);
  const known = catalogs.filter(({ ids }) => named.some(({ id }) => ids.has(id)));
  if (named.length > 0 && known.length === 0)
    return `names ${named.length} controls, none of them of a catalogue that is known here: their ids were not looked up`;
  const names = known.map(({ catalog }) => catalog).join(" and ");
  const has = (id: string) => known.some(({ ids }) => ids.has(id));
  for (const { place, member, id } of named)
    if (!has(id)) tell("unknown-control", place, member, `${quoted(id)} is no control of ${names}${hint(id, has)}`);
  if (known.length > 0) targetFindings(all, has, names, tell);
  parameterFindings(all, known, names, tell);
  return undefined;
}

function namedAt(place: Place): Named[] {
  const at = (member: string): Named[] => textsOf(place.value, member).map((id) => ({ place, member, id }));
  const item = textOf(place.value, "type") === "control" && place.name !== "props";
  return [...at("control-id"), ...at("with-ids"), ...(item ? at("id-ref") : [])];
}

/** `AC-2(1)` and `ac-02.01` are written `ac-2.1`. */
function hint(id: string, has: (id: string) => boolean): string {
  const usual = id
    .toLowerCase()
    .replace(/\((\d+)\)/g, ".$1")
    .replace(/([.-])0+(?=\d)/g, "$1");
  return has(usual) && usual !== id ? `; OSCAL writes it ${usual}` : "";
}

/** Parameters that several assignments of a control were one once: `ac-1_prm_1`. Only the official catalogues have them. */
const AGGREGATE = /_prm_\d+$/;

/** Values are set for parameters that a catalogue has. */
function parameterFindings(all: readonly Place[], known: readonly KnownControls[], names: string, tell: Tell): void {
  if (!known.some(({ parameters }) => parameters.size > 0)) return;
  for (const place of all) {
    const id = place.name === "set-parameters" ? textOf(place.value, "param-id") : undefined;
    if (id === undefined || AGGREGATE.test(id) || known.some(({ parameters }) => parameters.has(id))) continue;
    tell("unknown-parameter", place, "param-id", `${quoted(id)} is no parameter of ${names}`);
  }
}

/** Ids of statements and objectives begin with that of their control: `ac-2_smt.h`, `ac-2_obj.a-1`. */
function statementFindings(place: Place, tell: Tell): void {
  const { value } = place;
  const own = textOf(value, "control-id");
  const check = (id: string, member: string, at: Place = place) => {
    if (own !== undefined && !id.startsWith(`${own}_`))
      tell(
        "statement-of-another-control",
        at,
        member,
        `${quoted(id)} is not of ${own}, whose ids begin with "${own}_"`,
      );
  };
  for (const id of textsOf(value, "statement-ids")) check(id, "statement-ids");
  for (const [index, part] of listOf(value, "statements").entries()) {
    const id = textOf(part, "statement-id");
    if (id !== undefined) check(id, "statement-id", child(place, "statements", part, index));
  }
  if (place.name !== "objectives-and-methods") return;
  for (const [index, part] of listOf(value, "parts").entries()) {
    const id = textOf(part, "id");
    if (id !== undefined) check(id, "id", child(place, "parts", part, index));
  }
}

function child(parent: Place, name: string, value: Members, index: number): Place {
  return { value, name, parent, index };
}

/** What a finding is about is a statement or an objective of a control that exists, or an objective of the document. */
function targetFindings(all: readonly Place[], has: (id: string) => boolean, names: string, tell: Tell): void {
  const own = new Set(all.flatMap(({ name, value }) => (name === "parts" ? (textOf(value, "id") ?? []) : [])));
  for (const place of all) {
    const id = place.name === "target" ? textOf(place.value, "target-id") : undefined;
    if (id === undefined || own.has(id)) continue;
    const control = id.split("_", 1)[0] ?? "";
    if (!has(control))
      tell(
        "unknown-control",
        place,
        "target-id",
        `${quoted(id)} is of ${quoted(control)}, which is no control of ${names}`,
      );
    else if (control === id)
      tell(
        "unknown-control",
        place,
        "target-id",
        `${id} is a control; name a statement or an objective of it: ${id}_smt`,
      );
  }
}

function quoted(id: string): string {
  return JSON.stringify(id);
}
