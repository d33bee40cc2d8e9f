import {
  type EvaluationScope,
  isUnknownText,
  isWrapped,
  type Outcome,
  type ParameterValues,
  type Properties,
  REDACTED,
  type Resource,
  type Rule,
  unwrap,
} from "../model/index.js";

/** A rule's word on a resource. What it cannot decide on inputs alone, it decides on outputs as far as those are known. */
export function decide(rule: Rule, resource: Resource, scope: EvaluationScope, values: ParameterValues): Outcome {
  const outcome = rule.evaluate(resource, scope, values);
  if (outcome.verdict !== "undetermined" || rule.phase !== "resource") return outcome;
  const later = settled(resource);
  const again = later && rule.evaluate(later, scope, values);
  return again === undefined || again.verdict === "undetermined" || again.verdict === "error" ? outcome : again;
}

const settledResources = new WeakMap<Resource, Resource | null>();

/**
 * The resource with those of its inputs that could not be read taken from its outputs, where they stand by now: a value
 * that was not known before the update. An input that the outputs do not repeat stays what it is, for absence there says
 * nothing of it.
 * @returns undefined when the outputs settle nothing
 */
export function settled(resource: Resource): Resource | undefined {
  let known = settledResources.get(resource);
  if (known === undefined) settledResources.set(resource, (known = settle(resource) ?? null));
  return known ?? undefined;
}

function settle(resource: Resource): Resource | undefined {
  const { inputs, outputs } = resource;
  if (inputs === outputs) return undefined;
  let completed: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(inputs as Record<string, unknown>)) {
    if (!Object.hasOwn(outputs, key) || outputs[key] === undefined || !isOpen(value)) continue;
    completed ??= { ...inputs };
    completed[key] = outputs[key];
  }
  return completed && { ...resource, inputs: completed as Properties };
}

/** Something in it cannot be read. The depth is that of the input, which is bounded where it is read. */
function isOpen(value: unknown): boolean {
  if (typeof value === "string") return value === REDACTED || isUnknownText(value);
  if (typeof value !== "object" || value === null) return false;
  if (isWrapped(value)) {
    const { obstacle, value: inner } = unwrap(value);
    return obstacle !== undefined || (inner !== value && isOpen(inner));
  }
  return Array.isArray(value) ? value.some(isOpen) : Object.values(value).some(isOpen);
}
