import type { AssessedRule } from "../../../src/model/assessment.js";
import { type Observation, parseUrn, SEVERITIES } from "../../../src/model/index.js";
import { observedText } from "../../../src/model/present.js";
import { groupCounts, groupOf, type ResultGroup, type Sampled } from "../../../src/model/sample.js";
import { resultExceptionView } from "./exceptions.js";
import type { Page } from "./page.js";
import { count, counted, groupTallies } from "./words.js";

/** Observations that a result shows at most, those that decided first. */
const OBSERVATIONS = 6;
/** Values read beside those that decided, of the same place first. */
const ALSO = 6;
const COMPANIONS = 5;
const OPEN: readonly ResultGroup[] = ["fail", "error", "undetermined", "excepted"];
const CLOSED: readonly ResultGroup[] = ["pass", "not-applicable"];

/** Rules in the order of urgency, and those that met no resource. */
export function orderedRules(page: Page): { met: readonly AssessedRule[]; idle: readonly AssessedRule[] } {
  const first = new Map(page.assessment.priorities.map((priority, i) => [priority.rule, i]));
  const rank = (rule: AssessedRule) => first.get(rule.id) ?? page.assessment.rules.length;
  const doubts = ({ results, excepted }: AssessedRule) =>
    results.error > 0 ? 0 : results.undetermined > 0 ? 1 : excepted > 0 ? 2 : 3;
  const met = page.assessment.rules.filter((rule) => total(rule) > 0);
  return {
    met: [...met].sort(
      (a, b) =>
        rank(a) - rank(b) ||
        doubts(a) - doubts(b) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        (a.id < b.id ? -1 : 1),
    ),
    idle: page.assessment.rules.filter((rule) => total(rule) === 0),
  };
}

function total(rule: AssessedRule): number {
  return Object.values(rule.results).reduce((sum, n) => sum + n, 0);
}

/** A rule with its results: the one place where they are told; controls link to it. */
export function ruleView(page: Page, rule: AssessedRule, controls: ReadonlyMap<string, ControlLink>) {
  const open = OPEN.flatMap((group) => page.sample.of(rule.id, group));
  const closed = CLOSED.flatMap((group) => page.sample.of(rule.id, group));
  const openTotal = rule.results.fail + rule.results.error + rule.results.undetermined;
  const closedTotal = rule.results.pass + rule.results["not-applicable"];
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    anchor: page.anchors.rule(rule.id),
    number: page.ruleNumbers.get(rule.id) ?? -1,
    counts: groupTallies(groupCounts(rule.results, rule.excepted)),
    rationale: rule.rationale,
    fix: rule.remediation,
    limits: rule.limits,
    sees: rule.companions.length > 0 ? rule.companions.join(", ") : "",
    controls: rule.controls.map((key) => controls.get(key)).filter((link) => link !== undefined),
    open: open.map((sampled) => openRow(page, sampled)),
    openMore: openTotal > open.length ? count(openTotal - open.length) : "",
    closed: closed.map((sampled) => closedRow(page, sampled)),
    closedTitle: closedTitle(rule),
    closedMore: closedTotal > closed.length ? count(closedTotal - closed.length) : "",
    closedTotal: closedTotal > 0 ? counted(closedTotal, "resource") : "",
  };
}

export interface ControlLink {
  readonly text: string;
  readonly href: string;
  readonly status: string;
  readonly label: string;
}

/** Links to controls by `profile/control`, as rules name them. */
export function controlLinks({ assessment, anchors }: Page): ReadonlyMap<string, ControlLink> {
  return new Map(
    assessment.controls.map(({ profile, id, status, label }) => [
      `${profile}/${id}`,
      { text: id, href: anchors.control(profile, id), status, label },
    ]),
  );
}

/** A rule that met no resource of its types. */
export function idleView({ anchors, ruleNumbers }: Page, rule: AssessedRule) {
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    anchor: anchors.rule(rule.id),
    number: ruleNumbers.get(rule.id) ?? -1,
  };
}

function closedTitle({ results }: AssessedRule): string {
  const parts = [];
  if (results.pass > 0) parts.push(`${counted(results.pass, "resource passes", "resources pass")}`);
  const not = results["not-applicable"];
  if (not > 0)
    parts.push(
      parts.length > 0 ? `to ${count(not)} it does not apply` : `does not apply to ${counted(not, "resource")}`,
    );
  return parts.join(", ");
}

function base({ anchors, stackOf }: Page, { index, result }: Sampled) {
  return {
    anchor: anchors.result(index),
    index,
    name: parseUrn(result.urn)?.name ?? result.urn,
    type: result.type,
    urn: result.urn,
    input: result.input,
    inputHref: anchors.input(result.input),
    stack: stackOf(result.input),
    verdict: result.verdict,
  };
}

function openRow(page: Page, sampled: Sampled) {
  const { result } = sampled;
  const deciding = result.observations.filter((one) => one.expected !== undefined);
  const observations = (deciding.length > 0 ? deciding : result.observations).slice(0, OBSERVATIONS);
  const rest = result.observations.filter((one) => !observations.includes(one));
  const near = rest.filter((one) => observations.some((told) => told.urn === one.urn && below(one.path, told.path)));
  const also = (near.length > 0 ? near : rest).slice(0, ALSO);
  const left = rest.length - also.length;
  return {
    ...base(page, sampled),
    excepted: groupOf(result) === "excepted",
    exception: resultExceptionView(page, result.exception),
    reason: result.reason ?? "",
    source: result.sourcePosition ?? "",
    observations: observations.map(observationView),
    also: also.map(observationView),
    more: left > 0 ? counted(left, "more value was read", "more values were read") : "",
    companions: result.companions.slice(0, COMPANIONS),
    moreCompanions: result.companions.length > COMPANIONS ? count(result.companions.length - COMPANIONS) : "",
  };
}

/** True for `ingress[0].toPort` below `ingress[0]`. */
function below(path: string, above: string): boolean {
  return path.length > above.length && path.startsWith(above) && /[.[]/.test(path.charAt(above.length));
}

function observationView(observation: Observation) {
  return {
    path: observation.path,
    observed: observedText(observation),
    expected: observation.expected ?? "",
    urn: observation.urn ?? "",
  };
}

function closedRow(page: Page, sampled: Sampled) {
  const { result } = sampled;
  const first = result.observations[0];
  const seen = first === undefined ? "" : `${first.path}: ${observedText(first)}`;
  return { ...base(page, sampled), seen: result.reason ?? seen };
}
