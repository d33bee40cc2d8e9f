import { ParameterError, type Rule, type Setting, type ValueSetting } from "../model/index.js";
import type { LayerContext } from "./config.js";
import type { NamedRules } from "./config-names.js";
import { parameterText } from "./mapping.js";
import { nearest } from "./nearest.js";
import type { Path } from "./source.js";

/** Values by rule id or glob, each checked by the rules' own schemas. */
export function valueSettings(
  context: LayerContext,
  path: Path,
  entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): ValueSetting[] {
  const { names, source, problems, origin } = context;
  const settings: ValueSetting[] = [];
  for (const [key, values] of Object.entries(entries)) {
    const named = names.rules(key);
    if (typeof named === "string") {
      problems.add(source.problem([...path, key], named, "key"));
      continue;
    }
    for (const [parameter, value] of Object.entries(values)) {
      const at = [...path, key, parameter];
      const rules = named.rules.filter((rule) => rule.parameters.some((spec) => spec.name === parameter));
      if (rules.length === 0) problems.add(source.problem(at, noParameter(key, named, parameter), "key"));
      for (const rule of rules) checkValue(context, at, rule, parameter, value, named.by === "glob");
      settings.push({ by: named.by, key, parameter, value, rules: rules.map(({ id }) => id), origin: origin(at) });
    }
  }
  checkGlobs(context, settings, (key, parameter) => [...path, key, ...(parameter === undefined ? [] : [parameter])]);
  return settings;
}

function noParameter(key: string, { by, rules }: NamedRules, parameter: string): string {
  const specs = rules.flatMap((rule) => rule.parameters.map((spec) => spec.name));
  if (by === "rule") return parameterText(key, parameter, specs);
  const best = nearest(parameter, specs);
  const hint = best === undefined ? "" : `: did you mean "${best}"?`;
  return `none of the rules that match "${key}" has a parameter "${parameter}"${hint}`;
}

function checkValue(
  { source, problems }: LayerContext,
  path: Path,
  rule: Rule,
  parameter: string,
  value: unknown,
  named: boolean,
): void {
  try {
    rule.parse({ [parameter]: value });
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const text = named ? `rule ${rule.id}: ${error.message}` : error.message;
    problems.add(source.problem([...path, ...error.path.slice(1)], text));
  }
}

/** Two globs are equally specific: where both match a rule and disagree, the rule itself has to be named. */
export function checkGlobs(
  { source, problems }: LayerContext,
  settings: readonly (Setting & { rules?: readonly string[]; parameter?: string; value?: unknown; level?: string })[],
  path: (key: string, parameter?: string) => Path,
): void {
  const said = (one: (typeof settings)[number]) => JSON.stringify(one.level ?? one.value);
  const decided = new Set<string>();
  for (const { by, rules = [], parameter } of settings)
    if (by === "rule") for (const rule of rules) decided.add(`${rule} ${parameter}`);
  const first = new Map<string, (typeof settings)[number]>();
  const told = new Set<(typeof settings)[number]>();
  for (const one of settings) {
    if (one.by !== "glob") continue;
    for (const rule of one.rules ?? []) {
      const what = `${rule} ${one.parameter}`;
      const other = first.get(what);
      if (other === undefined) first.set(what, one);
      if (other === undefined || decided.has(what) || said(other) === said(one) || told.has(one)) continue;
      told.add(one);
      const text = `"${other.key}" in line ${other.origin.line} matches rule ${rule} too and says ${said(other)}, this ${said(one)}; name the rule itself`;
      problems.add(source.problem(path(one.key, one.parameter), text, "key"));
    }
  }
}
