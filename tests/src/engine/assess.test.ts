import { describe, expect, it } from "vitest";
import { assess, Dispatch, equation } from "../../../src/engine/index.js";
import { PopulationError, PopulationTally } from "../../../src/engine/population.js";
import { buildGraph } from "../../../src/graph/index.js";
import type { Assessment, Rule, Verdict } from "../../../src/model/index.js";
import { assessStacks, COMPANION, demoFramework, demoRule, row, setup, stackOf, TYPE, thing } from "./fixture.js";

const rules = [demoRule("tidy", "low"), demoRule("safe", "critical"), demoRule("calm", "high")];
const mapping = [
  row("AC-1", "tidy"),
  row("AC-1", "safe"),
  row("AC-2", "safe", { coverage: "full" }),
  row("AU-1", "calm"),
];
const controls = { "AC-1": "technical", "AC-2": "technical", "AU-1": "hybrid", "AU-2": "inherited" } as const;
const frameworks = [demoFramework({ mapping, controls, parameters: { "AC-01_ODP": 30 } })];

function statuses(assessment: Assessment): Record<string, string> {
  return Object.fromEntries(assessment.controls.map(({ id, status }) => [id, status]));
}

describe("an assessment", () => {
  const resources = [thing("b", { safe: "fail" }), thing("a", { tidy: "fail", safe: "not-applicable" })];
  const assessment = assessStacks(
    setup(frameworks, rules),
    stackOf(...resources),
    stackOf(thing("c", { calm: "undetermined" })),
  );
  const results = [...assessment.results];

  it("judges controls by what is mapped to them", () => {
    expect(statuses(assessment)).toEqual({
      "AC-1": "not-satisfied",
      "AC-2": "not-satisfied",
      "AU-1": "undetermined",
      "AU-2": "inherited",
    });
    expect(assessment.controls[0]).toMatchObject({
      profile: "demo-all",
      label: "not satisfied",
      disposition: "technical",
      reason: "AC-1 is technical",
      results: { fail: 2, pass: 3, "not-applicable": 1 },
    });
    expect(assessment.controls[0]?.evidence.map((one) => one.rule)).toEqual(["safe", "tidy"]);
  });

  it("has results by input, in the order of the state, then by rule", () => {
    expect(results.map((one) => [one.input, one.urn.at(-1), one.rule])).toEqual(
      [
        ["b", 0],
        ["a", 0],
        ["c", 1],
      ].flatMap(([name, input]) => ["calm", "safe", "tidy"].map((id) => [input, name, id])),
    );
    expect(results[1]).toEqual({
      input: 0,
      rule: "safe",
      urn: `urn:pulumi:dev::demo::${TYPE}::b`,
      type: TYPE,
      providerId: "b",
      verdict: "fail",
      observations: [{ path: "safe", observed: "fail", expected: "pass" }],
      companions: [],
    });
  });

  it("sums up verdicts, failures and controls", () => {
    expect(assessment.summary).toMatchObject({
      rules: { loaded: 3, judged: 3, failed: 0 },
      results: { fail: 2, error: 0, undetermined: 1, pass: 5, "not-applicable": 1 },
      failures: { critical: 1, high: 0, medium: 0, low: 1 },
      controls: [
        { profile: "demo-all", statuses: { "not-satisfied": 2, undetermined: 1, inherited: 1, satisfied: 0 } },
      ],
    });
  });

  it("groups controls in the catalogue's order, without empty groups", () => {
    expect(assessment.profiles[0]?.groups.map(({ id, statuses: s }) => [id, s["not-satisfied"], s.inherited])).toEqual([
      ["AC", 2, 0],
      ["AU", 0, 1],
    ]);
  });

  it("says what to fix first: severity, then what one change clears", () => {
    expect(assessment.priorities).toEqual([
      { rule: "safe", severity: "critical", resources: 1, controls: 2, clears: 1 },
      { rule: "tidy", severity: "low", resources: 1, controls: 1, clears: 0 },
    ]);
  });

  it("names the ODP values of the profiles, and the controls that a rule speaks to", () => {
    expect(assessment.parameters.odp).toEqual([{ profile: "demo-all", id: "AC-01_ODP", value: 30 }]);
    const spoken = Object.fromEntries(assessment.rules.map((rule) => [rule.id, rule.controls]));
    expect(spoken).toEqual({
      calm: ["demo-all/AU-1"],
      safe: ["demo-all/AC-1", "demo-all/AC-2"],
      tidy: ["demo-all/AC-1"],
    });
  });

  it("has profiles in the order asked for", () => {
    const two = [...frameworks, demoFramework({ id: "other", reporting: "support", mapping: [row("AC-1", "safe")] })];
    const other = assessStacks(setup(two, rules, { profiles: ["other-all", "demo-all"] }), stackOf(...resources));
    expect(other.profiles.map((profile) => profile.id)).toEqual(["other-all", "demo-all"]);
    expect(other.controls[0]).toMatchObject({ profile: "other-all", id: "AC-1", label: "contradicts" });
  });

  it("is the same in every byte when made again", () => {
    const again = assessStacks(
      setup(frameworks, [...rules].reverse()),
      stackOf(...resources),
      stackOf(thing("c", { calm: "undetermined" })),
    );
    expect(JSON.stringify(again)).toBe(JSON.stringify(assessment));
  });
});

