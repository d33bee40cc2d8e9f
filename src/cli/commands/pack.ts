import type { Command } from "commander";
import { version } from "../../../package.json";
import { list, paths, type Run } from "../options.js";

export interface PackOptions {
  readonly out: string;
  readonly rules?: readonly string[];
  readonly exclude?: readonly string[];
  readonly name?: string;
  readonly version?: string;
  readonly config?: readonly string[];
  readonly exceptions?: readonly string[];
}

export function addPack(program: Command, chosen: (run: Run) => void): void {
  const pack = program.command("pack").description("policy packs for `pulumi preview` and `pulumi policy publish`");
  pack
    .command("build")
    .description("write a folder that holds the rules of a profile as a policy pack, and print the digest of its files")
    .argument("<profile>", "profile, a file that holds one, or everything: every rule")
    .requiredOption(
      "-o, --out <folder>",
      "folder for the pack; it is made if need be, and an earlier pack in it replaced",
    )
    .option("--rules <globs>", "only the rules whose ids match; comma list or repeated", list)
    .option("--exclude <globs>", "not the rules whose ids match; comma list or repeated", list)
    .option("--name <name>", "name of the pack (default: konductor- and the profile)")
    .option("--version <version>", `version of the pack (default: ${version}, that of konductor)`)
    .option("--config <file>", "konductor.yaml or its like, which the pack carries; repeatable", paths)
    .option("--exceptions <file>", "YAML file with approved exceptions, which the pack carries; repeatable", paths)
    .addHelpText(
      "after",
      `
A pack that carries neither reads the files that KONDUCTOR_CONFIG and KONDUCTOR_EXCEPTIONS name when it runs.
The same inputs give the same bytes, and so the same digest.

Examples:
  $ konductor pack build fisma-moderate --out packs/fisma
  $ konductor pack build nist-800-53-r5-high --rules 'aws-*' --exclude aws-s3-mfa-delete --out aws-high
  $ konductor pack build fisma-moderate --config konductor.yaml --exceptions exceptions.yaml --out ours
  $ konductor pack build profiles/ours.yaml --name ours --version 2.1.0 --out ours
  $ cd packs/fisma && npm install && pulumi preview --policy-pack . --cwd ~/program`,
    )
    .action((profile: string, options: PackOptions) =>
      chosen(async (terminal) => (await import("../pack.js")).buildPack(profile, options, terminal)),
    );
}
