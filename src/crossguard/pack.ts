import type { EnforcementLevel, Policy } from "@pulumi/policy";
import { Dispatch, defaults } from "../engine/index.js";
import { ParameterError, type ParameterValues, type Rule } from "../model/index.js";
import { UNDETERMINED } from "./ledger.js";
import { type Mappings, policyOf } from "./metadata.js";
import type { Remedying } from "./remedy.js";

/** What the engine has settled for one policy, out of all its sources. */
export interface Configured {
  readonly level: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The rules that judge in one phase, as they are configured. */
export interface Bench {
  readonly dispatch: Dispatch;
  /** Enabled rules in the order of their ids. */
  readonly rules: readonly Rule[];
  readonly values: ReadonlyMap<string, ParameterValues>;
  /** Rules that cannot run because of their configuration, and why. */
  readonly broken: ReadonlyMap<Rule, string>;
}

/** The rules of a pack, what the engine is told of them, and what it has configured. */
export class Pack {
  readonly #policies: ReadonlyMap<string, Policy>;
  #configured: ReadonlyMap<string, Configured> = new Map();
  readonly #benches = new Map<Rule["phase"], Bench>();

  constructor(
    readonly rules: readonly Rule[],
    mappings: Mappings,
  ) {
    this.#policies = new Map(rules.map((rule) => [rule.id, policyOf(rule, mappings)]));
  }

  /** What is said of a rule to the engine, the console and `pulumi policy publish`. */
  policy(rule: Rule): Policy {
    return this.#policies.get(rule.id) as Policy;
  }

  /** The engine's word on all policies; it comes once, before the first resource. */
  configure(configured: ReadonlyMap<string, Configured>): void {
    this.#configured = configured;
    this.#benches.clear();
  }

  /** What a violation of a policy does. */
  level({ name, enforcementLevel = "advisory" }: Policy): EnforcementLevel {
    return this.#configured.get(name)?.level ?? enforcementLevel;
  }

  /** True when what could not be decided is told. */
  get tellsUndetermined(): boolean {
    return this.level(UNDETERMINED) !== "disabled";
  }

  /** The rules of a phase, ready to judge. */
  bench(phase: Rule["phase"]): Bench {
    let bench = this.#benches.get(phase);
    if (bench === undefined) this.#benches.set(phase, (bench = this.#prepare(phase)));
    return bench;
  }

  /** The rules that are to mend resources of a type, rather than only to judge them. */
  remedying(type: string): readonly Remedying[] {
    return this.rules.flatMap((rule) => {
      const wanted = rule.remedy !== undefined && rule.types.includes(type);
      if (!wanted || this.level(this.policy(rule)) !== "remediate") return [];
      const parameters = this.bench(rule.phase).values.get(rule.id);
      return parameters === undefined ? [] : [{ rule, parameters }];
    });
  }

  #prepare(phase: Rule["phase"]): Bench {
    return benchOf(
      this.rules.filter((rule) => rule.phase === phase && this.level(this.policy(rule)) !== "disabled"),
      (rule) => this.#configured.get(rule.id)?.properties,
    );
  }
}

/** Rules ready to judge with what was configured for each; a rule of which nothing is known has its defaults. */
export function benchOf(
  rules: readonly Rule[],
  configured: (rule: Rule) => Configured["properties"] | undefined,
): Bench {
  const values = new Map<string, ParameterValues>();
  const broken = new Map<Rule, string>();
  for (const rule of rules) {
    const properties = rule.parameters.length > 0 ? configured(rule) : undefined;
    try {
      values.set(rule.id, properties === undefined ? defaults(rule) : rule.parse(properties));
    } catch (error) {
      broken.set(rule, nameOf(error));
    }
  }
  return { dispatch: new Dispatch(rules.filter((rule) => !broken.has(rule))), rules, values, broken };
}

/** An error's message may hold values; its name does not. A parameter's name and what is wrong with it may be told. */
export function nameOf(error: unknown): string {
  if (error instanceof ParameterError) return `its parameter ${error.path.join(".")} does not fit: ${error.message}`;
  return `the rule failed to run: ${error instanceof Error ? error.name : "unknown error"}`;
}
