import { type Assessment, EXCLUSIONS, type ReportFormat, SEVERITIES, STATUSES } from "../../src/model/index.js";
import { controlSentence, count, counted, EXCLUSION_WORDS, tallyWord } from "../../src/model/present.js";
import { code, plain } from "../shared/markdown.js";
import { attestations } from "./attestations.js";
import { exceptions } from "./exceptions.js";
import { EVERYTHING, type Extent, FULL } from "./extent.js";
import { everyControl, everyPlace, everyResult, everyRule } from "./full.js";
import { origins } from "./origins.js";
import { excepted, failing, undetermined } from "./results.js";

/** GitHub takes 65,536 characters in a comment; some are left for whoever posts it. */
const LONGEST = 60_000;

/** How much is told; the first that fits is taken. */
const EXTENTS: readonly Extent[] = [
  { fixes: 15, rules: 60, results: 200, inputs: 20 },
  { fixes: 10, rules: 40, results: 100, inputs: 15 },
  { fixes: 10, rules: 20, results: 40, inputs: 10 },
  { fixes: 5, rules: 10, results: 10, inputs: 5 },
];

export const format = {
  id: "markdown",
  file: "report.md",
  description: "a summary that fits a pull-request comment, whatever the size, and the whole beside it",
  render,
  others: [{ file: FULL, render: full }],
} satisfies ReportFormat;

function* render(assessment: Assessment): Generator<string> {
  for (const extent of EXTENTS) {
    const text = compose(assessment, extent);
    if (text.length <= LONGEST) return yield text;
  }
  yield shortened(compose(assessment, EXTENTS[EXTENTS.length - 1] as Extent));
}

function compose(assessment: Assessment, extent: Extent): string {
  return joined([
    ...beginning(assessment, extent),
    failing(assessment, extent),
    undetermined(assessment, extent),
    excepted(assessment, extent),
    exceptions(assessment, extent),
    attestations(assessment, extent),
    origins(assessment, extent),
    whole(assessment, [FULL, "report.html"], extent),
  ]);
}

/** The same with nothing left out, and rules and controls; results are written as they are read, however many. */
function* full(assessment: Assessment): Generator<string> {
  yield joined([...beginning(assessment, EVERYTHING), everyPlace(assessment)]);
  yield* everyResult(assessment);
  const told = [
    exceptions(assessment, EVERYTHING),
    attestations(assessment, EVERYTHING),
    origins(assessment, EVERYTHING),
  ];
  const rest = [everyRule(assessment), everyControl(assessment), ...told];
  yield `\n${joined([...rest, whole(assessment, [], EVERYTHING)])}`;
}

function beginning(assessment: Assessment, extent: Extent): string[] {
  return [
    verdict(assessment),
    notAssessed(assessment, extent),
    statuses(assessment),
    population(assessment),
    disabled(assessment, extent),
    fixes(assessment, extent),
  ];
}

