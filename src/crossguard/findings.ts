import { judge } from "../engine/index.js";
import type { Outcome, Resource, Rule, Stack, StackGraph } from "../model/index.js";
import { errorMessage, violationMessage } from "./message.js";
import { type Bench, nameOf } from "./pack.js";
import type { Violation } from "./reporter.js";

/** One rule's word on one resource. */
export interface Finding {
  readonly resource: Resource;
  readonly outcome: Outcome;
}

/** What each rule found, rules in the order of their ids, findings in the order of the stack. */
export type Findings = ReadonlyMap<Rule, readonly Finding[]>;

/** Judges a stack by the rules of a bench. A rule that has nothing to judge is not in the answer. */
export function findingsOn(stack: Stack, graph: StackGraph, bench: Bench): Findings {
  const found = new Map<Rule, Finding[]>();
  const add = (rule: Rule, finding: Finding) => {
    const list = found.get(rule);
    if (list) list.push(finding);
    else found.set(rule, [finding]);
  };
  judge(stack, graph, bench.dispatch, bench.values, {
    excluded: () => {},
    evaluated: () => {},
    result: (rule, resource, outcome) => add(rule, { resource, outcome }),
  });
  for (const [rule, reason] of bench.broken) {
    const outcome: Outcome = { verdict: "error", reason, observations: [], companions: [] };
    for (const resource of stack.resources)
      if (resource.custom && rule.types.includes(resource.type)) add(rule, { resource, outcome });
  }
  return new Map([...found].sort(([a], [b]) => (a.id < b.id ? -1 : 1)));
}

/** Why a rule did not apply to anything that it looked at; undefined when it applied to something. */
export function idleReason(findings: readonly Finding[]): string | undefined {
  if (findings.some(({ outcome }) => outcome.verdict !== "not-applicable")) return undefined;
  return findings[0]?.outcome.reason ?? "it does not apply";
}

/** What is to be reported of a finding; nothing for one that passes or is not decided. */
export function violationsOf(rule: Rule, { resource, outcome }: Finding): Violation[] {
  const urn = resource.urn;
  const broken = (reason: string | undefined): Violation[] => [
    { urn, message: errorMessage(rule, reason), enforcementLevel: "advisory" },
  ];
  if (outcome.verdict === "error") return broken(outcome.reason);
  if (outcome.verdict !== "fail") return [];
  try {
    return [{ urn, message: violationMessage(rule, outcome) }];
  } catch (error) {
    // Evidence is put together only now, and the rule's own code takes part in it.
    return broken(nameOf(error));
  }
}
