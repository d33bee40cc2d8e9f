import * as z from "zod";
import { Problems } from "../data/problems.js";
import { conform, readSource } from "../data/source.js";
import type { PackRequest } from "./plan.js";

const text = z.string().regex(/\S/, "expected text, found none");

/** packs/<id>/pack.yaml: a pack that the project ships ready-made. */
const declarationSchema = z.strictObject({
  /** Id of a profile, or `everything`. */
  profile: text,
  displayName: text,
  description: text,
  rules: z.array(text).min(1).optional(),
  exclude: z.array(text).min(1).optional(),
});

/** The file that makes a folder below packs/ a pack. */
export const DECLARATION = "pack.yaml";

/**
 * Reads the declaration of a ready-made pack.
 * @param id the name of its folder, which names the pack
 * @throws InputErrors with every problem of the file, each at its line and column
 */
export function readDeclaration(file: string, id: string): PackRequest {
  const problems = new Problems();
  const source = readSource(file, problems);
  const declared = source && conform(declarationSchema, source, problems);
  problems.throwIfAny();
  return { ...(declared as z.output<typeof declarationSchema>), name: `konductor-${id}` };
}
