/**
 * Verdicts with and without secrets: every case of every rule with its values made secret, judged as it is and again
 * after sealing. What the sealed stack says is the same, or left open because of what is gone; never the contrary.
 */
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { allRules } from "../../packs/rules.js";
import { Dispatch, evaluate } from "../../src/engine/evaluate.js";
import { toResult } from "../../src/engine/result.js";
import { newKeyPair, signingKey } from "../../src/evidence/bundle/keys.js";
import { mayRest } from "../../src/evidence/bundle/rest.js";
import { seal, tokensFor } from "../../src/evidence/bundle/seal.js";
import { buildGraph } from "../../src/graph/index.js";
import {
  isWrapped,
  type ParameterValues,
  type Resource,
  type Result,
  type Rule,
  type Stack,
} from "../../src/model/index.js";
import { sources } from "../repo/sources.js";
import { casesOf } from "../support/cases.js";
import { stackOf } from "../support/resources.js";
import type { Cases } from "../support/rule-tester.js";
import { encrypted, type Json, secret } from "../support/states.js";
import { ROOT } from "./harness/examples.js";

const tables = vi.hoisted(() => [] as { rule: Rule; cases: Cases }[]);
// The tables of cases are in the tests of the rules: loaded here, they hand over what they would test.
vi.mock("../support/rule-tester.js", () => ({
  testRule: (rule: Rule, cases: Cases) => void tables.push({ rule, cases }),
}));

const RULES = allRules();
const DISPATCH = new Dispatch(RULES);
const TOKENS = tokensFor(signingKey(newKeyPair().privateKey, undefined, "key"), "sha256:0");
const seen = { stacks: 0, results: 0, same: 0, open: 0, linked: 0 };
afterAll(() => console.log(`sealed: ${JSON.stringify(seen)}`));

/** Every value of a tree below its top, and the top itself, made secret one way or another. */
const WAYS: Readonly<Record<string, (value: unknown) => unknown>> = {
  whole: secret,
  leaves: (value) => leaves(value, secret),
  "leaves as values": (value) => leaves(value, (leaf) => ({ ...encrypted(), ciphertext: undefined, value: leaf })),
  encrypted: () => encrypted(),
};

function leaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (value === undefined || value === null) return value;
  if (typeof value !== "object") return change(value);
  if (Array.isArray(value)) return value.map((item) => leaves(item, change));
  if (isWrapped(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, leaves(inner, change)]));
}

function withSecrets(stack: Stack, change: (value: unknown) => unknown): Stack {
  const properties = (bag: Json): Json =>
    Object.fromEntries(Object.entries(bag).map(([key, value]) => [key, value === undefined ? value : change(value)]));
  return changed(stack, (resource) => {
    const inputs = properties(resource.inputs);
    return {
      ...resource,
      inputs,
      outputs: resource.outputs === resource.inputs ? inputs : properties(resource.outputs),
    };
  });
}

function changed(stack: Stack, change: (resource: Resource) => Resource): Stack {
  return { ...stack, resources: stack.resources.map(change) };
}

/** As a bundle holds it. */
function sealed(stack: Stack): Stack {
  const { resources } = JSON.parse(seal({ resources: stack.resources }, TOKENS).text) as { resources: Resource[] };
  return changed(stack, (resource) => {
    const { inputs, outputs } = resources[stack.resources.indexOf(resource)] as Resource;
    return { ...resource, inputs, outputs: resource.outputs === resource.inputs ? inputs : outputs };
  });
}

function judged(stack: Stack, parameters: ReadonlyMap<string, ParameterValues>): Result[] {
  const { results } = evaluate(stack, buildGraph(stack), DISPATCH, parameters);
  return results.map(({ rule, resource, outcome }) => toResult(0, rule, resource, outcome));
}

function compare(stack: Stack, parameters: ReadonlyMap<string, ParameterValues>): void {
  const [before, after] = [judged(stack, parameters), judged(sealed(stack), parameters)];
  expect(after.length).toBe(before.length);
  seen.stacks += 1;
  seen.results += before.length;
  for (const [i, then] of before.entries()) {
    const without = after[i] as Result;
    if (JSON.stringify(then) === JSON.stringify(without)) seen.same += 1;
    else if (mayRest(then, without)) seen.open += 1;
    else expect.fail(`${then.rule} on ${then.urn}: ${then.verdict}, and sealed ${without.verdict}`);
    if (then.companions.length > 0 && without.verdict !== "undetermined") seen.linked += 1;
  }
}

describe("the cases of each rule with their values made secret", async () => {
  const files = sources("tests/packs").filter((file) => file.endsWith(".test.ts"));
  for (const file of files) await import(join(ROOT, file));

  test("are all there", () => {
    expect(tables.map(({ rule }) => rule.id).sort()).toEqual(RULES.map(({ id }) => id));
  });

  test.each(tables.map(({ rule, cases }) => [rule.id, rule, cases] as const))("%s", (_, rule, cases) => {
    for (const { name, stack, only, parameters } of casesOf(cases))
      for (const mode of only ? [only] : (["state", "preview"] as const))
        for (const [way, change] of Object.entries(WAYS)) {
          const values = new Map(parameters ? [[rule.id, rule.parse(parameters)]] : []);
          try {
            compare(withSecrets(stackOf(stack, mode), change), values);
          } catch (error) {
            (error as Error).message = `${name} (${mode}, ${way}): ${(error as Error).message}`;
            throw error;
          }
        }
  });
});

test("saw results of each kind", () => {
  expect(seen.same).toBeGreaterThan(10_000);
  expect(seen.open).toBeGreaterThan(1000);
  expect(seen.linked).toBeGreaterThan(100);
});
