import { type Command, Option } from "commander";
import { ATTESTATION_METHODS, type AttestationMethod } from "../../model/index.js";
import { day, paths, type Run } from "../options.js";

export interface AttestOptions {
  readonly file: string;
  readonly statement?: string;
  readonly owner: string;
  readonly attestedBy: string;
  readonly attestedOn?: string;
  readonly validFor: string;
  readonly method: AttestationMethod;
  readonly evidence?: readonly string[];
}

export function addAttest(program: Command, chosen: (run: Run) => void): void {
  program
    .command("attest")
    .description("write into an attestations file that a control is met which no rule can show")
    .argument("<control>", "control id, as catalogue/id where several catalogues have it")
    .option("--file <file>", "attestations file; it is made if need be", "attestations.yaml")
    .option("--statement <text>", "what is attested, in words")
    .requiredOption("--owner <who>", "who answers for the control")
    .requiredOption("--attested-by <who>", "who attests it")
    .option("--attested-on <day>", "the first day on which it holds, YYYY-MM-DD (default: today in UTC)", day)
    .option("--valid-for <duration>", "how long it holds: years, months, weeks, days as P1Y6M", "P1Y")
    .addOption(
      new Option("--method <method>", "how it was made sure").choices(ATTESTATION_METHODS).makeOptionMandatory(),
    )
    .option("--evidence <path>", "file that was examined, recorded with its SHA-256, or an address; repeatable", paths)
    .addHelpText(
      "after",
      `
Example:
  $ konductor attest AC-1 --file attestations.yaml --statement 'The access policy is approved and reviewed each year' \\
      --owner security-office --attested-by head-of-security --valid-for P1Y --method EXAMINE --evidence policies/access.pdf`,
    )
    .action((control: string, options: AttestOptions) =>
      chosen(async (terminal) => (await import("../attest.js")).runAttest(control, options, terminal)),
    );
}
