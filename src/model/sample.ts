import type { AssessedRule, Assessment, Result } from "./assessment.js";
import { VERDICTS, type Verdict } from "./rule.js";

/** A result with its place in `results` of assessment.json. */
export interface Sampled {
  readonly index: number;
  readonly result: Result;
}

/** How many results a report shows at most, over all rules. */
export interface SampleLimits {
  /** Results that fail, end in an error or are undetermined. */
  readonly open: number;
  /** Results that pass or do not apply. */
  readonly closed: number;
}

export interface Sample {
  /** By rule and verdict, in the order of the results. */
  readonly of: (rule: string, verdict: Verdict) => readonly Sampled[];
  /** Results by input and verdict: all of them, not only those shown. */
  readonly byInput: readonly Readonly<Record<Verdict, number>>[];
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

/** Takes results for a report in one pass, fairly per rule and within the limits. */
export function sampleResults(assessment: Assessment, limits: SampleLimits): Sample {
  const slots = slotsOf(assessment.rules, limits);
  const byInput = assessment.inputs.map(() => emptyCounts());
  let index = 0;
  let shown = 0;
  for (const result of assessment.results) {
    const counts = byInput[result.input];
    if (counts) counts[result.verdict] += 1;
    const slot = slots.get(result.rule)?.[result.verdict];
    if (slot && slot.taken.length < slot.quota) {
      slot.taken.push({ index, result });
      shown += 1;
    }
    index += 1;
  }
  return { of: (rule, verdict) => slots.get(rule)?.[verdict].taken ?? [], byInput, shown, total: index };
}

type Slots = Record<Verdict, { quota: number; taken: Sampled[] }>;

function slotsOf(rules: readonly AssessedRule[], limits: SampleLimits): Map<string, Slots> {
  const slots = new Map(rules.map((rule) => [rule.id, emptySlots()]));
  const share = (verdicts: readonly Verdict[], budget: number) => {
    const keys = rules.flatMap((rule) => verdicts.map((verdict) => ({ rule, verdict })));
    const needs = keys.map(({ rule, verdict }) => rule.results[verdict]);
    const shares = fairShares(needs, budget);
    keys.forEach(({ rule, verdict }, i) => {
      const slot = slots.get(rule.id)?.[verdict];
      if (slot) slot.quota = shares[i] ?? 0;
    });
  };
  share(["fail", "error", "undetermined"], limits.open);
  share(["pass", "not-applicable"], limits.closed);
  return slots;
}

function emptySlots(): Slots {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, { quota: 0, taken: [] }])) as unknown as Slots;
}

function emptyCounts(): Record<Verdict, number> {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
}
