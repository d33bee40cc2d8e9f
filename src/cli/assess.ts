import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openData } from "../data/compiled.js";
import { DISK } from "../data/files.js";
import { expandInputs, readInputs, type SkippedInput, type UnusableInput } from "../inputs/index.js";
import { type Assessment, type AssessmentHead, InputError, type Layer, type ReportPart } from "../model/index.js";
import { originText } from "../model/present.js";
import type { AssessOptions } from "./commands/assess.js";
import { chooseFormats, loadFormats } from "./formats.js";
import { DEFAULT_GATE, findingsAtGate, parseGate } from "./gate.js";
import { judgeAll, type Watcher } from "./judge.js";
import { DEFAULT_PROFILE } from "./library.js";
import { openPast } from "./past.js";
import { Progress } from "./progress.js";
import { ResultsFile } from "./results-file.js";
import { prepare, setupChoice } from "./setup.js";
import { summaryLines } from "./summary.js";
import { line, palette, print, type Terminal, writeLine } from "./terminal.js";
import { assessmentJson, prepareFolder, type ReportFile, writeReports } from "./write.js";

/** `konductor assess`: judges the inputs, writes the reports, prints the summary. Resolves to the exit code. */
export async function runAssess(paths: readonly string[], options: AssessOptions, terminal: Terminal): Promise<number> {
  const formats = chooseFormats(options.format);
  if (existsSync(options.out) && !statSync(options.out).isDirectory())
    throw new InputError("is a file; --out takes a folder for the reports", { file: options.out });
  const gate = options.failOn ?? parseGate(DEFAULT_GATE);
  const past = openPast(options, gate);
  const setup = await prepare(paths, setupChoice(options, terminal.env), DISK, openData());
  const quiet = options.quiet === true;
  if (options.profile === undefined && !quiet)
    writeLine(terminal.stderr, line`No --profile given: assessing against ${DEFAULT_PROFILE}.`);
  const results = new ResultsFile(join(options.out, `.results.${process.pid}.tmp`));
  try {
    const inputs = expandInputs(paths);
    const progress = await Progress.of(inputs.length, terminal, quiet);
    const watcher = watch(options, results, progress, terminal);
    const head = await judgeAll(readInputs(inputs, { stdin: terminal.stdin }), setup, watcher).finally(() =>
      progress.stop(),
    );
    const files = await writeAll({ ...head, results }, formats, options.out);
    const since = past.compare({ ...head, results }, options.out);
    const findings = findingsAtGate(gate, head, since);
    if (!quiet) report(head, files, findings, options.out, terminal);
    return findings.length > 0 ? 1 : 0;
  } finally {
    results.remove();
  }
}

/** Keeps the results, and tells the user how far it is and what cannot be used. */
function watch(options: AssessOptions, results: ResultsFile, progress: Progress, terminal: Terminal): Watcher {
  const quiet = options.quiet === true;
  return {
    begins: () => prepareFolder(options.out),
    receive: (result) => {
      results.add(result);
      progress.result();
    },
    unusable: (input) => {
      progress.stop();
      tell(input, quiet, terminal);
    },
    done: () => progress.input(),
    idle: (layer) => {
      if (quiet) return;
      progress.stop();
      warnOfIdle(layer, terminal);
    },
  };
}

function warnOfIdle({ origin }: Layer, terminal: Terminal): void {
  const colors = palette(terminal.stderr, terminal.env);
  writeLine(terminal.stderr, line`${colors.yellow("warning:")} ${originText(origin)}: it selects no stack assessed`);
}

function tell(input: UnusableInput | SkippedInput, quiet: boolean, terminal: Terminal): void {
  const colors = palette(terminal.stderr, terminal.env);
  if ("error" in input) writeLine(terminal.stderr, line`${colors.red("not assessed:")} ${input.error.located}`);
  else if (!quiet) writeLine(terminal.stderr, line`${input.path}: ${input.skipped}`);
}

/** Writes assessment.json and the reports made from it, all or none. */
async function writeAll(assessment: Assessment, formats: readonly string[], out: string): Promise<readonly string[]> {
  const applies = (part: ReportPart) => part.applies?.(assessment) !== false;
  const files: ReportFile[] = [{ name: "assessment.json", content: assessmentJson(assessment) }];
  const parts = (await loadFormats(formats)).flatMap((format) => [format, ...(format.others ?? [])]);
  const [told, idle] = [parts.filter(applies), parts.filter((part) => !applies(part))];
  for (const part of told) files.push({ name: part.file, content: await part.render(assessment) });
  writeReports(out, files);
  // One of an earlier run would be taken for one of this.
  for (const path of idle.map(({ file }) => join(out, file)))
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path);
  return files.map((file) => file.name);
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
