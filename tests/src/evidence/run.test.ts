import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Ledger } from "../../../src/evidence/ledger.js";
import { difference, recordOf } from "../../../src/evidence/run.js";
import { type RunRecord, STANDINGS, type Standing } from "../../../src/model/index.js";
import { sampleAssessment } from "../../support/assessment.js";

type Found = readonly (readonly [rule: string, name: string, standing: Standing])[];

/** A run over stacks, each with the resources that it has and what was found on them. */
function run(at: string, stacks: Readonly<Record<string, { has: readonly string[]; found: Found }>>): RunRecord {
  const resources: [number, string][] = [];
  const standings: Record<string, Partial<Record<Standing, number[]>>> = {};
  for (const [index, { has, found }] of Object.values(stacks).entries()) {
    for (const name of has) resources.push([index, name]);
    for (const [rule, name, standing] of found) {
      const place = resources.findIndex(([stack, urn]) => stack === index && urn === name);
      standings[rule] ??= {};
      const ofRule = standings[rule] as Partial<Record<Standing, number[]>>;
      (ofRule[standing] ??= []).push(place);
    }
  }
  const ids = Object.keys(stacks).map((id) => ({ id, digest: "sha256:00" }));
  return { ...EMPTY, at, stacks: ids, resources, standings };
}
const EMPTY = recordOf(
  { ...sampleAssessment({ exceptions: true }), inputs: [], results: [] },
  "2026-01-01T00:00:00Z",
  "sha256:00",
);
const one = (at: string, has: readonly string[], found: Found) => run(at, { "shop/prod": { has, found } });

describe("the difference of two runs", () => {
  const before = one(
    "2026-01-01T00:00:00Z",
    ["a", "b", "c", "d", "e"],
    [
      ["r", "a", "fail"],
      ["r", "b", "fail"],
      ["r", "c", "excepted"],
      ["r", "d", "fail"],
      ["s", "e", "undetermined"],
    ],
  );
  const after = one(
    "2026-01-02T00:00:00Z",
    ["a", "b", "c", "e", "f"],
    [
      ["r", "a", "fail"],
      ["r", "c", "fail"],
      ["r", "f", "error"],
      ["s", "e", "excepted"],
    ],
  );
  const names = (list: readonly { rule: string; urn: string }[]) => list.map(({ rule, urn }) => `${rule} ${urn}`);

  test("tells what is new, worse, better, fixed, gone and unchanged", () => {
    const found = difference(before, after);
    expect({ ...found, new: names(found.new), fixed: names(found.fixed), gone: names(found.gone) }).toMatchObject({
      new: ["r f"],
      fixed: ["r b"],
      gone: ["r d"],
      worse: [{ rule: "r", urn: "c", was: "excepted", standing: "fail" }],
      better: [{ rule: "s", urn: "e", was: "undetermined", standing: "excepted" }],
      unseen: [],
      unchanged: 1,
    });
  });

  test("of stacks that were not assessed again says so, and does not call them fixed", () => {
    const found = difference(before, run("2026-01-02T00:00:00Z", { "shop/dev": { has: [], found: [] } }));
    expect([found.unseen.length, found.fixed.length, found.gone.length]).toEqual([5, 0, 0]);
  });

  const anyRun = fc
    .array(fc.tuple(fc.constantFrom("r", "s"), fc.constantFrom("a", "b", "c"), fc.constantFrom(...STANDINGS)))
    .map((found) => [...new Map(found.map((entry) => [`${entry[0]} ${entry[1]}`, entry])).values()])
    .chain((found) =>
      fc.subarray(["d", "e"]).map((more) => one("2026-01-01T00:00:00Z", ["a", "b", "c", ...more], found)),
    );

  test("accounts for each finding once, and of a run with itself is nothing", () => {
    const count = (record: RunRecord) =>
      Object.values(record.standings).reduce(
        (sum, of) => sum + Object.values(of).reduce((n, list) => n + list.length, 0),
        0,
      );
    fc.assert(
      fc.property(anyRun, anyRun, (first, second) => {
        const found = difference(first, second);
        const stayed = found.unchanged + found.worse.length + found.better.length;
        expect(stayed + found.new.length).toBe(count(second));
        expect(stayed + found.fixed.length + found.gone.length + found.unseen.length).toBe(count(first));
        expect(difference(first, first).unchanged).toBe(count(first));
      }),
    );
  });
});

describe("a ledger", () => {
  test("go from the run that first saw a finding to the one that no longer does", () => {
    const runs = [
      one("2026-01-01T00:00:00Z", ["a", "b"], [["r", "a", "fail"]]),
      one(
        "2026-01-02T00:00:00Z",
        ["a", "b"],
        [
          ["r", "a", "excepted"],
          ["r", "b", "fail"],
        ],
      ),
      run("2026-01-03T00:00:00Z", { "other/stack": { has: [], found: [] } }),
      one("2026-01-05T12:00:00Z", ["a", "b"], [["r", "b", "fail"]]),
    ];
    const { open, remedied } = new Ledger(runs);
    expect(open.map(({ finding, since }) => [finding.urn, since])).toEqual([["b", "2026-01-02T00:00:00Z"]]);
    expect(remedied.map(({ finding, milliseconds }) => [finding.urn, milliseconds / 86_400_000])).toEqual([["a", 4.5]]);
  });

  test("a finding that comes back begins anew", () => {
    const found: Found = [["r", "a", "fail"]];
    const runs = [1, 2, 3].map((day) => one(`2026-01-0${day}T00:00:00Z`, ["a"], day === 2 ? [] : found));
    expect(new Ledger(runs).open.map(({ since }) => since)).toEqual(["2026-01-03T00:00:00Z"]);
  });
});

test("the record of an assessment counts what the assessment counts", () => {
  const assessment = sampleAssessment({ exceptions: true });
  const record = recordOf(assessment, "2026-03-02T00:00:00Z", "sha256:00");
  const counted = (standing: Standing) =>
    Object.values(record.standings).reduce((sum, of) => sum + (of[standing]?.length ?? 0), 0);
  expect(counted("excepted")).toBe(record.results.excepted);
  expect(counted("fail") + counted("excepted")).toBe(assessment.summary.results.fail);
  expect(counted("undetermined")).toBe(assessment.summary.results.undetermined);
  expect(counted("fail")).toBeGreaterThan(0);
  expect(counted("excepted")).toBeGreaterThan(0);
});
