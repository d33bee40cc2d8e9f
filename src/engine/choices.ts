import { type Choice, type EvaluationScope, type Outcome, type Resource, type Rule, VERDICTS } from "../model/index.js";
import { decide } from "./decide.js";

/** Judges with each of the values that may hold. Where the verdicts agree it is the verdict, otherwise undetermined. */
export function judgeByChoices(
  rule: Rule,
  resource: Resource,
  scope: EvaluationScope,
  choices: readonly Choice[],
): Outcome {
  const outcomes = choices.map(({ values }) => decide(rule, resource, scope, values));
  // Fail comes first, so the evidence is of what speaks most against the resource.
  const [worst] = [...outcomes].sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
  if (worst === undefined) throw new Error(`rule ${rule.id} was to be judged without values`);
  if (outcomes.every(({ verdict }) => verdict === worst.verdict)) return worst;
  const failed = outcomes.find(({ verdict }) => verdict === "error");
  if (failed !== undefined) return failed;
  const each = outcomes.map(({ verdict }, i) => `${verdict} ${choices[i]?.because ?? ""}`);
  return {
    verdict: "undetermined",
    reason: `the verdict hangs on tags that cannot be read: ${each.join("; ")}`,
    // Put together when they are asked for, as the rule's own are.
    get observations() {
      return worst.observations;
    },
    get companions() {
      return worst.companions;
    },
  };
}
