import { createHash } from "node:crypto";
import * as z from "zod";
import { type Catalog, InputError, oscalId, type Prose } from "../model/index.js";
import { parseJson } from "./json.js";

const prop = z.object({ name: z.string(), value: z.string() });
const param = z.object({
  id: z.string(),
  label: z.string().optional(),
  values: z.array(z.string()).optional(),
  select: z.object({ "how-many": z.string().optional(), choice: z.array(z.string()).optional() }).optional(),
});
const part = z.object({
  name: z.string(),
  prose: z.string().optional(),
  props: z.array(prop).optional(),
  get parts() {
    return z.array(part).optional();
  },
});
const control = z.object({
  id: z.string(),
  params: z.array(param).optional(),
  parts: z.array(part).optional(),
  get controls() {
    return z.array(control).optional();
  },
});
const group = z.object({
  params: z.array(param).optional(),
  controls: z.array(control).optional(),
  get groups() {
    return z.array(group).optional();
  },
});
/** What is needed of the OSCAL catalogue model (NIST OSCAL 1.x); other members are let be. */
const documentSchema = z.object({
  catalog: z.object({
    metadata: z.object({ title: z.string(), version: z.string() }),
    params: z.array(param).optional(),
    controls: z.array(control).optional(),
    groups: z.array(group).optional(),
  }),
});

type Param = z.output<typeof param>;
type Part = z.output<typeof part>;
type Control = z.output<typeof control>;
type Group = z.output<typeof group>;
type Document = z.output<typeof documentSchema>["catalog"];

/** Ids that a message lists before it only counts. */
const MOST_LISTED = 20;
/** Selections hold assignments, and those nothing more; more levels than this are a circle. */
const DEEPEST_INSERT = 8;

/**
 * Takes the prose out of an OSCAL catalogue or resolved profile in JSON. Which catalogue it is follows from its ids.
 * @param file for messages
 * @throws InputError for malformed JSON (line and column), another structure (path), and ids that no catalogue has
 */
export function importCatalog(jsonText: string, file: string, catalogs: readonly Catalog[]): Prose {
  const document = read(jsonText, file);
  const params = new Map<string, Param>();
  const controls: Control[] = [];
  for (const one of document.params ?? []) params.set(one.id, one);
  for (const one of document.controls ?? []) collect(one, controls, params);
  for (const one of document.groups ?? []) collectGroup(one, controls, params);
  const { catalog, ids } = recognise(controls, catalogs, file);
  const texts = new Map<string, { statement: string; guidance?: string }>();
  for (const one of controls) {
    const statement = textOf(one, "statement", params);
    const guidance = textOf(one, "guidance", params);
    // Withdrawn controls have a heading and no text.
    if (statement === "") continue;
    texts.set(ids.get(one.id) as string, guidance === "" ? { statement } : { statement, guidance });
  }
  const inOrder = catalog.controls.flatMap(({ id }) => {
    const text = texts.get(id);
    return text ? [[id, text] as const] : [];
  });
  if (inOrder.length === 0) throw new InputError("no control has a statement; import the catalogue itself", { file });
  return {
    catalog: catalog.id,
    source: `${document.metadata.title}, version ${document.metadata.version}`,
    digest: `sha256:${createHash("sha256").update(jsonText).digest("hex")}`,
    controls: Object.fromEntries(inOrder),
  };
}

function read(jsonText: string, file: string): Document {
  const data = parseJson(jsonText, file);
  let result: ReturnType<typeof documentSchema.safeParse>;
  try {
    result = documentSchema.safeParse(data);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError("nested too deeply for an OSCAL catalogue", { file });
    throw error;
  }
  if (result.success) return result.data.catalog;
  const issue = result.error.issues[0];
  const path = (issue?.path ?? [])
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("");
  const text = `not an OSCAL catalogue: ${issue?.message ?? "unknown structure"}; expected the JSON form of a catalogue or of a resolved profile`;
  throw new InputError(text, { file, path: path.replace(/^\./, "") });
}

