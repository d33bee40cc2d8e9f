import { describe, expect, it } from "vitest";
import { all, kind, rule, type Subject, z } from "../../../src/authoring/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import { ParameterError, type Resource, SECRET, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import { resource, stackOf } from "../../support/resources.js";
import { fixture } from "../../support/subject.js";

interface Thing {
  on?: boolean;
  size?: number;
  mode?: string;
  tags?: Record<string, string>;
  list?: string[];
  nested?: { on?: boolean; deep?: { list?: { on?: boolean }[] } };
  policy?: string;
}
const secret = (plaintext: unknown) => ({ [SIGNATURE]: SECRET, plaintext: JSON.stringify(plaintext) });
const encrypted = { [SIGNATURE]: SECRET, ciphertext: "v1:abc" };

describe("a place in a resource", () => {
  const known = fixture<Thing>({
    on: true,
    size: "7",
    mode: "a",
    list: ["x"],
    nested: { deep: { list: [{ on: false }] } },
  });

  it("compares known values, and takes what providers take", () => {
    expect(known.get("on").is(true).outcome).toBe("pass");
    expect(known.get("on").is(false).outcome).toBe("fail");
    expect(known.get("size").atLeast(7).outcome).toBe("pass");
    expect(known.get("size").atMost(6).outcome).toBe("fail");
    expect(fixture<Thing>({ on: "true" }).get("on").is(true).outcome).toBe("pass");
    expect(fixture<Thing>({ on: "yes" }).get("on").is(true).outcome).toBe("unknown");
  });

  it("knows absence from presence", () => {
    const empty = fixture<Thing>({ mode: null });
    expect(empty.get("mode").is("a").outcome).toBe("fail");
    expect(empty.get("mode").isNot("a").outcome).toBe("pass");
    expect(empty.get("mode").or("a").is("a").outcome).toBe("pass");
    expect(empty.get("nested", "on").is(true).outcome).toBe("fail");
    expect(empty.get("list").every((item) => item.is("x")).outcome).toBe("pass");
    expect(empty.get("list").some((item) => item.is("x"), "x").outcome).toBe("fail");
    expect(empty.get("list").isSet().outcome).toBe("fail");
    expect(fixture<Thing>({ list: [] }).get("list").isSet().outcome).toBe("fail");
    expect(fixture<Thing>({ on: false }).get("on").isSet().outcome).toBe("pass");
  });

  it("is unknown below what is unknown, and names that path", () => {
    const subject = fixture<Thing>({ nested: UNKNOWN });
    const check = subject.get("nested", "on").is(true);
    expect(check.outcome === "unknown" && check.causes[0]?.ref.path).toBe("nested.on");
    expect(
      subject
        .get("nested")
        .get("deep")
        .get("list")
        .every(() => ({ outcome: "pass" })).outcome,
    ).toBe("unknown");
  });

  it("does not take a wrong shape for absence", () => {
    const odd = fixture<Thing>({ nested: "text", on: {} });
    expect(odd.get("nested", "on").isNot(true).outcome).toBe("unknown");
    expect(odd.get("on").isNot(true).outcome).toBe("unknown");
  });

  it("writes paths that can be looked up", () => {
    expect(known.get("nested").get("deep").get("list").items()?.[0]?.get("on").path).toBe("nested.deep.list[0].on");
    expect(
      fixture<Thing>({ tags: { "a.b/c": "1" } })
        .get("tags")
        .entries()?.[0]?.[1].path,
    ).toBe('tags["a.b/c"]');
  });

  it("goes on into JSON, and says where it is none", () => {
    const subject = fixture<Thing>({ policy: '{"a":{"b":1}}' });
    const inner = subject.get("policy").json<{ a: { b: number } }>().get("a", "b");
    expect([inner.path, inner.is(1).outcome]).toEqual(["policy.a.b", "pass"]);
    expect(fixture<Thing>({ policy: "{" }).get("policy").json<{ a: string }>().get("a").is("x").outcome).toBe(
      "unknown",
    );
    const around = fixture<Thing>({ policy: `{"a":"${UNKNOWN}","b":"x"}` })
      .get("policy")
      .json<{ a: string; b: string }>();
    expect(around.get("b").is("x").outcome).toBe("pass");
    expect(around.get("a").is("x").outcome).toBe("unknown");
  });

  it("does not reach into prototypes", () => {
    const subject = fixture<Record<string, unknown>>({});
    expect(subject.get("constructor").isSet().outcome).toBe("fail");
    expect(subject.get("__proto__").isSet().outcome).toBe("fail");
  });
});

const thing = kind<Thing>({ name: "thing", types: ["test:index:Thing"] });
const texts = { title: "t", severity: "low", rationale: "r", remediation: "m", limits: "l", resource: thing } as const;

function judge(made: ReturnType<typeof rule>, props: Record<string, unknown>) {
  const stack = stackOf([resource("test:index:Thing", "thing", props)], "state");
  return made.evaluate(stack.resources[0] as Resource, { graph: buildGraph(stack) }, made.parse({}));
}

