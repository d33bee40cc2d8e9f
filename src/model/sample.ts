import type { AssessedRule, Assessment, Result, VerdictCounts } from "./assessment.js";

/** Results as reports tell them apart: by verdict, and failures under an active exception by themselves. */
export const RESULT_GROUPS = ["fail", "excepted", "error", "undetermined", "pass", "not-applicable"] as const;
export type ResultGroup = (typeof RESULT_GROUPS)[number];
/** What wants an answer, and what is settled. */
export const OPEN_GROUPS: readonly ResultGroup[] = ["fail", "error", "undetermined", "excepted"];
export const CLOSED_GROUPS: readonly ResultGroup[] = ["pass", "not-applicable"];
export type GroupCounts = Readonly<Record<ResultGroup, number>>;

export function groupOf({ verdict, exception }: Pick<Result, "verdict" | "exception">): ResultGroup {
  return exception?.state === "active" ? "excepted" : verdict;
}

/** Counts by verdict with the failures taken apart. */
export function groupCounts(results: VerdictCounts, excepted: number): GroupCounts {
  return { ...results, fail: results.fail - excepted, excepted };
}

/** A result with its place in `results` of assessment.json. */
export interface Sampled {
  readonly index: number;
  readonly result: Result;
}

/** How many results a report shows at most, over all rules. */
export interface SampleLimits {
  /** Results that fail, excepted or not, end in an error or are undetermined. */
  readonly open: number;
  /** Results that pass or do not apply. */
  readonly closed: number;
}

export interface Sample {
  /** By rule and group, in the order of the results. */
  readonly of: (rule: string, group: ResultGroup) => readonly Sampled[];
  /** Results by input and group: all of them, not only those shown. */
  readonly byInput: readonly GroupCounts[];
  readonly shown: number;
  readonly total: number;
}

/**
 * Divides `budget` over `needs` so that nobody gets more than it needs and the least served get as much as can be: small needs
 * are met whole, large ones share the rest evenly.
 */
export function fairShares(needs: readonly number[], budget: number): number[] {
  const shares = needs.map(() => 0);
  const order = needs.map((_, i) => i).sort((a, b) => (needs[a] ?? 0) - (needs[b] ?? 0) || a - b);
  let left = budget;
  order.forEach((index, position) => {
    const share = Math.min(needs[index] ?? 0, Math.floor(left / (order.length - position)));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

/** What reports show. A page of a few megabytes still opens at once on a telephone. */
const REPORT_LIMITS: SampleLimits = { open: 2000, closed: 500 };
const samples = new WeakMap<Assessment, Sample>();

/** The sample that all reports of an assessment share, so that its results are read once. */
export function reportSample(assessment: Assessment): Sample {
  let sample = samples.get(assessment);
  if (!sample) samples.set(assessment, (sample = sampleResults(assessment, REPORT_LIMITS)));
  return sample;
}

/** How many results of a rule and a group a report may take. */
export type Quotas = ReadonlyMap<string, Readonly<Record<ResultGroup, number>>>;

/** Shares the limits out over rules and groups, by what the rules say of their numbers. */
export function resultQuotas(rules: readonly AssessedRule[], limits: SampleLimits): Quotas {
  const quotas = new Map(rules.map((rule) => [rule.id, emptyCounts()]));
  const share = (groups: readonly ResultGroup[], budget: number) => {
    const keys = rules.flatMap((rule) => groups.map((group) => ({ rule, group })));
    const needs = keys.map(({ rule, group }) => groupCounts(rule.results, rule.excepted)[group]);
    const shares = fairShares(needs, budget);
    keys.forEach(({ rule, group }, i) => {
      const quota = quotas.get(rule.id);
      if (quota) quota[group] = shares[i] ?? 0;
    });
  };
  share(OPEN_GROUPS, limits.open);
  share(CLOSED_GROUPS, limits.closed);
  return quotas;
}

/** Takes results for a report in one pass, fairly per rule and within the limits. */
export function sampleResults(assessment: Assessment, limits: SampleLimits): Sample {
  const quotas = resultQuotas(assessment.rules, limits);
  const slots = new Map(assessment.rules.map((rule) => [rule.id, emptySlots()]));
  const byInput = assessment.inputs.map(() => emptyCounts());
  let index = 0;
  let shown = 0;
  for (const result of assessment.results) {
    const counts = byInput[result.input];
    const group = groupOf(result);
    if (counts) counts[group] += 1;
    const taken = slots.get(result.rule)?.[group];
    if (taken && taken.length < (quotas.get(result.rule)?.[group] ?? 0)) {
      taken.push({ index, result });
      shown += 1;
    }
    index += 1;
  }
  return { of: (rule, group) => slots.get(rule)?.[group] ?? [], byInput, shown, total: index };
}

function emptySlots(): Record<ResultGroup, Sampled[]> {
  return Object.fromEntries(RESULT_GROUPS.map((group) => [group, []])) as unknown as Record<ResultGroup, Sampled[]>;
}

/** A count of none for each group, to count on. */
export function emptyCounts(): Record<ResultGroup, number> {
  return Object.fromEntries(RESULT_GROUPS.map((group) => [group, 0])) as Record<ResultGroup, number>;
}