function collectGroup(one: Group, into: Control[], params: Map<string, Param>): void {
  for (const each of one.params ?? []) params.set(each.id, each);
  for (const each of one.controls ?? []) collect(each, into, params);
  for (const each of one.groups ?? []) collectGroup(each, into, params);
}

function collect(one: Control, into: Control[], params: Map<string, Param>): void {
  into.push(one);
  for (const each of one.params ?? []) params.set(each.id, each);
  for (const each of one.controls ?? []) collect(each, into, params);
}

/** The catalogue that the controls are of, and its ids by theirs. */
function recognise(
  controls: readonly Control[],
  catalogs: readonly Catalog[],
  file: string,
): { catalog: Catalog; ids: ReadonlyMap<string, string> } {
  if (controls.length === 0) throw new InputError("the catalogue holds no controls", { file });
  const candidates = catalogs.map((catalog) => {
    const ids = new Map(catalog.controls.map(({ id }) => [oscalId(id), id]));
    return { catalog, ids, strange: controls.map(({ id }) => id).filter((id) => !ids.has(id)) };
  });
  const best = candidates.reduce((a, b) => (b.strange.length < a.strange.length ? b : a));
  if (best.strange.length === controls.length) {
    const names = catalogs.map(({ id }) => id).join(", ");
    throw new InputError(`none of its ${controls.length} controls is of a catalogue that is here (${names})`, { file });
  }
  if (best.strange.length > 0) throw new InputError(`${best.catalog.id} has no ${list(best.strange)}`, { file });
  const seen = new Set<string>();
  const twice = controls.map(({ id }) => id).filter((id) => seen.size === seen.add(id).size);
  if (twice.length > 0) throw new InputError(`stands twice: ${list(twice)}`, { file });
  return best;
}

function list(ids: readonly string[]): string {
  const more = ids.length - MOST_LISTED;
  return ids.slice(0, MOST_LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** The text of the parts of one name: a line an item, indented by level, each with its label. */
function textOf(one: Control, name: string, params: ReadonlyMap<string, Param>): string {
  const lines: string[] = [];
  for (const each of one.parts ?? []) if (each.name === name) render(each, 0, lines, params);
  return lines.join("\n");
}

function render(one: Part, level: number, lines: string[], params: ReadonlyMap<string, Param>): void {
  const label = one.props?.find((each) => each.name === "label")?.value;
  const prose = insert(one.prose ?? "", params, 0);
  const [first = "", ...rest] = prose.split("\n").map((line) => line.trim());
  const head = [label, first].filter((text) => text !== undefined && text !== "").join(" ");
  const indent = "  ".repeat(level);
  if (head !== "") lines.push(indent + head);
  for (const line of rest) if (line !== "") lines.push(indent + line);
  for (const each of one.parts ?? []) render(each, head === "" ? level : level + 1, lines, params);
}

/** Puts the parameters in: `{{ insert: param, ac-1_prm_1 }}`. Links keep their text. */
function insert(prose: string, params: ReadonlyMap<string, Param>, depth: number): string {
  return prose
    .replace(/\{\{\s*insert:\s*param\s*,\s*([\w.-]+)\s*\}\}/g, (_, id: string) => assignment(id, params, depth))
    .replace(/\[([^\][]+)\]\((?:#|https?:)[^)\s]*\)/g, "$1")
    .replace(/[ \t]+([;,.)])/g, "$1")
    .replace(/\([ \t]+/g, "(");
}

function assignment(id: string, params: ReadonlyMap<string, Param>, depth: number): string {
  const one = params.get(id);
  if (one?.values?.length) return one.values.join(", ");
  const choices = one?.select?.choice;
  if (choices?.length && depth < DEEPEST_INSERT) {
    const many = one?.select?.["how-many"] === "one-or-more" ? "Selection (one or more)" : "Selection";
    return `[${many}: ${choices.map((choice) => insert(choice.trim(), params, depth + 1)).join("; ")}]`;
  }
  return `[Assignment: ${one?.label ?? id}]`;
}
