import { delimiter } from "node:path";
import { controlRules } from "../crossguard/metadata.js";
import { loadConfig } from "../data/config.js";
import { loadExceptions } from "../data/exceptions.js";
import type { Variables } from "../model/ci.js";
import type { Config, ExceptionSet, Rule } from "../model/index.js";
import type { PackFile } from "./pack-file.js";

/** Variables that name files, several as in PATH. */
export const CONFIG_VARIABLE = "KONDUCTOR_CONFIG";
export const EXCEPTIONS_VARIABLE = "KONDUCTOR_EXCEPTIONS";

/**
 * The configuration and the exceptions that the environment names, for a pack that carries none of its own: what an
 * organisation has built into its pack cannot be set aside by a variable.
 * @throws InputErrors with every problem of every file, each at its line and column
 */
export function givenBy(
  env: Variables,
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
