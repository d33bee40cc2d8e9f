/** What src/crossguard takes for granted of @pulumi/policy: facts of its code that its declarations do not promise. */

import { type Policies, type ResourceValidationArgs, Secret } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { describe, expect, test } from "vitest";
import { rawProperties } from "../../../src/crossguard/resource.js";
import { SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import { ARCHIVE, ASSET, analyze, analyzeStack, checkingProxy, remediate, secret } from "./sdk.js";

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

test("the array of policies is kept, and gone through once for each request, from its iterator", async () => {
  const policies: Policies = [];
  let rounds = 0;
  Object.defineProperty(policies, Symbol.iterator, {
    value: function* () {
      rounds += 1;
      yield {
        ...named(`round-${rounds}`),
        validateResource: (_: unknown, report: (text: string) => void) => report("x"),
      };
    },
  });
  const first = await analyze(policies);
  const second = await analyze(policies);
  expect([...first.diagnosticsList, ...second.diagnosticsList].map(({ policyname }) => policyname)).toEqual([
    "round-1",
    "round-2",
  ]);
});

test("a policy is called before the iterator is asked for the next", async () => {
  const order: string[] = [];
  const policies: Policies = [];
  const policy = (name: string) => ({ ...named(name), validateResource: () => void order.push(`${name} called`) });
  Object.defineProperty(policies, Symbol.iterator, {
    value: function* () {
      for (const name of ["one", "two"]) {
        order.push(`${name} offered`);
        yield policy(name);
      }
    },
  });
  await analyze(policies);
  expect(order).toEqual(["one offered", "one called", "two offered", "two called"]);
});

test("a policy with the type of other resources is turned down without being called", async () => {
  let called = 0;
  const typed = Object.assign(() => void (called += 1), { __pulumiType: "x:y/z:Z" });
  const inAnalyze = await analyze([{ ...named("one"), validateResource: typed }]);
  const inStack = await analyzeStack([{ ...named("two"), validateStack: typed }]);
  expect(called).toBe(0);
  expect([inAnalyze, inStack].map(({ notApplicableList }) => notApplicableList[0]?.policyName)).toEqual(["one", "two"]);
});

test("a policy that is not offered is neither violated nor inapplicable, which the engine counts as passed", async () => {
  expect(await analyze([])).toEqual({ diagnosticsList: [], notApplicableList: [] });
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

describe("a Remediate call", () => {
  const level = { enforcementLevel: "remediate" } as const;

  test("reads the description after the remediation has run", async () => {
    let description = "before";
    const policy = {
      ...level,
      name: "one",
      get description() {
        return description;
      },
      remediateResource: () => {
        description = "what was changed";
        return { a: 1 };
      },
    };
    expect((await remediate([policy], "a:b/c:C", {})).given).toEqual([
      { policy: "one", description: "what was changed", diagnostic: "", properties: { a: 1 } },
    ]);
  });

  test("wraps the properties in two proxies, with secrets as objects of a class behind them", async () => {
    let raw: Record<string, unknown> = {};
    const policy = {
      ...level,
      ...named("one"),
      remediateResource: ({ props }: ResourceValidationArgs) => {
        raw = rawProperties(rawProperties(props)) as typeof raw;
      },
    };
    await remediate([policy], "a:b/c:C", { open: { deep: [secret("hunter2"), UNKNOWN] } });
    expect(raw).toEqual({ open: { deep: [new Secret("hunter2"), UNKNOWN] } });
  });

  test("hands what a policy returns to the next one, and sends it with the envelopes that it has", async () => {
    const sent = { token: secret("hunter2"), unknown: UNKNOWN };
    const seen: unknown[] = [];
    const first = { ...level, ...named("one"), remediateResource: () => sent };
    const second = {
      ...level,
      ...named("two"),
      remediateResource: (args: ResourceValidationArgs) => void seen.push(args.props),
    };
    const { given } = await remediate([first, second], "a:b/c:C", {});
    expect(given.map(({ properties }) => properties)).toEqual([sent]);
    expect(seen[0]).toBe(sent);
  });

  test("says by an exception that nothing is done, and why", async () => {
    const idle = {
      ...level,
      ...named("one"),
      remediateResource: (args: ResourceValidationArgs) => args.notApplicable("because"),
    };
    expect(await remediate([idle], "a:b/c:C", {})).toEqual({
      idle: [{ policyName: "one", reason: "because" }],
      given: [],
    });
  });

  test("loses what an asset is when it is sent back", async () => {
    const archive = {
      [SIGNATURE]: ARCHIVE,
      hash: "9f86",
      assets: { "index.js": { [SIGNATURE]: ASSET, hash: "8d65", text: "x" } },
    };
    const asset = { [SIGNATURE]: ASSET, hash: "8d65", text: "x" };
    const policy = { ...level, ...named("one"), remediateResource: ({ props }: ResourceValidationArgs) => props };
    const [one] = (await remediate([policy], "a:b/c:C", { archive, asset })).given;
    expect(one?.properties["archive"]).not.toMatchObject({ assets: { "index.js": {} } });
    expect(one?.properties["asset"]).toEqual({ [SIGNATURE]: ASSET, text: "x" });
  });

  test("loses a property that has the name of a proxy", async () => {
    const policy = { ...level, ...named("one"), remediateResource: ({ props }: ResourceValidationArgs) => props };
    const [one] = (await remediate([policy], "a:b/c:C", { labels: { __isSpecialProxy: "yes" } })).given;
    expect(one?.properties["labels"]).toBeUndefined();
  });
});
