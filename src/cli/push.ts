import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileSha256 } from "../data/files.js";
import { REPORTS, SIGNATURE_FILE } from "../evidence/bundle/manifest.js";
import { difference, recordOf } from "../evidence/run.js";
import { type Assessment, InputError, type RunRecord } from "../model/index.js";
import { type Letter, readDeadLetters } from "../monitoring/dead-letter.js";
import type { HttpTarget, Target } from "../monitoring/target.js";
import { openTarget } from "../monitoring/targets.js";
import type { PushOptions } from "./commands/push.js";
import { DEFAULT_GATE, findingsAtGate, parseGate } from "./gate.js";
import { openBaseline } from "./past.js";
import { openPushes, sendKeeping } from "./pushes.js";
import { readAssessment } from "./stored-assessment.js";
import type { Terminal } from "./terminal.js";

/** `konductor push`: tells monitoring of a stored assessment, or sends dead letters again. Resolves to the exit code. */
export async function runPush(file: string | undefined, options: PushOptions, terminal: Terminal): Promise<number> {
  if ((file === undefined) === (options.deadLetter === undefined))
    throw new InputError("konductor push takes an assessment.json, or --dead-letter FILE, and not both");
  const sent =
    file === undefined
      ? await sendAgain(options.deadLetter as string, options, terminal)
      : await tell(file, options, terminal);
  return sent ? 0 : 2;
}

async function tell(file: string, options: PushOptions, terminal: Terminal): Promise<boolean> {
  if (options.to === undefined) throw new InputError("konductor push takes where to: give --to, once or more");
  const gate = options.failOn ?? parseGate(DEFAULT_GATE);
  const before = openBaseline(options.baseline, gate);
  const pushes = await openPushes(options.to, terminal.env);
  const assessment = readAssessment(file);
  const at = madeAt(assessment, file);
  const since = before === undefined ? undefined : sinceThen(before, assessment, file, at);
  const findings = findingsAtGate(gate, assessment, since);
  const letters = lettersFolder(file);
  return await pushes({ assessment, file, letters, at, findings, since }, terminal, options.quiet === true);
}

/** Beside the assessment; where that lies in a sealed bundle, which takes nothing more, beside the bundle. */
function lettersFolder(file: string): string {
  const folder = dirname(file);
  const bundle = dirname(resolve(folder));
  const sealed = basename(resolve(folder)) === REPORTS && existsSync(join(bundle, SIGNATURE_FILE));
  return sealed ? dirname(bundle) : folder;
}

/** When the assessment was made: as it says, or when its file was written. In whole milliseconds since 1970. */
function madeAt({ assessedAt }: Assessment, file: string): number {
  const told = assessedAt === undefined ? Number.NaN : Date.parse(assessedAt);
  return Number.isNaN(told) ? Math.floor(statSync(file).mtimeMs) : told;
}

function sinceThen(before: RunRecord, assessment: Assessment, file: string, at: number) {
  return difference(before, recordOf(assessment, new Date(at).toISOString(), `sha256:${fileSha256(file)}`));
}

/** Sends what an earlier push gave up; what is given up again stays in the file. */
async function sendAgain(file: string, options: PushOptions, terminal: Terminal): Promise<boolean> {
  const [to, ...more] = options.to ?? [];
  let target: Target | undefined;
  // All of it is read once before anything is sent.
  for await (const letter of readDeadLetters(file)) {
    target ??= openTarget(to ?? letter.target, terminal.env);
    if (more.length > 0 || target.over !== "http")
      throw new InputError("--dead-letter takes one --to, which names a target that is spoken to over HTTP");
    checkFits(letter, target, file);
  }
  return await sendKeeping(target as HttpTarget, readDeadLetters(file), file, terminal, options.quiet === true);
}

function checkFits(letter: Letter, { id, subjects }: HttpTarget, file: string): void {
  if (letter.target !== id) throw new InputError(`holds requests for ${letter.target}, and --to names ${id}`, { file });
  if (!subjects.includes(letter.subject))
    throw new InputError(`holds ${letter.subject}, and ${id} is set to send ${subjects.join(" and ")} only`, { file });
}
