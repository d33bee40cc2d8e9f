import { type AssessedRule, type Assessment, type Observation, parseUrn, type Verdict } from "../../src/model/index.js";
import { count, observedText } from "../../src/model/present.js";
import { fairShares, reportSample, type Sampled } from "../../src/model/sample.js";
import { code, plain } from "./escape.js";
import type { Extent } from "./render.js";

/** Failing resources by rule, the most urgent rule first, shared out fairly. */
export function failing(assessment: Assessment, extent: Extent): string {
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  const urgent = assessment.priorities.map((priority) => rules.get(priority.rule)).filter((rule) => rule !== undefined);
  return section("Failing resources", "fail", urgent, assessment, extent);
}

/** Results that could not be determined, or ended in an error. */
export function undetermined(assessment: Assessment, extent: Extent): string {
  const of = (verdict: Verdict) => assessment.rules.filter((rule) => rule.results[verdict] > 0);
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
  verdict: Verdict,
  rules: readonly AssessedRule[],
  assessment: Assessment,
  extent: Extent,
): string {
  if (rules.length === 0) return "";
  const told = rules.slice(0, extent.rules);
  const shares = fairShares(
    told.map((rule) => rule.results[verdict]),
    extent.results,
  );
  const sample = reportSample(assessment);
  const blocks = told.map((rule, i) => {
    const results = sample.of(rule.id, verdict).slice(0, shares[i]);
    const left = rule.results[verdict] - results.length;
    const lines = results.map((sampled) => line(sampled));
    if (left > 0) lines.push(`- ${results.length > 0 ? `and ${count(left)} more` : count(left)}: see \`report.html\``);
    const head = `**${plain(rule.title, 150)}** (${code(rule.id)}, ${rule.severity}, ${count(rule.results[verdict])})`;
    return `${head}\n\n${lines.join("\n")}`;
  });
  const left = rules.length - told.length;
  if (left > 0) blocks.push(`and of ${count(left)} more rules: see \`report.html\`.`);
  return `## ${title}\n\n${blocks.join("\n\n")}`;
}

function line({ result }: Sampled): string {
  const { urn, observations, reason } = result;
  const urnParts = parseUrn(urn);
  const place = urnParts
    ? `${code(urnParts.name, 100)} (${code(`${urnParts.project}/${urnParts.stack}`, 80)})`
    : code(urn);
  const deciding = observations.filter((one) => one.expected !== undefined);
  const told =
    reason === undefined
      ? (deciding.length > 0 ? deciding : observations).slice(0, 2).map(observationText)
      : [code(reason)];
  return `- ${place}${told.length > 0 ? `: ${told.join("; ")}` : ""}`;
}

function observationText(observation: Observation): string {
  const { path, expected, urn } = observation;
  const owner = urn === undefined ? "" : ` of ${code(parseUrn(urn)?.name ?? urn, 80)}`;
  const want = expected === undefined ? "" : `, expected ${code(expected, 120)}`;
  return `${code(path, 120)}${owner} is ${code(observedText(observation), 100)}${want}`;
}
