import fc from "fast-check";
import { expect } from "vitest";
import { pathBelow } from "../../src/authoring/path.js";
import { defaults } from "../../src/engine/index.js";
import { buildGraph } from "../../src/graph/index.js";
import {
  isUnknownText,
  isWrapped,
  type ParameterValues,
  type Properties,
  REDACTED,
  type Remediation,
  type Resource,
  type Rule,
  SECRET,
  SIGNATURE,
  type Stack,
  UNKNOWN,
} from "../../src/model/index.js";

/** Mends the first resource of a stack as the engine would have it: with the provider at hand, and nothing else. */
export function mend(rule: Rule, stack: Stack, parameters = defaults(rule)): Remediation | undefined {
  const { resource, scope } = alone(stack);
  const before = structuredClone(resource);
  const outcome = rule.remedy?.apply(resource, scope, parameters);
  expect(resource, "a remedy changes no argument").toEqual(before);
  if (outcome && "properties" in outcome) checkMended(rule, stack, outcome, parameters);
  return outcome;
}

function alone(stack: Stack) {
  const [first] = stack.resources;
  if (!first) throw new Error("a case without resources");
  const resource: Resource = { ...first, outputs: first.inputs, propertyDependencies: {}, dependencies: [] };
  const provider = stack.resources.filter((one) => one.urn === first.provider);
  return { resource, scope: { graph: buildGraph({ ...stack, resources: [resource, ...provider] }) } };
}

/** What holds of every resource that was mended. */
function checkMended(
  rule: Rule,
  stack: Stack,
  { properties, changes }: Extract<Remediation, { properties: unknown }>,
  parameters: ParameterValues,
): void {
  const [first, ...others] = stack.resources as [Resource, ...Resource[]];
  const mended = { ...first, inputs: properties, outputs: { ...first.outputs, ...properties } };
  const whole = { ...stack, resources: [mended, ...others] };
  const verdict = rule.evaluate(mended, { graph: buildGraph(whole) }, parameters).verdict;
  expect(verdict, "the rule passes afterwards, in its stack too").toBe("pass");
  const again = alone(whole);
  expect(rule.remedy?.apply(again.resource, again.scope, parameters), "a second run changes nothing").toBeUndefined();
  expect(changes.length, "it says what it changed").toBeGreaterThan(0);
  const told = changes.map(({ path }) => path);
  expect(told.length).toBe(new Set(told).size);
  expect(differences(first.inputs, properties).filter((path) => !told.some((one) => covers(one, path)))).toEqual([]);
  expect(guarded(properties), "what is unknown or secret stays").toEqual(guarded(first.inputs));
}

/** A place that was told covers what differs at it or below; an element of a list, the list. */
function covers(told: string, path: string): boolean {
  return path === told || path.startsWith(`${told}.`) || path.startsWith(`${told}[`) || told.startsWith(`${path}[`);
}

/** Paths of the places that differ: the topmost that both have, and lists whose length does. */
function differences(before: unknown, after: unknown, path = ""): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const lists = [before, after].filter(Array.isArray);
  if (!isObject(before ?? after) || !isObject(after) || lists.length === 1) return [path];
  if (lists.length === 2 && (before as unknown[]).length !== after["length"]) return [path];
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    differences(
      (before as Properties | undefined)?.[key],
      after[key],
      pathBelow(path, lists.length === 2 ? Number(key) : key),
    ),
  );
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}

/** Everything unknown or secret in the properties, in order. */
function guarded(value: unknown): unknown[] {
  if (typeof value === "string") return value === REDACTED || isUnknownText(value) ? [value] : [];
  if (!isObject(value)) return [];
  return isWrapped(value) ? [value] : Object.values(value).flatMap(guarded);
}

/** A remedy stays harmless when a place of properties that it would mend becomes unknown or secret. */
export function checkGuarded(rule: Rule, stack: Stack, parameters?: ParameterValues): void {
  const [first, ...others] = stack.resources as [Resource, ...Resource[]];
  for (const cover of [() => UNKNOWN, () => REDACTED, secret])
    for (const properties of withOnePlace(first.inputs, cover))
      mend(rule, { ...stack, resources: [{ ...first, inputs: properties }, ...others] }, parameters);
}

function secret(value: unknown): unknown {
  return { [SIGNATURE]: SECRET, value };
}

/** The value, once for each place in it, with that place changed. */
export function withOnePlace(value: Properties, change: (value: unknown) => unknown): Properties[] {
  return Object.keys(value).flatMap((key) => {
    const inner = value[key];
    const put = (one: unknown) =>
      Array.isArray(value) ? (value.with(Number(key), one) as unknown as Properties) : { ...value, [key]: one };
    return [put(change(inner)), ...(isObject(inner) && !isWrapped(inner) ? withOnePlace(inner, change).map(put) : [])];
  });
}

/** Properties of a case with random places made rough. */
export function roughened(properties: readonly Properties[], rough: fc.Arbitrary<unknown>): fc.Arbitrary<Properties> {
  const places = (value: Properties): number => withOnePlace(value, () => 0).length;
  return fc
    .tuple(fc.constantFrom(...properties), fc.array(fc.tuple(fc.nat(), rough), { minLength: 1, maxLength: 3 }))
    .map(([start, changes]) =>
      changes.reduce((value, [at, put]) => {
        const count = places(value);
        return count === 0 ? value : (withOnePlace(value, () => put)[at % count] as Properties);
      }, start),
    );
}
