import { describe, expect, test } from "vitest";
import type { Assessment, Result } from "../../src/model/index.js";
import { sampleAssessment } from "../support/assessment.js";
import { registeredParts } from "../support/formats.js";

const TOTAL = 50_000;
/** Files that tell no more than so much, whatever the number of results; they come whole. */
const LIMITED = /^report\.(html|md)$|oscal|poam|component|mapping|asff-left-out|fedramp|soa/;
const MOST_PIECE = 1_000_000;

/** As many results as that, made while they are read, as a large run reads them from disk. */
function large(): { assessment: Assessment; given: () => number } {
  const base = sampleAssessment({ resources: 500, exceptions: true });
  const some = [...base.results];
  const times = Math.ceil(TOTAL / some.length);
  const scaled = <T extends Record<string, number>>(counts: T) =>
    Object.fromEntries(Object.entries(counts).map(([key, n]) => [key, n * times])) as T;
  let given = 0;
  const results = {
    *[Symbol.iterator](): Generator<Result> {
      given = 0;
      // In the order of the inputs, as they come.
      for (const [input] of base.inputs.entries()) {
        const own = some.filter((result) => result.input === input);
        for (let i = 0; i < times; i++)
          for (const result of own) {
            given += 1;
            yield { ...result, urn: `${result.urn}-${i}` };
          }
      }
    },
  };
  const { summary, rules } = base;
  const assessment = {
    ...base,
    results,
    summary: { ...summary, results: scaled(summary.results), excepted: scaled(summary.excepted) },
    rules: rules.map((rule) => ({ ...rule, results: scaled(rule.results), excepted: rule.excepted * times })),
  };
  return { assessment, given: () => given };
}

describe(`${TOTAL} results`, async () => {
  const parts = (await registeredParts()).filter(({ part }) => !LIMITED.test(part.file));

  test("there is something to look at", () => {
    expect(parts.map(({ part }) => part.file)).toEqual(
      expect.arrayContaining([
        "results.ndjson",
        "results.csv",
        "results.sarif",
        "junit.xml",
        "report.xlsx",
        "ocsf.ndjson",
        "asff.ndjson",
      ]),
    );
    const { assessment, given } = large();
    for (const _ of assessment.results);
    expect(given()).toBeGreaterThanOrEqual(TOTAL);
  });

  test.each(
    parts.map(({ part }) => [part.file, part] as const),
  )("%s comes in small pieces, while results are read", async (file, part) => {
    const { assessment, given } = large();
    let pieces = 0;
    let between = 0;
    for (const piece of await part.render(assessment)) {
      pieces += 1;
      expect(piece.length).toBeLessThan(MOST_PIECE);
      if (given() > 1000 && given() < TOTAL - 1000) between += 1;
    }
    expect(pieces).toBeGreaterThan(20);
    // SARIF keeps what it tells, which has an end, to have the most urgent first.
    if (file !== "results.sarif") expect(between).toBeGreaterThan(10);
  });
});
