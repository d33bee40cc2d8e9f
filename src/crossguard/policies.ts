import type { Policies, ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { buildGraph } from "../graph/index.js";
import type { Rule } from "../model/index.js";
import { findingsOn, idleReason, violationsOf } from "./findings.js";
import { UNDETERMINED } from "./ledger.js";
import { benchOf, type Pack } from "./pack.js";
import type { Violation } from "./reporter.js";
import { stackOfArgs } from "./resource.js";

/**
 * The policies of a pack, one for each rule and one for what could not be decided: what the SDK describes to the engine.
 * Judging is the `Analyzer`'s; should a future SDK not let it, each of these judges by itself, the slow way.
 */
export function policiesOf(pack: Pack): Policies {
  return [
    ...pack.rules.map((rule) => policy(pack, rule)),
    // The Analyzer alone keeps what was left open; by themselves policies do not know of each other.
    { ...UNDETERMINED, validateStack: () => {} },
  ];
}

function policy(pack: Pack, rule: Rule): Policies[number] {
  const judge = (args: ResourceValidationArgs | StackValidationArgs, report: ReportViolation) => {
    const stack = stackOfArgs(args);
    const bench = benchOf([rule], () => args.getConfig() as Readonly<Record<string, unknown>>);
    const findings = findingsOn(stack, buildGraph(stack), bench).get(rule) ?? [];
    for (const finding of findings) for (const violation of violationsOf(rule, finding)) send(report, violation);
    const idle = findings.length === 0 ? "there is no resource of the kind that it judges" : idleReason(findings);
    if (idle !== undefined) args.notApplicable(idle);
  };
  const told = pack.policy(rule);
  return rule.phase === "resource" ? { ...told, validateResource: judge } : { ...told, validateStack: judge };
}

/** Hands a violation to the SDK. Given an object, it sends the message as it is, without the description before it. */
function send(to: ReportViolation, violation: Violation): void {
  (to as unknown as (violation: Violation) => void)(violation);
}
