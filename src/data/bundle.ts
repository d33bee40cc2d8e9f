import * as z from "zod";
import { isDay, type Result } from "../model/index.js";
import { Problems } from "./problems.js";
import { conform, parseSource } from "./source.js";
import { trackedSchema } from "./tracked.js";

const texts = z.array(z.string()).readonly();
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** What is asked of an assessment besides its inputs, with nothing left to the environment or the clock: plain data. */
const choiceSchema = z
  .strictObject({
    /** Ids, or files that hold a profile. */
    profile: texts,
    parameters: z.string().exactOptional(),
    exceptions: texts.exactOptional(),
    attestations: texts.exactOptional(),
    system: z.string().exactOptional(),
    /** Files of layers. */
    config: texts,
    /** Tags of the stacks that choose layers. */
    tag: z.record(z.string(), z.string()).readonly().exactOptional(),
    /** `YYYY-MM-DD`, the day in UTC on which exceptions and attestations are judged. */
    date: z.string().refine(isDay),
    /** What the runs before found; absent without a history. */
    tracked: trackedSchema.exactOptional(),
    /** RFC 3339 in UTC; absent where nobody wants the time in the reports. */
    at: z.string().exactOptional(),
    /** Each part as KEY=VALUE. */
    provenance: texts.exactOptional(),
    /** `STACK=FILE`, a file for the only stack, or `pulumi` to ask the command. */
    updates: texts.exactOptional(),
    sample: z.strictObject({ size: z.int().positive(), seed: z.string() }).readonly().exactOptional(),
  })
  .readonly();

export type SetupChoice = z.infer<typeof choiceSchema>;

/** An input as it was used, or not. */
const inputSchema = z.union([
  /** `digest` is of the bytes as given, `file` the path in the bundle, where secrets are gone. */
  z.strictObject({ path: z.string(), digest, file: z.string() }).readonly(),
  z.strictObject({ path: z.string(), digest: z.string(), error: z.string() }).readonly(),
  z.strictObject({ path: z.string(), skipped: z.string() }).readonly(),
]);

/** Its text, in which the order of the members is that of assessment.json. */
const resultSchema = z.string().transform((text, context): Result => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Told below.
  }
  const { rule, urn, verdict } = Object(value) as Partial<Result>;
  if ([rule, urn, verdict].every((part) => typeof part === "string")) return value as Result;
  context.addIssue({ code: "custom", message: "expected is a result as JSON text" });
  return z.NEVER;
});

function isHistory(text: string): boolean {
  try {
    const { updates } = Object(JSON.parse(text)) as { updates?: unknown };
    return Array.isArray(updates) && updates.every((one) => typeof one === "object" && one !== null);
  } catch {
    return false;
  }
}

/** Of an input whose stack's updates were asked for. */
const updatesSchema = z
  .strictObject({
    path: z.string(),
    /** Those updates without their configuration. JSON as text: its keys keep the order that they have in the report. */
    history: z.string().refine(isHistory, "expected updates as JSON text").exactOptional(),
    /** Why there are none. */
    lack: z.string().exactOptional(),
  })
  .readonly();
export type ToldUpdates = z.infer<typeof updatesSchema>;

const runSchema = z
  .strictObject({
    schema: z.literal("konductor/bundle-run/1"),
    tool: z.strictObject({ name: z.string(), version: z.string(), program: digest.exactOptional() }).readonly(),
    /** Inputs as named on the command line. */
    paths: texts,
    choice: choiceSchema,
    formats: texts,
    inputs: z.array(inputSchema).readonly(),
    /** Files that were named: where each was read from, and where it lies in the bundle. */
    files: z.array(z.strictObject({ path: z.string(), file: z.string() }).readonly()).readonly(),
    /** Files of which only the digest was asked: evidence that is not in the bundle. */
    digests: z.array(z.strictObject({ path: z.string(), sha256: z.string() }).readonly()).readonly(),
    updates: z.array(updatesSchema).readonly(),
    secrets: z.strictObject({ readable: z.int(), encrypted: z.int() }).readonly(),
    /** Results that rest on a secret and cannot be judged again without it: place in `results`, and what was found. */
    resting: z.array(z.strictObject({ place: z.int(), result: resultSchema }).readonly()).readonly(),
  })
  .readonly();

/** What a bundle says of how its assessment was made. */
export type BundleRun = z.infer<typeof runSchema>;

/**
 * Reads a bundle's run.json.
 * @throws InputErrors with every problem, each at its line and column
 */
export function parseBundleRun(file: string, text: string): BundleRun {
  const problems = new Problems();
  const source = parseSource(file, text, problems, "");
  const run = source && conform(runSchema as z.ZodType<BundleRun>, source, problems);
  problems.throwIfAny();
  return run as BundleRun;
}
