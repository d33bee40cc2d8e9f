import type analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { buildGraph } from "../graph/index.js";
import type { ParameterValues, Properties, RemedyChange, Resource, Rule, Stack } from "../model/index.js";
import { message, phrase } from "./message.js";

/** Places that one description names; a resource can have hundreds of containers. */
const MOST_PLACES = 20;

/** What comes of a rule's remedy in a Remediate call. */
type Remedied =
  | {
      readonly properties: Properties;
      /** What was changed: paths, and the values that the rule puts there; no value of the stack. */
      readonly description: string;
    }
  | {
      /** Why the properties are left as they are, although the rule fails. */
      readonly declined: string;
    };

/** A rule that mends, with what is configured for it. */
export interface Remedying {
  readonly rule: Rule;
  readonly parameters: ParameterValues;
}

/**
 * Mends the first resource of a stack by the rules that are to: again and again until none has anything left to do, for a
 * remedy may wait for another's.
 * @param ignoreChanges paths that the program leaves to the cloud
 * @returns the remedies in the order in which they acted, and why others could not
 */
export function mend(
  stack: Stack,
  ignoreChanges: readonly string[],
  remedying: readonly Remedying[],
): { done: { rule: Rule; properties: Properties; description: string }[]; declined: Map<Rule, string> } {
  const done: { rule: Rule; properties: Properties; description: string }[] = [];
  const declined = new Map<Rule, string>();
  const left = new Set(remedying);
  let [resource, ...rest] = stack.resources as [Resource, ...Resource[]];
  for (let before = -1; before !== done.length; ) {
    before = done.length;
    for (const one of left) {
      const result = remedied(one, { ...stack, resources: [resource, ...rest] }, ignoreChanges);
      declined.delete(one.rule);
      if (result === undefined) continue;
      if ("declined" in result) declined.set(one.rule, result.declined);
      else {
        // Each acts once at most, so that two that disagree come to an end.
        left.delete(one);
        done.push({ rule: one.rule, ...result });
        resource = { ...resource, inputs: result.properties, outputs: result.properties };
      }
    }
  }
  return { done, declined };
}

/** Mends the first resource of a stack by one rule. Undefined when there is nothing to mend. Never throws. */
function remedied(
  { rule, parameters }: Remedying,
  stack: Stack,
  ignoreChanges: readonly string[],
): Remedied | undefined {
  try {
    const outcome = rule.remedy?.apply(stack.resources[0] as Resource, { graph: buildGraph(stack) }, parameters);
    if (outcome === undefined) return undefined;
    if ("declined" in outcome) return { declined: phrase(outcome.declined) };
    const kept = outcome.changes.find(({ path }) => isIgnored(path, ignoreChanges));
    if (kept) return { declined: `ignoreChanges keeps ${phrase(kept.path)} as it is` };
    return { properties: outcome.properties, description: describe(rule, outcome.changes) };
  } catch (error) {
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

type Struct = NonNullable<ReturnType<analyzer.AnalyzeRequest["getProperties"]>>;

/** The form in which a mended property bag goes back. `like` is the message that it came in. */
export function toStruct(properties: Properties, like: analyzer.AnalyzeRequest): Struct {
  // The very class that the SDK's generated code compares with, which is not always the one that could be imported.
  const { constructor: kept } = like.getProperties() as Struct;
  return (kept as unknown as { fromJavaScript(value: Properties): Struct }).fromJavaScript(properties);
}
