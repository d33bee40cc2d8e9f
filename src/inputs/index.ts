import type { InputFile } from "./expand.js";
import { type InputDocument, NotPulumiError, type ReadOptions, tryInputFile, type UnusableInput } from "./read.js";

export { expandInputs, type InputFile } from "./expand.js";
export {
  fileTrouble,
  type InputDocument,
  NotPulumiError,
  parseBytes,
  type ReadOptions,
  readInputBytes,
  readInputFile,
  tryInputFile,
  type UnusableInput,
} from "./read.js";
export { readUpdates } from "./updates.js";

/** A file that a folder held and that is nothing of Pulumi's. */
export interface SkippedInput {
  readonly path: string;
  readonly skipped: string;
}

/**
 * Reads one file after the other, so that only one document is in memory at a time. A bad one does not end the others.
 * @param files from `expandInputs`
 */
export async function* readInputs(
  files: readonly InputFile[],
  options: ReadOptions = {},
): AsyncGenerator<InputDocument | UnusableInput | SkippedInput> {
  for (const { path, named } of files) {
    const input = await tryInputFile(path, options);
    if (!named && "error" in input && input.error instanceof NotPulumiError) {
      yield { path, skipped: "Skipped: this JSON is no Pulumi state" };
    } else yield input;
  }
}
