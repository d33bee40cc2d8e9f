import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRules } from "../../../packs/rules.js";
import { assess, Dispatch, evaluate } from "../../../src/engine/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import {
  type Assessment,
  EXCLUSIONS,
  type Resource,
  STATUSES,
  VERDICTS,
  type Verdict,
} from "../../../src/model/index.js";
import { readDocument } from "../../support/input-files.js";
import { anyDocument } from "../../support/states.js";
import { assessStacks, demoFramework, demoRule, row, setup, stackOf, TYPE, thing } from "./fixture.js";

const demoRules = ["a", "b", "c"].map((id) => demoRule(id));
const demoSetup = setup(
  [
    demoFramework({
      mapping: [row("AC-1", "a", { coverage: "full" }), row("AC-1", "b"), row("AC-2", "c"), row("AU-1", "b")],
      controls: { "AC-1": "technical", "AC-2": "inherited", "AU-1": "hybrid", "AU-2": "organisational" },
    }),
  ],
  demoRules,
);

const anyThing = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 6 }),
    verdicts: fc.record({
      a: fc.constantFrom(...VERDICTS),
      b: fc.constantFrom(...VERDICTS),
      c: fc.constantFrom(...VERDICTS),
    }),
    type: fc.constantFrom(TYPE, TYPE, TYPE, "other:index:Thing", "pulumi:providers:demo", "constructor", "__proto__"),
    custom: fc.boolean(),
    external: fc.boolean(),
    deleting: fc.boolean(),
  })
  .map(({ name, verdicts, ...more }): Resource => thing(name, verdicts, more));

/** Counts everything again from the results alone, and compares. */
function audit(assessment: Assessment): void {
  const { population, summary } = assessment;
  const results = [...assessment.results];
  const count = (verdict: Verdict, rule?: string) =>
    results.filter((one) => one.verdict === verdict && (rule === undefined || one.rule === rule)).length;
  const excluded = EXCLUSIONS.reduce((sum, reason) => sum + population.excluded[reason], 0);
  expect(population.balanced).toBe(true);
  expect(population.evaluated + excluded).toBe(population.total);
  expect(population.byType.reduce((sum, one) => sum + one.count, 0)).toBe(population.total);
  expect(population.byProvider.reduce((sum, one) => sum + one.count, 0)).toBe(population.total);
  for (const rows of [population.byAccount, population.byRegion])
    expect(rows.reduce((sum, one) => sum + one.count, 0)).toBe(population.evaluated);
  for (const verdict of VERDICTS) expect(summary.results[verdict]).toBe(count(verdict));
  for (const rule of assessment.rules)
    for (const verdict of VERDICTS) expect(rule.results[verdict]).toBe(count(verdict, rule.id));
  for (const { profile, statuses } of summary.controls)
    for (const status of STATUSES)
      expect(statuses[status]).toBe(
        assessment.controls.filter((one) => one.profile === profile && one.status === status).length,
      );
  for (const control of assessment.controls) {
    const failing = control.evidence.some((one) => count("fail", one.rule) > 0);
    expect(control.status === "not-satisfied").toBe(failing);
  }
}

describe("random verdicts", () => {
  it("are counted without loss, and give the same bytes twice", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyThing, { maxLength: 8 }), { maxLength: 3 }), (lists) => {
        const stacks = lists.map((list) => stackOf(...list));
        const assessment = assessStacks(demoSetup, ...stacks);
        audit(assessment);
        expect(JSON.stringify(assessStacks(demoSetup, ...stacks))).toBe(JSON.stringify(assessment));
      }),
      { numRuns: 150 },
    );
  });
});

describe("random stacks under every rule of the packs", () => {
  const rules = allRules();
  const mapping = rules.map((rule) => row("AC-1", rule.id));
  const given = setup([demoFramework({ mapping })], rules);

  it("never throw, never end a rule in an error, add up, and give the same bytes twice", async () => {
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(anyDocument, async (document) => {
        const read = await readDocument(document);
        const make = () => assess(given, [{ name: { path: "-", digest: "" }, read, graph: buildGraph(read.stack) }]);
        const assessment = make();
        audit(assessment);
        expect([...assessment.results].filter((one) => one.verdict === "error")).toEqual([]);
        expect(JSON.stringify(make())).toBe(JSON.stringify(assessment));
        judged += assessment.population.evaluated;
      }),
      { numRuns: 150 },
    );
    expect(judged).toBeGreaterThan(150);
  });

  it("are judged by the rules for their type, each resource once", async () => {
    const dispatch = new Dispatch(rules);
    await fc.assert(
      fc.asyncProperty(anyDocument, async (document) => {
        const { stack } = await readDocument(document);
        const evaluation = evaluate(stack, buildGraph(stack), dispatch, new Map());
        const seen = [...evaluation.evaluated, ...evaluation.excluded.map((one) => one.resource)];
        expect(new Set(seen).size).toBe(stack.resources.length);
        const wanted = evaluation.evaluated.flatMap(({ urn, type }) =>
          dispatch.rulesFor(type).map(({ id }) => `${urn} ${id}`),
        );
        expect(evaluation.results.map(({ resource, rule }) => `${resource.urn} ${rule.id}`)).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });
});
