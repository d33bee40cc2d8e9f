import type { Result } from "../../model/index.js";

/** A result as the rule gave it, without what is added to it afterwards. */
export function bare({ exception, tracking, ...result }: Result): Result {
  return result;
}

/**
 * Whether a result may have been decided by a secret that is gone: what the rule says without it is open, or the same
 * on other evidence; or it passes, and the secret told that it does not apply. A rule that says the contrary without
 * the secret contradicts it.
 */
export function mayRest(then: Result, without: Result): boolean {
  const same = then.rule === without.rule && then.urn === without.urn;
  if (without.verdict === "pass" && then.verdict === "not-applicable") return same;
  return same && (without.verdict === "undetermined" || without.verdict === then.verdict);
}
