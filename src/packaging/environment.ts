import { delimiter } from "node:path";
import { controlRules } from "../crossguard/metadata.js";
import { loadConfig } from "../data/config.js";
import { loadExceptions } from "../data/exceptions.js";
import type { Config, ExceptionSet, Rule } from "../model/index.js";
import type { PackFile } from "./pack-file.js";

type Env = Readonly<Record<string, string | undefined>>;

/** Variables that name files, several as in PATH. */
export const CONFIG_VARIABLE = "KONDUCTOR_CONFIG";
export const EXCEPTIONS_VARIABLE = "KONDUCTOR_EXCEPTIONS";

/**
 * The configuration and the exceptions that the environment names, for a pack that carries none of its own: what an
 * organisation has built into its pack cannot be set aside by a variable.
 * @throws InputErrors with every problem of every file, each at its line and column
 */
export function givenBy(
  env: Env,
  pack: PackFile,
  rules: readonly Rule[],
): { readonly config?: Config; readonly exceptions?: ExceptionSet } {
  const configs = pack.config === undefined ? files(env[CONFIG_VARIABLE]) : [];
  const exceptions = pack.exceptions === undefined ? files(env[EXCEPTIONS_VARIABLE]) : [];
  const frameworks = controlRules(rules, pack.rules).map(({ catalog, mapping }) => {
    const ids = [...new Set(mapping.map(({ control }) => control))];
    return { catalog: { ...catalog, controls: ids.map((id) => ({ id })) }, mapping };
  });
  return {
    ...(configs.length > 0 && { config: loadConfig(configs, rules, frameworks) }),
    ...(exceptions.length > 0 && { exceptions: loadExceptions(exceptions, rules) }),
  };
}

function files(value = ""): readonly string[] {
  return value.split(delimiter).filter((file) => file !== "");
}

/** Variables in which continuous integration tells the commit that it runs on. */
const COMMITS = [
  "GITHUB_SHA",
  "CI_COMMIT_SHA",
  "BUILD_SOURCEVERSION",
  "BITBUCKET_COMMIT",
  "CIRCLE_SHA1",
  "BUILDKITE_COMMIT",
  "GIT_COMMIT",
  "CODEBUILD_RESOLVED_SOURCE_VERSION",
  "TRAVIS_COMMIT",
];

/** The commit of the program's source; undefined where nothing that looks like one is told. */
export function commitOf(env: Env): string | undefined {
  return COMMITS.map((name) => env[name]).find((value) => value !== undefined && /^[0-9a-f]{7,64}$/.test(value));
}
