import type {
  Policies,
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";
import { Dispatch, defaults } from "../engine/index.js";
import { buildGraph } from "../graph/index.js";
import type { EvaluationScope, Outcome, ParameterValues, Resource, Rule } from "../model/index.js";
import type { Ledger } from "./ledger.js";
import { errorMessage, violationMessage } from "./message.js";
import { Allowance } from "./reporter.js";
import { analyzedOutputs, analyzedResource, analyzedStack } from "./resource.js";

/** A rule and what the engine is told of it. */
export interface RulePolicy {
  readonly rule: Rule;
  readonly policy: Policy;
}

type SdkPolicy = Policies[number];
type Args = ResourceValidationArgs | StackValidationArgs;

/** What one request is about. */
interface Subject {
  readonly phase: Rule["phase"];
  /** Resources by type; one in an Analyze call. */
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
  readonly scope: EvaluationScope;
}

interface Finding {
  readonly resource: Resource;
  readonly outcome: Outcome;
}

/**
 * One answer to the engine. The SDK asks every policy in turn and deserialises the request anew for each that it asks, so
 * the first one asked tells the round what the request is about, and from then on the round offers only the policies
 * that have something to say:
 * - a rule for other types is offered with a type that the SDK compares and turns down by itself;
 * - a rule that passes is not offered: the engine counts what it hears nothing of as passed;
 * - a rule with parameters is always asked, for only the SDK's arguments hold its configuration.
 */
export class Round {
  #subject: Subject | undefined;
  readonly #allowance = new Allowance();

  constructor(
    private readonly policies: readonly RulePolicy[],
    private readonly ledger: Ledger,
  ) {}

  *[Symbol.iterator](): Generator<SdkPolicy> {
    for (const one of this.policies) {
      const offered = this.#subject ? this.#offer(one, this.#subject) : this.ask(one);
      if (offered) yield offered;
    }
    yield this.ledger.policy(this.#allowance);
  }

  /** The policy of a rule, which judges when the SDK calls it. */
  ask({ rule, policy }: RulePolicy): SdkPolicy {
    return rule.phase === "resource"
      ? { ...policy, validateResource: (args, report) => this.#judge(rule, policy, args, report) }
      : { ...policy, validateStack: (args, report) => this.#judge(rule, policy, args, report) };
  }

  #offer(one: RulePolicy, subject: Subject): SdkPolicy | undefined {
    const { rule } = one;
    if (rule.phase !== subject.phase) return undefined;
    if (!rule.types.some((type) => subject.byType.has(type))) return elsewhere(one);
    if (rule.parameters.length > 0) return this.ask(one);
    const findings = judge(rule, subject, defaults(rule));
    return findings.every(({ outcome }) => outcome.verdict === "pass") ? undefined : this.ask(one);
  }

  #judge(rule: Rule, policy: Policy, args: Args, report: ReportViolation): void {
    this.#subject ??= subjectOf(args);
    const subject = this.#subject;
    const findings = rule.types.some((type) => subject.byType.has(type)) ? this.#findings(rule, args, subject) : [];
    const only = findings[0];
    const idle = only && findings.every(({ outcome }) => outcome.verdict === "not-applicable");
    if (idle) args.notApplicable(only.outcome.reason);
    if (findings.length === 0) args.notApplicable(`there is no ${rule.types[0]}`);
    this.#allowance.spend(policy, report, findings.flatMap((finding) => violation(rule, finding)));
    this.ledger.record(rule, subject.phase, findings);
  }

  #findings(rule: Rule, args: Args, subject: Subject): readonly Finding[] {
    let parameters: ParameterValues;
    try {
      parameters = rule.parameters.length > 0 ? rule.parse(args.getConfig()) : defaults(rule);
    } catch (error) {
      const reason = `its configuration does not fit: ${error instanceof Error ? error.message : "unknown error"}`;
      return [{ resource: first(rule, subject), outcome: { verdict: "error", reason, observations: [], companions: [] } }];
    }
    return judge(rule, subject, parameters);
  }
}
