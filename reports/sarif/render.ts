import type { ReportingDescriptor, Run, ToolComponent } from "sarif";
import { jsonText } from "../../src/model/escape.js";
import type { AssessedRule, Assessment, ReportFormat, Severity } from "../../src/model/index.js";
import { visible } from "../../src/model/present.js";
import { LEVELS } from "./levels.js";
import { invocation } from "./notes.js";
import { artifacts, Places } from "./places.js";
import { type Kept, keepMostUrgent } from "./results.js";

export const format = {
  id: "sarif",
  file: "results.sarif",
  description: "SARIF 2.1.0 for code scanning, the most urgent results first",
  render,
} satisfies ReportFormat;

/** What GitHub takes of a file. */
export const MOST_BYTES = 20_000_000;

function* render(assessment: Assessment): Generator<string> {
  const places = new Places(assessment.inputs);
  const nothing: Kept = { texts: [], total: 0 };
  const rest = MOST_BYTES - Buffer.byteLength(head(assessment, places, nothing)) - ROOM_FOR_NOTE;
  const kept = keepMostUrgent(assessment, places, rest);
  yield head(assessment, places, kept);
  let separator = "\n";
  for (const text of kept.texts) {
    yield `${separator}${text}`;
    separator = ",\n";
  }
  yield "]}]}\n";
}

/** What is said of results that are left out, and the ends of the lines. */
const ROOM_FOR_NOTE = 1000;

/** All up to the results, which come last in the run, one a line: there may be too many for one text. */
function head(assessment: Assessment, places: Places, kept: Kept): string {
  const run: Omit<Run, "results"> = {
    tool: { driver: driver(assessment) },
    columnKind: "utf16CodeUnits",
    invocations: [invocation(assessment, kept)],
    originalUriBaseIds: places.bases,
    artifacts: artifacts(assessment.inputs),
  };
  const text = jsonText({ $schema: SCHEMA, version: "2.1.0", runs: [run] });
  return `${text.slice(0, -"}]}".length)},"results":[`;
}

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

function driver({ tool, rules }: Assessment): ToolComponent {
  return { name: visible(tool.name), version: visible(tool.version), rules: rules.map(descriptor) };
}

/** By which GitHub sorts security findings: the middle of each of its bands. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};
/** GitHub takes no more for a rule. */
const MOST_TAGS = 20;

function descriptor(rule: AssessedRule): ReportingDescriptor {
  const controls = rule.controls.map(visible);
  const help = [
    rule.rationale,
    `What to set: ${rule.remediation}`,
    `What the rule does not see: ${rule.limits}`,
    ...(controls.length > 0 ? [`Controls: ${controls.join(", ")}`] : []),
  ];
  return {
    id: visible(rule.id),
    shortDescription: { text: visible(rule.title) },
    fullDescription: { text: visible(rule.rationale) },
    help: { text: help.map(visible).join("\n\n") },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      tags: ["security", "compliance", ...new Set(controls)].slice(0, MOST_TAGS),
      "security-severity": SECURITY_SEVERITY[rule.severity],
      severity: rule.severity,
      provider: visible(rule.provider),
      controls,
    },
  };
}
