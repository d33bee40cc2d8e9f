import { delimiter } from "node:path";
import { tagsIn } from "../../packs/tags.js";
import type { CompiledData } from "../data/compiled.js";
import { DISK, type Files } from "../data/files.js";
import type { Layers } from "../engine/index.js";
import { InputError, type Rule } from "../model/index.js";
import type { LayerOptions } from "./options.js";
import type { Terminal } from "./terminal.js";

/** The files of layers, as `configFiles` gives them, and the tags that choose among those. */
export interface LayerChoice {
  readonly config: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
}

/**
 * The layers of the files that are asked for; undefined when there are none.
 * @throws InputError when a file is wrong, or tags are given and no file that they could choose from
 */
export async function openLayers(
  { config, tag }: LayerChoice,
  data: CompiledData,
  rules: readonly Rule[],
  files: Files = DISK,
): Promise<Layers | undefined> {
  if (config.length === 0) {
    if (tag === undefined) return undefined;
    throw new InputError("--tag chooses layers, and there are none: give their file with --config or KONDUCTOR_CONFIG");
  }
  const { loadConfig } = await import("../data/config.js");
  const frameworks = data.frameworks();
  return { config: loadConfig(config, rules, frameworks, files), frameworks, tags: tag ?? {}, tagsOf: tagsIn };
}

/** What has to be said to use the same layers again. */
export function layerArguments({ config, tag = {} }: LayerChoice): string[] {
  return [
    ...config.flatMap((file) => ["--config", file]),
    ...Object.entries(tag).flatMap(([key, value]) => ["--tag", `${key}=${value}`]),
  ];
}

/** The layers that are asked for. KONDUCTOR_CONFIG names files as PATH names folders. */
export function layerChoice({ config, tag }: LayerOptions, env: Terminal["env"]): LayerChoice {
  const named = config ?? (env["KONDUCTOR_CONFIG"] ?? "").split(delimiter).filter((file) => file !== "");
  return { config: named, ...(tag === undefined ? {} : { tag }) };
}
