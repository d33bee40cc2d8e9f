import type { Command } from "commander";
import type { Run } from "../options.js";

export interface OscalLintOptions {
  readonly json?: boolean;
}

export function addOscal(program: Command, chosen: (run: Run) => void): void {
  const oscal = program.command("oscal").description("documents of NIST's OSCAL, in JSON");
  oscal
    .command("lint")
    .description("what their JSON Schema lets pass: dangling references, strange ids, findings without a risk")
    .argument("<files...>", "OSCAL documents in JSON, any model; what belongs together is given together")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ konductor oscal lint out/oscal-*.json
  $ konductor oscal lint assessment-results.json --json

Exit codes:
  0  nothing found
  1  something found
  2  a file that cannot be read, or is no OSCAL document
  3  internal error`,
    )
    .action((files: readonly string[], options: OscalLintOptions) =>
      chosen(async (terminal) => (await import("../oscal.js")).lintFiles(files, options, terminal)),
    );
}
