import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { InputError } from "../model/index.js";

/** Where the loaders get the files that a user names: the disk, or a bundle that holds what was read then. */
export interface Files {
  /** @throws NodeJS.ErrnoException as the file system does */
  read(file: string): Buffer;
  /**
   * SHA-256 in hexadecimal digits.
   * @throws InputError when it is no file that can be read
   */
  sha256(file: string): string;
}

export const DISK: Files = { read: (file) => readFileSync(file), sha256: fileSha256 };

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
