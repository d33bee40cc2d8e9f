import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Catalog, Control, Disposition } from "../model/index.js";
import { unknownId } from "./nearest.js";
import type { Problems } from "./problems.js";
import { type ControlEntry, catalogSchema, dispositionsSchema, familySchema } from "./schemas.js";
import { conform, type Path, readSource, type Source } from "./source.js";

/** A catalogue and the files that it was read from. */
export interface LoadedCatalog {
  readonly catalog: Catalog;
  readonly sources: readonly Source[];
  /** Where a control is declared, for problems that are found later. */
  readonly places: ReadonlyMap<string, Place>;
  /** ODP id to the control that it belongs to. */
  readonly odps: ReadonlyMap<string, string>;
  /** Every control could be read, so that an id that is not there does not exist. */
  readonly complete: boolean;
}

/** A place in a file. */
export interface Place {
  readonly source: Source;
  readonly path: Path;
}

type Header = NonNullable<ReturnType<typeof catalogSchema.parse>>;
type Declared = Place & { readonly id: string; readonly entry: ControlEntry; readonly group: string };

/** The YAML files of a folder in the order of their names; none when there is no such folder. */
export function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Reads controls/<catalogue>: catalog.yaml, catalog/<family>.yaml where the controls are split by family, and
 * dispositions/<family>.yaml. Every id that is named must exist.
 * @returns undefined when a file cannot be understood; problems of ids are added and loading goes on
 */
export function loadCatalog(folder: string, problems: Problems): LoadedCatalog | undefined {
  const before = problems.count;
  const main = readSource(join(folder, "catalog.yaml"), problems);
  const header = main && conform(catalogSchema, main, problems);
  if (!main || !header) return undefined;
  if (header.id !== basename(folder)) {
    problems.add(main.problem(["id"], `expected "${basename(folder)}", the name of the folder`));
  }
  const sources = [main];
  const declared = controlsOf(main, header.controls ?? {}, ["controls"], header, problems);
  for (const [source, group, data] of familyFiles(join(folder, "catalog"), header, familySchema, problems)) {
    sources.push(source);
    declared.push(...controlsOf(source, data, [], header, problems, group));
  }
  const dispositionFiles = [...familyFiles(join(folder, "dispositions"), header, dispositionsSchema, problems)];
  // With a family missing, every id that leads to it would be one more problem.
  if (problems.count > before) return undefined;
  const byId = unique(declared, problems);
  if (byId.size === 0 && problems.count === before) problems.add(main.problem([], "the catalogue has no controls"));
  const odps = checkReferences(byId, header, problems);
  const complete = problems.count === before;
  const dispositions = new Map<string, Disposition>();
  for (const [source, group, data] of dispositionFiles) {
    sources.push(source);
    for (const [id, disposition] of Object.entries(data)) {
      const control = byId.get(id);
      const wrong = dispositionProblem(id, control, group, dispositions, byId.keys());
      if (wrong !== undefined) problems.add(source.problem([id], wrong, "key"));
      dispositions.set(id, disposition);
    }
  }
  return { catalog: assemble(header, byId, dispositions), sources, places: byId, odps, complete };
}

/** Files named by family, with the family that each is for. */
function* familyFiles<T>(
  folder: string,
  header: Header,
  schema: Parameters<typeof conform<T>>[0],
  problems: Problems,
): Generator<[Source, string, T]> {
  for (const file of yamlFiles(folder)) {
    const source = readSource(file, problems);
    const data = source && conform(schema, source, problems);
    if (!source || !data) continue;
    const stem = basename(file, ".yaml");
    const group = Object.keys(header.groups).find((id) => id.toLowerCase() === stem);
    if (group !== undefined) yield [source, group, data];
    else problems.add(source.problem([], `the file's name: ${unknownId("group", stem, Object.keys(header.groups))}`));
  }
}

