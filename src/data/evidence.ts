import { dirname, isAbsolute, join } from "node:path";
import { InputError } from "../model/index.js";
import type { Files } from "./files.js";
import type { EvidenceYaml } from "./schemas.js";

/** What is wrong with evidence that a file names, and at which key; undefined when its digest is as written, and for an address. */
export function evidenceProblem(
  namedIn: string,
  { path, sha256 }: EvidenceYaml,
  files: Files,
): { readonly key: "path" | "sha256"; readonly text: string } | undefined {
  if (path === undefined) return undefined;
  try {
    const found = files.sha256(isAbsolute(path) ? path : join(dirname(namedIn), path));
    if (found === sha256) return undefined;
    return { key: "sha256", text: `${path} has another digest, ${found}: it is not what was attested` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { key: "path", text: `"${path}" ${error.message}` };
  }
}
