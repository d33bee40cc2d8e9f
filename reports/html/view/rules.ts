import type { AssessedRule } from "../../../src/model/assessment.js";
import { SEVERITIES } from "../../../src/model/index.js";
import { CLOSED_GROUPS, groupCounts, OPEN_GROUPS, type ResultGroup } from "../../../src/model/sample.js";
import type { Page } from "./page.js";
import { closedRow, openRow } from "./results.js";
import { count, counted, groupTallies } from "./words.js";

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
  const { held } = page;
  const counts = groupCounts(rule.results, rule.excepted);
  const written = (groups: readonly ResultGroup[]) => groups.flatMap((group) => held.of(rule.id, group));
  const left = (groups: readonly ResultGroup[], kept: Readonly<Record<ResultGroup, number>>) =>
    more(groups.reduce((sum, group) => sum + counts[group] - kept[group], 0));
  const [open, closed] = [written(OPEN_GROUPS), written(CLOSED_GROUPS)];
  const shown = Object.fromEntries(
    Object.keys(counts).map((group) => [group, held.of(rule.id, group as ResultGroup).length]),
  );
  const writtenCounts = shown as Record<ResultGroup, number>;
  const closedTotal = rule.results.pass + rule.results["not-applicable"];
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    anchor: page.anchors.rule(rule.id),
    number: page.ruleNumbers.get(rule.id) ?? -1,
    counts: groupTallies(counts),
    rationale: rule.rationale,
    fix: rule.remediation,
    limits: rule.limits,
    sees: rule.companions.length > 0 ? rule.companions.join(", ") : "",
    controls: rule.controls.map((key) => controls.get(key)).filter((link) => link !== undefined),
    hasOpen: OPEN_GROUPS.some((group) => counts[group] > 0),
    open: open.map((sampled) => openRow(page, sampled)),
    openMore: left(OPEN_GROUPS, writtenCounts),
    openBeyond: left(OPEN_GROUPS, held.heldOf(rule.id)),
    closed: closed.map((sampled) => closedRow(page, sampled)),
    closedTitle: closedTitle(rule),
    closedMore: left(CLOSED_GROUPS, writtenCounts),
    closedBeyond: left(CLOSED_GROUPS, held.heldOf(rule.id)),
    closedTotal: closedTotal > 0 ? counted(closedTotal, "resource") : "",
  };
}

function more(n: number): string {
  return n > 0 ? count(n) : "";
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
