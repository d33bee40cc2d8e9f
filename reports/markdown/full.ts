import type { Assessment } from "../../src/model/index.js";
import { counted, placeText } from "../../src/model/present.js";
import { groupCounts, groupOf, RESULT_GROUPS, type ResultGroup } from "../../src/model/sample.js";
import { countsText } from "../shared/evidence.js";
import { code, plain } from "../shared/markdown.js";
import { SECTION_TITLES, told } from "./results.js";

/** Every result of the groups that ask for something, by stack in the order of the inputs; a pass for each group. */
export function* everyResult(assessment: Assessment): Generator<string> {
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  const met = new Set<ResultGroup>();
  for (const rule of assessment.rules)
    for (const group of RESULT_GROUPS) if (groupCounts(rule.results, rule.excepted)[group] > 0) met.add(group);
  for (const [group, title] of SECTION_TITLES) {
    if (!met.has(group)) continue;
    yield `\n## ${title}\n`;
    let input = -1;
    for (const result of assessment.results) {
      if (groupOf(result) !== group) continue;
      if (result.input !== input) yield `\n${stackHead(assessment, (input = result.input))}\n\n`;
      const severity = rules.get(result.rule)?.severity;
      yield `- ${code(result.rule)}${severity === undefined ? "" : ` (${severity})`} ${told(result, result.observations.length)}\n`;
    }
  }
}

function stackHead({ inputs }: Assessment, index: number): string {
  const { organization, project = "", stack = "", path = "" } = inputs[index] ?? {};
  return `### ${code([organization, project, stack].filter(Boolean).join("/"))} in ${code(path)}`;
}

/** How many of the evaluated resources stand in each account, and in each region. */
export function everyPlace({ population: { byAccount, byRegion } }: Assessment): string {
  if (byAccount.length === 0) return "";
  const line = (provider: string, name: string | undefined, resources: number) =>
    `- ${code(placeText(provider, name))}, ${counted(resources, "resource")}`;
  const accounts = byAccount.map((row) => line(row.provider, row.account, row.count));
  const regions = byRegion.map((row) => line(row.provider, row.region, row.count));
  return `## Where evaluated resources stand\n\nBy account:\n\n${accounts.join("\n")}\n\nBy region:\n\n${regions.join("\n")}`;
}

/** Every rule, and how many results it has of each kind. */
export function everyRule({ rules }: Assessment): string {
  const lines = rules.map(({ id, title, severity, results, excepted }) => {
    const counts = countsText(groupCounts(results, excepted));
    return `- ${code(id)} (${severity}) ${plain(title)}: ${counts || "judged nothing"}`;
  });
  return lines.length === 0 ? "" : `## Rules\n\n${lines.join("\n")}`;
}

/** Every control with its status, and what that rests on or who can show it. */
export function everyControl({ profiles, controls }: Assessment): string {
  return profiles
    .map((profile) => {
      const own = controls.filter((control) => control.profile === profile.id);
      const lines = own.map(({ id, title, label, reason, results, excepted }) => {
        const counts = countsText(groupCounts(results, excepted));
        return `- **${plain(id)}** ${plain(title)}: ${plain(label)}${counts ? ` (${counts})` : ""}. ${plain(reason)}`;
      });
      return `## ${plain(profile.title)}\n\n${lines.join("\n")}`;
    })
    .join("\n\n");
}
