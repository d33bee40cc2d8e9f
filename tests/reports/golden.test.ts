import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { format as html } from "../../reports/html/render.js";
import { format as markdown } from "../../reports/markdown/render.js";
import type { AssessmentDocument } from "../../src/model/index.js";

const REPORTS = join(__dirname, "../../reports");
const assessment = JSON.parse(readFileSync(join(__dirname, "golden/assessment.json"), "utf8")) as AssessmentDocument;

// After a change that is meant: `npx vitest run tests/reports/golden.test.ts --update`, and read the difference.
test.each([html, markdown])("$id: the golden sample is what the renderer makes of its assessment", async (format) => {
  const golden = join(REPORTS, format.id, "golden", format.file);
  await expect([...format.render(assessment)].join("")).toMatchFileSnapshot(golden);
});

test("the golden assessment holds each kind of thing that reports tell", () => {
  const { inputs, results, controls, profiles, population, attestations, attestationFindings } = assessment;
  expect(new Set(results.map((result) => result.verdict)).size).toBe(5);
  expect(new Set(controls.map((control) => control.status)).size).toBeGreaterThanOrEqual(4);
  expect(new Set(profiles.map((profile) => profile.reporting)).size).toBe(2);
  expect(inputs.map((input) => input.status)).toContain("not assessed");
  expect(population.typesWithoutRule.length).toBeGreaterThan(0);
  expect(new Set(results.map((result) => result.exception?.state)).size).toBe(5);
  expect(new Set(attestations.map((entry) => entry.state)).size).toBe(4);
  expect(attestationFindings.length).toBeGreaterThan(5);
  expect(controls.filter((control) => control.attestation ?? control.inheritance).length).toBeGreaterThan(3);
  expect(population.typesWithMetadataRulesOnly.length).toBeGreaterThan(0);
});
