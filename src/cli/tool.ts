import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { version } from "../../package.json";

export const tool = { name: "konductor", version } as const;

/** SHA-256 of the built program, rules included: with the inputs' digests it says what made a report. */
export function programDigest(): Readonly<Record<string, string>> {
  // Run from the sources there is no one file that is the program.
  if (basename(__filename) !== "cli.js") return {};
  return { program: `sha256:${createHash("sha256").update(readFileSync(__filename)).digest("hex")}` };
}
