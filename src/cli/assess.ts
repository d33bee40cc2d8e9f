import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { openData } from "../data/compiled.js";
import { DISK } from "../data/files.js";
import type { AssessmentSetup } from "../engine/index.js";
import { digestOf } from "../evidence/bundle/check.js";
import { REPORTS } from "../evidence/bundle/manifest.js";
import { withSamples } from "../evidence/sample.js";
import { trackedStacks } from "../evidence/tracker.js";
import { expandInputs, readInputs, type SkippedInput, type UnusableInput } from "../inputs/index.js";
import { type AssessmentHead, InputError, type ReportPart } from "../model/index.js";
import { originText } from "../model/present.js";
import { type Bundle, openBundle } from "./bundle.js";
import type { AssessOptions } from "./commands/assess.js";
import { chooseFormats } from "./formats.js";
import { DEFAULT_GATE, findingsAtGate, parseGate } from "./gate.js";
import { type Histories, openHistories } from "./histories.js";
import { judgeAll, type Watcher } from "./judge.js";
import { DEFAULT_PROFILE } from "./library.js";
import { openPast, type Past } from "./past.js";
import { Progress } from "./progress.js";
import { openPushes } from "./pushes.js";
import { ResultsFile } from "./results-file.js";
import { prepare, setupChoice } from "./setup.js";
import { summaryLines } from "./summary.js";
import { line, palette, print, type Terminal, writeLine } from "./terminal.js";
import { prepareFolder, renderReports } from "./write.js";

/** `konductor assess`: judges the inputs, writes the reports, prints the summary. Resolves to the exit code. */
export async function runAssess(paths: readonly string[], options: AssessOptions, terminal: Terminal): Promise<number> {
  const formats = chooseFormats(options.format);
  const asked = options.out ?? options.bundle;
  if (asked === undefined)
    throw new InputError("--out takes a folder for the reports, --bundle one for a sealed bundle");
  if (options.out !== undefined && existsSync(options.out) && !statSync(options.out).isDirectory())
    throw new InputError("is a file; --out takes a folder for the reports", { file: options.out });
  const gate = options.failOn ?? parseGate(DEFAULT_GATE);
  const now = new Date();
  const past = openPast(options, gate, now.toISOString());
  const pushes = await openPushes(options.push, terminal.env);
  const choice = setupChoice(options, terminal.env, now, past.tracked);
  const bundle = openBundle(options, terminal.env);
  const out = options.out ?? bundle?.reports ?? asked;
  const results = new ResultsFile(
    options.out === undefined ? `${out}.results` : join(out, `.results.${process.pid}.tmp`),
  );
  try {
    const setup = await prepare(paths, choice, bundle?.files ?? DISK, bundle?.data ?? openData());
    if (options.profile === undefined && options.quiet !== true)
      writeLine(terminal.stderr, line`No --profile given: assessing against ${DEFAULT_PROFILE}.`);
    const histories = choice.updates && openHistories(choice.updates, terminal.env);
    const judged = await judge(paths, setup, { out, results, bundle, past, histories }, options, terminal);
    const head = withSamples(judged, results);
    const files = await renderReports({ ...head, results }, formats, out, (part) => {
      if (options.quiet !== true) warnOfMissing(part, terminal);
    });
    const { tracked } = past;
    const needed = tracked === undefined ? choice : { ...choice, tracked: trackedStacks(tracked, head) };
    const updates = histories?.told() ?? [];
    const manifest = await bundle?.seal({ paths, choice: needed, formats, files, out, results, updates });
    const shown = options.out ?? join(asked, REPORTS);
    // What could not be sealed is no run of the history.
    const since = past.compare({ ...head, results }, shown);
    const findings = findingsAtGate(gate, head, since);
    const quiet = options.quiet === true;
    if (!quiet) report(head, files, findings, shown, terminal);
    if (!quiet && manifest !== undefined)
      writeLine(terminal.stdout, line`Sealed: number ${manifest.sequence} of its chain, ${digestOf(manifest)}`);
    // A bundle is sealed: what nobody takes is left beside it.
    const told = {
      file: join(shown, "assessment.json"),
      letters: options.out ?? dirname(asked),
      at: Date.parse(choice.at ?? now.toISOString()),
    };
    const pushed = await pushes({ assessment: { ...head, results }, findings, since, ...told }, terminal, quiet);
    return findings.length > 0 ? 1 : pushed ? 0 : 2;
  } finally {
    results.remove();
    bundle?.discard();
  }
}

/** Where a run's results go, and what is told beside them. */
interface Receivers {
  readonly out: string;
  readonly results: ResultsFile;
  readonly bundle: Bundle | undefined;
  readonly past: Past;
  readonly histories: Histories | undefined;
}

async function judge(
  paths: readonly string[],
  setup: AssessmentSetup,
  { out, results, bundle, past, histories }: Receivers,
  { quiet = false }: AssessOptions,
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
