import type {
  EvaluationScope,
  Exclusion,
  Outcome,
  ParameterValues,
  Resource,
  Rule,
  Settings,
  Stack,
  StackGraph,
  TagReading,
} from "../model/index.js";
import { judgeByChoices } from "./choices.js";
import { decide } from "./decide.js";

/** One rule's word on one resource. */
export interface RuleResult {
  readonly rule: Rule;
  readonly resource: Resource;
  readonly outcome: Outcome;
}

/** A stack judged: results in the order of the resources, then of the rules; and what was not judged, and why. */
export interface Evaluation {
  readonly results: readonly RuleResult[];
  readonly evaluated: readonly Resource[];
  readonly excluded: readonly { readonly resource: Resource; readonly reason: Exclusion }[];
}

/** The rules that judge a type, in the order of their ids. */
export class Dispatch {
  readonly #byType = new Map<string, Rule[]>();
  readonly #companions = new Set<string>();

  constructor(rules: readonly Rule[]) {
    for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      for (const type of rule.companionTypes) this.#companions.add(type);
      for (const type of new Set(rule.types)) {
        const list = this.#byType.get(type);
        if (list) list.push(rule);
        else this.#byType.set(type, [rule]);
      }
    }
  }

  /** Some rule reads resources of the type beside those that it judges. */
  isCompanion(type: string): boolean {
    return this.#companions.has(type);
  }

  rulesFor(type: string): readonly Rule[] {
    return this.#byType.get(type) ?? NONE;
  }

  /** The type is judged, but by its tags, labels or names alone, and nothing else looks at it. */
  isMetadataOnly(type: string): boolean {
    const rules = this.rulesFor(type);
    return rules.length > 0 && !this.isCompanion(type) && rules.every(({ scope }) => scope === "metadata");
  }
}

const NONE: readonly Rule[] = [];

/** Why a resource is not judged; undefined when it is. */
export function exclusion(resource: Resource, dispatch: Dispatch): Exclusion | undefined {
  if (resource.deleting) return "pending delete";
  if (resource.external) return "external";
  if (resource.type.startsWith("pulumi:providers:")) return "provider";
  if (!resource.custom) return "component";
  if (dispatch.rulesFor(resource.type).length > 0) return undefined;
  return dispatch.isCompanion(resource.type) ? "companion" : "no rule for the type";
}

/** What is told of a stack while it is judged, resource by resource, so that nothing has to be kept. */
export interface Visitor {
  excluded(resource: Resource, reason: Exclusion): void;
  evaluated(resource: Resource): void;
  /** After `evaluated` of the same resource; rules in the order of their ids. */
  result(rule: Rule, resource: Resource, outcome: Outcome): void;
  /** The rule would have judged the resource, and is disabled. */
  disabled?(rule: Rule, resource: Resource): void;
}

/** What layers of a configuration make of the rules for one stack. */
export interface Tailoring {
  readonly settings: Settings;
  /** Undefined for a resource that has no tags by nature. */
  readonly tagsOf: (resource: Resource, graph: StackGraph) => TagReading | undefined;
}

/**
 * Judges every resource by the rules for its type, in the order of the stack. Pure: no clock, no disk, no environment;
 * the same arguments give the same results in the same order. Cost grows with resources × rules for their type.
 * @param parameters effective parameter values by rule id; a rule that is not in it runs with its defaults
 * @param tailoring where there is one it tells the values, and which rules do not run
 */
export function judge(
  stack: Stack,
  graph: StackGraph,
  dispatch: Dispatch,
  parameters: ReadonlyMap<string, ParameterValues>,
  visitor: Visitor,
  tailoring?: Tailoring,
): void {
  const scope: EvaluationScope = { graph };
  const prepared = new Map<string, Prepared>();
  for (const resource of stack.resources) {
    const reason = exclusion(resource, dispatch);
    if (reason !== undefined) {
      visitor.excluded(resource, reason);
      continue;
    }
    let rules = prepared.get(resource.type);
    if (rules === undefined)
      prepared.set(resource.type, (rules = prepare(dispatch.rulesFor(resource.type), parameters, tailoring?.settings)));
    for (const rule of rules.off) visitor.disabled?.(rule, resource);
    if (rules.on.length === 0) {
      visitor.excluded(resource, "rules disabled");
      continue;
    }
    visitor.evaluated(resource);
    for (const { rule, values, varies } of rules.on)
      visitor.result(
        rule,
        resource,
        varies && tailoring
          ? judgeByChoices(rule, resource, scope, tailoring.settings.choices(rule, tailoring.tagsOf(resource, graph)))
          : decide(rule, resource, scope, values),
      );
  }
}

/** The rules for one type, as they are for the stack. */
interface Prepared {
  readonly on: readonly { readonly rule: Rule; readonly values: ParameterValues; readonly varies: boolean }[];
  readonly off: readonly Rule[];
}

function prepare(
  rules: readonly Rule[],
  parameters: ReadonlyMap<string, ParameterValues>,
  settings: Settings | undefined,
): Prepared {
  const off = rules.filter((rule) => settings?.level(rule)?.value === "disabled");
  const on = rules.filter((rule) => !off.includes(rule));
  return {
    on: on.map((rule) => ({
      rule,
      values: settings?.values(rule) ?? parameters.get(rule.id) ?? defaults(rule),
      varies: settings?.varies(rule) === true,
    })),
    off,
  };
}

/** As `judge`, with everything that it tells kept in lists. */
export function evaluate(
  stack: Stack,
  graph: StackGraph,
  dispatch: Dispatch,
  parameters: ReadonlyMap<string, ParameterValues>,
): Evaluation {
  const results: RuleResult[] = [];
  const evaluated: Resource[] = [];
  const excluded: { resource: Resource; reason: Exclusion }[] = [];
  judge(stack, graph, dispatch, parameters, {
    excluded: (resource, reason) => excluded.push({ resource, reason }),
    evaluated: (resource) => evaluated.push(resource),
    result: (rule, resource, outcome) => results.push({ rule, resource, outcome }),
  });
  return { results, evaluated, excluded };
}

const parsedDefaults = new WeakMap<Rule, ParameterValues>();

/** A rule's parameters when nobody sets any. */
export function defaults(rule: Rule): ParameterValues {
  let values = parsedDefaults.get(rule);
  if (values === undefined) parsedDefaults.set(rule, (values = rule.parse({})));
  return values;
}