describe("evidence", () => {
  const modeIsA = rule({ ...texts, id: "test-mode", check: (t) => t.get("mode").is("a") });

  it("records what was read without the rule doing anything", () => {
    expect(judge(modeIsA, { mode: "b" }).observations).toEqual([{ path: "mode", observed: "b", expected: "a" }]);
    expect(judge(modeIsA, { mode: "a" }).observations).toEqual([{ path: "mode", observed: "a" }]);
    expect(judge(modeIsA, {}).observations).toEqual([{ path: "mode", state: "absent", expected: "a" }]);
  });

  it("decides by a secret in plain text and never shows it", () => {
    const outcome = judge(modeIsA, { mode: secret("hunter2") });
    expect(outcome.verdict).toBe("fail");
    expect(JSON.stringify(outcome.observations)).toBe('[{"path":"mode","state":"secret","expected":"a"}]');
    expect(judge(modeIsA, { mode: secret("a") }).verdict).toBe("pass");
  });

  it("keeps everything inside a secret secret, JSON included", () => {
    const inPolicy = rule({
      ...texts,
      id: "test-policy",
      check: (t) => t.get("policy").json<{ k: string }>().get("k").is("x"),
    });
    const outcome = judge(inPolicy, { policy: secret('{"k":"hunter2"}') });
    expect([outcome.verdict, JSON.stringify(outcome).includes("hunter2")]).toEqual(["fail", false]);
    expect(JSON.stringify(outcome.observations)).not.toContain("hunter2");
  });

  it("is undetermined by an encrypted or redacted secret where it decides", () => {
    for (const mode of [encrypted, "[secret]"]) {
      const outcome = judge(modeIsA, { mode });
      expect([outcome.verdict, outcome.reason]).toEqual(["undetermined", "mode is a secret that cannot be read here"]);
    }
  });

  it("takes an encrypted secret for set, and nothing below it", () => {
    const isSet = rule({ ...texts, id: "test-set", check: (t) => t.get("nested").isSet() });
    const below = rule({ ...texts, id: "test-below", check: (t) => t.get("nested").get("on").isSet() });
    expect(judge(isSet, { nested: encrypted }).verdict).toBe("pass");
    expect(judge(below, { nested: encrypted }).verdict).toBe("undetermined");
  });

  it("cuts long text and counts objects instead of showing them", () => {
    const [observation] = judge(modeIsA, { mode: "x".repeat(10_000_000) }).observations;
    expect(String(observation?.observed).length).toBeLessThan(300);
    const whole = rule({ ...texts, id: "test-whole", check: (t) => t.get("nested").isSet() });
    expect(judge(whole, { nested: { on: secret("hunter2") } }).observations).toEqual([
      { path: "nested", observed: "1 properties", state: "object" },
    ]);
  });
});

describe("a rule", () => {
  it("turns an exception into an error that shows no value", () => {
    const broken = rule({
      ...texts,
      id: "test-broken",
      check: () => {
        throw new RangeError("hunter2");
      },
    });
    const outcome = judge(broken, { mode: "x" });
    expect([outcome.verdict, outcome.reason]).toEqual(["error", "the rule failed to run: RangeError"]);
  });

  it("may not look beyond its resource without saying so", () => {
    const sly = rule({ ...texts, id: "test-sly", check: (t) => t.inStack(thing).exists() });
    expect(judge(sly, {})).toMatchObject({
      verdict: "error",
      reason: expect.stringContaining("declare its companions"),
    });
  });

  it("computes once for every rule that asks, and has read what was read for it", () => {
    let computed = 0;
    const isSmall = (t: Subject<Thing>) => {
      computed += 1;
      return all(t.get("mode").isSet(), t.once(isOn));
    };
    const isOn = (t: Subject<Thing>) => t.get("on").is(true);
    const ask = (id: string) => rule({ ...texts, id, check: (t) => all(t.get("size").isSet(), t.once(isSmall)) });
    const stack = stackOf([resource("test:index:Thing", "thing", { on: false, mode: "a", size: 1 })], "state");
    const scope = { graph: buildGraph(stack) };
    const outcomes = ["test-a", "test-b"].map((id) => ask(id).evaluate(stack.resources[0] as Resource, scope, {}));
    for (const { verdict, observations } of outcomes) {
      expect([verdict, observations.map(({ path }) => path)]).toEqual(["fail", ["on", "size", "mode"]]);
    }
    expect(computed).toBe(1);
    const own = rule({ ...texts, id: "test-c", check: (t) => t.get("size").isSet() });
    const { observations } = own.evaluate(stack.resources[0] as Resource, scope, {});
    expect(observations.map(({ path }) => path)).toEqual(["size"]);
  });

  it("leaves it open when it would fail and may not apply", () => {
    const exempting = rule({
      ...texts,
      id: "test-exempt",
      exempt: (t) => [[t.get("on").is(false), "it is off"]],
      check: (t) => t.get("mode").is("a"),
    });
    expect(judge(exempting, { on: false, mode: "b" })).toMatchObject({
      verdict: "not-applicable",
      reason: "it is off",
    });
    expect(judge(exempting, { on: UNKNOWN, mode: "b" }).verdict).toBe("undetermined");
    expect(judge(exempting, { on: UNKNOWN, mode: "a" }).verdict).toBe("pass");
    expect(judge(exempting, { on: true, mode: "b" }).verdict).toBe("fail");
  });

  it("has typed parameters with defaults, and says which is wrong", () => {
    const sized = rule({
      ...texts,
      id: "test-size",
      parameters: { minimum: z.number().int().default(14).describe("smallest size") },
      check: (t, p) => t.get("size").atLeast(p.minimum),
    });
    expect(sized.parse({})).toEqual({ minimum: 14 });
    expect(sized.parameters).toMatchObject([{ name: "minimum", default: 14, description: "smallest size" }]);
    expect(sized.parameters[0]?.schema).toMatchObject({ type: "integer" });
    expect(() => sized.parse({ minimum: "x" })).toThrow(ParameterError);
    expect(() => sized.parse({ maximum: 1 })).toThrow(expect.objectContaining({ path: ["maximum"] }));
    expect(judge(sized, { size: 13 }).verdict).toBe("fail");
  });
});
