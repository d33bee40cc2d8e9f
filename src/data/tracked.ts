import * as z from "zod";
import { STATUSES, VERDICTS } from "../model/index.js";

const count = z.int().min(0);
const counts = z.record(z.enum([...VERDICTS, "excepted"]), count).readonly();
const controls = z
  .strictObject({ profile: z.string(), statuses: z.record(z.enum(STATUSES), count).readonly() })
  .readonly();

const historySchema = z
  .strictObject({
    at: z.string(),
    runs: z
      .array(z.strictObject({ at: z.string(), results: counts, controls: z.array(controls).readonly() }).readonly())
      .readonly(),
    count,
  })
  .readonly();

const findingSchema = z
  .strictObject({
    rule: z.string(),
    resource: count,
    since: z.string(),
    failing: z.string().exactOptional(),
    first: z.string().exactOptional(),
  })
  .readonly();

const stackSchema = z
  .strictObject({
    id: z.string(),
    resources: z.array(z.string()).readonly(),
    findings: z.array(findingSchema).readonly(),
  })
  .readonly();

/** `TrackedFindings` as a bundle holds them. */
export const trackedSchema = z
  .strictObject({ history: historySchema, stacks: z.array(stackSchema).readonly() })
  .readonly();
