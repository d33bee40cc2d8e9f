import { expect, test } from "vitest";
import { problems } from "../../bench/check.js";

const ratio = (ours: number) => ({ what: "boot", ours, trivial: 100, unit: "ms" as const, budget: 1.3 });

test.each([
  [[ratio(120)], { boot: 1.1 }, []],
  [[ratio(131)], { boot: 1.3 }, ["boot: 1.31 is over the budget of 1.3"]],
  [[ratio(129)], { boot: 1 }, ["boot: 1.29 was 1.00"]],
  [[ratio(Number.NaN)], { boot: 1 }, ["boot: NaN is over the budget of 1.3"]],
  [[ratio(100)], {}, ["boot: not in the baseline; run with --update"]],
  [[], { boot: 1 }, ["boot: is in the baseline, and was not measured"]],
])("%j against %j", (ratios, baseline, expected) => {
  expect(problems(ratios, baseline as Record<string, number>)).toEqual(expected);
});
