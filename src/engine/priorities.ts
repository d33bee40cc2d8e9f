import { type AssessedControl, type Priority, type Rule, SEVERITIES } from "../model/index.js";
import { byText, type ResultCounts } from "./count.js";

/**
 * What to fix first: rules with resources that fail without an exception, the most severe first; among equals the one that
 * clears most controls, touches most controls, mends most resources.
 */
export function priorities(
  rules: readonly Rule[],
  { counts, excepted }: ResultCounts,
  controls: readonly AssessedControl[],
): readonly Priority[] {
  const touched = new Map<string, { controls: number; clears: number }>();
  for (const control of controls) {
    const failing = new Set(control.evidence.filter((row) => row.results.fail > row.excepted).map((row) => row.rule));
    for (const rule of failing) {
      const entry = touched.get(rule) ?? { controls: 0, clears: 0 };
      entry.controls += 1;
      if (failing.size === 1) entry.clears += 1;
      touched.set(rule, entry);
    }
  }
  return rules
    .map((rule) => ({
      rule: rule.id,
      severity: rule.severity,
      resources: (counts.get(rule.id)?.fail ?? 0) - (excepted.get(rule.id) ?? 0),
      ...(touched.get(rule.id) ?? { controls: 0, clears: 0 }),
    }))
    .filter((priority) => priority.resources > 0)
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.clears - a.clears ||
        b.controls - a.controls ||
        b.resources - a.resources ||
        byText(a.rule, b.rule),
    );
}
