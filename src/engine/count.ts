import {
  type ControlStatus,
  EXCLUSIONS,
  type Exclusion,
  SEVERITIES,
  type Severity,
  STATUSES,
  VERDICTS,
  type Verdict,
  type VerdictCounts,
} from "../model/index.js";

/** Counters that are still counting. */
export type Counts<K extends string> = Record<K, number>;

/** What came of each rule. */
export interface ResultCounts {
  readonly counts: ReadonlyMap<string, VerdictCounts>;
  /** Failing results under an active exception; a rule without any may be absent. */
  readonly excepted: ReadonlyMap<string, number>;
}

function zeros<K extends string>(keys: readonly K[]): Counts<K> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Counts<K>;
}

export const noVerdicts = (): Counts<Verdict> => zeros(VERDICTS);
export const noSeverities = (): Counts<Severity> => zeros(SEVERITIES);
export const noStatuses = (): Counts<ControlStatus> => zeros(STATUSES);
export const noExclusions = (): Counts<Exclusion> => zeros(EXCLUSIONS);

/** Adds `more` to `into`, in place. */
export function addCounts<K extends string>(into: Counts<K>, more: Readonly<Record<K, number>>): void {
  for (const key in more) into[key] += more[key];
}

export function sum(counts: Readonly<Record<string, number>>): number {
  let total = 0;
  for (const key in counts) total += counts[key] as number;
  return total;
}

/** Strings by code unit: the same order on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
