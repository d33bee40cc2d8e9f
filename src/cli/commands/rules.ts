import type { Command } from "commander";
import type { Run } from "../options.js";

export function addRules(program: Command, chosen: (run: Run) => void): void {
  const rules = program.command("rules").description("the rules: what each looks at and why");
  rules
    .command("list")
    .description("all rules: id, severity, title")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExamples:\n  $ konductor rules list\n  $ konductor rules list --json | jq -r '.[].id'")
    .action((options: { json?: boolean }) =>
      chosen(async (terminal) => (await import("../rules.js")).listRules(options, terminal)),
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
      chosen(async (terminal) => (await import("../rules.js")).showRule(id, options, terminal)),
    );
}
