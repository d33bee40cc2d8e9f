import type { Command } from "commander";
import {
  CONFIG_HELP,
  date,
  type LayerOptions,
  list,
  PARAMETERS_HELP,
  paths,
  type Run,
  TAG_HELP,
  tags,
} from "../options.js";

export interface ExplainOptions extends LayerOptions {
  readonly stack?: string;
  readonly project?: string;
  readonly organization?: string;
  readonly profile?: readonly string[];
  readonly parameters?: string;
  /** Stack file or assessment.json. */
  readonly in?: string;
  readonly exceptions?: readonly string[];
  readonly date?: string;
  readonly json?: boolean;
}

export function addExplain(program: Command, chosen: (run: Run) => void): void {
  program
    .command("explain")
    .description(
      "what a rule is set to for a stack: each value, the file and line it comes from, and what it overrode; with a URN what it says of that resource, which exception matched and why, and which controls it speaks to",
    )
    .argument("<words...>", "rule id; a URN before it for one resource")
    .option("--in <file>", "with a URN: the stack's export, checkpoint or preview, or an assessment.json")
    .option("--exceptions <file>", "with a URN and a stack: YAML file with approved exceptions; may be repeated", paths)
    .option("--date <date>", "the day on which exceptions are judged (default: today in UTC)", date)
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
  $ konductor explain aws-s3-mfa-delete --stack prod --tag konductor:environment=production --json
  $ konductor explain urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets aws-s3-versioning --in report/assessment.json
  $ konductor explain urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets aws-s3-versioning --in prod.json --exceptions exceptions.yaml`,
    )
    .action((words: string[], options: ExplainOptions) =>
      chosen(async (terminal) => (await import("../explain.js")).explain(words, options, terminal)),
    );
}
