import { delimiter } from "node:path";
import { tagsIn } from "../../packs/tags.js";
import type { CompiledData } from "../data/compiled.js";
import type { Layers } from "../engine/index.js";
import { InputError, type Rule } from "../model/index.js";
import type { LayerOptions } from "./options.js";
import type { Terminal } from "./terminal.js";

/**
 * The layers of the files that are asked for; undefined when there are none.
 * @throws InputError when a file is wrong, or tags are given and no file that they could choose from
 */
export async function openLayers(
  options: LayerOptions,
  env: Terminal["env"],
  data: CompiledData,
  rules: readonly Rule[],
): Promise<Layers | undefined> {
  const files = configFiles(options, env);
  if (files.length === 0) {
    if (options.tag === undefined) return undefined;
    throw new InputError("--tag chooses layers, and there are none: give their file with --config or KONDUCTOR_CONFIG");
  }
  const { loadConfig } = await import("../data/config.js");
  const frameworks = data.frameworks();
  return { config: loadConfig(files, rules, frameworks), frameworks, tags: options.tag ?? {}, tagsOf: tagsIn };
}

/** What has to be said to use the same layers again. */
export function layerArguments(options: LayerOptions, env: Terminal["env"]): string[] {
  return [
    ...configFiles(options, env).flatMap((file) => ["--config", file]),
    ...Object.entries(options.tag ?? {}).flatMap(([key, value]) => ["--tag", `${key}=${value}`]),
  ];
}

/** KONDUCTOR_CONFIG names files as PATH names folders. */
function configFiles({ config }: LayerOptions, env: Terminal["env"]): readonly string[] {
  return config ?? (env["KONDUCTOR_CONFIG"] ?? "").split(delimiter).filter((file) => file !== "");
}
