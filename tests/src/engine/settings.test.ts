import { describe, expect, test } from "vitest";
import { Layering, settingsFor } from "../../../src/engine/index.js";
import type { Layer, Rule, TagReading } from "../../../src/model/index.js";
import { RULES } from "../data/fixture.js";
import { CONTEXT, config, layer, levels, STACK, values } from "./layers.js";

const [KEPT, PORTS, PLAIN] = RULES as [Rule, Rule, Rule];
const settings = (...layers: Layer[]) => settingsFor(config(...layers), STACK, CONTEXT);

describe("a level", () => {
  test("is nobody's where no layer speaks", () => {
    expect(settings(layer("stack")).level(KEPT)).toBeUndefined();
  });

  test("is told by the most specific means of a layer", () => {
    const all = {
      ...levels("severity", { low: "disabled" }),
      control: levels("control", { "demo/AC-1": "advisory" }),
      glob: levels("glob", { "aws-demo-k*": "mandatory" }),
      rule: levels("rule", { "aws-demo-kept": "remediate" }),
    };
    const severity = levels("severity", { low: "disabled" });
    const of = (...parts: (typeof severity)[]) => settings(layer("stack", { levels: parts.flat() })).level(KEPT)?.value;
    expect(of(severity)).toBe("disabled");
    expect(of(severity, all.control)).toBe("advisory");
    expect(of(all.glob, severity, all.control)).toBe("mandatory");
    expect(of(all.glob, all.rule, severity, all.control)).toBe("remediate");
  });

  test("is the strictest of those of several controls", () => {
    const both = levels("control", { "demo/AC-1": "mandatory", "demo/AC-2": "disabled" });
    const context = {
      ...CONTEXT,
      frameworks: [
        { catalog: { id: "demo" }, mapping: ["AC-1", "AC-2"].map((control) => ({ control, rule: KEPT.id })) },
      ],
    };
    for (const some of [both, both.toReversed()])
      expect(settingsFor(config(layer("stack", { levels: some })), STACK, context).level(KEPT)?.value).toBe(
        "mandatory",
      );
  });

  test("of a stronger layer wins, however vaguely it is told", () => {
    const weak = layer("environment", { levels: levels("rule", { "aws-demo-kept": "disabled" }) });
    const strong = layer("account", { levels: levels("severity", { low: "advisory" }) });
    expect(settings(strong, weak).level(KEPT)).toEqual({ value: "advisory", origin: strong.levels[0]?.origin });
  });
});

describe("two layers of one rank", () => {
  const one = layer("account", { name: "one", levels: levels("rule", { "aws-demo-kept": "advisory" }, 3) });
  const other = layer("account", { name: "other", levels: levels("glob", { "aws-*": "mandatory" }, 9) });

  test("that say different things are an error that names both lines, whichever comes first", () => {
    for (const both of [
      [one, other],
      [other, one],
    ])
      expect(() => settings(...both)).toThrow(
        expect.objectContaining({
          where: { file: "k.yaml", line: 9, column: 7 },
          message:
            'rule aws-demo-kept: its level is "mandatory" here, and "advisory" in layer "one" (account), k.yaml:3:7: ' +
            "both layers are of the scope account and select the same stack; change one, or what it selects",
        }),
      );
  });

  test("are an error for a parameter too, and for resources that both can mean", () => {
    const days = (n: number, line: number) => layer("stack", { name: `${n}`, values: values({ days: n }, line) });
    expect(() => settings(days(1, 4), days(2, 5))).toThrow("rule aws-demo-kept: days is 2 here, and 1 in layer");
    const tagged = (n: number, tags: Record<string, string[]>, line: number) =>
      layer("stack", { name: `${n}`, resources: [{ tags, values: values({ days: n }, line) }] });
    const gold = tagged(1, { tier: ["gold", "silver"] }, 4);
    expect(() => settings(gold, tagged(2, { team: ["a"] }, 5))).toThrow("rule aws-demo-kept: days is 2 here, and 1");
    expect(() => settings(gold, tagged(2, { tier: ["silver"] }, 5))).toThrow("days is 2 here");
    expect(() => settings(gold, tagged(2, { tier: ["iron"], team: ["a"] }, 5))).not.toThrow();
    expect(() => settings(gold, days(2, 5))).not.toThrow();
  });

  test("may say the same, or not select one stack", () => {
    const same = layer("account", { levels: levels("rule", { "aws-demo-kept": "mandatory" }, 12) });
    expect(settings(same, other).level(KEPT)?.origin).toEqual(same.levels[0]?.origin);
    const elsewhere: Layer = { ...one, select: { stack: [{ glob: "dev", expression: "^dev$" }] } };
    expect(settings(elsewhere, other).level(KEPT)?.value).toBe("mandatory");
  });
});

