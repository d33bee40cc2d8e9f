/**
 * What src/crossguard takes for granted of @pulumi/policy: facts of its code that its declarations do not promise. That the
 * SDK lets its handlers be replaced is held by tests/e2e/faults.test.ts, in a real pack.
 */

import type { ResourceValidationArgs } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { expect, test } from "vitest";
import { rawProperties } from "../../../src/crossguard/resource.js";
import { UNKNOWN } from "../../../src/model/index.js";
import { analyze, analyzeStack, checkingProxy } from "./sdk.js";

const named = (name: string) => ({ name, description: `${name} described` });

test("a checking proxy hands out the raw properties, unknown values left in place", () => {
  const raw = { known: 1, unknown: UNKNOWN, nested: { deep: [UNKNOWN] } };
  const proxy = checkingProxy(raw);
  expect(() => proxy["unknown"]).toThrow("can't be known during preview");
  expect(rawProperties(proxy)).toBe(raw);
  expect(rawProperties(raw)).toBe(raw);
});

test("in both calls the properties are such a proxy", async () => {
  const seen: unknown[] = [];
  await analyze([{ ...named("one"), validateResource: ({ props }) => void seen.push(rawProperties(props)) }]);
  await analyzeStack([
    { ...named("two"), validateStack: ({ resources: [first] }) => void seen.push(rawProperties(first?.props ?? {})) },
  ]);
  expect(seen).toEqual([{ known: 1, unknown: UNKNOWN, nested: { deep: [UNKNOWN] } }, { known: 1 }]);
});

test("a violation given as an object keeps its message, URN and level", async () => {
  const violation = { message: "as it is", urn: "urn:pulumi:s::p::t::other", enforcementLevel: "mandatory" };
  const report = { ...named("one"), validateStack: (_: unknown, to: (text: never) => void) => to(violation as never) };
  const [diagnostic] = (await analyzeStack([report])).diagnosticsList;
  expect(diagnostic?.message).toBe("as it is");
  expect(diagnostic?.urn).toBe(violation.urn);
  expect(diagnostic?.enforcementlevel).toBe(analyzer.EnforcementLevel.MANDATORY);
});

test("a policy says by an exception of the SDK's that it does not apply; any other exception ends the whole request", async () => {
  const idle = { ...named("one"), validateResource: (args: ResourceValidationArgs) => args.notApplicable("because") };
  expect((await analyze([idle])).notApplicableList).toEqual([{ policyName: "one", reason: "because" }]);
  const broken = {
    ...named("two"),
    validateResource: () => {
      throw new Error("broken");
    },
  };
  await expect(analyze([broken])).rejects.toThrow("broken");
});
