import type { Policy } from "@pulumi/policy";
import type { Rule } from "../model/index.js";
import type { Finding } from "./findings.js";
import { message, phrase } from "./message.js";
import type { Violation } from "./reporter.js";

/** What could not be decided, kept from the calls on single resources until the one on the stack. */
export class Ledger {
  /** By rule: the URN of each undecided resource, and what stood in the way. */
  readonly #undecided = new Map<Rule, Map<string, string>>();

  /** Takes down the undecided among a rule's findings; a resource that has been decided since is struck off. */
  record(rule: Rule, findings: readonly Finding[]): void {
    let undecided = this.#undecided.get(rule);
    for (const { resource, outcome } of findings) {
      if (outcome.verdict !== "undetermined") undecided?.delete(resource.urn);
      else {
        if (undecided === undefined) this.#undecided.set(rule, (undecided = new Map()));
        undecided.set(resource.urn, outcome.reason ?? "not known");
      }
    }
  }

  /** The rules that left something open, and the URNs of what they left. */
  open(): readonly (readonly [Rule, ReadonlySet<string>])[] {
    return this.#rules().map(([rule, urns]) => [rule, new Set(urns.keys())]);
  }

  /** Once for each rule, how many resources it could not decide; and forgets them, for the run is at its end. */
  close(): Violation[] {
    const rules = this.#rules();
    this.#undecided.clear();
    return rules.map(([rule, urns]) => {
      const [urn, reason] = [...urns].sort(([a], [b]) => (a < b ? -1 : 1))[0] as [string, string];
      const others = urns.size > 1 ? `, and ${urns.size - 1} more` : "";
      const text = `Not decided: ${rule.title} (${rule.id}): ${urns.size} ${urns.size === 1 ? "resource" : "resources"}.`;
      return { urn, message: message(text, `  - ${phrase(urn)}: ${phrase(reason)}${others}`) };
    });
  }

  #rules(): [Rule, Map<string, string>][] {
    const rules = [...this.#undecided].filter(([, urns]) => urns.size > 0);
    return rules.sort(([a], [b]) => (a.id < b.id ? -1 : 1));
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