describe("values", () => {
  test("are the defaults, over them the base, over it the layers parameter by parameter", () => {
    const base = new Map([[KEPT.id, { days: 5, strict: false }]]);
    const context = { ...CONTEXT, base };
    const of = (...layers: Layer[]) => settingsFor(config(...layers), STACK, context).values(KEPT);
    expect(settings().values(PORTS)).toEqual({ ports: [22] });
    expect(of()).toEqual({ days: 5, strict: false });
    const weak = layer("defaults", { values: values({ days: 3, strict: true }) });
    const strong = layer("policy-config", { values: values({ days: 4 }) });
    expect(of(strong, weak)).toEqual({ days: 4, strict: true });
  });

  test("follow the tags of a resource: the first entry of a layer that matches", () => {
    const made = settings(
      layer("organization", {
        values: values({ days: 2, strict: true }),
        resources: [
          { tags: { tier: ["gold"], team: ["a"] }, values: values({ days: 40 }) },
          { tags: { tier: ["gold", "silver"] }, values: values({ days: 30 }) },
        ],
      }),
    );
    const of = (tags: Record<string, string> | undefined) =>
      made.choices(KEPT, tags && { tags, open: false }).map((choice) => choice.values["days"]);
    expect(made.varies(KEPT)).toBe(true);
    expect(made.varies(PORTS)).toBe(false);
    expect(of({ tier: "gold", team: "a" })).toEqual([40]);
    expect(of({ tier: "silver", team: "a" })).toEqual([30]);
    expect(of({ tier: "iron" })).toEqual([2]);
    expect(of({ constructor: "gold" })).toEqual([2]);
    expect(of(undefined)).toEqual([2]);
    expect(made.choices(PORTS, undefined)).toEqual([{ values: { ports: [22] } }]);
  });

  test("of a stronger layer hold for every resource, tagged or not", () => {
    const tagged = layer("environment", { resources: [{ tags: { tier: ["gold"] }, values: values({ days: 30 }) }] });
    const gold: TagReading = { tags: { tier: "gold" }, open: false };
    const days = (...layers: Layer[]) => settings(...layers).choices(KEPT, gold)[0]?.values["days"];
    expect(days(tagged, layer("organization", { values: values({ days: 3 }) }))).toBe(30);
    const stronger = layer("stack", { values: values({ days: 3 }) });
    expect(days(tagged, stronger)).toBe(3);
    expect(settings(tagged, stronger).explain(KEPT).parameters[0]?.resources[0]?.overridden).toBe(true);
  });

  test("are several where a tag that decides cannot be read", () => {
    const made = settings(
      layer("organization", {
        values: values({ days: 2 }),
        resources: [
          { tags: { tier: ["gold", "silver"] }, values: values({ days: 30 }) },
          { tags: { team: ["a"] }, values: values({ days: 10 }) },
        ],
      }),
    );
    const of = (tags: Record<string, string>) =>
      made.choices(KEPT, { tags, open: true }).map(({ values: some, because }) => [some["days"], because]);
    expect(of({ tier: "gold", team: "b" })).toEqual([[30, undefined]]);
    expect(of({ tier: "iron", team: "b" })).toEqual([[2, undefined]]);
    expect(of({ team: "a" })).toEqual([
      [30, 'where the tag "tier" is "gold" or "silver"'],
      [10, 'where the tag "tier" is another or not set'],
    ]);
    expect(of({ tier: "gold" })).toEqual([[30, undefined]]);
    expect(of({}).map(([days]) => days)).toEqual([30, 10, 2]);
  });

  test("are refused where they hang on more cases than a reader could follow", () => {
    const entry = (key: string) => ({ tags: { [key]: ["1", "2", "3"] }, values: values({ days: 3 }) });
    const many = layer("stack", { resources: ["a", "b", "c", "d"].map(entry) });
    expect(() => settings(many)).toThrow("rule aws-demo-kept: its values hang on a, b, c, d in 256 ways; keep to 64");
    expect(() => settings({ ...many, resources: many.resources.slice(1) })).not.toThrow();
  });
});

test("explain names everybody who spoke, the strongest first, and layers for other stacks", () => {
  const said = [{ rule: KEPT.id, parameter: "days", value: 6, origin: "AC-01_ODP of profile demo" }];
  const elsewhere: Layer = {
    ...layer("stack", { name: "dev", values: values({ days: 1 }) }),
    select: { stack: [{ glob: "dev", expression: "^dev$" }] },
  };
  const four = (["defaults", "organization", "environment", "project"] as const).map((scope, i) =>
    layer(scope, { name: scope, values: values({ days: 10 + i }, i + 1) }),
  );
  const { parameters, ...rest } = settingsFor(config(elsewhere, ...four), STACK, { ...CONTEXT, said }).explain(KEPT);
  expect(rest).toEqual({ rule: KEPT.id, elsewhere: [elsewhere.origin] });
  const [days, strict] = parameters;
  expect(days?.parameter).toBe("days");
  expect(days?.won).toMatchObject({ value: 13, from: 'layer "project" (project), k.yaml:4:7', by: "rule" });
  expect(days?.overrode.map(({ value, from }) => [value, from])).toEqual([
    [12, 'layer "environment" (environment), k.yaml:3:7'],
    [11, 'layer "organization" (organization), k.yaml:2:7'],
    [10, 'layer "defaults" (defaults), k.yaml:1:7'],
    [6, "AC-01_ODP of profile demo"],
    [7, "the rule's default"],
  ]);
  expect(strict).toEqual({
    parameter: "strict",
    won: { value: false, from: "the rule's default" },
    overrode: [],
    resources: [],
  });
});

test("settings are shared by the stacks that the same layers select, and layers that select none are told", () => {
  const dev: Layer = {
    ...layer("stack", { name: "dev" }),
    select: { stack: [{ glob: "dev*", expression: "^dev.*$" }] },
  };
  const layering = new Layering(config(layer("organization"), dev), CONTEXT);
  const first = layering.for({ ...STACK, stack: "a" });
  expect(layering.for({ ...STACK, stack: "b" })).toBe(first);
  expect(layering.idle).toEqual([dev]);
  expect(layering.for({ ...STACK, stack: "dev-1" })).not.toBe(first);
  expect(layering.idle).toEqual([]);
  expect(first.level(PLAIN)).toBeUndefined();
});
