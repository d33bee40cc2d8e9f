import { readFileSync } from "node:fs";
import { InputError } from "../model/index.js";

/**
 * The text of a file that the command line names.
 * @throws InputError when it cannot be read
 */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file; check the path" : `cannot be read (${code})`;
    throw new InputError(why, { file });
  }
}
