import { DEFAULT_LEVEL } from "../crossguard/metadata.js";
import { COVERAGES, type Control, type Framework, type MappingRow, type Rule } from "../model/index.js";
import { counted } from "../model/present.js";
import { code, plain, table } from "./markdown.js";
import type { PackPlan } from "./plan.js";

const HEADER = "<!-- Generated from the rules, the mappings and the profile; the build of the pack makes it anew. -->";

/** A control that rules of the pack speak to. */
interface Spoken {
  readonly framework: Framework;
  readonly control: Control;
  readonly rows: readonly MappingRow[];
}

/** The README of a pack: its rules, and the controls that they speak to. Markdown, the same for the same plan. */
export function readmeOf(plan: PackPlan): string {
  const spoken = spokenBy(plan);
  const lines = [
    HEADER,
    "",
    `# ${plain(plan.displayName)}`,
    "",
    plain(plan.description),
    "",
    extent(plan, spoken.length),
    "",
    "```sh",
    "npm install --omit=dev",
    "pulumi preview --policy-pack /path/to/this/folder",
    "pulumi policy publish ORGANIZATION",
    "```",
    "",
    "Each rule is a policy by its id, whose level and parameters a policy group or `--policy-pack-config` can change.",
    "The policy `konductor-undetermined` tells what could not be decided.",
    "",
    "## Rules",
    "",
    ...table(
      ["rule", "severity", "level", "controls", "parameters"],
      plan.rules.map((rule) => ruleRow(rule, plan, spoken)),
    ),
    "",
    "## Controls",
    "",
    ...table(
      ["control", "title", "coverage, at most", "rules"],
      spoken.map((one) => controlRow(one, plan)),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** The controls of the pack's profile that its rules speak to, or those of all catalogues, in the catalogues' order. */
function spokenBy({ profile, frameworks, rules }: PackPlan): readonly Spoken[] {
  const ids = new Set(rules.map((rule) => rule.id));
  return frameworks.slice(0, profile ? 1 : undefined).flatMap((framework) =>
    framework.catalog.controls.flatMap((control) => {
      const rows = framework.mapping.filter((row) => row.control === control.id && ids.has(row.rule));
      return rows.length > 0 ? [{ framework, control, rows }] : [];
    }),
  );
}

function extent({ profile, rules }: PackPlan, spoken: number): string {
  const held = counted(rules.length, "rule");
  if (!profile) return `${held} on ${counted(spoken, "control")} of all catalogues.`;
  const total = profile.controls.length;
  return [
    `${held} on ${spoken} of the ${counted(total, "control")} of ${plain(profile.title)}.`,
    `Of the other ${total - spoken} the pack says nothing; \`konductor assess\` gives each a row, with who can show it.`,
  ].join(" ");
}

function ruleRow(rule: Rule, plan: PackPlan, spoken: readonly Spoken[]): string[] {
  const parameters = rule.parameters.map(({ name, default: value }) => {
    const origin = plan.origins.find((one) => one.rule === rule.id && one.parameter === name);
    return `\`${name}\` ${code(value)}${origin ? ` (${plain(origin.origin)})` : ""}`;
  });
  return [
    `\`${rule.id}\`: ${plain(rule.title)}`,
    rule.severity,
    DEFAULT_LEVEL[rule.severity],
    spoken
      .filter(({ rows }) => rows.some((row) => row.rule === rule.id))
      .map((one) => nameOf(one, plan))
      .join(", "),
    parameters.join("; "),
  ];
}

function controlRow(spoken: Spoken, plan: PackPlan): string[] {
  const { control, rows } = spoken;
  return [
    nameOf(spoken, plan),
    plain(control.title),
    COVERAGES.find((coverage) => rows.some((row) => row.coverage === coverage)) ?? "",
    [...new Set(rows.map((row) => `\`${row.rule}\``))].sort().join(", "),
  ];
}

/** Ids are unique within a catalogue. */
function nameOf({ framework, control }: Spoken, { profile }: PackPlan): string {
  return plain(profile ? control.id : `${framework.catalog.id} ${control.id}`);
}