function controlsOf(
  source: Source,
  entries: Readonly<Record<string, ControlEntry>>,
  path: Path,
  header: Header,
  problems: Problems,
  fileGroup?: string,
): Declared[] {
  return Object.entries(entries).map(([id, entry]) => {
    const place = { source, path: [...path, id] };
    const group = entry.group ?? groupOf(id, Object.keys(header.groups));
    if (group === undefined || !Object.hasOwn(header.groups, group)) {
      const where = entry.group === undefined ? place.path : [...place.path, "group"];
      problems.add(source.problem(where, unknownId("group", group ?? id, Object.keys(header.groups)), "key"));
    } else if (fileGroup !== undefined && group !== fileGroup) {
      problems.add(source.problem(place.path, `belongs to ${group}, and this file is for ${fileGroup}`, "key"));
    }
    return { ...place, id, entry, group: group ?? "" };
  });
}

/** The group whose key an id begins with: AC of AC-2(1), A.5 of A.5.10. */
function groupOf(id: string, groups: readonly string[]): string | undefined {
  return groups.find((group) => id.startsWith(group) && /^[^A-Za-z0-9]/.test(id.slice(group.length)));
}

function unique(declared: readonly Declared[], problems: Problems): Map<string, Declared> {
  const byId = new Map<string, Declared>();
  for (const control of declared) {
    const first = byId.get(control.id);
    if (first) {
      const text = `control ${control.id} is declared twice; the first is in ${first.source.file}`;
      problems.add(control.source.problem(control.path, text, "key"));
    } else byId.set(control.id, control);
  }
  return byId;
}

function dispositionProblem(
  id: string,
  control: Declared | undefined,
  group: string,
  known: ReadonlyMap<string, Disposition>,
  ids: Iterable<string>,
): string | undefined {
  if (!control) return unknownId("control", id, ids);
  if (control.entry.withdrawn) return `control ${id} is withdrawn and takes no disposition`;
  if (known.has(id)) return `control ${id} has a disposition already, in another file`;
  if (control.group !== group) return `control ${id} belongs to ${control.group}, and this file is for ${group}`;
  return undefined;
}

function checkReferences(byId: ReadonlyMap<string, Declared>, header: Header, problems: Problems): Map<string, string> {
  const odps = new Map<string, string>();
  const known = (ids: readonly string[]) => (id: string) => ids.includes(id);
  const isBaseline = known(header.baselines ?? []);
  for (const { id, entry, source, path } of byId.values()) {
    const add = (rest: Path, text: string) => problems.add(source.problem([...path, ...rest], text));
    if (entry.enhances !== undefined && !byId.has(entry.enhances))
      add(["enhances"], unknownId("control", entry.enhances, byId.keys()));
    for (const [i, other] of (entry.related ?? []).entries())
      if (!byId.has(other)) add(["related", i], unknownId("control", other, byId.keys()));
    for (const [i, name] of (entry.baselines ?? []).entries()) {
      if (!isBaseline(name)) add(["baselines", i], unknownId("baseline", name, header.baselines ?? []));
      else if (entry.withdrawn) add(["baselines", i], "a withdrawn control is in no baseline");
    }
    for (const odp of Object.keys(entry.parameters ?? {})) {
      const owner = odps.get(odp);
      if (owner !== undefined) add(["parameters", odp], `ODP ${odp} is declared already, by ${owner}`);
      else odps.set(odp, id);
    }
  }
  return odps;
}

function assemble(
  header: Header,
  byId: ReadonlyMap<string, Declared>,
  dispositions: ReadonlyMap<string, Disposition>,
): Catalog {
  const order = Object.keys(header.groups);
  const inOrder = [...byId.values()].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  const controls = inOrder.map(({ id, entry, group }): Control => {
    const disposition = dispositions.get(id);
    return {
      id,
      title: entry.title,
      group,
      ...(entry.enhances === undefined ? {} : { enhances: entry.enhances }),
      ...(entry.withdrawn ? { withdrawn: true } : {}),
      baselines: entry.baselines ?? [],
      related: entry.related ?? [],
      ...(entry.assurance ? { assurance: true } : {}),
      methods: entry.methods ?? [],
      parameters: entry.parameters ?? {},
      ...(disposition === undefined ? {} : { disposition }),
    };
  });
  const { id, title, version, publisher, url, reporting, groups } = header;
  return { id, title, version, publisher, url, reporting, groups, controls, clauses: header.clauses ?? {} };
}
