import {
  type AssessedRule,
  type Assessment,
  type Observation,
  parseUrn,
  type ResultException,
} from "../../src/model/index.js";
import { count, exceptionWorth, observedText } from "../../src/model/present.js";
import { fairShares, groupCounts, type ResultGroup, reportSample, type Sampled } from "../../src/model/sample.js";
import { code, plain } from "./escape.js";
import type { Extent } from "./render.js";

/** Failing resources by rule, the most urgent rule first, shared out fairly. */
export function failing(assessment: Assessment, extent: Extent): string {
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  const urgent = assessment.priorities.map((priority) => rules.get(priority.rule)).filter((rule) => rule !== undefined);
  return section("Failing resources", "fail", urgent, assessment, extent);
}

/** Failing resources under an active exception, by rule. */
export function excepted(assessment: Assessment, extent: Extent): string {
  const rules = assessment.rules.filter((rule) => rule.excepted > 0);
  const less = { ...extent, results: Math.ceil(extent.results / 4) };
  return section("Failing resources under an exception", "excepted", rules, assessment, less);
}

/** Results that could not be determined, or ended in an error. */
export function undetermined(assessment: Assessment, extent: Extent): string {
  const of = (verdict: "error" | "undetermined") => assessment.rules.filter((rule) => rule.results[verdict] > 0);
  const less = { ...extent, results: Math.ceil(extent.results / 4) };
  return [
    section("Ended in an error", "error", of("error"), assessment, less),
    section("Undetermined", "undetermined", of("undetermined"), assessment, less),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function section(
  title: string,
  group: ResultGroup,
  rules: readonly AssessedRule[],
  assessment: Assessment,
  extent: Extent,
): string {
  if (rules.length === 0) return "";
  const told = rules.slice(0, extent.rules);
  const total = (rule: AssessedRule) => groupCounts(rule.results, rule.excepted)[group];
  const shares = fairShares(told.map(total), extent.results);
  const sample = reportSample(assessment);
  const blocks = told.map((rule, i) => {
    const results = sample.of(rule.id, group).slice(0, shares[i]);
    const left = total(rule) - results.length;
    const lines = results.map((sampled) => line(sampled));
    if (left > 0) lines.push(`- ${results.length > 0 ? `and ${count(left)} more` : count(left)}: see \`report.html\``);
    const head = `**${plain(rule.title, 150)}** (${code(rule.id)}, ${rule.severity}, ${count(total(rule))})`;
    return `${head}\n\n${lines.join("\n")}`;
  });
  const left = rules.length - told.length;
  if (left > 0) blocks.push(`and of ${count(left)} more rules: see \`report.html\`.`);
  return `## ${title}\n\n${blocks.join("\n\n")}`;
}

function line({ result }: Sampled): string {
  const { urn, observations, reason, exception } = result;
  const urnParts = parseUrn(urn);
  const place = urnParts
    ? `${code(urnParts.name, 100)} (${code(`${urnParts.project}/${urnParts.stack}`, 80)})`
    : code(urn);
  const deciding = observations.filter((one) => one.expected !== undefined);
  const told =
    reason === undefined
      ? (deciding.length > 0 ? deciding : observations).slice(0, 2).map(observationText)
      : [code(reason)];
  if (exception !== undefined) told.push(exceptionText(exception));
  return `- ${place}${told.length > 0 ? `: ${told.join("; ")}` : ""}`;
}

/** Which exception covers the failure, and what it is worth. */
function exceptionText({ id, state, approvedBy, expires }: ResultException): string {
  const by = approvedBy === undefined ? "" : `, approved by ${code(approvedBy, 80)}`;
  return `exception ${code(id, 60)}${by}, ${plain(exceptionWorth(state, expires), 120)}`;
}

function observationText(observation: Observation): string {
  const { path, expected, urn } = observation;
  const owner = urn === undefined ? "" : ` of ${code(parseUrn(urn)?.name ?? urn, 80)}`;
  const want = expected === undefined ? "" : `, expected ${code(expected, 120)}`;
  return `${code(path, 120)}${owner} is ${code(observedText(observation), 100)}${want}`;
}
