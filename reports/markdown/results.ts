import {
  type AssessedRule,
  type Assessment,
  type Observation,
  parseUrn,
  type Result,
  type ResultException,
} from "../../src/model/index.js";
import { count, exceptionWorth, observedText } from "../../src/model/present.js";
import { telling } from "../../src/model/rows.js";
import { fairShares, groupCounts, type ResultGroup, reportSample } from "../../src/model/sample.js";
import { code, plain } from "../shared/markdown.js";
import { type Extent, FULL } from "./extent.js";

/** What is listed result by result, in this order. */
export const SECTION_TITLES: readonly (readonly [group: ResultGroup, title: string])[] = [
  ["fail", "Failing resources"],
  ["error", "Ended in an error"],
  ["undetermined", "Undetermined"],
  ["excepted", "Failing resources under an exception"],
];
const TITLES = new Map(SECTION_TITLES);

/** Failing resources by rule, the most urgent rule first, shared out fairly. */
export function failing(assessment: Assessment, extent: Extent): string {
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  const urgent = assessment.priorities.map((priority) => rules.get(priority.rule)).filter((rule) => rule !== undefined);
  return section("fail", urgent, assessment, extent);
}

/** Failing resources under an active exception, by rule. */
export function excepted(assessment: Assessment, extent: Extent): string {
  const rules = assessment.rules.filter((rule) => rule.excepted > 0);
  const less = { ...extent, results: Math.ceil(extent.results / 4) };
  return section("excepted", rules, assessment, less);
}

/** Results that could not be determined, or ended in an error. */
export function undetermined(assessment: Assessment, extent: Extent): string {
  const of = (verdict: "error" | "undetermined") => assessment.rules.filter((rule) => rule.results[verdict] > 0);
  const less = { ...extent, results: Math.ceil(extent.results / 4) };
  return [
    section("error", of("error"), assessment, less),
    section("undetermined", of("undetermined"), assessment, less),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function section(group: ResultGroup, rules: readonly AssessedRule[], assessment: Assessment, extent: Extent): string {
  if (rules.length === 0) return "";
  const listed = rules.slice(0, extent.rules);
  const total = (rule: AssessedRule) => groupCounts(rule.results, rule.excepted)[group];
  const shares = fairShares(listed.map(total), extent.results);
  const sample = reportSample(assessment);
  const blocks = listed.map((rule, i) => {
    const results = sample.of(rule.id, group).slice(0, shares[i]);
    const left = total(rule) - results.length;
    const lines = results.map(({ result }) => `- ${told(result, 2)}`);
    if (left > 0) lines.push(`- ${results.length > 0 ? `and ${count(left)} more` : count(left)}: see \`${FULL}\``);
    const head = `**${plain(rule.title, 150)}** (${code(rule.id)}, ${rule.severity}, ${count(total(rule))})`;
    return `${head}\n\n${lines.join("\n")}`;
  });
  const left = rules.length - listed.length;
  if (left > 0) blocks.push(`and of ${count(left)} more rules: see \`${FULL}\`.`);
  return `## ${TITLES.get(group)}\n\n${blocks.join("\n\n")}`;
}

/** Where it is and what was seen there, with at most so many observations. */
export function told({ urn, observations, reason, exception }: Result, most: number): string {
  const urnParts = parseUrn(urn);
  const place = urnParts
    ? `${code(urnParts.name, 100)} (${code(`${urnParts.project}/${urnParts.stack}`, 80)})`
    : code(urn);
  const seen = reason === undefined ? telling({ observations }).slice(0, most).map(observationText) : [code(reason)];
  if (exception !== undefined) seen.push(exceptionText(exception));
  return `${place}${seen.length > 0 ? `: ${seen.join("; ")}` : ""}`;
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
