import type { Policies, Policy, ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { defaults } from "../engine/index.js";
import { type Outcome, ParameterError, type ParameterValues, type Resource, type Rule } from "../model/index.js";
import type { Ledger } from "./ledger.js";
import { errorMessage, violationMessage } from "./message.js";
import { Allowance, report as send, type Violation } from "./reporter.js";
import { type Subject, subjectOf } from "./resource.js";

/** A rule and what the engine is told of it. */
export interface RulePolicy {
  readonly rule: Rule;
  readonly policy: Policy;
}

/** One rule's word on one resource. */
export interface Finding {
  readonly resource: Resource;
  readonly outcome: Outcome;
}

type SdkPolicy = Policies[number];
type Args = ResourceValidationArgs | StackValidationArgs;

/**
 * One answer to the engine. The SDK asks policy after policy and deserialises the request anew for each, so the first
 * one asked tells the round what the request is about, and from then on the round offers only those that matter:
 * - a rule for other types is offered with a type that the SDK compares and turns down by itself;
 * - a rule that passes is not offered: the engine counts what it hears nothing of as passed;
 * - a rule with parameters is always asked, for only the SDK's arguments hold its configuration.
 */
export class Round {
  #subject: Subject | undefined;
  readonly #allowance = new Allowance();
  readonly #findings = new Map<Rule, readonly Finding[]>();

  constructor(
    private readonly policies: readonly RulePolicy[],
    private readonly ledger: Ledger,
  ) {}

  *[Symbol.iterator](): Generator<SdkPolicy> {
    for (const one of this.policies) {
      const offered = this.#subject ? this.#offer(one, this.#subject) : this.ask(one);
      if (offered) yield offered;
    }
    if (this.#subject === undefined || this.#subject.phase === "stack") yield this.ledger.policy(this.#allowance);
  }

  /** The policy of a rule, which judges when the SDK calls it. */
  ask(one: RulePolicy): SdkPolicy {
    return one.rule.phase === "resource"
      ? { ...one.policy, validateResource: (args, report) => this.judge(one, args, report) }
      : { ...one.policy, validateStack: (args, report) => this.judge(one, args, report) };
  }

  /** Judges what the request is about by one rule. Nothing is thrown but the SDK's own sign for "not applicable". */
  judge(one: RulePolicy, args: Args, report: ReportViolation): void {
    let idle: string | undefined;
    try {
      idle = this.#answer(one, args, report);
    } catch (error) {
      send(report, { message: errorMessage(one.rule, nameOf(error)), enforcementLevel: "advisory" });
    }
    if (idle !== undefined) args.notApplicable(idle);
  }

  /** Reports what there is to report; returns why the rule does not apply when it does not. */
  #answer({ rule, policy }: RulePolicy, args: Args, report: ReportViolation): string | undefined {
    this.#subject ??= subjectOf(args);
    const subject = this.#subject;
    if (!concerns(rule, subject)) return "there is no resource of the kind that it judges";
    const parameters = rule.parameters.length > 0 ? rule.parse(args.getConfig()) : defaults(rule);
    const findings = this.#judged(rule, subject, parameters);
    this.ledger.record(rule, findings);
    const violations = findings.flatMap((finding) => violationsOf(rule, finding));
    this.#allowance.spend(policy, report, violations);
    const first = findings[0]?.outcome;
    const applies = findings.some(({ outcome }) => outcome.verdict !== "not-applicable");
    return applies ? undefined : (first?.reason ?? "it does not apply");
  }

  #offer(one: RulePolicy, subject: Subject): SdkPolicy | undefined {
    const { rule } = one;
    if (rule.phase !== subject.phase) return undefined;
    if (!concerns(rule, subject)) return elsewhere(one);
    if (rule.parameters.length > 0) return this.ask(one);
    const findings = this.#judged(rule, subject, defaults(rule));
    if (!passes(findings)) return this.ask(one);
    this.ledger.record(rule, findings);
    return undefined;
  }

  #judged(rule: Rule, subject: Subject, parameters: ParameterValues): readonly Finding[] {
    let findings = this.#findings.get(rule);
    if (findings === undefined) this.#findings.set(rule, (findings = findingsOf(rule, subject, parameters)));
    return findings;
  }
}

/** There is nothing to report, and something that passes. */
function passes(findings: readonly Finding[]): boolean {
  const silent = findings.every(({ outcome: { verdict } }) => verdict === "pass" || verdict === "not-applicable");
  return silent && findings.some(({ outcome }) => outcome.verdict === "pass");
}

function concerns(rule: Rule, subject: Subject): boolean {
  return rule.types.some((type) => subject.byType.has(type));
}

/** A policy that the SDK turns down by comparing types, which costs it no deserialisation. */
function elsewhere({ rule, policy }: RulePolicy): SdkPolicy {
  const validate = Object.assign(() => {}, { __pulumiType: rule.types[0] });
  return rule.phase === "resource" ? { ...policy, validateResource: validate } : { ...policy, validateStack: validate };
}

function findingsOf(rule: Rule, subject: Subject, parameters: ParameterValues): readonly Finding[] {
  const resources = rule.types.flatMap((type) => subject.byType.get(type) ?? []);
  const findings = resources.map((resource) => ({ resource, outcome: outcomeOf(rule, resource, subject, parameters) }));
  return findings.sort((a, b) => (a.resource.urn < b.resource.urn ? -1 : 1));
}

function outcomeOf(rule: Rule, resource: Resource, subject: Subject, parameters: ParameterValues): Outcome {
  try {
    return rule.evaluate(resource, subject.scope, parameters);
  } catch (error) {
    return { verdict: "error", reason: nameOf(error), observations: [], companions: [] };
  }
}

function violationsOf(rule: Rule, { resource, outcome }: Finding): Violation[] {
  const urn = resource.urn;
  if (outcome.verdict === "fail") return [{ urn, message: violationMessage(rule, outcome) }];
  if (outcome.verdict === "error")
    return [{ urn, message: errorMessage(rule, outcome.reason), enforcementLevel: "advisory" }];
  return [];
}

/** An error's message may hold values; its name does not. A parameter's name and what is wrong with it may be told. */
function nameOf(error: unknown): string {
  if (error instanceof ParameterError) return `its parameter ${error.path.join(".")} does not fit: ${error.message}`;
  return `the rule failed to run: ${error instanceof Error ? error.name : "unknown error"}`;
}
