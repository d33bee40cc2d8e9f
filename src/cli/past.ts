import { statSync } from "node:fs";
import { join } from "node:path";
import { fileSha256 } from "../data/files.js";
import { History, readRun } from "../evidence/history.js";
import { difference, recordOf } from "../evidence/run.js";
import { type Assessment, type Difference, InputError, type RunRecord } from "../model/index.js";
import type { AssessOptions } from "./commands/assess.js";
import type { Gate } from "./gate.js";

/** The runs before this one: what it is compared with, and what it is added to. */
export interface Past {
  /**
   * Adds the run to the history that was asked for, once its reports are written.
   * @returns what has changed since the baseline, where there is one
   */
  compare(assessment: Assessment, out: string): Difference | undefined;
}

/**
 * Reads the baseline now, so that a slip costs no run.
 * @throws InputError when it is no run, or the gate asks for one and there is none
 */
export function openPast({ history, baseline }: AssessOptions, gate: Gate): Past {
  const before = openBaseline(baseline, gate);
  return {
    compare: (assessment, out) => {
      if (history === undefined && before === undefined) return undefined;
      // A history says when a run was made: its time is the clock's, whatever day its exceptions were judged on.
      const run = recordOf(assessment, new Date().toISOString(), `sha256:${fileSha256(join(out, "assessment.json"))}`);
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
