import type { AssessedProfile } from "../../../src/model/assessment.js";
import { type ControlStatus, SEVERITIES, STATUSES } from "../../../src/model/index.js";
import { isAttested, tallyWord } from "../../../src/model/present.js";
import { BAR_WIDTH, ROW_HEIGHT, stackedBars } from "./chart.js";
import type { Page } from "./page.js";
import { Trusted } from "./shown.js";
import { count, counted, tallies } from "./words.js";

const STACKS_NAMED = 8;

/** The top of the page: what went wrong with the run itself, then the honest numbers. */
export function summaryView(page: Page) {
  const { assessment, anchors, stackOf } = page;
  const { summary, population, inputs, exceptions, attestations } = assessment;
  const assessed = inputs.flatMap((input, i) => (input.status === "assessed" ? [i] : []));
  const failures = SEVERITIES.filter((severity) => summary.failures[severity] > 0).map(
    (severity) => `${count(summary.failures[severity])} ${severity}`,
  );
  const excepted = SEVERITIES.reduce((sum, severity) => sum + summary.excepted[severity], 0);
  return {
    missing: inputs.flatMap(({ status, path, error }, i) =>
      status === "assessed" ? [] : [{ path, error: error ?? "no reason was given", href: anchors.input(i) }],
    ),
    missingCount: counted(inputs.length - assessed.length, "input was", "inputs were"),
    missingPronoun: inputs.length - assessed.length === 1 ? "it" : "them",
    unbalanced: !population.balanced,
    errors: summary.results.error > 0 ? counted(summary.results.error, "rule result is", "rule results are") : "",
    profiles: assessment.profiles.map((profile) => ({
      title: profile.title,
      href: anchors.profile(profile.id),
      controls: count(profile.controls),
      tallies: tallies(statusesOf(page, profile.id), profile.reporting),
    })),
    evaluated: count(population.evaluated),
    resources: counted(population.total, "resource"),
    stackCount: counted(assessed.length, "stack"),
    rules: counted(summary.rules.loaded, "rule"),
    fail: count(summary.results.fail),
    failures: failures.join(", "),
    excepted: excepted > 0 ? `${count(excepted)} of them ${excepted === 1 ? "is" : "are"} excepted` : "",
    exceptions: exceptions.length > 0 ? counted(exceptions.length, "exception") : "",
    exceptionFindings: considered(exceptions.length, assessment.exceptionFindings.length),
    attestations: isAttested(assessment) ? counted(attestations.length, "attestation") : "",
    attestationFindings: considered(attestations.length, assessment.attestationFindings.length),
    undetermined: count(summary.results.undetermined),
    pass: count(summary.results.pass),
    notApplicable: count(summary.results["not-applicable"]),
    stacks: assessed.slice(0, STACKS_NAMED).map((i) => ({ name: stackOf(i), href: anchors.input(i) })),
    moreStacks: assessed.length > STACKS_NAMED ? count(assessed.length - STACKS_NAMED) : "",
  };
}

function considered(entries: number, findings: number): string {
  return `${entries === 1 ? "was" : "were"} considered, with ${counted(findings, "finding")}`;
}

function statusesOf({ assessment }: Page, profile: string): Readonly<Record<ControlStatus, number>> {
  const row = assessment.summary.controls.find((one) => one.profile === profile);
  if (row === undefined) throw new Error(`the summary has no row for the profile ${profile}`);
  return row.statuses;
}

/** The picture of a profile: its families with their controls by status, as bars and as a table. */
export function pictureView({ anchors }: Page, profile: AssessedProfile, number: number) {
  const bars = stackedBars(profile.groups.map((group) => group.statuses));
  const used = STATUSES.filter((status) => profile.groups.some((group) => group.statuses[status] > 0));
  return {
    title: profile.title,
    id: anchors.profile(profile.id),
    legend: used.map((status) => ({ status, word: tallyWord(status, profile.reporting) })),
    width: BAR_WIDTH + 2,
    height: ROW_HEIGHT,
    families: profile.groups.map((group, row) => ({
      id: group.id,
      title: group.title,
      key: `bar-${number}-${row}`,
      href: anchors.family(profile.id, group.id),
      // A unit more on each side for the outlines.
      box: `-1 ${row * ROW_HEIGHT} ${BAR_WIDTH + 2} ${ROW_HEIGHT}`,
      bar: new Trusted(bars[row] ?? ""),
      total: count(STATUSES.reduce((sum, status) => sum + group.statuses[status], 0)),
      tallies: tallies(group.statuses, profile.reporting, false),
      cells: used.map((status) => ({
        status,
        word: tallyWord(status, profile.reporting),
        n: count(group.statuses[status]),
        zero: group.statuses[status] === 0,
      })),
    })),
  };
}

/** What to fix first: a line a change. */
export function prioritiesView({ assessment, anchors }: Page) {
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  const lines = assessment.priorities.map((priority) => {
    const rule = rules.get(priority.rule);
    return {
      severity: priority.severity,
      title: rule?.title ?? priority.rule,
      fix: rule?.remediation ?? "",
      href: anchors.rule(priority.rule),
      resources: count(priority.resources),
      resourceNoun: priority.resources === 1 ? "resource" : "resources",
      controls: count(priority.controls),
      controlNoun: priority.controls === 1 ? "control" : "controls",
      clears: priority.clears === 0 ? "" : count(priority.clears),
    };
  });
  const excepted = assessment.rules.some((rule) => rule.excepted > 0);
  return {
    excepted,
    lines: lines.slice(0, 10),
    rest: lines.slice(10),
    restCount: count(Math.max(0, lines.length - 10)),
  };
}
