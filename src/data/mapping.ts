import { basename } from "node:path";
import { type Framework, type MappingRow, oscalId, type Rule } from "../model/index.js";
import type { LoadedCatalog } from "./catalog.js";
import { nearest, unknownId } from "./nearest.js";
import type { Problems } from "./problems.js";
import { mappingSchema, unmappedSchema } from "./schemas.js";
import { conform, type Path, readSource, type Source } from "./source.js";

/** What a mapping needs to know of the rules. */
export type RuleFacts = Pick<Rule, "id" | "provider" | "parameters">;

type Entry = ReturnType<typeof mappingSchema.parse>["controls"][string][number];

/**
 * Reads mappings/<catalogue>/<provider>.yaml. Each control, rule, parameter and ODP that it names must exist.
 * @returns the file and its rows; undefined when its shape is wrong
 */
export function loadMapping(
  file: string,
  loaded: LoadedCatalog,
  rules: ReadonlyMap<string, RuleFacts>,
  problems: Problems,
): { source: Source; rows: readonly MappingRow[] } | undefined {
  const source = readSource(file, problems);
  const data = source && conform(mappingSchema, source, problems);
  if (!source || !data) return undefined;
  const { catalog } = loaded;
  const provider = basename(file, ".yaml");
  if (data.catalog !== catalog.id)
    problems.add(source.problem(["catalog"], `expected "${catalog.id}", the name of the folder`));
  if (data.provider !== provider)
    problems.add(source.problem(["provider"], `expected "${provider}", the name of the file`));
  const controls = new Map(catalog.controls.map((control) => [control.id, control]));
  const rows: MappingRow[] = [];
  for (const [id, entries] of Object.entries(data.controls)) {
    const control = controls.get(id);
    if (!control) problems.add(source.problem(["controls", id], unknownId("control", id, controls.keys()), "key"));
    else if (control.withdrawn) problems.add(source.problem(["controls", id], `control ${id} is withdrawn`, "key"));
    const seen = new Set<string>();
    for (const [i, entry] of entries.entries()) {
      const path = ["controls", id, i];
      checkEntry(source, path, id, entry, provider, rules, loaded.odps, problems);
      const key = `${entry.rule}\0${entry.statement ?? ""}`;
      if (seen.has(key)) {
        const text = `rule ${entry.rule} stands twice under ${id}; keep one, or give each its own statement`;
        problems.add(source.problem([...path, "rule"], text));
      }
      seen.add(key);
      rows.push(rowOf(id, entry));
    }
  }
  return { source, rows };
}

function checkEntry(
  source: Source,
  path: Path,
  control: string,
  entry: Entry,
  provider: string,
  rules: ReadonlyMap<string, RuleFacts>,
  odps: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  const add = (rest: Path, text: string, on?: "key") => problems.add(source.problem([...path, ...rest], text, on));
  const rule = rules.get(entry.rule);
  if (!rule) add(["rule"], unknownId("rule", entry.rule, rules.keys()));
  else if (rule.provider !== provider)
    add(["rule"], `rule ${rule.id} is of ${rule.provider}, this file of ${provider}`);
  const prefix = `${oscalId(control)}_`;
  if (entry.statement !== undefined && !entry.statement.startsWith(prefix))
    add(["statement"], `expected a statement or objective of ${control}: an id that begins with "${prefix}"`);
  for (const [parameter, odp] of Object.entries(entry.parameters ?? {})) {
    const names = rule?.parameters.map((spec) => spec.name);
    if (names && !names.includes(parameter))
      add(["parameters", parameter], parameterText(entry.rule, parameter, names), "key");
    if (!odps.has(odp)) add(["parameters", parameter], unknownId("ODP", odp, odps.keys()));
  }
}

/** Says that a rule has no parameter of that name, and which it has. */
export function parameterText(rule: string, parameter: string, names: readonly string[]): string {
  if (names.length === 0) return `rule ${rule} has no parameters`;
  const best = nearest(parameter, names);
  return `rule ${rule} has no parameter "${parameter}"${best === undefined ? `; it has ${names.join(", ")}` : `: did you mean "${best}"?`}`;
}

function rowOf(control: string, { rule, coverage, because, statement, parameters }: Entry): MappingRow {
  return {
    control,
    rule,
    coverage,
    because,
    ...(statement === undefined ? {} : { statement }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/** Rows in the order of the catalogue's controls, then of rule and statement. */
export function sortRows(rows: readonly MappingRow[], loaded: LoadedCatalog): MappingRow[] {
  const rank = new Map(loaded.catalog.controls.map((control, i) => [control.id, i]));
  const place = (row: MappingRow) => rank.get(row.control) ?? -1;
  const name = (row: MappingRow) => `${row.rule}\0${row.statement ?? ""}`;
  return [...rows].sort((a, b) => place(a) - place(b) || (name(a) < name(b) ? -1 : 1));
}

/**
 * Checks the other direction: every rule is named by a mapping, or listed in mappings/unmapped.yaml with a reason.
 * @returns ids of the rules that are neither; what is wrong with the list itself goes to `problems`
 */
export function checkMapped(
  file: string,
  rules: readonly Pick<Rule, "id">[],
  frameworks: readonly Pick<Framework, "mapping">[],
  problems: Problems,
): string[] {
  const source = readSource(file, problems);
  const unmapped = source && conform(unmappedSchema, source, problems);
  const mapped = new Set(frameworks.flatMap((framework) => framework.mapping.map((row) => row.rule)));
  const known = new Set(rules.map((rule) => rule.id));
  for (const id of Object.keys(unmapped ?? {})) {
    if (!known.has(id)) problems.add((source as Source).problem([id], unknownId("rule", id, known), "key"));
    else if (mapped.has(id)) problems.add((source as Source).problem([id], `rule ${id} is mapped; delete it`, "key"));
  }
  return [...known].filter((id) => !mapped.has(id) && !Object.hasOwn(unmapped ?? {}, id)).sort();
}
