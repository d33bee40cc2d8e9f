import { describe, expect, test } from "vitest";
import { AssessmentRun, type Layers } from "../../../src/engine/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import type { Layer, MappingRow, Resource, Rule, TagReading, Verdict } from "../../../src/model/index.js";
import { RULES as REAL_RULES } from "../data/fixture.js";
import { assessStacks, COMPANION, demoFramework, demoRule, row, setup, stackOf, thing } from "./fixture.js";
import { config, layer, values } from "./layers.js";

const OTHER = "demo:index:Other";
const RULES = [demoRule("a"), demoRule("b"), demoRule("other", "low", OTHER)];

/** Wants `size` at least; that is its one parameter. */
const SIZED: Rule = {
  ...demoRule("sized"),
  parameters: [{ name: "size", schema: { type: "integer" }, default: 1, description: "Size" }],
  parse: (given) => ({ size: 1, ...(given as object) }),
  evaluate: ({ inputs }, _, { size }) => {
    const verdict = inputs["sized"] === "error" ? "error" : Number(inputs["n"]) >= Number(size) ? "pass" : "fail";
    return { verdict, observations: [{ path: "n", expected: `${size}` }], companions: [] };
  },
};

const off = (key: string, by: "rule" | "severity" = "rule") =>
  ({
    by,
    key,
    level: "disabled",
    because: `${key} is not for us`,
    rules: [key],
    origin: { scope: "stack", file: "k.yaml", line: 4, column: 7 },
  }) as const;
const size = (value: number) =>
  ({
    by: "rule",
    key: "sized",
    parameter: "size",
    value,
    rules: ["sized"],
    origin: { scope: "stack", file: "k.yaml", line: 9, column: 7 },
  }) as const;

function layersOf(layers: readonly Layer[], more: Partial<Layers> = {}): { layers: Layers } {
  return { layers: { config: config(...layers), frameworks: [], ...more } };
}

function assessed(
  rules: readonly Rule[],
  mapping: readonly MappingRow[],
  layers: readonly Layer[],
  ...resources: Resource[]
) {
  const frameworks = [demoFramework({ mapping, controls: { "AC-1": "technical", "AC-2": "inherited" } })];
  return assessStacks(setup(frameworks, rules, layersOf(layers)), stackOf(...resources));
}

describe("a disabled rule", () => {
  const mapping = [row("AC-1", "a", { coverage: "full" }), row("AC-1", "b", { coverage: "full" }), row("AC-2", "a")];
  const disabling = layer("stack", { name: "mine", levels: [off("a")] });

  test("is not judged, and is listed with the reason, the place and the resources that it would have judged", () => {
    const made = assessed(
      RULES,
      mapping,
      [disabling],
      thing("x", { a: "fail" }),
      thing("y"),
      thing("z", {}, { type: OTHER }),
    );
    expect([...made.results].map(({ rule }) => rule)).toEqual(["b", "b", "other"]);
    expect(made.parameters.disabled).toEqual([
      { rule: "a", because: "a is not for us", origin: 'layer "mine" (stack), k.yaml:4:7', resources: 2 },
    ]);
    expect(made.summary.rules).toEqual({ loaded: 3, judged: 2, failed: 0, disabled: 1 });
    expect(made.population.balanced).toBe(true);
    expect(made.population.evaluated).toBe(3);
  });

  test("leaves no resource evaluated that nothing else judges", () => {
    const { population } = assessed(
      RULES,
      mapping,
      [layer("stack", { levels: [off("low", "severity")] })],
      thing("z", {}, { type: OTHER }),
      thing("x"),
    );
    expect(population).toMatchObject({ total: 2, evaluated: 1, balanced: true });
    expect(population.excluded["rules disabled"]).toBe(1);
    expect(population.typesWithoutRule).toEqual([]);
  });

  test.each<[string, readonly Layer[], Verdict, readonly [string, string]]>([
    ["both judge and pass", [], "pass", ["satisfied", "satisfied"]],
    ["it is off: what is left is a part, and nothing is inherited", [disabling], "pass", ["partial", "no-evidence"]],
    ["it is off and would have failed", [disabling], "fail", ["partial", "no-evidence"]],
    ["both are off", [disabling, layer("account", { levels: [off("b")] })], "pass", ["no-evidence", "no-evidence"]],
  ])("makes no control look better: %s", (_, layers, verdict, statuses) => {
    const made = assessed(RULES, mapping, layers, thing("x", { a: verdict }));
    expect(made.controls.map(({ status }) => status)).toEqual(statuses);
    const silenced = made.controls.flatMap(({ evidence }) => evidence.filter((one) => one.disabled === 1));
    expect(silenced.length > 0).toBe(layers.length > 0);
  });

  test("changes nothing where there is no resource that it would have judged", () => {
    const made = assessed(
      RULES,
      mapping,
      [disabling],
      thing("z", {}, { type: OTHER }),
      thing("c", {}, { type: COMPANION }),
    );
    expect(made.controls.map(({ status }) => status)).toEqual(["no-evidence", "inherited"]);
    expect(made.parameters.disabled[0]?.resources).toBe(0);
  });

  test("is told of the stacks that it is off for", () => {
    const dev: Layer = { ...disabling, select: { stack: [{ glob: "dev", expression: "^dev$" }] } };
    const frameworks = [demoFramework({ mapping })];
    const stacks = ["prod", "dev", "test", "dev"].map((name, i) => ({
      ...stackOf(thing(`t${i}`)),
      name,
      project: `p${i}`,
    }));
    const made = assessStacks(setup(frameworks, RULES, layersOf([dev])), ...stacks);
    expect(made.parameters.disabled).toMatchObject([{ rule: "a", resources: 2, inputs: [1, 3] }]);
    expect(made.rules.find(({ id }) => id === "a")?.results.pass).toBe(2);
  });
});

