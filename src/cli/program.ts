import { Command, InvalidArgumentError, Option } from "commander";
import { version } from "../../package.json";
import { DEVIATIONS, dayOf, isDay } from "../model/index.js";
import { DEFAULT_GATE, type Gate, parseGate } from "./gate.js";
import { escapeControls, type Terminal } from "./terminal.js";

const EXIT_CODES = `
Exit codes:
  0  clean: nothing found that --fail-on names
  1  findings at the gate
  2  usage or bad input; no report is written
  3  internal error; no report is written`;

/** Comma lists and repeated options alike. */
function list(value: string, previous: readonly string[] = []): readonly string[] {
  const words = value.split(",").map((word) => word.trim());
  if (words.includes("")) throw new InvalidArgumentError("expected ids with commas between them.");
  return [...new Set([...previous, ...words])];
}

function gate(value: string): Gate {
  try {
    return parseGate(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Repeated options: a path may hold a comma. */
function paths(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** The day in UTC. */
function date(value: string): string {
  const day = dayOf(value);
  if (day === undefined)
    throw new InvalidArgumentError("expected a day as YYYY-MM-DD, or a time as RFC 3339 writes it.");
  return day;
}

function day(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError("expected a day of the calendar as YYYY-MM-DD.");
  return value;
}

export interface AssessOptions {
  readonly profile?: readonly string[];
  readonly out: string;
  readonly format?: readonly string[];
  readonly failOn?: Gate;
  readonly parameters?: string;
  readonly exceptions?: readonly string[];
  /** `YYYY-MM-DD`, the day in UTC. */
  readonly date?: string;
  readonly quiet?: boolean;
}

/** Runs one command; each is loaded when it is called, so that a short one starts fast. Resolves to the exit code. */
export type Run = (terminal: Terminal) => Promise<number>;

/** The command line, with what each command does put into `chosen` for the caller to run. */
export function buildProgram(terminal: Terminal, chosen: (run: Run) => void): Command {
  const program = new Command("konductor")
    .description("Control catalogues mapped to resource rules: judges Pulumi stacks and makes an auditor's report.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(text.split("\n").map(escapeControls).join("\n")),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for the options and examples)")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi stack export --stack prod > prod.json
  $ konductor assess prod.json --profile fisma-moderate --out report
  $ konductor controls show AC-2
  $ konductor rules show aws-s3-public-access-block
${EXIT_CODES}`,
    );
  addAssess(program, chosen);
  addExcept(program, chosen);
  addRules(program, chosen);
  addControls(program, chosen);
  return program;
}

function addAssess(program: Command, chosen: (run: Run) => void): void {
  program
    .command("assess")
    .description("judge stacks and write assessment.json and the reports made from it")
    .argument(
      "<inputs...>",
      "stack exports, checkpoints, `pulumi preview --json` output (gzip too); folders, globs; - for standard input",
    )
    .option(
      "-p, --profile <ids>",
      "profiles, or files that hold one; comma list or repeated (default: fisma-moderate)",
      list,
    )
    .requiredOption("-o, --out <folder>", "folder for the reports; it is made if need be")
    .option(
      "-f, --format <names>",
      "reports beside assessment.json: html, md; json alone for none (default: all)",
      list,
    )
    .option(
      "--fail-on <conditions>",
      "what ends the run with exit code 1: a comma list of critical, high, medium, low (failures of that severity or above), any (every failure), error, undetermined, not-assessed, expired-exception, refused-exception (breaks the policy on exceptions), any-exception (every finding about exceptions), or none",
      gate,
    )
    .option("--parameters <file>", "YAML file with values for rule parameters")
    .option("--exceptions <file>", "YAML file with approved exceptions; may be repeated", paths)
    .option("--date <date>", "the day on which exceptions are judged (default: today in UTC)", date)
    .option("-q, --quiet", "print nothing but errors")
    .addHelpText(
      "after",
      `
Without --fail-on it is ${DEFAULT_GATE}: any failure, any rule error, any input that could not be assessed.
A failure under an active exception does not count; it stays a failure in every report.

Examples:
  $ konductor assess stack.json --out report
  $ pulumi stack export | konductor assess - --profile fisma-moderate,iso-27001-2022 --out report
  $ konductor assess exports/ 'more/**/*.json.gz' --out report --format json --fail-on critical,error
  $ konductor assess preview.json --parameters parameters.yaml --out report --quiet
  $ konductor assess stack.json --exceptions exceptions.yaml --date 2026-03-31 --out report
${EXIT_CODES}`,
    )
    .action((inputs: string[], options: AssessOptions) =>
      chosen(async (terminal) => (await import("./assess.js")).runAssess(inputs, options, terminal)),
    );
}

export interface ExceptOptions {
  readonly file: string;
  readonly id?: string;
  readonly reason: string;
  readonly deviation: (typeof DEVIATIONS)[number];
  readonly ticket?: string;
  readonly compensatingControl?: string;
  readonly requestedBy: string;
  readonly approvedBy?: string;
  readonly approvedOn?: string;
  readonly expires: string;
}

function addExcept(program: Command, chosen: (run: Run) => void): void {
  program
    .command("except")
    .description("write the request for an exception into an exceptions file; it grants nothing until it is approved")
    .argument("<urn>", "URN of the resource")
    .argument("<rules>", "rule ids or globs over them; comma list", list)
    .option("--file <file>", "exceptions file; it is made if need be", "exceptions.yaml")
    .option("--id <id>", "id of the exception (default: the next of EX-1, EX-2 and so on)")
    .requiredOption("--reason <text>", "why the failure is to be accepted")
    .addOption(new Option("--deviation <kind>", "what it is").choices(DEVIATIONS).default("risk-adjustment"))
    .option("--ticket <text>", "where it is tracked")
    .option("--compensating-control <text>", "what lowers the risk meanwhile")
    .requiredOption("--requested-by <who>", "who asks for it")
    .option("--approved-by <who>", "who approved it: somebody else")
    .option("--approved-on <day>", "the day of the approval, YYYY-MM-DD", day)
    .requiredOption("--expires <day>", "the last day on which it holds, YYYY-MM-DD", day)
    .addHelpText(
      "after",
      `
Example:
  $ konductor except 'urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets' aws-s3-access-logging \\
      --file exceptions.yaml --reason 'The assets are public' --requested-by team-shop --expires 2026-06-30`,
    )
    .action((urn: string, rules: readonly string[], options: ExceptOptions) =>
      chosen(async (terminal) => (await import("./except.js")).runExcept(urn, rules, options, terminal)),
    );
}

function addRules(program: Command, chosen: (run: Run) => void): void {
  const rules = program.command("rules").description("the rules: what each looks at and why");
  rules
    .command("list")
    .description("all rules: id, severity, title")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExamples:\n  $ konductor rules list\n  $ konductor rules list --json | jq -r '.[].id'")
    .action((options: { json?: boolean }) =>
      chosen(async (terminal) => (await import("./rules.js")).listRules(options, terminal)),
    );
  rules
    .command("show")
    .description("one rule: why it matters, how to mend it, what it does not see, which controls it speaks to")
    .argument("<id>", "rule id")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ konductor rules show aws-kms-rotation\n  $ konductor rules show aws-kms-rotation --json",
    )
    .action((id: string, options: { json?: boolean }) =>
      chosen(async (terminal) => (await import("./rules.js")).showRule(id, options, terminal)),
    );
}

export interface ControlOptions {
  readonly profile?: readonly string[];
  readonly catalog?: string;
  readonly json?: boolean;
}

function addControls(program: Command, chosen: (run: Run) => void): void {
  const controls = program.command("controls").description("the control catalogues and their profiles");
  controls
    .command("list")
    .description("the controls of profiles, or of all of them: who can show each, and how many rules speak to it")
    .option("-p, --profile <ids>", "profiles; comma list or repeated (default: a list of the profiles)", list)
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ konductor controls list\n  $ konductor controls list --profile fisma-moderate\n  $ konductor controls list --profile iso-27001-2022 --json",
    )
    .action((options: ControlOptions) =>
      chosen(async (terminal) => (await import("./controls.js")).listControls(options, terminal)),
    );
  controls
    .command("show")
    .description("one control: disposition and reason, rules, parameters, crosswalk, prose if imported")
    .argument("<id>", "control id: AC-2, AC-2(3), ac-2.3, A.8.24")
    .option("-p, --profile <ids>", "as this profile has it", list)
    .option("-c, --catalog <id>", "of this catalogue, where several have the id")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ konductor controls show AC-2\n  $ konductor controls show 'SC-28(1)' --profile fisma-moderate\n  $ konductor controls show A.8.24 --json",
    )
    .action((id: string, options: ControlOptions) =>
      chosen(async (terminal) => (await import("./controls.js")).showControl(id, options, terminal)),
    );
  controls
    .command("import")
    .description("take in the official text of a catalogue, for reports and `controls show`")
    .argument("<file>", "OSCAL catalogue in JSON, for example NIST_SP-800-53_rev5_catalog.json")
    .addHelpText("after", "\nExample:\n  $ konductor controls import NIST_SP-800-53_rev5_catalog.json")
    .action((file: string) => chosen(async (terminal) => (await import("./import.js")).importFile(file, terminal)));
}