describe("a rule that speaks to several statements of a control", () => {
  it("has a row for each and is counted once", () => {
    const twice = [row("AC-1", "safe", { statement: "ac-1_smt.b" }), row("AC-1", "safe", { statement: "ac-1_smt.a" })];
    const assessment = assessStacks(setup([demoFramework({ mapping: twice })], rules), stackOf(thing("a")));
    expect(assessment.controls[0]?.evidence.map((one) => one.statement)).toEqual(["ac-1_smt.a", "ac-1_smt.b"]);
    expect(assessment.controls[0]?.results.pass).toBe(1);
  });
});

describe("the crosswalk", () => {
  const crosswalk = {
    from: "demo",
    to: "other",
    newInTarget: [],
    map: { "AC-1": { controls: [{ id: "AC-1", partial: true }], clauses: ["4.1"] } },
  };
  it("is told in both directions", () => {
    const two = [demoFramework(), demoFramework({ id: "other" })];
    const assessment = assessStacks(setup(two, rules, { crosswalks: [crosswalk] }), stackOf());
    expect(assessment.controls.map((control) => control.crosswalk)).toEqual([
      [
        { catalog: "other", id: "AC-1", partial: true },
        { catalog: "other", id: "4.1", clause: true },
      ],
      [{ catalog: "demo", id: "AC-1", partial: true }],
    ]);
  });
});

