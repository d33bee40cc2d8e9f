import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../model/index.js";
import type { EvidenceYaml } from "./schemas.js";

const CHUNK = 1 << 20;

/**
 * The SHA-256 of a file in hexadecimal digits, whatever its size.
 * @throws InputError when it is no file that can be read
 */
export function fileSha256(file: string): string {
  try {
    // Asked first: to open a pipe would wait, and a device may never end.
    if (!statSync(file).isFile()) throw new InputError("is no file", { file });
    const fd = openSync(file, "r");
    try {
      const hash = createHash("sha256");
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer))
        hash.update(buffer.subarray(0, read));
      return hash.digest("hex");
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`, { file });
  }
}

/** What is wrong with evidence that a file names, and at which key; undefined when its digest is as written, and for an address. */
export function evidenceProblem(
  namedIn: string,
  { path, sha256 }: EvidenceYaml,
): { readonly key: "path" | "sha256"; readonly text: string } | undefined {
  if (path === undefined) return undefined;
  try {
    const found = fileSha256(resolve(dirname(namedIn), path));
    if (found === sha256) return undefined;
    return { key: "sha256", text: `${path} has another digest, ${found}: it is not what was attested` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { key: "path", text: `"${path}" ${error.message}` };
  }
}
