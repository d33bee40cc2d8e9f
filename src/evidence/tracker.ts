import {
  type AssessedHistory,
  type AssessmentHead,
  formerNames,
  type PastRun,
  type Result,
  type RunRecord,
  renamesSince,
  STATUSES,
  type Stack,
  stackId,
  type TrackedFinding,
  type TrackedFindings,
  type TrackedStack,
  type Tracker,
  type Tracking,
  VERDICTS,
} from "../model/index.js";
import { Ledger, type OpenFinding } from "./ledger.js";
import { profileCounts, standingOf } from "./run.js";

/** Runs that an assessment shows as its trend; `konductor history trend` shows all. */
export const TREND = 30;

/**
 * Reads the runs before this one. Of each only what is needed is kept, so that a history may be long.
 * @param runs in their order
 * @param at the time of this run: RFC 3339 in UTC
 */
export function readPast(runs: Iterable<RunRecord>, at: string): { ledger: Ledger; history: AssessedHistory } {
  const ledger = new Ledger();
  const last: PastRun[] = [];
  let count = 0;
  for (const run of runs) {
    ledger.add(run);
    count += 1;
    last.push({ at: run.at, results: run.results, controls: profileCounts(run) });
    if (last.length > TREND) last.shift();
  }
  return { ledger, history: { at, runs: last, count } };
}

/** All that a tracker needs of the runs in a ledger. */
export function trackedFindings(ledger: Ledger, history: AssessedHistory): TrackedFindings {
  const stacks = [...ledger.stacks()].map(([id, urns, open]): TrackedStack => {
    const resources = [...urns];
    const places = new Map(resources.map((urn, place) => [urn, place]));
    return { id, resources, findings: open.map((one) => tracked(one, places.get(one.finding.urn) as number)) };
  });
  return { history, stacks };
}

function tracked({ finding, since, failing, first }: OpenFinding, resource: number): TrackedFinding {
  return {
    ...{ rule: finding.rule, resource, since },
    ...(failing === undefined ? {} : { failing }),
    ...(first === finding.urn ? {} : { first }),
  };
}

/** What an assessment needs of it: that of other stacks is nothing for its readers. */
export function trackedStacks(tracked: TrackedFindings, { inputs }: Pick<AssessmentHead, "inputs">): TrackedFindings {
  const ids = new Set(inputs.map(stackId));
  return { ...tracked, stacks: tracked.stacks.filter(({ id }) => ids.has(id)) };
}

/** Tracks the results of a run by the findings that the runs before left. */
export class FindingTracker implements Tracker {
  readonly history: AssessedHistory;
  readonly #stacks: ReadonlyMap<string, TrackedStack>;

  constructor({ history, stacks }: TrackedFindings) {
    this.history = { at: history.at, runs: history.runs.map(inOrder), count: history.count };
    this.#stacks = new Map(stacks.map((stack) => [stack.id, stack]));
  }

  of(stack: Stack): (result: Result) => Tracking | undefined {
    const { resources, findings } = this.#stacks.get(idOf(stack)) ?? { resources: [], findings: [] };
    const renames = renamesSince(new Set(resources), formerNames(stack.resources));
    const known = new Map(findings.map((one) => [keyOf(one.rule, resources[one.resource] ?? ""), one]));
    return (result) => {
      const standing = standingOf(result);
      if (standing === undefined) return undefined;
      const old = renames.get(result.urn) ?? result.urn;
      const failing = standing === "fail" || standing === "excepted";
      return tracking(known.get(keyOf(result.rule, old)), old, result.urn, failing, this.history.at);
    };
  }
}

/** What a stack that is judged is known by. */
export function idOf({ organization, project, name }: Stack): string {
  return stackId({ ...(organization === undefined ? {} : { organization }), project, stack: name });
}

/** The members in one order, whatever the order in which they were written: the same runs give the same bytes. */
function inOrder({ at, results, controls }: PastRun): PastRun {
  return {
    at,
    results: counted([...VERDICTS, "excepted"], results),
    controls: controls.map(({ profile, statuses }) => ({ profile, statuses: counted(STATUSES, statuses) })),
  };
}

function counted<K extends string>(keys: readonly K[], counts: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, counts[key] ?? 0])) as Record<K, number>;
}

/** @param old the URN of the resource in the run before */
function tracking(finding: TrackedFinding | undefined, old: string, urn: string, fails: boolean, at: string): Tracking {
  if (finding === undefined) return { since: at };
  const { since, failing = at, first = old } = finding;
  return {
    since,
    ...(fails && failing !== since ? { failing } : {}),
    ...(first === urn ? {} : { formerly: first }),
  };
}

function keyOf(rule: string, urn: string): string {
  return `${rule}\0${urn}`;
}
