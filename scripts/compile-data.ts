/** Validates controls/ and mappings/ and writes them to dist/data as JSON, so that nothing parses YAML at a start. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { allRules } from "../packs/rules.js";
import { tool } from "../src/cli/tool.js";
import { type Data, loadData } from "../src/data/frameworks.js";
import { effectiveParameters } from "../src/data/parameters.js";
import { InputError, type Rule } from "../src/model/index.js";
import { PACK_FILE, type PackFile } from "../src/packaging/pack-file.js";
import { EVERYTHING, packFile, planPack } from "../src/packaging/plan.js";

const ROOT = resolve(__dirname, "..");

/** The files of dist/data by name; the same sources give the same bytes. */
export function compiledFiles(
  { frameworks, crosswalks, indicators }: Data,
  rules: readonly Rule[],
): Map<string, string> {
  const profiles = frameworks.flatMap((one) => one.profiles.map((profile) => [profile.id, one.catalog.id] as const));
  const index = {
    catalogs: frameworks.map((one) => one.catalog.id),
    profiles: Object.fromEntries(profiles),
  };
  return new Map<string, string>([
    ["index.json", JSON.stringify(index)],
    ["crosswalks.json", JSON.stringify(crosswalks)],
    ["indicators.json", JSON.stringify(indicators)],
    [PACK_FILE, JSON.stringify(wholePack(frameworks, rules))],
    ...frameworks.map((one) => [`${one.catalog.id}.json`, JSON.stringify(one)] as const),
  ]);
}

/** What the pack of the checkout says of itself, so that its start reads no catalogue. */
function wholePack(frameworks: Data["frameworks"], rules: readonly Rule[]): PackFile {
  const request = {
    profile: EVERYTHING,
    name: "konductor",
    displayName: "Konductor",
    description: "Compliance rules mapped to NIST SP 800-53, the FISMA Moderate baseline and ISO/IEC 27001.",
  };
  return packFile(planPack(request, rules, frameworks), tool);
}

/**
 * Writes the compiled data; files of catalogues that are no more go away.
 * @throws InputErrors when controls/ or mappings/ hold an error
 */
export function compileData(root: string, rules: readonly Rule[], directory: string): Data {
  const data = loadData(root, rules);
  // A profile whose ODP values do not fit the rules that take them must not be published.
  for (const { profiles } of data.frameworks)
    for (const { id } of profiles) effectiveParameters(rules, data.frameworks, [id]);
  const files = compiledFiles(data, rules);
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of files) {
    const temporary = join(directory, `.${name}.${process.pid}`);
    writeFileSync(temporary, text);
    renameSync(temporary, join(directory, name));
  }
  for (const name of readdirSync(directory))
    if (name.endsWith(".json") && !files.has(name)) rmSync(join(directory, name));
  return data;
}

if (require.main === module) {
  try {
    const root = relative(process.cwd(), ROOT);
    const { frameworks, forgotten } = compileData(root, allRules(), join(ROOT, "dist", "data"));
    for (const { catalog, profiles, mapping } of frameworks)
      console.log(
        `${catalog.id}: ${catalog.controls.length} controls, ${profiles.length} profiles, ${mapping.length} mapping rows`,
      );
    if (forgotten.length > 0) console.warn(`rules without a mapping: ${forgotten.join(", ")}`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.located);
    process.exitCode = 2;
  }
}
