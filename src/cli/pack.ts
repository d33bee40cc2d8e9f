import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allRules } from "../../packs/rules.js";
import { type CompiledData, openData } from "../data/compiled.js";
import { type Framework, InputError } from "../model/index.js";
import { counted } from "../model/present.js";
import { portable } from "../packaging/carried.js";
import { digestOf, packFiles } from "../packaging/files.js";
import { checkName, EVERYTHING, planPack } from "../packaging/plan.js";
import type { PackOptions } from "./commands/pack.js";
import { chooseProfiles, isPath } from "./library.js";
import { checkPackFolder, writePackFolder } from "./pack-folder.js";
import { line, palette, type Terminal, writeLine } from "./terminal.js";
import { tool } from "./tool.js";

/**
 * `konductor pack build PROFILE --out DIR`
 * @throws InputError when the profile, a glob, the name or the folder is wrong; then nothing has been written
 */
export async function buildPack(asked: string, options: PackOptions, terminal: Terminal): Promise<number> {
  const { out, rules, exclude, name } = options;
  const version = checkName(options.version ?? tool.version, "--version");
  if (name !== undefined) checkName(name, "--name");
  checkPackFolder(out);
  const data = openData();
  const { profile, frameworks, digests } = await offered(data, asked);
  const carried = await carriedBy(options, frameworks);
  const plan = planPack({ profile, rules, exclude, name, ...carried }, allRules(), frameworks);
  const files = packFiles(plan, { tool, version, digests, ...materials(data) });
  writePackFolder(out, files);
  const colors = palette(terminal.stdout, terminal.env);
  const held = counted(plan.rules.length, "rule");
  writeLine(terminal.stdout, line`${colors.bold(plan.name)} ${version}: ${held} in ${out}`);
  writeLine(terminal.stdout, line`${digestOf(files)}`);
  return 0;
}

/**
 * What the pack is to carry, checked now: a mistake is told to whoever builds, not to everybody who previews.
 * @throws InputErrors with every problem of the files, each at its line and column
 */
async function carriedBy({ config = [], exceptions = [] }: PackOptions, frameworks: readonly Framework[]) {
  const { loadConfig } = await import("../data/config.js");
  const { loadExceptions } = await import("../data/exceptions.js");
  return {
    config: config.length === 0 ? undefined : portable(loadConfig(config, allRules(), frameworks), config),
    exceptions: exceptions.length === 0 ? undefined : portable(loadExceptions(exceptions, allRules()), exceptions),
  };
}

interface Offered {
  readonly profile: string;
  readonly frameworks: readonly Framework[];
  readonly digests: Readonly<Record<string, string>>;
}

/** All catalogues, with the profile of a file where one was asked for. */
async function offered(data: CompiledData, asked: string): Promise<Offered> {
  const frameworks = data.frameworks();
  if (!isPath(asked)) return { profile: asked, frameworks, digests: {} };
  const chosen = await chooseProfiles(data, [asked]);
  const [profile] = chosen.profiles as [string];
  if (profile === EVERYTHING)
    throw new InputError(`id: "${EVERYTHING}" is the pack of every rule; choose another`, { file: asked });
  const own = (framework: Framework) =>
    chosen.frameworks.find((one) => one.catalog.id === framework.catalog.id) ?? framework;
  return { profile, frameworks: frameworks.map(own), digests: chosen.digests };
}

/** What the build of the project left for packs. */
export function materials({ directory }: CompiledData): { bundle: Uint8Array; license: Uint8Array } {
  const file = join(directory, "..", "pack.js");
  try {
    return { bundle: readFileSync(file), license: readFileSync(join(directory, "..", "..", "LICENSE")) };
  } catch {
    throw new InputError("the bundle of the rules or the licence beside it is missing: run npm run build", { file });
  }
}
