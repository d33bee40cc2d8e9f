import { statSync } from "node:fs";
import { join } from "node:path";
import { fileSha256 } from "../data/files.js";
import { History, readRun } from "../evidence/history.js";
import { difference, recordOf } from "../evidence/run.js";
import { idOf, readPast, trackedFindings } from "../evidence/tracker.js";
import {
  type Assessment,
  type Difference,
  type FormerNames,
  formerNames,
  InputError,
  type RunRecord,
  type Stack,
  type TrackedFindings,
} from "../model/index.js";
import type { AssessOptions } from "./commands/assess.js";
import type { Gate } from "./gate.js";

/** The runs before this one: what it is compared with, and what it is added to. */
export interface Past {
  /** What they found, as plain JSON; undefined without a history. */
  readonly tracked?: TrackedFindings;
  /** Remembers what the resources of a stack that is judged were called before. */
  readonly see: (stack: Stack) => void;
  /**
   * Adds the run to the history that was asked for, once its reports are written.
   * @returns what has changed since the baseline, where there is one
   */
  compare(assessment: Assessment, out: string): Difference | undefined;
}

/**
 * Reads the runs and the baseline now, so that a slip costs no run.
 * @param now RFC 3339 in UTC: the time of this run, unless `--at` says another, whatever day its exceptions are judged on
 * @throws InputError when one is no run, or the gate asks for a baseline and there is none
 */
export function openPast(options: AssessOptions, gate: Gate, now: string): Past {
  const { history, baseline, at = now } = options;
  const before = openBaseline(baseline, gate);
  const past = history === undefined ? undefined : readPast(new History(history).runs(), at);
  const last = past?.history.runs.at(-1)?.at ?? "";
  if (options.at !== undefined && Date.parse(options.at) < Date.parse(last))
    throw new InputError(`--at ${options.at} is before the last run of the history, ${last}`, { file: history ?? "" });
  const names = new Map<string, FormerNames>();
  return {
    ...(past === undefined ? {} : { tracked: trackedFindings(past.ledger, past.history) }),
    see: (stack) => {
      if (history === undefined && before === undefined) return;
      const id = idOf(stack);
      const found = formerNames(stack.resources, (urn) => past?.ledger.formerNames(id, urn) ?? []);
      names.set(id, new Map([...(names.get(id) ?? []), ...found]));
    },
    compare: (assessment, out) => {
      if (history === undefined && before === undefined) return undefined;
      const run = recordOf(assessment, at, `sha256:${fileSha256(join(out, "assessment.json"))}`, names);
      if (history !== undefined) new History(history).append(run);
      return before && difference(before, run);
    },
  };
}

/**
 * The run that `--baseline` names; undefined where there is none and the gate asks for none.
 * @throws InputError when it is no run, or the gate asks for one and there is none
 */
export function openBaseline(baseline: string | undefined, { ratchet }: Gate): RunRecord | undefined {
  if (ratchet.length > 0 && baseline === undefined)
    throw new InputError(`--fail-on ${ratchet.join(",")} compares with a run before this one: give it with --baseline`);
  return baseline === undefined ? undefined : baselineOf(baseline);
}

function baselineOf(path: string): RunRecord {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return readRun(path);
  const latest = new History(path).list().at(-1);
  if (latest === undefined) throw new InputError("holds no run; `konductor assess --history` adds one", { file: path });
  return readRun(latest.file);
}
