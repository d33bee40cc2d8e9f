import type { CompiledData } from "../data/compiled.js";
import { DISK, type Files } from "../data/files.js";
import type { Framework } from "../model/index.js";

/** Assessed against when nobody says which. */
export const DEFAULT_PROFILE = "fisma-moderate";

/** The profiles of a run and the catalogues that they belong to. */
export interface Chosen {
  readonly frameworks: readonly Framework[];
  /** Profile ids in the order asked for. */
  readonly profiles: readonly string[];
  /** SHA-256 of profile files of the user's own, by `profile <id>`. */
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * Finds the profiles that were asked for: by id, or by the path of a file that holds one.
 * @throws InputError when one does not exist or its file is wrong
 */
export async function chooseProfiles(
  data: CompiledData,
  asked: readonly string[],
  files: Files = DISK,
): Promise<Chosen> {
  if (!asked.some(isPath)) return { frameworks: data.frameworksOf(asked), profiles: asked, digests: {} };
  const { loadProfileFile } = await import("../data/profile.js");
  const digests: Record<string, string> = {};
  let frameworks = [...data.frameworks()];
  const profiles: string[] = [];
  for (const name of asked) {
    if (!isPath(name)) {
      data.frameworksOf([name]);
      profiles.push(name);
      continue;
    }
    const { profile, digest } = loadProfileFile(name, frameworks, files);
    digests[`profile ${profile.id}`] = digest;
    frameworks = frameworks.map((framework) =>
      framework.catalog.id === profile.catalog
        ? { ...framework, profiles: [...framework.profiles, profile] }
        : framework,
    );
    profiles.push(profile.id);
  }
  const used = frameworks.filter((framework) => framework.profiles.some((profile) => profiles.includes(profile.id)));
  return { frameworks: used, profiles, digests };
}

/** A profile that is asked for is a file, not an id. */
export function isPath(name: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/.test(name);
}
