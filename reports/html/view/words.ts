import type { Reporting } from "../../../src/model/catalog.js";
import type { ControlStatus } from "../../../src/model/index.js";
import { count, counted, GROUP_WORDS, tallyWord, toldStatuses } from "../../../src/model/present.js";
import { type GroupCounts, RESULT_GROUPS, type ResultGroup } from "../../../src/model/sample.js";

export interface Tally {
  readonly status: ControlStatus;
  readonly n: string;
  readonly word: string;
  readonly zero: boolean;
}

/** The numbers of a profile's sentence. */
export function tallies(statuses: Readonly<Record<ControlStatus, number>>, reporting: Reporting, all = true): Tally[] {
  return toldStatuses(statuses, all).map((status) => ({
    status,
    n: count(statuses[status]),
    word: tallyWord(status, reporting),
    zero: statuses[status] === 0,
  }));
}

export interface GroupTally {
  readonly group: ResultGroup;
  readonly n: string;
  readonly word: string;
}

/** How many results of each group, those of none left out. */
export function groupTallies(counts: GroupCounts): GroupTally[] {
  return RESULT_GROUPS.filter((group) => counts[group] > 0).map((group) => ({
    group,
    n: count(counts[group]),
    word: GROUP_WORDS[group],
  }));
}

export { count, counted };
