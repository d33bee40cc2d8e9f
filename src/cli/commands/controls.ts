import type { Command } from "commander";
import { list, type Run } from "../options.js";

export interface ControlOptions {
  readonly profile?: readonly string[];
  readonly catalog?: string;
  readonly json?: boolean;
}

export interface ExportOptions {
  readonly out: string;
}

export function addControls(program: Command, chosen: (run: Run) => void): void {
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
      chosen(async (terminal) => (await import("../controls.js")).listControls(options, terminal)),
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
      chosen(async (terminal) => (await import("../controls.js")).showControl(id, options, terminal)),
    );
  controls
    .command("import")
    .description("take in the official text of a catalogue, for reports and `controls show`")
    .argument("<file>", "OSCAL catalogue in JSON, for example NIST_SP-800-53_rev5_catalog.json")
    .addHelpText("after", "\nExample:\n  $ konductor controls import NIST_SP-800-53_rev5_catalog.json")
    .action((file: string) => chosen(async (terminal) => (await import("../import.js")).importFile(file, terminal)));
  controls
    .command("export")
    .description("catalogues and profiles as OSCAL 1.2.1; the text of a control where it was imported")
    .argument("<ids...>", "catalogues, profiles, or files that hold a profile")
    .requiredOption("-o, --out <folder>", "folder for the documents; it is made if need be")
    .addHelpText(
      "after",
      "\nExamples:\n  $ konductor controls export fisma-moderate --out oscal\n  $ konductor controls export nist-800-53-r5 iso-27001-2022 --out oscal",
    )
    .action((ids: string[], options: ExportOptions) =>
      chosen(async (terminal) => (await import("../export.js")).exportControls(ids, options, terminal)),
    );
}
