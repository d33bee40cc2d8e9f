import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MappedRule } from "../crossguard/metadata.js";
import type { PackDescription } from "../crossguard/serve.js";
import type { Config, ExceptionSet, ParameterSpec, Rule } from "../model/index.js";

/** The file beside a pack's bundle that says what the pack is. */
export const PACK_FILE = "pack.json";
export const PACK_SCHEMA = "konductor/pack/1";

/**
 * What a pack is: which of the bundle's rules it holds, and what is said of each. Made when the pack is built, so that
 * its start reads no catalogue and asks no schema for its JSON form.
 */
export interface PackFile {
  readonly schema: typeof PACK_SCHEMA;
  readonly tool: { readonly name: string; readonly version: string };
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** Absent in a pack of every rule. */
  readonly profile?: { readonly id: string; readonly title: string; readonly catalog: string };
  /** `sha256:` of what the pack was made of, by name. */
  readonly digests: Readonly<Record<string, string>>;
  /** By rule id, in the order of the ids. */
  readonly rules: Readonly<Record<string, PackedRule>>;
  /** Layers of configuration that the pack carries. */
  readonly config?: Config;
  /** Exceptions that the pack carries. */
  readonly exceptions?: ExceptionSet;
}

/** What is said of a rule beside its own words. */
export interface PackedRule extends MappedRule {
  /** Its parameters with the profile's values as their defaults; absent when it has none. */
  readonly parameters?: readonly ParameterSpec[];
}

/** The pack of a start: the one beside the bundle, or the one of every rule, which the build of the project makes. */
export function openPack(folder: string): PackFile {
  const own = readPack(folder) ?? readPack(join(folder, "data"));
  if (own === undefined) throw new Error(`${join(folder, PACK_FILE)} is missing: build the pack again`);
  return own;
}

/** What is told of a pack as a whole to the engine, the console and `pulumi policy publish`. */
export function describePack({ name, displayName, description, profile }: PackFile, folder: string): PackDescription {
  const readme = readText(join(folder, "README.md"));
  return {
    name,
    displayName,
    description,
    ...(profile && { tags: [profile.catalog, profile.id] }),
    ...(readme !== undefined && { readme }),
  };
}

/** The pack file of a folder; undefined when there is none, or one that is something else. */
export function readPack(folder: string): PackFile | undefined {
  const text = readText(join(folder, PACK_FILE));
  if (text === undefined) return undefined;
  try {
    const read = JSON.parse(text) as Partial<PackFile> | null;
    return read?.schema === PACK_SCHEMA ? (read as PackFile) : undefined;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}

/**
 * The rules that a pack holds, with its defaults for their parameters.
 * @param rules those of the bundle
 * @throws Error when the bundle lacks one
 */
export function packedRules(pack: PackFile, rules: readonly Rule[]): readonly Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return Object.entries(pack.rules).map(([id, { parameters }]) => {
    const rule = byId.get(id);
    if (rule === undefined)
      throw new Error(`${PACK_FILE} names the rule ${id}, which the bundle lacks: build it again`);
    return parameters ? withParameters(rule, parameters) : rule;
  });
}

/** A rule whose parameters have other defaults. */
export function withParameters(rule: Rule, parameters: readonly ParameterSpec[]): Rule {
  const known = parameters.filter((one) => one.default !== undefined);
  const defaults = Object.fromEntries(known.map((one) => [one.name, one.default]));
  const parse: Rule["parse"] = (values) => rule.parse({ ...defaults, ...(values as object) });
  // By descriptors: to read the rule's own parameters would make their schemas.
  return Object.defineProperties({} as Rule, {
    ...Object.getOwnPropertyDescriptors(rule),
    parameters: { value: parameters, enumerable: true },
    parse: { value: parse, enumerable: true },
  });
}
