import { Command, InvalidArgumentError } from "commander";
import { version } from "../../package.json";
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

/** Repeated options that take a path, in which a comma may stand. */
function paths(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** `KEY=VALUE`, repeated. */
function tags(value: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, key, text] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (key === undefined || text === undefined) throw new InvalidArgumentError("expected KEY=VALUE.");
  if (Object.hasOwn(previous, key) && previous[key] !== text)
    throw new InvalidArgumentError(`the tag ${key} has two values.`);
  return Object.fromEntries([...Object.entries(previous), [key, text]]);
}

function gate(value: string): Gate {
  try {
    return parseGate(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** What chooses layers of configuration, for every command that uses them. */
export interface LayerOptions {
  readonly config?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
}

export interface AssessOptions extends LayerOptions {
  readonly profile?: readonly string[];
  readonly out: string;
  readonly format?: readonly string[];
  readonly failOn?: Gate;
  readonly parameters?: string;
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
    // So that --version after a command is the command's own.
    .enablePositionalOptions()
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
  addRules(program, chosen);
  addControls(program, chosen);
  addExplain(program, chosen);
  addPack(program, chosen);
  return program;
}

const CONFIG_HELP =
  "konductor.yaml or its like: layers of levels and parameters; repeatable (default: the files that KONDUCTOR_CONFIG names)";
const TAG_HELP = "stack tag that layers are chosen by, as konductor:environment=production; repeatable";
const PARAMETERS_HELP =
  "YAML file with values for rule parameters: over the defaults and the values of profiles, under the layers of --config";

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
      "what ends the run with exit code 1: a comma list of critical, high, medium, low (failures of that severity or above), any (every failure), error, undetermined, not-assessed, or none",
      gate,
    )
    .option("--config <file>", CONFIG_HELP, paths)
    .option("--tag <key=value>", TAG_HELP, tags)
    .option("--parameters <file>", PARAMETERS_HELP)
    .option("-q, --quiet", "print nothing but errors")
    .addHelpText(
      "after",
      `
Without --fail-on it is ${DEFAULT_GATE}: any failure, any rule error, any input that could not be assessed.

Examples:
  $ konductor assess stack.json --out report
  $ pulumi stack export | konductor assess - --profile fisma-moderate,iso-27001-2022 --out report
  $ konductor assess exports/ 'more/**/*.json.gz' --out report --format json --fail-on critical,error
  $ konductor assess preview.json --parameters parameters.yaml --out report --quiet
  $ konductor assess prod.json --config konductor.yaml --tag konductor:environment=production --out report
${EXIT_CODES}`,
    )
    .action((inputs: string[], options: AssessOptions) =>
      chosen(async (terminal) => (await import("./assess.js")).runAssess(inputs, options, terminal)),
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

export interface ExplainOptions extends LayerOptions {
  readonly stack?: string;
  readonly project?: string;
  readonly organization?: string;
  readonly profile?: readonly string[];
  readonly parameters?: string;
  readonly json?: boolean;
}

function addExplain(program: Command, chosen: (run: Run) => void): void {
  program
    .command("explain")
    .description("what a rule is set to for a stack: each value, the file and line it comes from, and what it overrode")
    .argument("<words...>", "rule id")
    .option("--stack <name>", "the stack: prod, or acme/shop/prod")
    .option("--project <name>", "its project")
    .option("--organization <name>", "its organization")
    .option("--config <file>", CONFIG_HELP, paths)
    .option("--tag <key=value>", TAG_HELP, tags)
    .option(
      "-p, --profile <ids>",
      "profiles whose values count, or files; comma list or repeated (default: fisma-moderate)",
      list,
    )
    .option("--parameters <file>", PARAMETERS_HELP)
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ konductor explain aws-kms-deletion-window --config konductor.yaml --stack acme/shop/prod
  $ konductor explain aws-s3-mfa-delete --stack prod --tag konductor:environment=production --json`,
    )
    .action((words: string[], options: ExplainOptions) =>
      chosen(async (terminal) => (await import("./explain.js")).explain(words, options, terminal)),
    );
}

export interface PackOptions {
  readonly out: string;
  readonly rules?: readonly string[];
  readonly exclude?: readonly string[];
  readonly name?: string;
  readonly version?: string;
}

function addPack(program: Command, chosen: (run: Run) => void): void {
  const pack = program.command("pack").description("policy packs for `pulumi preview` and `pulumi policy publish`");
  pack
    .command("build")
    .description("write a folder that holds the rules of a profile as a policy pack, and print the digest of its files")
    .argument("<profile>", "profile, a file that holds one, or everything: every rule")
    .requiredOption(
      "-o, --out <folder>",
      "folder for the pack; it is made if need be, and an earlier pack in it replaced",
    )
    .option("--rules <globs>", "only the rules whose ids match; comma list or repeated", list)
    .option("--exclude <globs>", "not the rules whose ids match; comma list or repeated", list)
    .option("--name <name>", "name of the pack (default: konductor- and the profile)")
    .option("--version <version>", `version of the pack (default: ${version}, that of konductor)`)
    .addHelpText(
      "after",
      `
The same inputs give the same bytes, and so the same digest.

Examples:
  $ konductor pack build fisma-moderate --out packs/fisma
  $ konductor pack build nist-800-53-r5-high --rules 'aws-*' --exclude aws-s3-mfa-delete --out aws-high
  $ konductor pack build profiles/ours.yaml --name ours --version 2.1.0 --out ours
  $ cd packs/fisma && npm install && pulumi preview --policy-pack . --cwd ~/program`,
    )
    .action((profile: string, options: PackOptions) =>
      chosen(async (terminal) => (await import("./pack.js")).buildPack(profile, options, terminal)),
    );
}
