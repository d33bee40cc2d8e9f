import type { Command } from "commander";
import { formats } from "../../../reports/formats.generated.js";
import type { BundleOptions } from "../bundle.js";
import { DEFAULT_GATE, type Gate } from "../gate.js";
import {
  CONFIG_HELP,
  date,
  EXIT_CODES,
  gate,
  instant,
  type LayerOptions,
  list,
  PARAMETERS_HELP,
  paths,
  positive,
  type Run,
  TAG_HELP,
  TARGETS_HELP,
  tags,
} from "../options.js";
import { PROVENANCE_KEYS } from "../provenance.js";

export interface AssessOptions extends LayerOptions, BundleOptions {
  readonly profile?: readonly string[];
  readonly out?: string;
  readonly format?: readonly string[];
  readonly failOn?: Gate;
  readonly parameters?: string;
  readonly exceptions?: readonly string[];
  readonly attestations?: readonly string[];
  readonly system?: string;
  /** `YYYY-MM-DD`, the day in UTC. */
  readonly date?: string;
  /** RFC 3339 in UTC. */
  readonly at?: string;
  readonly provenance?: readonly string[];
  readonly updates?: readonly string[];
  /** How many results of each rule to draw. */
  readonly sample?: number;
  readonly sampleSeed?: string;
  readonly history?: string;
  readonly baseline?: string;
  readonly push?: readonly string[];
  readonly quiet?: boolean;
}

export function addAssess(program: Command, chosen: (run: Run) => void): void {
  program
    .command("assess")
    .description("judge stacks and write assessment.json and the reports made from it")
    .argument(
      "<inputs...>",
      "stack exports, checkpoints, `pulumi preview --json` output (gzip too); folders, globs; - for standard input",
    )
    .optionsGroup("Judgement:")
    .option(
      "-p, --profile <ids>",
      "profiles, or files that hold one; comma list or repeated (default: fisma-moderate)",
      list,
    )
    .option("--config <file>", CONFIG_HELP, paths)
    .option("--tag <key=value>", TAG_HELP, tags)
    .option("--parameters <file>", PARAMETERS_HELP)
    .option("--exceptions <file>", "YAML file with approved exceptions; may be repeated", paths)
    .option(
      "--attestations <file>",
      "YAML file with attestations of what no rule can show, and what is inherited; may be repeated",
      paths,
    )
    .option("--system <file>", "YAML file with what no stack tells of the system, for --format fedramp")
    .option(
      "--date <date>",
      "the day on which exceptions and attestations are judged (default: that of --at, or today in UTC)",
      date,
    )
    .optionsGroup("Reports:")
    .option("-o, --out <folder>", "folder for the reports; it is made if need be")
    .option(
      "-f, --format <names>",
      `reports beside assessment.json: ${Object.keys(formats).join(", ")}; json alone for none (default: html, markdown)`,
      list,
    )
    .option("--sample <number>", "draw so many results of each rule at random, for an auditor to look at", positive)
    .option("--sample-seed <text>", "what decides which are drawn: the same text draws the same again")
    .option("-q, --quiet", "print nothing but errors")
    .optionsGroup("Gate and history:")
    .option(
      "--fail-on <conditions>",
      "what ends the run with exit code 1: a comma list of critical, high, medium, low (failures of that severity or above), any (every failure), error, undetermined, not-assessed, expired-exception, refused-exception (breaks the policy on exceptions), any-exception (every finding about exceptions), expired-attestation, any-attestation (every finding about attestations), or none",
      gate,
    )
    .option(
      "--baseline <path>",
      "a run to compare with, for --fail-on new,worse: its file, or a folder of runs, for the last",
    )
    .option("--history <folder>", "keep this run in a folder of runs, for `konductor history`")
    .optionsGroup("Who and when:")
    .option(
      "--at <time>",
      "when it was assessed, as RFC 3339 writes it, or now: told in the reports, dates the run in a history, and its day is that of --date",
      instant,
    )
    .option(
      "--provenance <source>",
      `tell who assesses, of which commit, in which build: ci for what the variables of CI say, or one of ${PROVENANCE_KEYS.join(", ")} as KEY=VALUE; may be repeated`,
      paths,
    )
    .option(
      "--updates <stack=file>",
      "tell of a stack's updates what `pulumi stack history --json --page-size 0` wrote: a file for each stack, one file where one stack is assessed, or pulumi to ask the command; may be repeated",
      paths,
    )
    .optionsGroup("Sealed bundle:")
    .option("--bundle <folder>", "seal reports, inputs without their secrets, and all they rest on into a new folder")
    .option(
      "--key <file>",
      "Ed25519 private key in PEM that signs the bundle (default: KONDUCTOR_SIGNING_KEY, its text)",
    )
    .option("--previous <folder>", "the bundle that the new one follows in its chain")
    .optionsGroup("Monitoring:")
    .option("--push <target>", `tell monitoring of the outcome: ${TARGETS_HELP} (see \`konductor push\`)`, paths)
    .addHelpText(
      "after",
      `
Without --fail-on it is ${DEFAULT_GATE}: any failure, any rule error, any input that could not be assessed.
A failure under an active exception does not count; it stays a failure in every report.
Where --push could not tell a target, the exit code is 2 if it would be 0; the reports are written.

Examples:
  $ konductor assess stack.json --out report
  $ pulumi stack export | konductor assess - --profile fisma-moderate,iso-27001-2022 --out report
  $ konductor assess exports/ 'more/**/*.json.gz' --out report --format json --fail-on critical,error
  $ konductor assess preview.json --parameters parameters.yaml --out report --quiet
  $ konductor assess prod.json --config konductor.yaml --tag konductor:environment=production --out report
  $ konductor assess stack.json --exceptions exceptions.yaml --date 2026-03-31 --out report
  $ konductor assess prod.json --bundle evidence/2026-03 --previous evidence/2026-02 --key signer.pem
  $ konductor assess stack.json --attestations attestations.yaml --system system.yaml --out report --format fedramp
  $ konductor assess stack.json --attestations attestations.yaml --fail-on any,error,expired-attestation --out report
  $ konductor assess stack.json --at now --provenance ci --updates updates.json --out report
${EXIT_CODES}`,
    )
    .action((inputs: string[], options: AssessOptions) =>
      chosen(async (terminal) => (await import("../assess.js")).runAssess(inputs, options, terminal)),
    );
}
