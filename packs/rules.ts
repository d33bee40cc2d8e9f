import { isRule } from "../src/authoring/index.js";
import type { Rule } from "../src/model/index.js";
import { ruleModules } from "./rules.generated.js";

let sorted: readonly Rule[] | undefined;

/**
 * Every rule of every pack, by id.
 * @throws Error when two rules carry one id
 */
export function allRules(): readonly Rule[] {
  sorted ??= collect(ruleModules);
  return sorted;
}

/** The rules that modules export, by id; other exports are left alone. */
export function collect(modules: Readonly<Record<string, object>>): readonly Rule[] {
  const found = new Map<string, Rule>();
  for (const [file, module] of Object.entries(modules)) {
    for (const value of Object.values(module)) {
      if (!isRule(value)) continue;
      const known = found.get(value.id);
      if (known !== undefined && known !== value)
        throw new Error(`two rules have the id ${value.id}; one is in ${file}`);
      found.set(value.id, value);
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
