import { AssessmentRun, type AssessmentSetup } from "../engine/index.js";
import { buildGraph } from "../graph/index.js";
import type { InputDocument, SkippedInput, UnusableInput } from "../inputs/index.js";
import { type AssessmentHead, InputError, type Layer, type Result, type Stack } from "../model/index.js";
import type { HistorySource } from "./histories.js";

/** Always the same words, so that a bundle tells the same as the run that it was made in. */
const NO_UPDATES = "Its updates were asked for and could not be had";

/** What follows a judgement as it goes on. */
export interface Watcher {
  /** Before the first stack is judged: from here on something will be written. */
  begins?(): void;
  /** A stack is going to be judged. */
  stack?(stack: Stack): void;
  receive(result: Result): void;
  /** An input that is not judged. */
  unusable?(input: UnusableInput | SkippedInput): void;
  /** An input is done, judged or not. */
  done?(): void;
  /** A layer that selected no stack. */
  idle?(layer: Layer): void;
  /** Something that the user asked for and does not get. */
  warn?(text: string): void;
}

/**
 * Judges each input in turn and lets go of it. One that is bad is recorded and told; when all are, nothing is assessed.
 * @throws InputError when no input could be assessed, or a file of updates would be taken for two stacks
 */
export async function judgeAll(
  inputs: AsyncIterable<InputDocument | UnusableInput | SkippedInput>,
  setup: AssessmentSetup,
  watcher: Watcher,
  histories?: HistorySource,
): Promise<AssessmentHead> {
  const run = new AssessmentRun(setup);
  let assessed = 0;
  for await (const input of inputs) {
    if ("read" in input) {
      // Layers that disagree and histories of nobody knows what stop the run before anything is written.
      run.prepare(input.read.stack);
      const told = histories?.of(input) ?? {};
      if (assessed++ === 0) watcher.begins?.();
      watcher.stack?.(input.read.stack);
      if ("lack" in told) watcher.warn?.(told.lack);
      const read = "lack" in told ? { ...input.read, notes: [...input.read.notes, NO_UPDATES] } : input.read;
      run.add({ ...input, ...told }, read, buildGraph(read.stack), (result) => watcher.receive(result));
    } else {
      watcher.unusable?.(input);
      if ("error" in input) run.reject({ path: input.path, digest: input.digest ?? "" }, input.error.located);
      else run.skip(input.path, input.skipped);
    }
    watcher.done?.();
  }
  if (assessed === 0) throw new InputError("no input could be assessed, so no report was written");
  for (const layer of run.idleLayers) watcher.idle?.(layer);
  for (const text of histories?.idle() ?? []) watcher.warn?.(text);
  return run.finish();
}
