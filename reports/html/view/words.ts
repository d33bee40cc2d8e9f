import type { Reporting } from "../../../src/model/catalog.js";
import { type ControlStatus, STATUSES, VERDICTS, type Verdict, type VerdictCounts } from "../../../src/model/index.js";
import { count, counted, tallyWord, VERDICT_WORDS } from "../../../src/model/present.js";

/** Always told, even when nothing is so: a reader must not have to wonder. */
const ALWAYS: ReadonlySet<ControlStatus> = new Set([
  "not-satisfied",
  "undetermined",
  "satisfied",
  "partial",
  "attested",
  "inherited",
  "no-evidence",
]);

export interface Tally {
  readonly status: ControlStatus;
  readonly n: string;
  readonly word: string;
  readonly zero: boolean;
}

/** The numbers of a profile's sentence. */
export function tallies(statuses: Readonly<Record<ControlStatus, number>>, reporting: Reporting, all = true): Tally[] {
  return STATUSES.filter((status) => statuses[status] > 0 || (all && ALWAYS.has(status))).map((status) => ({
    status,
    n: count(statuses[status]),
    word: tallyWord(status, reporting),
    zero: statuses[status] === 0,
  }));
}

export interface VerdictTally {
  readonly verdict: Verdict;
  readonly n: string;
  readonly word: string;
}

/** How many results of each verdict, those of none left out. */
export function verdictTallies(counts: VerdictCounts): VerdictTally[] {
  return VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => ({
    verdict,
    n: count(counts[verdict]),
    word: VERDICT_WORDS[verdict],
  }));
}

export { count, counted };
