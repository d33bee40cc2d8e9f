import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { withSamples } from "../../../src/evidence/sample.js";
import { sampleAssessment } from "../../support/assessment.js";

describe("samples", () => {
  const { results, ...head } = sampleAssessment({ resources: 300 });
  const all = [...results];
  const asked = (size: number, seed: string) =>
    withSamples({ ...head, parameters: { ...head.parameters, sample: { size, seed } } }, all);

  test("hold as many of each rule as asked, or all that it judged, and none to which it does not apply", () => {
    const drawn = asked(7, "first").rules;
    expect(drawn.some((rule) => rule.sample?.length === 7)).toBe(true);
    for (const { id, sample = [] } of drawn) {
      const judged = all.filter(({ rule, verdict }) => rule === id && verdict !== "not-applicable");
      expect(sample).toHaveLength(Math.min(7, judged.length));
      expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
      for (const index of sample) expect(judged).toContain(all[index]);
    }
  });

  test("are drawn again from what the page says: the first by the digest of seed, rule, input and URN", () => {
    const key = (index: number) => {
      const { rule, input, urn } = all[index] as (typeof all)[number];
      return createHash("sha256").update(`Q1\n${rule}\n${head.inputs[input]?.digest}\n${urn}`).digest("hex");
    };
    const [rule] = asked(5, "Q1").rules;
    const places = all.flatMap((one, i) => (one.rule === rule?.id && one.verdict !== "not-applicable" ? [i] : []));
    const first = places.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, 5);
    expect(rule?.sample).toEqual(first.toSorted((a, b) => a - b));
  });

  test("hang on the seed alone: the same again for the same, others for another", () => {
    expect(asked(5, "a").rules).toEqual(asked(5, "a").rules);
    expect(asked(5, "a").rules).not.toEqual(asked(5, "b").rules);
  });

  test("are not there where nobody asked", () => {
    expect(withSamples(head, all)).toBe(head);
  });
});
