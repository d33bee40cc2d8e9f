import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { allRules } from "../../packs/rules.js";
import { tagsIn } from "../../packs/tags.js";
import { type CompiledData, fileDigests, frameworkDigests, openData } from "../data/compiled.js";
import { effectiveParameters } from "../data/parameters.js";
import { AssessmentRun, type AssessmentSetup } from "../engine/index.js";
import { buildGraph } from "../graph/index.js";
import { expandInputs, readInputs, type SkippedInput, type UnusableInput } from "../inputs/index.js";
import {
  type Assessment,
  type AssessmentHead,
  InputError,
  type Layer,
  type ReportPart,
  type Result,
  toDay,
} from "../model/index.js";
import { originText } from "../model/present.js";
import type { AssessOptions } from "./commands/assess.js";
import { chooseFormats, loadFormats } from "./formats.js";
import { DEFAULT_GATE, findingsAtGate, parseGate } from "./gate.js";
import { layerArguments, openLayers } from "./layers.js";
import { chooseProfiles, DEFAULT_PROFILE } from "./library.js";
import { openPast } from "./past.js";
import { Progress } from "./progress.js";
import { ResultsFile } from "./results-file.js";
import { summaryLines } from "./summary.js";
import { line, palette, print, type Terminal, writeLine } from "./terminal.js";
import { programDigest, tool } from "./tool.js";
import { assessmentJson, prepareFolder, type ReportFile, writeReports } from "./write.js";

/** `konductor assess`: judges the inputs, writes the reports, prints the summary. Resolves to the exit code. */
export async function runAssess(paths: readonly string[], options: AssessOptions, terminal: Terminal): Promise<number> {
  const formats = chooseFormats(options.format);
  if (existsSync(options.out) && !statSync(options.out).isDirectory())
    throw new InputError("is a file; --out takes a folder for the reports", { file: options.out });
  const gate = options.failOn ?? parseGate(DEFAULT_GATE);
  const past = openPast(options, gate);
  const setup = await prepare(paths, options, terminal.env);
  const quiet = options.quiet === true;
  if (options.profile === undefined && !quiet)
    writeLine(terminal.stderr, line`No --profile given: assessing against ${DEFAULT_PROFILE}.`);
  const results = new ResultsFile(join(options.out, `.results.${process.pid}.tmp`));
  try {
    const head = await judgeAll(paths, setup, options, results, terminal);
    const files = await writeAll({ ...head, results }, formats, options.out);
    const since = past.compare({ ...head, results }, options.out);
    const findings = findingsAtGate(gate, head, since);
    if (!quiet) report(head, files, findings, options.out, terminal);
    return findings.length > 0 ? 1 : 0;
  } finally {
    results.remove();
  }
}

/** Loads and checks everything that does not depend on the inputs, so that a slip costs no run. */
async function prepare(
  paths: readonly string[],
  options: AssessOptions,
  env: Terminal["env"],
): Promise<AssessmentSetup> {
  const rules = allRules();
  const data = openData();
  const asked = options.profile ?? [DEFAULT_PROFILE];
  const chosen = await chooseProfiles(data, asked);
  const file =
    options.parameters === undefined
      ? undefined
      : (await import("../data/parameters-file.js")).readParametersFile(options.parameters, rules);
  const today = options.date ?? (toDay(Date.now()) as string);
  const exceptions = await exceptionsOf(options, rules, today);
  const attestations = await attestationsOf(options, data, today);
  const { values, origins } = effectiveParameters(rules, chosen.frameworks, chosen.profiles, file);
  const layers = await openLayers(options, env, data, rules);
  const { readProse } = await import("../data/prose.js");
  const prose = chosen.frameworks.map(({ catalog }) => readProse(catalog.id)).filter((one) => one !== undefined);
  return {
    tool,
    frameworks: chosen.frameworks,
    profiles: chosen.profiles,
    rules,
    values,
    parameters: {
      arguments: [
        "assess",
        ...paths,
        ...asked.flatMap((id) => ["--profile", id]),
        ...parameterArguments(options, (exceptions ?? attestations)?.today),
        ...layerArguments(options, env),
      ],
      rules: origins,
      digests: {
        ...programDigest(),
        ...frameworkDigests(chosen.frameworks),
        ...chosen.digests,
        ...(file === undefined ? {} : { parameters: file.digest }),
        ...fileDigests("config", layers?.config.digests),
        ...fileDigests("exceptions", exceptions?.set.digests),
        ...fileDigests("attestations", attestations?.set.digests),
        ...Object.fromEntries(prose.map((one) => [`prose ${one.catalog}`, one.digest])),
      },
    },
    ...(layers === undefined ? {} : { layers }),
    crosswalks: data.crosswalks(),
    prose,
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(attestations === undefined ? {} : { attestations }),
  };
}

/** The exceptions that were asked for, and the day on which they are judged: the only thing that the clock decides. */
async function exceptionsOf({ exceptions }: AssessOptions, rules: AssessmentSetup["rules"], today: string) {
  if (exceptions === undefined) return undefined;
  const { loadExceptions } = await import("../data/exceptions.js");
  return { set: loadExceptions(exceptions, rules), today, tagsOf: tagsIn };
}

/** The attestations that were asked for, judged on the same day. They may speak of catalogues that are not assessed. */
async function attestationsOf({ attestations }: AssessOptions, data: CompiledData, today: string) {
  if (attestations === undefined) return undefined;
  const { loadAttestations } = await import("../data/attestations.js");
  return { set: loadAttestations(attestations, data.frameworks()), today };
}

/** The date is told even when it was not given, so that the command line makes the same assessment on another day. */
function parameterArguments(
  { parameters, exceptions = [], attestations = [] }: AssessOptions,
  date: string | undefined,
): string[] {
  return [
    ...(parameters === undefined ? [] : ["--parameters", parameters]),
    ...exceptions.flatMap((file) => ["--exceptions", file]),
    ...attestations.flatMap((file) => ["--attestations", file]),
    ...(date === undefined ? [] : ["--date", date]),
  ];
}

/**
 * Judges each input in turn and lets go of it. One that is bad is recorded and told; when all are, nothing is assessed.
 * @throws InputError when no input could be assessed
 */
async function judgeAll(
  paths: readonly string[],
  setup: AssessmentSetup,
  options: AssessOptions,
  results: ResultsFile,
  terminal: Terminal,
): Promise<AssessmentHead> {
  const quiet = options.quiet === true;
  const files = expandInputs(paths);
  const run = new AssessmentRun(setup);
  const progress = await Progress.of(files.length, terminal, quiet);
  const receive = (result: Result) => {
    results.add(result);
    progress.result();
  };
  let assessed = 0;
  for await (const input of readInputs(files, { stdin: terminal.stdin })) {
    if ("read" in input) {
      // Layers that disagree stop the run before there is a folder.
      run.prepare(input.read.stack);
      if (assessed++ === 0) prepareFolder(options.out);
      run.add(input, input.read, buildGraph(input.read.stack), receive);
    } else {
      progress.stop();
      tell(input, quiet, terminal);
      if ("error" in input) run.reject({ path: input.path, digest: input.digest ?? "" }, input.error.located);
      else run.skip(input.path, input.skipped);
    }
    progress.input();
  }
  progress.stop();
  if (assessed === 0) throw new InputError("no input could be assessed, so no report was written");
  if (!quiet) for (const layer of run.idleLayers) warnOfIdle(layer, terminal);
  return run.finish();
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
