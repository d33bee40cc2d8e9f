import type { Command } from "commander";
import { CONFIG_HELP, type LayerOptions, list, PARAMETERS_HELP, paths, type Run, TAG_HELP, tags } from "../options.js";

export interface ExplainOptions extends LayerOptions {
  readonly stack?: string;
  readonly project?: string;
  readonly organization?: string;
  readonly profile?: readonly string[];
  readonly parameters?: string;
  readonly json?: boolean;
}

export function addExplain(program: Command, chosen: (run: Run) => void): void {
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
      chosen(async (terminal) => (await import("../explain.js")).explain(words, options, terminal)),
    );
}
