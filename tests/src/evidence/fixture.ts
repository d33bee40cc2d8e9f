import { Ledger } from "../../../src/evidence/ledger.js";
import { recordOf } from "../../../src/evidence/run.js";
import { FindingTracker, readPast, trackedFindings } from "../../../src/evidence/tracker.js";
import {
  formerNames,
  type Result,
  type RunRecord,
  type Stack,
  type Standing,
  type Tracking,
} from "../../../src/model/index.js";
import { sampleAssessment } from "../../support/assessment.js";

/** A resource by the name that stands for its URN, with what its aliases are and what rules found on it. */
export interface Spec {
  readonly aliases?: readonly string[];
  readonly deleting?: boolean;
  readonly found?: Readonly<Record<string, Standing>>;
}
/** By stack, `project/name`: its resources. */
export type Stacks = Readonly<Record<string, Readonly<Record<string, Spec>>>>;

export const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();

export function stackOf(id: string, resources: Stacks[string]): Stack {
  const [project = "", name = ""] = id.split("/");
  const all = Object.entries(resources).map(([urn, { aliases = [], deleting = false }]) => ({
    urn,
    aliases,
    deleting,
  }));
  return { organization: undefined, project, name, resources: all } as unknown as Stack;
}

function resultOf(input: number, urn: string, rule: string, standing: Standing | "pass"): Result {
  const exception = { id: "e", state: "active", deviation: "risk-adjustment", expires: "2027-01-01", reason: "x" };
  return {
    ...{ input, rule, urn, type: "t", observations: [], companions: [] },
    verdict: standing === "excepted" ? "fail" : standing,
    ...(standing === "excepted" ? { exception } : {}),
  } as unknown as Result;
}

/** What every resource of the stacks got: a pass of a rule of its own beside what was found. */
export function resultsOf(stacks: Stacks): Result[] {
  return Object.values(stacks).flatMap((resources, input) =>
    Object.entries(resources)
      .filter(([, { deleting }]) => deleting !== true)
      .flatMap(([urn, { found = {} }]) => [
        resultOf(input, urn, "always", "pass"),
        ...Object.entries(found).map(([rule, standing]) => resultOf(input, urn, rule, standing)),
      ]),
  );
}

const EMPTY = sampleAssessment({ resources: 0, stacks: 1 });

/** The record of a run over stacks, made after those of a ledger. */
export function record(at: string, stacks: Stacks, ledger = new Ledger()): RunRecord {
  const inputs = Object.keys(stacks).map((id) => {
    const [project, stack] = id.split("/");
    return { status: "assessed", project, stack, digest: "sha256:00" };
  });
  const names = new Map(
    Object.entries(stacks).map(([id, resources]) => {
      const stack = stackOf(id, resources);
      return [id, formerNames(stack.resources, (urn) => ledger.formerNames(id, urn))];
    }),
  );
  const assessment = { ...EMPTY, inputs: inputs as never, results: resultsOf(stacks) };
  // As it comes back from a file.
  return JSON.parse(JSON.stringify(recordOf(assessment, at, "sha256:00", names))) as RunRecord;
}

/** The records of days, the first of them day 1; each knows the runs before it. */
export function records(days: readonly Stacks[]): RunRecord[] {
  const ledger = new Ledger();
  return days.map((stacks, i) => {
    const run = record(day(i + 1), stacks, ledger);
    ledger.add(run);
    return run;
  });
}

/** What is told of the results of the last day, by `stack name rule`, when the days before are its history. */
export function trackedOn(days: readonly Stacks[]): Record<string, Tracking> {
  const today = days.at(-1) as Stacks;
  const { ledger, history } = readPast(records(days.slice(0, -1)), day(days.length));
  const tracker = new FindingTracker(JSON.parse(JSON.stringify(trackedFindings(ledger, history))));
  const told: Record<string, Tracking> = {};
  for (const [input, [id, resources]] of Object.entries(today).entries()) {
    const track = tracker.of(stackOf(id, resources));
    for (const result of resultsOf(today)) {
      const tracking = result.input === input ? track(result) : undefined;
      if (tracking !== undefined) told[`${id} ${result.urn} ${result.rule}`] = tracking;
    }
  }
  return told;
}
