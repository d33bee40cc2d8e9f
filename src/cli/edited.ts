import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../model/index.js";

/**
 * The text of a YAML file that a command is going to add to; undefined when there is none yet.
 * @param what the file holds, for the message
 * @throws InputError when nothing could be added
 */
export function readEdited(file: string, what: string): string | undefined {
  if (/\.json$/i.test(file)) throw new InputError(`is JSON; add the entry by hand, or keep ${what} in YAML`, { file });
  if (!existsSync(dirname(file))) throw new InputError("lies in a folder that does not exist; make it first", { file });
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new InputError(`cannot be read (${code})`, { file });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError("is not UTF-8 text", { file });
  }
}
