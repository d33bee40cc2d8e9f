import { type Assessment, IMPLEMENTATION_STATUSES, type SystemStatement } from "../../src/model/index.js";
import { count } from "../../src/model/present.js";
import { code, paragraph, plain } from "../shared/markdown.js";
import type { EvidenceItem } from "./evidence.js";
import { type ControlDecision, type DecisionRecord, type IndicatorDecision, recordOf } from "./record.js";

const LONGEST = 20_000;
const mark = (text: string) => code(text, LONGEST);

/** The same record for people. */
export function* recordMarkdown(assessment: Assessment): Generator<string> {
  const record = recordOf(assessment);
  yield `# Security Decision Record\n\n${head(record)}\n`;
  yield "\n## Rules of FedRAMP\n";
  if (record.requirements.length === 0) yield "\nNo rule is answered yet.\n";
  for (const one of record.requirements) yield requirement(one);
  yield `\n## Key security indicators\n\nOf ${plain(record.indicatorSet)}: ${statuses(record.indicators)}.\n`;
  for (const one of record.indicators) yield indicator(one);
  yield `\n## Controls of SP 800-53\n\nOf ${record.profiles.map((one) => plain(one)).join(", ")}: ${statuses(record.controls)}.\n`;
  for (const one of record.controls) yield control(one);
  yield `\n## Ports and protocols\n\n${ports(record)}\n`;
}

function head({ overview, version, updated, source }: DecisionRecord): string {
  const lines = [
    `- Certification package overview: ${mark(overview)}`,
    `- Version: ${version === undefined ? "not stated" : mark(version)}`,
    `- Last updated: ${updated === undefined ? "not known" : mark(updated)}`,
    `- Source of the update: ${plain(source)}`,
  ];
  return `${lines.join("\n")}

Statuses of controls rest on what the configuration of the stacks shows and on valid attestations. A failure stays one under an exception. What is undetermined, or shown by nothing, has no status. The controls that an indicator names are a part of it: only the provider states that it is implemented, and not against evidence. What the provider and the assessor state is given as it was handed in.`;
}

/** How many have which status: `3 Implemented, 1 Not Implemented and 42 without a status`. */
function statuses(decisions: readonly { readonly status?: string }[]): string {
  const told = IMPLEMENTATION_STATUSES.map(
    (status) => `${count(decisions.filter((one) => one.status === status).length)} ${status}`,
  );
  return `${told.join(", ")} and ${count(decisions.filter((one) => one.status === undefined).length)} without a status`;
}

function requirement(statement: SystemStatement): string {
  return `\n### ${plain(statement.id)}\n\n${statusLine(statement.status)}${statements(statement)}\n`;
}

function indicator(one: IndicatorDecision): string {
  const tests = one.tests.length === 0 ? "- Tests: none" : `- Tests: ${one.tests.map(mark).join(", ")}`;
  const evidence =
    one.evidence.length === 0 ? "- Evidence: none" : ["- Evidence:", ...one.evidence.map(item)].join("\n");
  const title = `\n### ${plain(one.id)} ${plain(one.title)}`;
  return `${title}\n\n- Theme: ${plain(one.theme)}\n${statusLine(one.status)}${statements(one)}\n${tests}\n${evidence}\n`;
}

function control({ id, title, status, parameters, sentences: [first, ...list] }: ControlDecision): string {
  const values = parameters.map((one) => `${mark(one.id)} = ${mark(one.value)}`);
  const lines = [
    ...(values.length === 0 ? [] : [`- Parameters: ${values.join(", ")}`]),
    ...list.map((line) => `- ${line}`),
  ];
  const rest = lines.length === 0 ? "" : `${lines.join("\n")}\n`;
  return `\n### ${plain(id)} ${plain(title)}\n\n${statusLine(status)}- ${first}\n${rest}`;
}

function statusLine(status: string | undefined): string {
  return `- Status: ${status ?? "none"}\n`;
}

function statements({ implementation, validation, assessment }: SystemStatement): string {
  const parts = [
    ["Implementation", implementation],
    ["Validation", validation],
    ["Independent assessment", assessment],
  ] as const;
  return parts
    .map(([name, texts]) =>
      texts.length === 0 ? `- ${name}: not stated` : [`- ${name}:`, ...texts.map((text) => `  - ${text}`)].join("\n"),
    )
    .join("\n");
}

function item({ type, description, location, text, updated }: EvidenceItem): string {
  const parts = [
    type === undefined ? paragraph(description, LONGEST) : `${type}: ${plain(description, LONGEST)}`,
    ...(updated === undefined ? [] : [`of ${mark(updated)}`]),
    ...(location === undefined ? [] : [mark(location)]),
  ];
  const lines = text === undefined ? [] : text.split("\n").map((line) => `    - ${mark(line)}`);
  return [`  - ${parts.join(", ")}`, ...lines].join("\n");
}

function ports({ ports }: DecisionRecord): string {
  if (ports.length === 0) return "None are stated.";
  return ports
    .map(
      (port) =>
        `- ${Object.entries(port)
          .map(([key, text]) => `${key} ${mark(text)}`)
          .join(", ")}`,
    )
    .join("\n");
}
