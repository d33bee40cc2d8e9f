import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SetupChoice } from "../data/bundle.js";
import { openData } from "../data/compiled.js";
import { DISK } from "../data/files.js";
import type { AssessmentSetup } from "../engine/index.js";
import { REPORTS } from "../evidence/bundle/manifest.js";
import { withSamples } from "../evidence/sample.js";
import { trackedStacks } from "../evidence/tracker.js";
import { expandInputs, readInputs, type SkippedInput, type UnusableInput } from "../inputs/index.js";
import { type Assessment, type AssessmentHead, InputError, type ReportPart } from "../model/index.js";
import { originText } from "../model/present.js";
import type { Bundle, Sealed } from "./bundle.js";
import type { AssessOptions } from "./commands/assess.js";
import { chooseFormats } from "./formats.js";
import { DEFAULT_GATE, findingsAtGate, type Gate, parseGate } from "./gate.js";
import { type Histories, openHistories } from "./histories.js";
import { judgeAll, type Watcher } from "./judge.js";
import { DEFAULT_PROFILE } from "./library.js";
import { openPast, type Past } from "./past.js";
import { Progress } from "./progress.js";
import { openPushes, type Pushes } from "./pushes.js";
import { ResultsFile } from "./results-file.js";
import { prepare, setupChoice } from "./setup.js";
import { summaryLines } from "./summary.js";
import { line, palette, print, type Terminal, writeLine } from "./terminal.js";
import { prepareFolder, renderReports } from "./write.js";

/** `konductor assess`: judges the inputs, writes the reports, prints the summary. Resolves to the exit code. */
export async function runAssess(paths: readonly string[], options: AssessOptions, terminal: Terminal): Promise<number> {
  const run = await openRun(options, terminal.env);
  const { bundle, choice, formats, out, results } = run;
  const quiet = options.quiet === true;
  try {
    const setup = await prepare(paths, choice, bundle?.files ?? DISK, bundle?.data ?? openData());
    if (options.profile === undefined && !quiet)
      writeLine(terminal.stderr, line`No --profile given: assessing against ${DEFAULT_PROFILE}.`);
    const head = withSamples(await judge(paths, setup, run, quiet, terminal), results);
    const files = await renderReports({ ...head, results }, formats, out, (part) => {
      if (!quiet) warnOfMissing(part, terminal);
    });
    const sealed = await bundle?.seal({ ...run, ...sealedWith(run, head), paths, files });
    return await conclude(run, { ...head, results }, { files, sealed, quiet }, terminal);
  } finally {
    results.remove();
    bundle?.discard();
  }
}

/** A run whose options are checked, with all that it writes to. */
interface Run {
  readonly formats: readonly string[];
  readonly gate: Gate;
  readonly past: Past;
  readonly pushes: Pushes;
  readonly choice: SetupChoice;
  readonly bundle: Bundle | undefined;
  readonly histories: Histories | undefined;
  readonly results: ResultsFile;
  /** Where reports are written. */
  readonly out: string;
  /** Where they are in the end. */
  readonly shown: string;
  /** Where what monitoring did not take is left: a bundle is sealed, and takes nothing more. */
  readonly letters: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
}

/**
 * Opens all that the options name, so that a slip costs no run.
 * @throws InputError
 */
async function openRun(options: AssessOptions, env: Terminal["env"]): Promise<Run> {
  const formats = chooseFormats(options.format);
  const asked = options.out ?? options.bundle;
  if (asked === undefined)
    throw new InputError("--out takes a folder for the reports, --bundle one for a sealed bundle");
  if (options.out !== undefined && existsSync(options.out) && !statSync(options.out).isDirectory())
    throw new InputError("is a file; --out takes a folder for the reports", { file: options.out });
  const gate = options.failOn ?? parseGate(DEFAULT_GATE);
  const now = new Date();
  const past = openPast(options, gate, now.toISOString());
  const pushes = await openPushes(options.push, env);
  const choice = setupChoice(options, env, now, past.tracked);
  const histories = choice.updates && openHistories(choice.updates, env);
  const bundle = await bundleOf(options, env);
  const out = options.out ?? bundle?.reports ?? asked;
  return {
    ...{ formats, gate, past, pushes, choice, bundle, histories, out },
    results: new ResultsFile(options.out === undefined ? `${out}.results` : join(out, `.results.${process.pid}.tmp`)),
    shown: options.out ?? join(asked, REPORTS),
    letters: options.out ?? dirname(asked),
    at: choice.at ?? now.toISOString(),
  };
}

