import type { Command } from "commander";
import type { Run } from "../options.js";

export interface VerifyOptions {
  readonly key?: string;
  readonly replay?: boolean;
  readonly otherVersion?: boolean;
}

export function addVerify(program: Command, chosen: (run: Run) => void): void {
  program
    .command("verify")
    .description("check that bundles are what was signed, and evaluate them again")
    .argument("<bundles...>", "folders that `konductor assess --bundle` wrote; several are a chain, oldest first")
    .option("--key <file>", "public key of the signer, in PEM (default: KONDUCTOR_VERIFYING_KEY, which holds its text)")
    .option("--replay", "evaluate the inputs again and compare every report byte for byte")
    .option("--other-version", "replay by this program though another one made the bundle")
    .addHelpText(
      "after",
      `
Without a key it is checked that the bundle is whole, and not whose it is: anyone can sign with a key of their own.

Examples:
  $ konductor verify evidence/2026-03 --key signer.pub
  $ konductor verify evidence/2026-01 evidence/2026-02 evidence/2026-03 --key signer.pub
  $ konductor verify evidence/2026-03 --key signer.pub --replay

Exit codes:
  0  every byte is as it was signed, and replays as it was
  1  something differs: it is told what
  2  usage, no such folder, or no key
  3  internal error`,
    )
    .action((bundles: readonly string[], options: VerifyOptions) =>
      chosen(async (terminal) => (await import("../verify.js")).verifyBundles(bundles, options, terminal)),
    );
}
