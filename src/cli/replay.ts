import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BundleRun, parseBundleRun } from "../data/bundle.js";
import { openData } from "../data/compiled.js";
import { measured } from "../evidence/bundle/folder.js";
import { DATA, type Manifest, REPORTS, RUN } from "../evidence/bundle/manifest.js";
import { bare, mayRest } from "../evidence/bundle/rest.js";
import { withSamples } from "../evidence/sample.js";
import { readInputBytes } from "../inputs/index.js";
import { type Assessment, type AssessmentHead, InputError, type Result } from "../model/index.js";
import { BundledFiles } from "./bundled-files.js";
import { recordedHistories } from "./histories.js";
import { judgeAll } from "./judge.js";
import { ResultsFile } from "./results-file.js";
import { prepare } from "./setup.js";
import { programDigest, tool } from "./tool.js";
import { assessmentJson, renderReports } from "./write.js";

/** What came of evaluating a bundle again. */
export interface Replay {
  readonly run: BundleRun;
  /** What is not as the bundle has it; none when every report has the same bytes. */
  readonly differences: readonly string[];
  /** The reports that were made again. */
  readonly reports: readonly string[];
}

/**
 * Reads how a bundle was made.
 * @throws InputError when it names files that were not signed
 */
export function runOf(folder: string, manifest: Manifest): BundleRun {
  const file = join(folder, RUN);
  const run = parseBundleRun(file, readFileSync(file, "utf8"));
  const signed = new Set(manifest.files.map(({ path }) => path));
  const named = [...run.files, ...run.inputs].flatMap((one) => ("file" in one ? [one.file] : []));
  const strange = named.find((path) => !signed.has(path));
  if (strange !== undefined) throw new InputError(`names ${strange}, which is no file of the bundle`, { file });
  return run;
}

/** Why a replay would be by other rules than the bundle was made by; undefined when it is the same program. */
export function otherVersion({ tool: made }: BundleRun): string | undefined {
  const here = { ...tool, ...programDigest() };
  const text = ({ name, version, program }: BundleRun["tool"]) =>
    `${name} ${version}${program === undefined ? "" : ` (${program})`}`;
  return text(made) === text(here) ? undefined : `was made by ${text(made)}, and this is ${text(here)}`;
}

/**
 * Evaluates a bundle's inputs again, offline and in a folder of its own, and compares every report byte for byte.
 * @param manifest of a bundle that was checked: nothing that was not signed is read
 */
export async function replay(folder: string, manifest: Manifest, run: BundleRun): Promise<Replay> {
  const scratch = mkdtempSync(join(tmpdir(), "konductor-replay-"));
  const results = new ResultsFile(join(scratch, ".results.tmp"));
  const contradictions: string[] = [];
  try {
    const head = await rejudge(folder, run, results, resumed(run, contradictions));
    const reports = await renderReports({ ...head, results }, run.formats, scratch);
    const bundled = manifest.files.filter(({ path }) => path.startsWith(`${REPORTS}/`));
    const differences = bundled.flatMap(({ path, sha256 }) => {
      const name = path.slice(REPORTS.length + 1);
      if (!reports.includes(name)) return [`${path} is not made any more`];
      return measured(scratch, name).sha256 === sha256 ? [] : [`${path} has other bytes`];
    });
    const more = reports.filter((name) => !bundled.some(({ path }) => path === `${REPORTS}/${name}`));
    return {
      run,
      differences: [...contradictions, ...differences, ...more.map((name) => `${REPORTS}/${name} is new`)],
      reports,
    };
  } finally {
    results.remove();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Takes the results that rest on secrets from the bundle, where what is left of the inputs leaves them open. */
function resumed({ resting }: BundleRun, contradictions: string[]): (result: Result) => Result {
  const byPlace = new Map(resting.map(({ place, result }) => [place, result]));
  let place = 0;
  return (result) => {
    const then = byPlace.get(place++);
    if (then === undefined) return result;
    if (mayRest(then, result)) return bare(then);
    contradictions.push(
      `${then.rule} on ${then.urn} is said to be ${then.verdict} by a secret, and is ${result.verdict} without it`,
    );
    return result;
  };
}

/**
 * Judges a bundle that is not sealed yet once more, as a replay will.
 * @param digest `sha256:` of its assessment.json
 * @param results those of the assessment
 * @returns the results that rest on secrets
 * @throws InputError when the assessment cannot be made again
 */
export async function rehearse(
  folder: string,
  run: Omit<BundleRun, "resting">,
  digest: string,
  results: Iterable<Result>,
): Promise<BundleRun["resting"]> {
  const resting: { place: number; result: Result }[] = [];
  const recorded = results[Symbol.iterator]();
  const again = new ResultsFile(join(folder, "..", `.rehearsal.${process.pid}.tmp`));
  let place = 0;
  try {
    const head = await rejudge(folder, { ...run, resting }, again, (without) => {
      const next = recorded.next();
      const then = next.done ? without : bare(next.value);
      if (JSON.stringify(then) !== JSON.stringify(without) && mayRest(then, without))
        resting.push({ place, result: next.value as Result });
      place += 1;
      return mayRest(then, without) ? then : without;
    });
    if (digestOf({ ...head, results: again }) === digest) return resting;
  } finally {
    again.remove();
  }
  throw new InputError(
    "the assessment cannot be made again without the secrets of its inputs, so it is not sealed: an exception or a layer that is chosen by a secret tag is a likely reason",
  );
}

function digestOf(assessment: Assessment): string {
  const hash = createHash("sha256");
  for (const piece of assessmentJson(assessment)) hash.update(piece);
  return `sha256:${hash.digest("hex")}`;
}

async function rejudge(
  folder: string,
  run: BundleRun,
  results: ResultsFile,
  revise: (result: Result) => Result,
): Promise<AssessmentHead> {
  const files = new BundledFiles(folder, run);
  const setup = await prepare(run.paths, run.choice, files, openData(join(folder, DATA)));
  const { name, version, program } = run.tool;
  const { parameters } = setup;
  const digests = { ...parameters.digests, ...(program === undefined ? {} : { program }) };
  const head = await judgeAll(
    inputsIn(folder, run),
    { ...setup, tool: { name, version }, parameters: { ...parameters, digests }, revise },
    { receive: (result) => results.add(result) },
    recordedHistories(run.updates),
  );
  return withSamples(head, results);
}

async function* inputsIn(folder: string, { inputs }: BundleRun) {
  for (const input of inputs) {
    if ("file" in input) {
      const { path, digest, file } = input;
      yield { path, digest, read: readInputBytes(readFileSync(join(folder, file)), path) };
    } else if ("error" in input) {
      const { path, digest, error } = input;
      yield { path, digest: digest === "" ? undefined : digest, error: new InputError(error) };
    } else yield input;
  }
}
