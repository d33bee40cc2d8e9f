import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { assessmentSchema } from "../../../scripts/assessment-schema.js";
import { sampleAssessment } from "../../support/assessment.js";

const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(assessmentSchema());

/** As it stands in the file: what JSON does not know is gone. */
function document(assessment = sampleAssessment({ broken: true, exceptions: true, attestations: true })) {
  const { results, ...head } = assessment;
  return JSON.parse(JSON.stringify({ ...head, results: [...results] }));
}

describe("the JSON Schema of assessment.json", () => {
  it("holds for a real assessment with hundreds of results and every profile", () => {
    const real = document();
    expect(validate(real), JSON.stringify(validate.errors)).toBe(true);
    expect(real.results.length).toBeGreaterThan(100);
    expect(real.controls.length).toBe(287 + 93);
  });

  it.each([
    ["an unknown key", (it: Record<string, unknown>) => (it["extra"] = 1)],
    ["a missing part", (it: Record<string, unknown>) => delete it["population"]],
    ["an unknown verdict", (it: { results: object[] }) => Object.assign(it.results[0] ?? it, { verdict: "skipped" })],
    ["an unknown status", (it: { controls: object[] }) => Object.assign(it.controls[0] ?? it, { status: "passed" })],
    [
      "a result without a path to its evidence",
      (it: { results: object[] }) => Object.assign(it.results[0] ?? it, { observations: [{ observed: 1 }] }),
    ],
    ["a count that is text", (it: { population: { total: unknown } }) => (it.population.total = "12")],
  ])("does not hold with %s", (_, spoil) => {
    const spoilt = document();
    (spoil as (it: unknown) => void)(spoilt);
    expect(validate(spoilt)).toBe(false);
  });
});
