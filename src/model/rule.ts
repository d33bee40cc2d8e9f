import type { StackGraph } from "./graph.js";
import type { Properties, Resource } from "./stack.js";
import type { Obstacle } from "./value.js";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const VERDICTS = ["fail", "error", "undetermined", "pass", "not-applicable"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A value that a rule looked at. */
export interface Observation {
  /** URN of the companion that holds it; undefined for the judged resource itself. */
  readonly urn?: string;
  /** Property path, for example `spec.containers[0].image`; JSON inside a string goes on as a path. */
  readonly path: string;
  /** What stood there; undefined when absent. Long text is cut, objects and lists are counted, secrets are never here. */
  readonly observed?: string | number | boolean;
  /** Present when `observed` is not the plain value. */
  readonly state?: "absent" | "default" | "secret" | "object" | "list" | "unknown" | "malformed";
  /** What the rule wants there; present only where this observation decided against a pass. */
  readonly expected?: string;
}

/** What a rule says of one resource. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Why it does not apply, could not be determined or failed to run. */
  readonly reason?: string | undefined;
  /** Everything that was looked at, deciding observations first; computed on first use. */
  readonly observations: readonly Observation[];
  /** URNs of the companions that were looked at. */
  readonly companions: readonly string[];
}

/** Shared by all evaluations on one stack; `session` belongs to src/authoring. */
export interface EvaluationScope {
  readonly graph: StackGraph;
  session?: unknown;
}

/** One value of a rule parameter, as JSON. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** A parameter of a rule for people and for JSON Schema. */
export interface ParameterSpec {
  readonly name: string;
  /** JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default: unknown;
  readonly description: string;
}

/** One property that a remedy changed. It tells what the rule put there, never what stood there. */
export interface RemedyChange {
  readonly path: string;
  /** What is there now, for example `true`, `a list with "ALL"`, `left out`. */
  readonly to: string;
}

/** Inputs under which the rule passes, and what was changed to get there; or why they are left as they are. */
export type Remediation =
  | { readonly properties: Properties; readonly changes: readonly RemedyChange[] }
  | { readonly declined: string };

/** How a rule mends a resource that violates it, for those who ask for it. */
export interface Remedy {
  /** What it changes: a sentence. */
  readonly does: string;
  /** What it may break, or that it breaks nothing: a sentence or two. */
  readonly risk: string;
  /**
   * Mends the inputs of a resource that fails. Undefined when it does not fail: nothing is touched then. Never throws,
   * changes no argument, and touches nothing that is unknown or secret. Of the stack it needs the provider alone.
   */
  readonly apply: (resource: Resource, scope: EvaluationScope, parameters: ParameterValues) => Remediation | undefined;
}

/** A rule as engine, packs and reports see it. */
export interface Rule {
  /** `<provider>-<service>-<resource>-<condition>`; published ids are never dropped or reused. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Why a violation matters. */
  readonly rationale: string;
  /** What to set. */
  readonly remediation: string;
  /** What the rule does not see. */
  readonly limits: string;
  /** First part of the type tokens: `aws`, `kubernetes`. */
  readonly provider: string;
  readonly types: readonly string[];
  /** The companion kinds that it consults, in words. */
  readonly companions: readonly string[];
  /** Type tokens of the companion kinds. */
  readonly companionTypes: readonly string[];
  /** `resource` rules judge inputs one at a time; `stack` rules judge outputs together with companions. */
  readonly phase: "resource" | "stack";
  /** `metadata`: it speaks of tags, labels or names, which resources of any type have, and not of what the type does. */
  readonly scope?: "metadata";
  readonly parameters: readonly ParameterSpec[];
  /** Validates and completes parameter values. Throws a `ParameterError`. */
  readonly parse: (values: unknown) => ParameterValues;
  readonly evaluate: (resource: Resource, scope: EvaluationScope, parameters: ParameterValues) => Outcome;
  /** For a rule with a fix that is safe to make unseen. */
  readonly remedy?: Remedy;
}

/** Parameter values that do not fit a rule's schema; `path` is the parameter's name. */
export class ParameterError extends Error {
  constructor(
    readonly rule: string,
    readonly path: readonly (string | number)[],
    message: string,
  ) {
    super(message);
    this.name = "ParameterError";
  }
}

/** What is said of a value that could not be read. */
export const OBSTACLE_TEXT: Readonly<Record<Obstacle, string>> = {
  computed: "not known until the update",
  secret: "a secret that cannot be read here",
  malformed: "not of the shape that the provider documents",
};
