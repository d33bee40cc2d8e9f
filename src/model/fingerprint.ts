import { createHash } from "node:crypto";
import type { AssessedInput, Result } from "./assessment.js";

/** Names one rule's word on one resource, alike in every run and in every format: 32 hexadecimal digits. */
export function resultId(
  { rule, urn }: Pick<Result, "rule" | "urn">,
  input: Pick<AssessedInput, "organization" | "project"> | undefined,
): string {
  return fingerprint(input?.organization ?? "", input?.project ?? "", rule, urn);
}

function fingerprint(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