/** Loaded only when it is asked for: a bundle is read back in YAML, and checked by schema. */
async function bundleOf(options: AssessOptions, env: Terminal["env"]): Promise<Bundle | undefined> {
  if (options.bundle === undefined && options.previous === undefined) return undefined;
  return (await import("./bundle.js")).openBundle(options, env);
}

/** What a bundle needs of the run to be replayed, and nothing of other stacks. */
function sealedWith({ choice, past, histories }: Run, head: AssessmentHead) {
  const { tracked } = past;
  return {
    choice: tracked === undefined ? choice : { ...choice, tracked: trackedStacks(tracked, head) },
    updates: histories?.told() ?? [],
  };
}

/** What came of a run, for whoever is told. */
interface Written {
  readonly files: readonly string[];
  readonly sealed: Sealed | undefined;
  readonly quiet: boolean;
}

/** Keeps the run, prints the summary and tells monitoring. Resolves to the exit code. */
async function conclude(
  { past, gate, pushes, shown, letters, at }: Run,
  assessment: Assessment,
  { files, sealed, quiet }: Written,
  terminal: Terminal,
): Promise<number> {
  // What could not be sealed is no run of the history.
  const since = past.compare(assessment, shown);
  const findings = findingsAtGate(gate, assessment, since);
  if (!quiet) report(assessment, files, findings, shown, terminal);
  if (!quiet && sealed !== undefined)
    writeLine(terminal.stdout, line`Sealed: number ${sealed.sequence} of its chain, ${sealed.digest}`);
  const file = join(shown, "assessment.json");
  const pushed = await pushes({ assessment, findings, since, file, letters, at: Date.parse(at) }, terminal, quiet);
  return findings.length > 0 ? 1 : pushed ? 0 : 2;
}

async function judge(
  paths: readonly string[],
  setup: AssessmentSetup,
  { out, results, bundle, past, histories }: Run,
  quiet: boolean,
  terminal: Terminal,
): Promise<AssessmentHead> {
  const inputs = expandInputs(paths);
  const progress = await Progress.of(inputs.length, terminal, quiet);
  const watcher: Watcher = {
    begins: () => prepareFolder(out),
    stack: past.see,
    receive: (result) => {
      results.add(result);
      progress.result();
    },
    unusable: (input) => {
      progress.stop();
      bundle?.unusable(input);
      tell(input, quiet, terminal);
    },
    done: () => progress.input(),
    idle: (layer) => {
      progress.stop();
      if (!quiet) warn(`${originText(layer.origin)}: it selects no stack assessed`, terminal);
    },
    warn: (text) => {
      progress.stop();
      warn(text, terminal);
    },
  };
  try {
    const seen = bundle === undefined ? {} : { seen: bundle.seen };
    return await judgeAll(readInputs(inputs, { stdin: terminal.stdin, ...seen }), setup, watcher, histories);
  } finally {
    progress.stop();
  }
}

function warn(text: string, terminal: Terminal): void {
  const colors = palette(terminal.stderr, terminal.env);
  writeLine(terminal.stderr, line`${colors.yellow("warning:")} ${text}`);
}

function warnOfMissing({ file, needs }: ReportPart, terminal: Terminal): void {
  const colors = palette(terminal.stderr, terminal.env);
  if (needs !== undefined) writeLine(terminal.stderr, line`${colors.yellow("not written:")} ${file} needs ${needs}`);
}

function tell(input: UnusableInput | SkippedInput, quiet: boolean, terminal: Terminal): void {
  const colors = palette(terminal.stderr, terminal.env);
  if ("error" in input) writeLine(terminal.stderr, line`${colors.red("not assessed:")} ${input.error.located}`);
  else if (!quiet) writeLine(terminal.stderr, line`${input.path}: ${input.skipped}`);
}

function report(
  head: AssessmentHead,
  files: readonly string[],
  findings: readonly string[],
  out: string,
  terminal: Terminal,
): void {
  const colors = palette(terminal.stdout, terminal.env);
  const lines = [
    ...summaryLines(head, colors),
    line`${colors.bold("Reports")}`,
    ...files.map((file) => line`  ${join(out, file)}`),
    print(""),
    findings.length > 0 ? line`${colors.red("Gate closed:")} ${findings.join(", ")}` : colors.green("Gate open"),
  ];
  for (const one of lines) writeLine(terminal.stdout, one);
}
