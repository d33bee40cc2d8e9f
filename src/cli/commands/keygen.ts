import type { Command } from "commander";
import type { Run } from "../options.js";

export function addKeygen(program: Command, chosen: (run: Run) => void): void {
  program
    .command("keygen")
    .description("make a key to sign bundles with")
    .argument("<file>", "file for the private key; the public one is put beside it, with .pub after its name")
    .addHelpText(
      "after",
      `
Keep the private key where only the one who signs can read it. Give the public key to whoever verifies.

Examples:
  $ konductor keygen signer.pem
  $ konductor assess prod.json --bundle evidence/2026-03 --key signer.pem
  $ konductor verify evidence/2026-03 --key signer.pem.pub`,
    )
    .action((file: string) => chosen(async (terminal) => (await import("../keygen.js")).keygen(file, terminal)));
}
