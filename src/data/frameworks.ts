import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type Crosswalk, type Framework, type IndicatorSet, InputError, type MappingRow } from "../model/index.js";
import { type LoadedCatalog, loadCatalog, yamlFiles } from "./catalog.js";
import { loadCrosswalk } from "./crosswalk.js";
import { loadIndicators } from "./indicators.js";
import { checkMapped, loadMapping, type RuleFacts, sortRows } from "./mapping.js";
import { unknownId } from "./nearest.js";
import { Problems } from "./problems.js";
import { readProfile, resolveProfiles } from "./profile.js";
import type { Source } from "./source.js";

/** Everything in controls/ and mappings/, validated. */
export interface Data {
  /** By catalogue id. */
  readonly frameworks: readonly Framework[];
  readonly crosswalks: readonly Crosswalk[];
  readonly indicators: readonly IndicatorSet[];
  /** Rules that no catalogue names and mappings/unmapped.yaml does not list. */
  readonly forgotten: readonly string[];
}

const CROSSWALKS = "crosswalks";
const INDICATORS = "indicators";

/**
 * Reads and validates controls/ and mappings/ below `root`.
 * @param rules every rule there is; a mapping may name no other
 * @throws InputErrors with every problem of every file
 */
export function loadData(root: string, rules: readonly RuleFacts[]): Data {
  const problems = new Problems();
  const controls = join(root, "controls");
  const names = folders(controls).filter((name) => name !== CROSSWALKS && name !== INDICATORS);
  if (names.length === 0) problems.add(new InputError("holds no catalogue", { file: controls }));
  const loaded = new Map<string, LoadedCatalog>();
  // Where controls are missing, every id that leads to them would be one more problem: such catalogues end here.
  const broken = new Set<string>();
  for (const name of names) {
    const catalog = loadCatalog(join(controls, name), problems);
    if (catalog?.complete) loaded.set(name, catalog);
    else broken.add(name);
  }
  for (const name of folders(join(root, "mappings")))
    if (!names.includes(name))
      problems.add(new InputError(unknownId("catalogue", name, names), { file: join(root, "mappings", name) }));
  const rulesById = new Map(rules.map((rule) => [rule.id, rule]));
  const frameworks = assembleAll(root, loaded, rulesById, problems);
  const catalogs = new Map([...loaded].map(([id, { catalog }]) => [id, catalog]));
  const crosswalks = yamlFiles(join(controls, CROSSWALKS))
    .map((file) => loadCrosswalk(file, catalogs, broken, problems))
    .filter((crosswalk) => crosswalk !== undefined);
  const indicators = yamlFiles(join(controls, INDICATORS))
    .map((file) => loadIndicators(file, catalogs, broken, problems))
    .filter((set) => set !== undefined);
  const forgotten = checkMapped(join(root, "mappings", "unmapped.yaml"), rules, frameworks, problems);
  problems.throwIfAny();
  return { frameworks, crosswalks, indicators, forgotten };
}

function assembleAll(
  root: string,
  loaded: ReadonlyMap<string, LoadedCatalog>,
  rules: ReadonlyMap<string, RuleFacts>,
  problems: Problems,
): Framework[] {
  const catalogs = new Map([...loaded].map(([id, { catalog }]) => [id, catalog]));
  const read = [...loaded.keys()].flatMap((id) =>
    yamlFiles(join(root, "controls", id, "profiles"))
      .map((file) => readProfile(file, problems))
      .filter((profile) => profile !== undefined)
      .map((profile) => {
        if (profile.entry.catalog !== id && catalogs.has(profile.entry.catalog))
          problems.add(profile.source.problem(["catalog"], `expected "${id}", the folder that the profile is in`));
        return profile;
      }),
  );
  for (const one of loaded.values()) checkDispositions(one, problems);
  const profiles = resolveProfiles(read, catalogs, problems);
  return [...loaded].map(([id, one]): Framework => {
    const mappings = yamlFiles(join(root, "mappings", id))
      .map((file) => loadMapping(file, one, rules, problems))
      .filter((mapping) => mapping !== undefined);
    const rows: MappingRow[] = sortRows(
      mappings.flatMap((mapping) => mapping.rows),
      one,
    );
    const mine = read.filter((profile) => profile.entry.catalog === id);
    return {
      catalog: one.catalog,
      profiles: profiles.filter((profile) => profile.catalog === id),
      mapping: rows,
      digests: {
        catalog: digest(root, one.sources),
        profiles: digest(
          root,
          mine.map((profile) => profile.source),
        ),
        mapping: digest(
          root,
          mappings.map((mapping) => mapping.source),
        ),
      },
    };
  });
}

/** Silence does not load: a control of a baseline says who can show it. */
function checkDispositions({ catalog, places }: LoadedCatalog, problems: Problems): void {
  for (const { id, baselines, disposition } of catalog.controls) {
    const place = places.get(id);
    if (baselines.length === 0 || disposition || !place) continue;
    const text = `control ${id} is in the baseline ${baselines[0]} and has no disposition; add one in dispositions/`;
    problems.add(place.source.problem(place.path, text, "key"));
  }
}

/** SHA-256 over the names and digests of files, in the order of their names. */
function digest(root: string, sources: readonly Source[]): string {
  const lines = sources.map((source) => `${relative(root, source.file).replaceAll("\\", "/")} ${source.digest}\n`);
  return `sha256:${createHash("sha256").update(lines.sort().join("")).digest("hex")}`;
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => basename(entry.name))
    .sort();
}