describe("parameters of layers", () => {
  const frameworks = [demoFramework({ mapping: [row("AC-1", "sized")] })];
  const big = layer("stack", { values: [size(5)], resources: [{ tags: { tier: ["gold"] }, values: [size(9)] }] });
  const n = (name: string, value: number) => thing(name, { n: value as unknown as Verdict });
  const judged = (tagsOf: Layers["tagsOf"], ...resources: Resource[]) => [
    ...assessStacks(setup(frameworks, [SIZED], layersOf([big], tagsOf ? { tagsOf } : {})), stackOf(...resources))
      .results,
  ];

  test("are in force and told, with their places, stacks and tags", () => {
    const prod: Layer = { ...big, select: { stack: [{ glob: "prod", expression: "^prod$" }] } };
    const given = setup(frameworks, [SIZED], {
      ...layersOf([prod]),
      values: new Map([["sized", { size: 2 }]]),
      parameters: {
        arguments: [],
        digests: {},
        rules: [{ rule: "sized", parameter: "size", value: 2, origin: "file p.yaml" }],
      },
    });
    const made = assessStacks(given, stackOf(n("x", 3)), { ...stackOf(n("x", 3)), name: "prod" });
    expect([...made.results].map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
    const place = "a layer of the scope stack, k.yaml:9:7";
    expect(made.parameters.rules).toEqual([
      { rule: "sized", parameter: "size", value: 2, origin: "file p.yaml", inputs: [0] },
      { rule: "sized", parameter: "size", value: 5, origin: place, inputs: [1] },
      { rule: "sized", parameter: "size", value: 9, origin: place, tags: { tier: ["gold"] }, inputs: [1] },
    ]);
  });

  test("follow the tags of one resource", () => {
    const tags = (reading: TagReading | undefined) => () => reading;
    const verdict = (reading: TagReading | undefined, value: number) =>
      judged(tags(reading), n("x", value))[0]?.verdict;
    expect(verdict({ tags: { tier: "gold" }, open: false }, 7)).toBe("fail");
    expect(verdict({ tags: { tier: "iron" }, open: true }, 7)).toBe("pass");
    expect(verdict({ tags: {}, open: false }, 7)).toBe("pass");
    expect(verdict(undefined, 7)).toBe("pass");
  });

  test("leave it undetermined where a tag that decides cannot be read, and say which", () => {
    for (const tagsOf of [() => ({ tags: { team: "a" }, open: true }), undefined]) {
      const results = judged(tagsOf, n("both", 10), n("hangs", 7), n("neither", 1));
      expect(results.map(({ verdict }) => verdict)).toEqual(["pass", "undetermined", "fail"]);
      expect(results[1]).toMatchObject({
        reason:
          'the verdict hangs on tags that cannot be read: fail where the tag "tier" is "gold"; pass where the tag "tier" is another or not set',
        observations: [{ path: "n", expected: "9" }],
      });
    }
  });

  test("keep the evidence of what speaks most against the resource", () => {
    const kept = REAL_RULES[0] as Rule;
    const type = kept.types[0] as string;
    const strict = layer("stack", { resources: [{ tags: { tier: ["gold"] }, values: values({ days: 30 }) }] });
    const demo = thing("x", { days: 7 as unknown as Verdict }, { type });
    const made = assessStacks(setup(frameworks, REAL_RULES, layersOf([strict])), stackOf(demo));
    const result = [...made.results].find(({ rule }) => rule === kept.id);
    expect(result).toMatchObject({ verdict: "undetermined", reason: expect.stringContaining('"tier" is "gold"') });
    expect(result?.observations).toEqual([{ path: "days", observed: 7, expected: "30" }]);
  });

  test("never hide an error of the rule", () => {
    expect(judged(undefined, thing("x", { sized: "error" }))[0]?.verdict).toBe("error");
  });
});

test("a run tells layers that select none of its stacks, and stops at layers that disagree before it judges", () => {
  const idle: Layer = {
    ...layer("stack", { name: "idle" }),
    select: { project: [{ glob: "no", expression: "^no$" }] },
  };
  const stack = stackOf(thing("x"));
  const run = new AssessmentRun(setup([demoFramework()], RULES, layersOf([idle, layer("stack")])));
  run.add({ path: "a", digest: "" }, { stack, format: "", notes: [] }, buildGraph(stack), () => {});
  expect(run.idleLayers).toEqual([idle]);
  const on = { ...off("a"), level: "advisory" } as const;
  const split = new AssessmentRun(
    setup(
      [demoFramework()],
      RULES,
      layersOf([layer("stack", { levels: [off("a")] }), layer("stack", { levels: [on] })]),
    ),
  );
  expect(() => split.prepare(stack)).toThrow("rule a: its level is");
});

test("without layers nothing is tailored", () => {
  const made = assessStacks(setup([demoFramework()], RULES), stackOf(thing("x")));
  expect(made.parameters.disabled).toEqual([]);
  expect(made.summary.rules.disabled).toBe(0);
});
