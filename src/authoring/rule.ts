import * as z from "zod";
import {
  type EvaluationScope,
  type Outcome,
  ParameterError,
  type ParameterSpec,
  type ParameterValues,
  type Resource,
  type Rule,
  type Severity,
} from "../model/index.js";
import type { Check, Unknown } from "./check.js";
import type { AnyKind, Kind } from "./kind.js";
import { doubt, RuleOutcome } from "./outcome.js";
import { type RemedySpec, remedyOf } from "./remedy.js";
import { Session } from "./session.js";
import type { Subject } from "./subject.js";

type Shape = Record<string, z.ZodType>;
type Values<S extends Shape> = z.output<z.ZodObject<S>>;

/** A condition under which a rule does not apply, and the reason that a report gives. */
export type Exemption = readonly [condition: Check, reason: string];

/** One rule, declared once; everything else that is said of it is derived from this. */
export interface RuleSpec<T, S extends Shape> {
  /** `<provider>-<service>-<resource>-<condition>`, stated positively; a public promise. */
  id: string;
  /** What holds of a compliant resource, as a sentence without a full stop. */
  title: string;
  severity: Severity;
  /** Where the rule speaks of tags, labels or names only: a type that no other rule judges is told apart. */
  scope?: "metadata";
  /** The kind of resource that the verdict is on. */
  resource: Kind<T>;
  /** Kinds that the rule consults beside it. With companions a rule judges outputs, once the whole stack is known. */
  companions?: readonly AnyKind[];
  /** Why a violation matters: a sentence or two. */
  rationale: string;
  /** What to set: a sentence or two that name properties. */
  remediation: string;
  /** What the rule does not see: said in its documentation and beside its results. */
  limits: string;
  /** Zod schemas with `.default()` and `.describe()`; they become the CrossGuard configSchema. */
  parameters?: S;
  /** Conditions under which the rule does not apply. */
  exempt?: (subject: Subject<T>, parameters: Values<S>) => readonly Exemption[];
  check: (subject: Subject<T>, parameters: Values<S>) => Check;
  /**
   * Mends inputs that fail, for those who ask for it. Only what is safe by itself: no data is lost, the resource is not
   * replaced, nothing is made up. A remedy sees its resource alone: with companions it has to be right whatever they are.
   */
  remedy?: RemedySpec<T, Values<S>>;
}

/** Every rule made by the factory, so that registries can tell rules from other exports. */
const made = new WeakSet<object>();

/** True for what `rule()` returned. */
export function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && made.has(value);
}

/** Makes a rule. It never throws while judging: an exception inside becomes the verdict `error`. */
export function rule<T, S extends Shape = Record<never, z.ZodType>>(spec: RuleSpec<T, S>): Rule {
  const view = spec.companions?.length ? "outputs" : "inputs";
  let schema: z.ZodObject<S> | undefined;
  const parse = (values: unknown): ParameterValues => {
    schema ??= z.strictObject((spec.parameters ?? {}) as S);
    const result = schema.safeParse(values ?? {});
    if (result.success) return result.data as ParameterValues;
    const issue = result.error.issues[0];
    const unrecognized = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...unrecognized] as (string | number)[];
    throw new ParameterError(spec.id, path, issue?.message ?? "invalid");
  };
  const open = (resource: Resource, scope: EvaluationScope) => Session.of(scope).subject(resource, view, spec.resource);
  const evaluate = (resource: Resource, scope: EvaluationScope, parameters: ParameterValues): Outcome => {
    const session = Session.of(scope);
    session.begin(view === "outputs");
    const subject = open(resource, scope);
    try {
      return judge(spec, subject, parameters as Values<S>);
    } catch (error) {
      return new RuleOutcome("error", resource.urn, session.reads(), undefined, explain(error));
    }
  };
  let specs: readonly ParameterSpec[] | undefined;
  const result: Rule = {
    id: spec.id,
    title: spec.title,
    severity: spec.severity,
    rationale: spec.rationale,
    remediation: spec.remediation,
    limits: spec.limits,
    provider: (spec.resource.types[0] as string).split(":", 1)[0] as string,
    types: spec.resource.types,
    companions: (spec.companions ?? []).map((kind) => kind.name),
    companionTypes: [...new Set((spec.companions ?? []).flatMap((kind) => kind.types))],
    phase: view === "outputs" ? "stack" : "resource",
    ...(spec.scope && { scope: spec.scope }),
    get parameters() {
      specs ??= Object.entries(spec.parameters ?? {}).map(([name, type]) => describe(name, type));
      return specs;
    },
    parse,
    evaluate,
    ...(spec.remedy && { remedy: remedyOf(spec.remedy, evaluate, open) }),
  };
  made.add(result);
  return result;
}

function judge<T, S extends Shape>(spec: RuleSpec<T, S>, subject: Subject<T>, parameters: Values<S>): Outcome {
  const { session, urn } = subject;
  let open: Unknown | undefined;
  if (spec.exempt !== undefined) {
    for (const [condition, reason] of spec.exempt(subject, parameters)) {
      if (condition.outcome === "pass")
        return new RuleOutcome("not-applicable", urn, session.reads(), undefined, reason);
      if (condition.outcome === "unknown") open ??= condition;
    }
  }
  const check = spec.check(subject, parameters);
  if (check.outcome === "pass") return new RuleOutcome("pass", urn, session.reads(), undefined);
  // It would fail if it applied, and whether it applies is not known.
  const decided = check.outcome === "fail" ? (open ?? check) : check;
  const reads = session.reads();
  return decided.outcome === "fail"
    ? new RuleOutcome("fail", urn, reads, decided)
    : new RuleOutcome("undetermined", urn, reads, decided, doubt(decided, reads));
}

/** Only messages that the language makes of property names are passed on: others may hold values. */
function explain(error: unknown): string {
  if (error instanceof TypeError || error instanceof ReferenceError) return `the rule failed to run: ${error.message}`;
  return `the rule failed to run: ${error instanceof Error ? error.name : "unknown error"}`;
}

function describe(name: string, type: z.ZodType): ParameterSpec {
  const {
    $schema: _,
    default: value,
    description,
    ...schema
  } = z.toJSONSchema(type, { io: "input" }) as Record<string, unknown>;
  return { name, schema, default: value, description: typeof description === "string" ? description : "" };
}
