import type { Policies } from "@pulumi/policy";
import type { Rule } from "../model/index.js";
import { Ledger } from "./ledger.js";
import { type MappedFramework, policyOf } from "./metadata.js";
import { Allowance } from "./reporter.js";
import { Round, type RulePolicy } from "./round.js";

/**
 * The policies of a pack, one for each rule and one for what could not be decided. It is an ordinary array, and each
 * policy in it works by itself; but when the SDK goes through it to answer a request, it goes through a `Round`.
 */
export function policiesOf(rules: readonly Rule[], frameworks: readonly MappedFramework[]): Policies {
  const ledger = new Ledger();
  const all: RulePolicy[] = rules.map((rule) => ({ rule, policy: policyOf(rule, frameworks) }));
  const policies: Policies = all.map((one) => alone(one, ledger));
  policies.push(ledger.policy(new Allowance()));
  Object.defineProperty(policies, Symbol.iterator, { value: () => new Round(all, ledger)[Symbol.iterator]() });
  return policies;
}

/** A policy that has each of its calls for a request of its own. */
function alone(one: RulePolicy, ledger: Ledger): Policies[number] {
  const judge: Round["judge"] = (_, args, report) => new Round([one], ledger).judge(one, args, report);
  return one.rule.phase === "resource"
    ? { ...one.policy, validateResource: (args, report) => judge(one, args, report) }
    : { ...one.policy, validateStack: (args, report) => judge(one, args, report) };
}
