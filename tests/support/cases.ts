import type { Case, Cases } from "./rule-tester.js";

/** Every case of a rule's table, whatever its verdict. */
export function casesOf({ compliant, violating, unknown, absent, odd, notApplicable = [] }: Cases): readonly Case[] {
  return [compliant, violating, typeof unknown === "string" ? [] : unknown, absent, odd, notApplicable].flat();
}
