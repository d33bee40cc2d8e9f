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
  const policies = policiesOf(pack);
  // The SDK describes what stands in this array when the engine asks, which is after it has told the stack.
  const describeAnew = () => void policies.splice(0, policies.length, ...policiesOf(pack));
  const analyzer = new Analyzer(pack, { name, version }, describeAnew);
  interpose(
    (own) => analyzer.handlers(own),
    () => new PolicyPack(name, { ...description, policies }),
  );
}
