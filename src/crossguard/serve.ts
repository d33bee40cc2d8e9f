import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PolicyPack, type PolicyPackArgs } from "@pulumi/policy";
import { Analyzer } from "./analyzer.js";
import type { Pack } from "./pack.js";
import { policiesOf } from "./policies.js";
import { interpose } from "./service.js";

export type PackDescription = Omit<PolicyPackArgs, "policies"> & { readonly name: string };

/**
 * Serves a pack to the engine. Prints the port and nothing else to standard output: the engine reads it from the first
 * line. The version is that of the package.json in the working directory, which is the pack's folder.
 */
export function servePack({ name, ...description }: PackDescription, pack: Pack): void {
  const { version } = JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8")) as { version: string };
  const analyzer = new Analyzer(pack, { name, version });
  interpose(
    (own) => analyzer.handlers(own),
    () => new PolicyPack(name, { ...description, policies: policiesOf(pack) }),
  );
}