describe("imported prose", () => {
  it("stands with its controls", () => {
    const prose = [
      { catalog: "demo", source: "official", digest: "sha256:d", controls: { "AC-1": { statement: "Do it." } } },
    ];
    const assessment = assessStacks(setup(frameworks, rules, { prose }), stackOf());
    expect(assessment.controls.map((control) => control.prose)).toEqual([
      { statement: "Do it." },
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("the population", () => {
  const stack = stackOf(
    thing("judged"),
    thing("component", {}, { type: "demo:index:Group", custom: false }),
    thing("provider", {}, { type: "pulumi:providers:demo" }),
    thing("judged", {}, { deleting: true }),
    thing("read", {}, { external: true }),
    thing("other", {}, { type: "other:index:Thing" }),
    thing("other2", {}, { type: "other:index:Thing" }),
    thing("beside", {}, { type: COMPANION }),
  );
  const { population } = assessStacks(setup(frameworks, rules), stack, stackOf(thing("z")));

  it("adds up, by reason and by input", () => {
    expect(population).toMatchObject({
      total: 9,
      evaluated: 2,
      excluded: {
        component: 1,
        provider: 1,
        "pending delete": 1,
        external: 1,
        companion: 1,
        "no rule for the type": 2,
      },
      balanced: true,
    });
    expect(population.byInput.map(({ input, total, evaluated }) => [input, total, evaluated])).toEqual([
      [0, 8, 1],
      [1, 1, 1],
    ]);
    expect(equation(population)).toBe(
      "9 resources = 2 evaluated + 1 component + 1 provider + 1 pending delete + 1 external + 1 companion + 2 no rule for the type",
    );
  });

  it("lists types, providers and types without a rule", () => {
    expect(population.byType).toContainEqual({ type: TYPE, count: 4, evaluated: 2, rules: 3 });
    expect(population.byType.map(({ type }) => type)).toEqual([...population.byType.map(({ type }) => type)].sort());
    expect(population.byProvider).toEqual([
      { provider: "demo", count: 6 },
      { provider: "other", count: 2 },
      { provider: "pulumi", count: 1 },
    ]);
    expect(population.typesWithoutRule).toEqual([{ type: "other:index:Thing", count: 2 }]);
  });

  it("tells apart the types of which only rules on metadata speak", () => {
    const tags = (type: string) => ({
      ...demoRule(`tags-of-${type.replaceAll(/\W/g, "-")}`, "low", type),
      scope: "metadata" as const,
    });
    const dispatch = new Dispatch([
      demoRule("a"),
      tags(TYPE),
      tags(COMPANION),
      tags("other:index:Thing"),
      tags("none:index:Here"),
    ]);
    const tally = new PopulationTally(dispatch);
    tally.begin(0, 4);
    for (const type of [TYPE, COMPANION, "other:index:Thing"]) tally.evaluated(thing(type, {}, { type }));
    tally.excluded(thing("gone", {}, { type: "none:index:Here" }), "pending delete");
    const population = tally.finish();
    expect(population.typesWithMetadataRulesOnly).toEqual([{ type: "other:index:Thing", count: 1 }]);
    expect(population.typesWithoutRule).toEqual([]);
    expect(equation(population)).toBe("4 resources = 3 evaluated (1 on metadata only) + 1 pending delete");
  });

  it("does not add up when a resource is lost or counted twice", () => {
    const dispatch = new Dispatch(rules);
    const lost = new PopulationTally(dispatch);
    lost.begin(0, 2);
    lost.evaluated(thing("a"));
    expect(lost.finish().balanced).toBe(false);
    const twice = new PopulationTally(dispatch);
    const a = thing("a");
    twice.begin(0, 2);
    twice.evaluated(a);
    twice.evaluated(a);
    expect(twice.finish().balanced).toBe(false);
  });

  it("fails a run in which it does not add up", () => {
    const resources = [thing("a"), thing("b")];
    // A list that grows shorter while it is walked: what a broken adapter could hand in.
    const shrinking = {
      ...stackOf(),
      resources: new Proxy(resources, { get: (list, key) => (key === "length" ? 3 : Reflect.get(list, key)) }),
    };
    Object.defineProperty(shrinking.resources, Symbol.iterator, { value: () => resources.values() });
    const read = { stack: shrinking, format: "stack export", notes: [] };
    const input = { name: { path: "a", digest: "" }, read, graph: buildGraph(stackOf(...resources)) };
    expect(() => assess(setup(frameworks, rules), [input])).toThrow(PopulationError);
  });
});

describe("what goes wrong in one place", () => {
  it("leaves an input that could not be read in the list, and the others judged", () => {
    const stack = stackOf(thing("a"));
    const read = { stack, format: "stack export", notes: ["odd"] };
    const assessment = assess(setup(frameworks, rules), [
      { name: { path: "bad.json", digest: "" }, error: "bad.json:1:1: empty" },
      { name: { path: "good.json", digest: "sha256:1" }, read, graph: buildGraph(stack) },
    ]);
    expect(assessment.inputs).toEqual([
      {
        path: "bad.json",
        digest: "",
        project: "",
        stack: "",
        format: "",
        status: "not assessed",
        error: "bad.json:1:1: empty",
        notes: [],
      },
      {
        path: "good.json",
        digest: "sha256:1",
        project: "demo",
        stack: "dev",
        format: "stack export",
        status: "assessed",
        notes: ["odd"],
      },
    ]);
    expect([...assessment.results].map((one) => one.input)).toEqual([1, 1, 1]);
    expect(assessment.population.byInput.map((one) => one.input)).toEqual([1]);
  });

  it("notes a stack that is there twice", () => {
    const assessment = assessStacks(setup(frameworks, rules), stackOf(), { ...stackOf(), name: "prod" }, stackOf());
    expect(assessment.inputs.map((input) => input.notes)).toEqual([
      [],
      [],
      ["The same stack is in 0.json: it counts twice"],
    ]);
  });

  it("makes an error of a rule whose evidence cannot be put together", () => {
    const broken: Rule = {
      ...demoRule("broken"),
      evaluate: () => ({
        verdict: "pass" as Verdict,
        get observations(): never {
          throw new RangeError("a secret");
        },
        companions: [],
      }),
    };
    const assessment = assessStacks(setup(frameworks, [broken]), stackOf(thing("a")));
    expect([...assessment.results]).toMatchObject([{ verdict: "error", observations: [], companions: [] }]);
    expect(JSON.stringify([...assessment.results])).not.toContain("a secret");
    expect(assessment.summary).toMatchObject({ results: { error: 1, pass: 0 }, rules: { failed: 1 } });
  });

  it("refuses a profile that no framework has, and a control without disposition", () => {
    expect(() => assessStacks(setup(frameworks, rules, { profiles: ["nope"] }))).toThrow(/nope/);
    const silent = structuredClone(frameworks[0]) as unknown as { catalog: { controls: { disposition?: unknown }[] } };
    delete silent.catalog.controls[0]?.disposition;
    expect(() => assessStacks(setup([silent as never], rules))).toThrow(/AC-1 .* no disposition/);
  });
});
