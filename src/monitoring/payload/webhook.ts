import { jsonText } from "../../model/escape.js";
import { type Difference, type Result, SEVERITIES, stackId } from "../../model/index.js";
import { cut, visible } from "../../model/present.js";
import { type PlainRow, plainRows, resultText } from "../../model/rows.js";
import { LONGEST_TEXT, type Push } from "./push.js";

/** Findings that one message tells at most; their number is told whole. */
export const MOST_FINDINGS = 100;
const MOST_CONTROLS = 50;

type Since = "new" | "worse";

/** The summary that a webhook gets, as JSON. The same assessment at the same gate gives the same text. */
export function webhookBody(push: Push): string {
  const { assessment, digest, findings, labels, since } = push;
  const { tool, assessedAt, inputs, population, summary, exceptionFindings, attestationFindings } = assessment;
  const assessed = inputs.filter(({ status }) => status === "assessed").length;
  return jsonText({
    schema: "konductor/webhook/1",
    tool,
    labels,
    assessment: { digest, ...(assessedAt === undefined ? {} : { assessedAt }) },
    gate: { open: findings.length === 0, findings },
    inputs: { assessed, notAssessed: inputs.length - assessed },
    resources: { total: population.total, evaluated: population.evaluated },
    results: summary.results,
    failures: summary.failures,
    excepted: summary.excepted,
    controls: summary.controls.map(({ profile, statuses }) => ({ profile: shown(profile), statuses })),
    exceptionFindings: exceptionFindings.length,
    attestationFindings: attestationFindings.length,
    ...(since === undefined ? {} : { since: changes(since) }),
    findings: told(push),
  });
}

/** How many findings came and went. */
function changes({ unchanged, ...lists }: Difference): Readonly<Record<string, number>> {
  return { ...Object.fromEntries(Object.entries(lists).map(([kind, list]) => [kind, list.length])), unchanged };
}

/** Failures and rule errors that no exception covers, and what else is new or worse: those first, then the most severe. */
function told({ assessment, since }: Push) {
  const changed = new Map<string, Since>();
  for (const kind of ["new", "worse"] as const)
    for (const { rule, stack, urn } of since?.[kind] ?? []) changed.set(keyOf(rule, stack, urn), kind);
  const controls = new Map(assessment.rules.map((rule) => [rule.id, rule.controls.slice(0, MOST_CONTROLS)]));
  const ranks: object[][] = [];
  let total = 0;
  for (const row of plainRows(assessment)) {
    const change = changed.get(keyOf(row.rule, stackId(row), row.urn));
    if (row.excepted || !(change !== undefined || row.verdict === "fail" || row.verdict === "error")) continue;
    total += 1;
    const urgency = row.severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(row.severity);
    const rank = urgency + (change === undefined ? SEVERITIES.length + 1 : 0);
    const peers = (ranks[rank] ??= []);
    if (peers.length < MOST_FINDINGS) peers.push(finding(row, controls.get(row.rule) ?? [], change));
  }
  return { total, told: ranks.flat().slice(0, MOST_FINDINGS) };
}

function keyOf(rule: Result["rule"], stack: string, urn: Result["urn"]): string {
  return `${rule}\0${stack}\0${urn}`;
}

function finding(row: PlainRow, controls: readonly string[], change: Since | undefined): object {
  return {
    verdict: row.verdict,
    ...(row.severity === undefined ? {} : { severity: row.severity }),
    ...(change === undefined ? {} : { since: change }),
    rule: shown(row.rule),
    title: shown(row.title),
    controls: controls.map(shown),
    stack: shown(stackId(row)),
    type: shown(row.type),
    urn: shown(row.urn),
    text: shown(resultText(row)),
    ...(row.sourcePosition === undefined ? {} : { sourcePosition: shown(row.sourcePosition) }),
  };
}

function shown(text: string): string {
  return cut(visible(text), LONGEST_TEXT);
}
