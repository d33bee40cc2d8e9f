import { ParameterError, type Rule } from "../model/index.js";
import { DISK, type Files } from "./files.js";
import { parameterText } from "./mapping.js";
import { unknownId } from "./nearest.js";
import type { ParametersFile } from "./parameters.js";
import { Problems } from "./problems.js";
import { parametersSchema } from "./schemas.js";
import { conform, readSource, type Source } from "./source.js";

/**
 * Reads a `--parameters` file, YAML or JSON: rule id to parameter to value.
 * @throws InputErrors with every problem, each at its line and column
 */
export function readParametersFile(file: string, rules: readonly Rule[], files: Files = DISK): ParametersFile {
  const problems = new Problems();
  const source = readSource(file, problems, files);
  const data = source && conform(parametersSchema, source, problems);
  problems.throwIfAny();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  for (const [id, values] of Object.entries(data ?? {})) {
    const rule = byId.get(id);
    if (rule) check(source as Source, rule, values, problems);
    else problems.add((source as Source).problem([id], unknownId("rule", id, byId.keys()), "key"));
  }
  problems.throwIfAny();
  return { file, digest: (source as Source).digest, values: new Map(Object.entries(data ?? {})) };
}

/** Each value alone, so that one wrong value does not hide another. */
function check(source: Source, rule: Rule, values: Readonly<Record<string, unknown>>, problems: Problems): void {
  const names = rule.parameters.map((spec) => spec.name);
  for (const [parameter, value] of Object.entries(values)) {
    if (!names.includes(parameter)) {
      problems.add(source.problem([rule.id, parameter], parameterText(rule.id, parameter, names), "key"));
      continue;
    }
    try {
      rule.parse({ [parameter]: value });
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error;
      problems.add(source.problem([rule.id, ...error.path], error.message, "key"));
    }
  }
}
