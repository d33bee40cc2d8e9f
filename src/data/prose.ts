import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { InputError, type Prose } from "../model/index.js";
import { DISK, type Files } from "./files.js";

const proseSchema = z.strictObject({
  catalog: z.string(),
  source: z.string(),
  digest: z.string(),
  controls: z.record(z.string(), z.strictObject({ statement: z.string(), guidance: z.string().exactOptional() })),
});

/** Where imported prose is kept: below the folder that the commands are run in. */
export function proseFile(catalog: string, directory = "."): string {
  return join(directory, ".konductor", "prose", `${catalog}.json`);
}

/**
 * Keeps imported prose. The file is there whole or not at all.
 * @returns the file that it was written to
 */
export function writeProse(prose: Prose, directory?: string): string {
  const file = proseFile(prose.catalog, directory);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(prose, undefined, 1)}\n`);
  renameSync(temporary, file);
  return file;
}

/**
 * The prose that was imported for a catalogue; undefined when none was.
 * @throws InputError when the file is not what an import writes
 */
export function readProse(catalog: string, directory?: string, files: Files = DISK): Prose | undefined {
  const file = proseFile(catalog, directory);
  let text: string;
  try {
    text = files.read(file).toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new InputError(`cannot be read: ${(error as Error).message}`, { file });
  }
  const damaged = "the imported prose is damaged: run konductor controls import again, or delete the file";
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InputError(damaged, { file });
  }
  const result = proseSchema.safeParse(data);
  if (!result.success || result.data.catalog !== catalog) throw new InputError(damaged, { file });
  return result.data;
}
