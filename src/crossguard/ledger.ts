import type { Policy, StackValidationPolicy } from "@pulumi/policy";
import type { Rule } from "../model/index.js";
import { message, phrase } from "./message.js";
import type { Allowance, Violation } from "./reporter.js";
import type { Finding } from "./round.js";

/** What could not be decided, kept from the calls on single resources until the one on the stack. */
export class Ledger {
  /** By rule: the URN of each undecided resource, and what stood in the way. */
  readonly #undecided = new Map<Rule, Map<string, string>>();

  /** Takes down the undecided among a rule's findings; a resource that has been decided since is struck off. */
  record(rule: Rule, findings: readonly Finding[]): void {
    const undecided = this.#undecided.get(rule) ?? new Map<string, string>();
    if (rule.phase === "stack") undecided.clear();
    for (const { resource, outcome } of findings) {
      if (outcome.verdict === "undetermined") undecided.set(resource.urn, outcome.reason ?? "not known");
      else undecided.delete(resource.urn);
    }
    this.#undecided.set(rule, undecided);
  }

  /** A policy that tells once for each rule how many resources it could not decide, instead of once for each resource. */
  policy(allowance: Allowance): StackValidationPolicy {
    return { ...UNDETERMINED, validateStack: (_, report) => allowance.spend(UNDETERMINED, report, this.violations()) };
  }

  violations(): Violation[] {
    const rules = [...this.#undecided].filter(([, urns]) => urns.size > 0);
    rules.sort(([a], [b]) => (a.id < b.id ? -1 : 1));
    return rules.map(([rule, urns]) => {
      const [urn, reason] = [...urns].sort(([a], [b]) => (a < b ? -1 : 1))[0] as [string, string];
      const others = urns.size > 1 ? `, and ${urns.size - 1} more` : "";
      const text = `Not decided: ${rule.title} (${rule.id}): ${urns.size} ${urns.size === 1 ? "resource" : "resources"}.`;
      return { urn, message: message(text, `  - ${phrase(urn)}: ${phrase(reason)}${others}`) };
    });
  }
}

export const UNDETERMINED: Policy = {
  name: "konductor-undetermined",
  displayName: "What could not be decided yet",
  description: "Rules that depend on values not known until the update. They are judged again when the update runs.",
  enforcementLevel: "advisory",
  severity: "low",
  remediationSteps:
    "Nothing to set: assess the stack after the update, with `konductor assess` or in the update itself.",
};
