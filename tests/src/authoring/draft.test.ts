import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Declined, Draft } from "../../../src/authoring/draft.js";
import { kind, rule } from "../../../src/authoring/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import {
  type Properties,
  REDACTED,
  type Resource,
  type Rule,
  SECRET,
  SIGNATURE,
  UNKNOWN,
} from "../../../src/model/index.js";
import { resource, stackOf } from "../../support/resources.js";
import { anyValue, encrypted, secret } from "../../support/states.js";
import { fixture } from "../../support/subject.js";

interface Thing {
  on?: boolean;
  size?: number;
  name?: string;
  tags?: string[];
  inner?: { on?: boolean; names?: string[]; parts?: { on?: boolean }[]; deep?: { on?: boolean } };
}

const draft = (inputs: Properties) => Draft.of<Thing>(inputs);
/** Inputs that nothing may change. */
function frozen<V>(value: V): V {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

describe("a draft", () => {
  test("copies what it changes and keeps the rest as it is", () => {
    const inputs = frozen({ other: { a: [1] }, inner: { parts: [{ on: true }, { on: true }] } });
    const thing = draft(inputs);
    (thing.get("inner", "parts").items()[1] as Draft<{ on?: boolean }>).get("on").set(false);
    expect(thing.properties).toEqual({ other: { a: [1] }, inner: { parts: [{ on: true }, { on: false }] } });
    expect(inputs.inner.parts[1]).toEqual({ on: true });
    expect(thing.properties["other"]).toBe(inputs.other);
    expect((thing.properties["inner"] as typeof inputs.inner).parts[0]).toBe(inputs.inner.parts[0]);
    expect(thing.changes).toEqual([{ path: "inner.parts[1].on", to: "false" }]);
  });

  test("makes objects that are absent or null on the way, elements of lists never", () => {
    for (const inputs of [{}, { inner: null }, { inner: undefined }, { inner: {} }, { inner: { deep: null } }]) {
      const thing = draft(frozen(inputs));
      thing.get("inner", "deep").get("on").set(true);
      expect(thing.properties).toEqual({ inner: { deep: { on: true } } });
    }
    const list = draft(frozen({ inner: { parts: [null] } }));
    const [part] = list.get("inner", "parts").items();
    expect(() => part?.get("on").set(true)).toThrow(new Declined("inner.parts[0] is empty"));
  });

  test("tells each place once, and nothing where nothing changed", () => {
    const thing = draft(frozen({ on: true, tags: ["a"], inner: { names: [] } }));
    thing.get("on").set(true);
    thing.get("inner", "on").remove();
    thing.get("tags").removeItems((tag) => tag.value() === "b");
    expect(thing.changes).toEqual([]);
    thing.get("on").set(false);
    thing.get("on").remove();
    thing.get("tags").add("ALL");
    expect(thing.changes).toEqual([
      { path: "on", to: "left out" },
      { path: "tags", to: 'a list with "ALL"' },
    ]);
    expect(thing.properties).toEqual({ tags: ["a", "ALL"], inner: { names: [] } });
  });

  test("puts several elements at the end of a list, and nothing for none", () => {
    const thing = draft(frozen({ inner: { parts: [{ on: UNKNOWN }] } }));
    thing.get("inner", "parts").add();
    thing.get("tags").add();
    expect([thing.changes, thing.properties]).toEqual([[], { inner: { parts: [{ on: UNKNOWN }] } }]);
    thing.get("inner", "parts").add({ on: true }, { on: false });
    thing.get("tags").add("a", "b");
    expect(thing.properties).toEqual({
      inner: { parts: [{ on: UNKNOWN }, { on: true }, { on: false }] },
      tags: ["a", "b"],
    });
    expect(thing.changes).toEqual([
      { path: "inner.parts", to: 'a list with {"on":true}, {"on":false}' },
      { path: "tags", to: 'a list with "a", "b"' },
    ]);
  });

  test("leaves elements out by their old places", () => {
    const thing = draft(frozen({ tags: ["a", "b", "c", "d"] }));
    thing.get("tags").removeItems((tag) => tag.value() !== "b");
    expect(thing.properties).toEqual({ tags: ["b"] });
    expect(thing.changes.map(({ path }) => path)).toEqual(["tags[0]", "tags[2]", "tags[3]"]);
  });

  test("takes values as the provider does", () => {
    const thing = draft({ on: "true", size: "7", name: 7, inner: null });
    expect([thing.get("on").is(true), thing.get("size").is(7), thing.get("name").is("7")]).toEqual([true, true, true]);
    expect([thing.get("on").is(false), thing.get("inner", "on").is(false)]).toEqual([false, false]);
    expect(thing.get("inner").value()).toBeUndefined();
  });

  test("takes out of the provider's defaults what it sets, at every level", () => {
    const inputs = frozen({ __defaults: ["on", "size"], inner: { __defaults: ["on"], on: true } });
    const thing = draft(inputs);
    thing.get("size").set(2);
    thing.get("inner", "on").remove();
    expect(thing.properties).toEqual({ __defaults: ["on"], size: 2, inner: { __defaults: [] } });
    const odd = draft(frozen({ __defaults: UNKNOWN }));
    odd.get("on").set(true);
    expect(odd.properties).toEqual({ __defaults: UNKNOWN, on: true });
  });

  test("is at the place of a cursor of the same resource", () => {
    const inputs = { inner: { parts: [{ on: true }] } };
    const [part] = fixture<Thing>(inputs).get("inner", "parts").items() ?? [];
    if (!part) throw new Error("no part");
    expect(draft(inputs).at(part.get("on")).path).toBe("inner.parts[0].on");
  });
});

class Asset {
  text = "x";
}

describe("what is unknown, secret or no plain value", () => {
  const hidden: readonly [name: string, value: unknown, reason: RegExp][] = [
    ["unknown", UNKNOWN, /is not known until the update$/],
    ["text with an unknown part", `a ${UNKNOWN}`, /is not known until the update$/],
    ["a typed unknown", "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", /is not known until the update$/],
    ["a secret", { [SIGNATURE]: SECRET, value: true }, /is secret$/],
    ["a secret of a state", secret({ on: true }), /is secret$/],
    ["an encrypted secret", encrypted(), /is secret$/],
    ["a redacted secret", REDACTED, /is secret$/],
    ["an object of a class", new Asset(), /is no plain value$/],
    ["an asset of a state", { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "x" }, /is no plain value$/],
  ];
  test.each(hidden)("%s is neither read nor written over", (_, value, reason) => {
    const at = (inputs: Properties) => draft(frozen(inputs));
    const uses: (() => unknown)[] = [
      () => at({ on: value }).get("on").value(),
      () => at({ on: value }).get("on").is(true),
      () => at({ on: value }).get("on").set(true),
      () => at({ on: value }).get("on").remove(),
      () => at({ inner: value }).get("inner", "on").set(true),
      () =>
        at({ inner: { on: value } })
          .get("inner")
          .set({}),
      () =>
        at({ inner: { parts: [{ on: value }] } })
          .get("inner")
          .remove(),
      () => at({ tags: value }).get("tags").add("x"),
      () =>
        at({ tags: ["a", value] })
          .get("tags")
          .set([]),
      () =>
        at({ tags: ["a", value] })
          .get("tags")
          .removeItems(() => true),
    ];
    for (const use of uses) expect(use).toThrow(reason);
    const beside = at({ tags: [value], name: value });
    beside.get("tags").add("x");
    beside.get("on").set(true);
    expect(beside.properties).toEqual({ tags: [value, "x"], name: value, on: true });
  });

  test.each([
    ["text for an object", { inner: "x" }],
    ["a list for an object", { inner: [{ on: true }] }],
    ["a number for an object", { inner: 1 }],
  ])("%s is left alone", (_, inputs) => {
    expect(() => draft(inputs).get("inner", "on").set(true)).toThrow("inner is not of the shape");
    expect(() => draft({ tags: "ALL" }).get("tags").add("x")).toThrow("tags is not of the shape");
  });
});

const onRule = rule({
  id: "test-thing-on",
  title: "Things are on",
  severity: "low",
  resource: kind<Thing>({ name: "thing", types: ["test:index:Thing"] }),
  rationale: "Because they should.",
  remediation: "Set on to true.",
  limits: "It sees nothing else.",
  exempt: (thing) => [[thing.get("name").is("exempt"), "by name"]],
  check: (thing) => thing.get("on").is(true),
  remedy: {
    does: "Sets on.",
    risk: "None.",
    apply: (thing) => {
      if (thing.get("size").is(1)) thing.decline("it is too small");
      if (thing.get("size").is(2)) throw new Error("hunter2");
      if (!thing.get("size").is(3)) thing.get("on").set(true);
    },
  },
});

function apply(one: Rule, props: Properties, outputs?: Properties) {
  const stack = stackOf([resource("test:index:Thing", "thing", props)], "state");
  const [first] = stack.resources as [Resource];
  return one.remedy?.apply(outputs ? { ...first, outputs } : first, { graph: buildGraph(stack) }, {});
}

describe("a rule's remedy", () => {
  test("mends what fails", () => {
    expect(apply(onRule, { on: false, name: "x" })).toEqual({
      properties: { on: true, name: "x" },
      changes: [{ path: "on", to: "true" }],
    });
  });

  test.each([
    ["passes", { on: true }],
    ["is exempt", { on: false, name: "exempt" }],
    ["may be exempt", { on: false, name: UNKNOWN }],
    ["is not known", { on: UNKNOWN }],
    ["is malformed", { on: 1 }],
  ])("leaves alone what %s", (_, props) => {
    expect(apply(onRule, props)).toBeUndefined();
  });

  test("goes by the inputs, whatever the outputs say", () => {
    expect(apply(onRule, { on: true }, { on: false })).toBeUndefined();
  });

  test.each([
    ["it is too small", { size: 1 }],
    ["the remedy failed to run: Error", { size: 2 }],
    ["it would not be enough", { size: 3 }],
    ["size is not known until the update", { size: UNKNOWN }],
    ["size is secret", { size: secret(5) }],
  ])("says %s when it does not", (declined, props) => {
    expect(apply(onRule, props)).toEqual({ declined });
  });

  test("never throws, and never changes its input", () => {
    let mended = 0;
    const props = fc.record(
      { on: fc.oneof(fc.constantFrom(false, "false"), anyValue), size: anyValue, name: anyValue, inner: anyValue },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(props, (random) => {
        const before = JSON.stringify(random);
        const result = apply(onRule, frozen(random) as Properties);
        expect(JSON.stringify(random)).toBe(before);
        if (result === undefined || "declined" in result) return;
        mended += 1;
        expect(result.properties).toEqual({ ...random, on: true });
        expect(apply(onRule, result.properties)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    expect(mended).toBeGreaterThan(50);
  });
});