function joined(sections: readonly string[]): string {
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** Whole lines from the start, and where the rest is. Only names without end come this far. */
function shortened(text: string): string {
  const notice = `\n\nThe rest did not fit: see \`${FULL}\` and \`assessment.json\`.\n`;
  return `${text.slice(0, text.lastIndexOf("\n", LONGEST - notice.length))}${notice}`;
}

function verdict(assessment: Assessment): string {
  const { summary, profiles } = assessment;
  const contradicted = summary.controls.reduce((sum, row) => sum + row.statuses["not-satisfied"], 0);
  const controls = profiles.reduce((sum, profile) => sum + profile.controls, 0);
  const { fail, error } = summary.results;
  const doubts = summary.results.undetermined;
  const head =
    contradicted > 0
      ? `${count(contradicted)} of ${counted(controls, "control")} contradicted`
      : `no control contradicted, of ${count(controls)}`;
  const apart = SEVERITIES.reduce((sum, severity) => sum + summary.excepted[severity], 0);
  const under = apart > 0 ? `, of which ${count(apart)} excepted` : "";
  const parts = [`${counted(fail, "failing result")}${under}`, `${count(doubts)} undetermined`];
  if (error > 0) parts.push(`${count(error)} in error`);
  const sentence = controlSentence(assessment).replace(/^o/, "O");
  return `# Konductor: ${head}\n\n${sentence}.\n\n${parts.join(", ")}. Judged is what the stacks declare and record, not the live cloud.`;
}

function notAssessed({ inputs }: Assessment, { inputs: most }: Extent): string {
  const bad = inputs.filter((input) => input.status !== "assessed");
  if (bad.length === 0) return "";
  const lines = bad.slice(0, most).map((input) => `> - ${code(input.path)}: ${code(input.error ?? "no reason", 300)}`);
  if (bad.length > most) lines.push(`> - and ${count(bad.length - most)} more: see \`${FULL}\``);
  const head = `**${counted(bad.length, "input was", "inputs were")} not assessed.** What follows says nothing of them.`;
  return `> [!WARNING]\n> ${head}\n>\n${lines.join("\n")}`;
}

function statuses({ summary, profiles }: Assessment): string {
  const used = STATUSES.filter((status) => summary.controls.some((row) => row.statuses[status] > 0));
  const reporting = profiles.every((profile) => profile.reporting === "support") ? "support" : "satisfaction";
  const head = ["Profile", "controls", ...used.map((status) => tallyWord(status, reporting))];
  const rows = profiles.map((profile) => {
    const row = summary.controls.find((one) => one.profile === profile.id);
    const numbers = used.map((status) => count(row?.statuses[status] ?? 0));
    return [plain(profile.title, 100), count(profile.controls), ...numbers];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(["---", ...head.slice(1).map(() => "---:")]), ...rows.map(line)].join("\n");
}

function population({ population, summary }: Assessment): string {
  const { total, evaluated, excluded, balanced, typesWithMetadataRulesOnly } = population;
  const parts = EXCLUSIONS.filter((reason) => excluded[reason] > 0).map(
    (reason) => ` + ${count(excluded[reason])} ${EXCLUSION_WORDS[reason]}`,
  );
  const shallow = typesWithMetadataRulesOnly.reduce((all, type) => all + type.count, 0);
  const depth = shallow > 0 ? ` (${count(shallow)} on metadata only)` : "";
  const equation = `${counted(total, "resource")} = ${count(evaluated)} evaluated${depth}${parts.join("")}`;
  const sum = balanced ? "adds up" : "**does not add up: do not rely on this report**";
  return `Population: ${equation} (${sum}), judged by ${counted(summary.rules.loaded, "rule")}.`;
}

function disabled({ parameters }: Assessment, { rules: most }: Extent): string {
  const rows = parameters.disabled;
  if (rows.length === 0) return "";
  const lines = rows.slice(0, most).map(({ rule, because, resources }) => {
    const reason = plain(because, 300).replace(/\.$/, "");
    return `- ${code(rule)}, ${counted(resources, "resource")} not judged: ${reason}`;
  });
  if (rows.length > most) lines.push(`- and ${count(rows.length - most)} more: see \`${FULL}\``);
  return `Disabled by configuration:\n\n${lines.join("\n")}`;
}

function fixes({ priorities, rules }: Assessment, { fixes: most }: Extent): string {
  if (priorities.length === 0) return "";
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const lines = priorities.slice(0, most).map((priority, i) => {
    const rule = known.get(priority.rule);
    const gain = [counted(priority.resources, "resource"), counted(priority.controls, "control")];
    if (priority.clears > 0) gain.push(`clears ${count(priority.clears)}`);
    const title = plain(rule?.title ?? priority.rule, 150);
    return `${i + 1}. ${priority.severity}: **${title}** (${gain.join(", ")}). ${plain(rule?.remediation ?? "", 300)}`;
  });
  if (priorities.length > most) lines.push(`\nand ${count(priorities.length - most)} more: see \`${FULL}\`.`);
  return `## What to fix first\n\n${lines.join("\n")}`;
}

function whole({ tool, inputs }: Assessment, files: readonly string[], { inputs: most }: Extent): string {
  const assessed = inputs.filter((input) => input.status === "assessed");
  const stacks = assessed
    .slice(0, most)
    .map(({ organization, project, stack }) => code([organization, project, stack].filter(Boolean).join("/"), 100));
  const more = assessed.length > stacks.length ? " and others" : "";
  const of = stacks.length > 0 ? ` of ${stacks.join(", ")}${more}` : "";
  const links = [...files, "assessment.json"].map((file) => `[${file}](${file})`);
  return `---\n\nThe whole: ${links.join(", ")}. Made by ${plain(tool.name)} ${plain(tool.version)}${of}.`;
}
