import { type ResourceValidationArgs, Secret } from "@pulumi/policy";
import { type ParameterValues, type RemedyChange, type Rule, SECRET, SIGNATURE } from "../model/index.js";
import { message, phrase } from "./message.js";
import { subjectOf } from "./resource.js";

/** Places that one description names; a resource can have hundreds of containers. */
const MOST_PLACES = 20;

/** What comes of a rule's remedy in a Remediate call. */
export type Remedied =
  | {
      /** What to return from `remediateResource`. */
      readonly properties: Record<string, unknown>;
      /** What was changed: paths, and the values that the rule puts there; no value of the stack. */
      readonly description: string;
    }
  | {
      /** Why the properties are left as they are, although the rule fails. */
      readonly declined: string;
    };

/**
 * Mends the resource of a Remediate call by the remedy of a rule. Undefined when there is nothing to mend: the rule has
 * no remedy, is for other types, or does not fail. Never throws, and leaves `args` as it is.
 *
 * The SDK sends back what it is given, secrets in their envelopes, and hands it as `props` to the next policy: both forms
 * of properties are understood here. It reads the policy's description after `remediateResource` has returned.
 * @param parameters as `rule.parse` gives them
 */
export function remedied(rule: Rule, args: ResourceValidationArgs, parameters: ParameterValues): Remedied | undefined {
  if (rule.remedy === undefined || !rule.types.includes(args.type)) return undefined;
  try {
    const { byType, scope } = subjectOf({ ...args, props: onWire(args.props) as Record<string, unknown> });
    const [resource] = byType.get(args.type) ?? [];
    const outcome = resource && rule.remedy.apply(resource, scope, parameters);
    if (outcome === undefined) return undefined;
    if ("declined" in outcome) return { declined: phrase(outcome.declined) };
    const kept = outcome.changes.find(({ path }) => isIgnored(path, args.opts.ignoreChanges ?? []));
    if (kept) return { declined: `ignoreChanges keeps ${phrase(kept.path)} as it is` };
    return { properties: { ...outcome.properties }, description: describe(rule, outcome.changes) };
  } catch (error) {
    if (error instanceof NotSendable) return { declined: error.message };
    return { declined: `the remedy failed to run: ${error instanceof Error ? error.name : "unknown error"}` };
  }
}

function describe(rule: Rule, changes: readonly RemedyChange[]): string {
  const places = changes.slice(0, MOST_PLACES).map(({ path, to }) => `  - ${phrase(path)} is now ${phrase(to)}`);
  if (changes.length > MOST_PLACES) places.push(`  - and ${changes.length - MOST_PLACES} more places`);
  return message(`Changed, so that it holds: ${rule.title} (${rule.id}).`, ...places);
}

/**
 * Some path of `ignoreChanges` leads to the place, or to a part or the whole of it. The provider would leave it as it is,
 * and the state would say that it was changed.
 */
function isIgnored(path: string, ignoreChanges: readonly string[]): boolean {
  const place = steps(path);
  return ignoreChanges.some((ignored) => {
    const parts = steps(ignored);
    const common = place.slice(0, parts.length);
    return parts.length > 0 && common.every((step, i) => parts[i] === "*" || parts[i] === step);
  });
}

/** `spec.containers[0]["a.b"]` → `spec`, `containers`, `0`, `a.b`. */
function steps(path: string): string[] {
  const found = path.match(/"(?:[^"\\]|\\.)*"|[^.[\]"]+/g) ?? [];
  return found.map((step) => (step.startsWith('"') ? step.slice(1, -1) : step));
}

/** Properties that the SDK would not send back as they came. */
class NotSendable extends Error {}

/** Names that the SDK's proxies answer themselves; tests/src/crossguard/contract.test.ts holds it to that. */
const IS_PROXY = "__isSpecialProxy";
const TARGET = "__getSpecialProxyTarget";

/**
 * The properties as the engine sent them, from behind both proxies of a Remediate call: the one that throws at unknown
 * values, and the one that hides that a value is secret.
 */
function onWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  // A property of that name would be taken for a proxy by the SDK, and lost.
  if (Object.hasOwn(value, IS_PROXY)) throw new NotSendable(`the SDK cannot send back a property named ${IS_PROXY}`);
  const held = value as Record<string, unknown>;
  if (held[IS_PROXY] === true) return onWire(held[TARGET]);
  if (value instanceof Secret) return { [SIGNATURE]: SECRET, value: onWire(value.value) };
  if (Array.isArray(value)) return value.map(onWire);
  const prototype: unknown = Object.getPrototypeOf(value);
  // Assets come back without their hash, and archives of assets without their contents.
  if (prototype !== Object.prototype && prototype !== null)
    throw new NotSendable("it holds an asset or archive, which the SDK does not send back as it was");
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, onWire(inner)]));
}
