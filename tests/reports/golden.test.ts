import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AssessmentDocument } from "../../src/model/index.js";
import { bytesOf, registeredParts, textOfPart } from "../support/formats.js";

const REPORTS = join(__dirname, "../../reports");
const assessment = JSON.parse(readFileSync(join(__dirname, "golden/assessment.json"), "utf8")) as AssessmentDocument;

/** Files of which a sample could not be read in a difference; tests of their own look into them. */
const BINARY = /\.xlsx$/;

// After a change that is meant: `npx vitest run tests/reports/golden.test.ts --update`, and read the difference.
test("the golden samples are what the renderers make of their assessment", async () => {
  const parts = await registeredParts();
  expect(parts.length).toBeGreaterThan(3);
  for (const { format, part } of parts.filter((one) => !BINARY.test(one.part.file))) {
    const golden = join(REPORTS, format, "golden", part.file);
    await expect.soft(await textOfPart(part, assessment)).toMatchFileSnapshot(golden);
  }
});

test("every format makes the same bytes twice", async () => {
  for (const { part } of await registeredParts())
    expect((await bytesOf(part, assessment)).equals(await bytesOf(part, assessment)), part.file).toBe(true);
});

test("the golden assessment holds each kind of thing that reports tell", () => {
  const { inputs, results, controls, profiles, population, attestations, attestationFindings, system } = assessment;
  expect(new Set(results.map((result) => result.verdict)).size).toBe(5);
  expect(new Set(controls.map((control) => control.status)).size).toBeGreaterThanOrEqual(4);
  expect(new Set(profiles.map((profile) => profile.reporting)).size).toBe(2);
  expect(inputs.map((input) => input.status)).toContain("not assessed");
  expect(population.typesWithoutRule.length).toBeGreaterThan(0);
  expect(new Set(results.map((result) => result.exception?.state)).size).toBe(5);
  expect(new Set(attestations.map((entry) => entry.state)).size).toBe(4);
  expect(attestationFindings.length).toBeGreaterThan(5);
  expect(controls.filter((control) => control.attestation ?? control.inheritance).length).toBeGreaterThan(3);
  expect(system?.indicators.length).toBeGreaterThan(1);
  expect(profiles.some(({ unselected = [] }) => unselected.length > 0)).toBe(true);
  expect(population.typesWithMetadataRulesOnly.length).toBeGreaterThan(0);
});
