import { type Command, Option } from "commander";
import { DEVIATIONS } from "../../model/index.js";
import { day, list, type Run } from "../options.js";

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

export function addExcept(program: Command, chosen: (run: Run) => void): void {
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
      chosen(async (terminal) => (await import("../except.js")).runExcept(urn, rules, options, terminal)),
    );
}
