import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/index.js";
import { provenanceFacts, updatesFacts } from "../../src/model/origins.js";
import { bytesOf, registeredParts, textOfPart } from "../support/formats.js";
import { sampleProvenance, sampleUpdates } from "../support/sample-origins.js";
import { smallAssessment } from "../support/small.js";
import { readWorkbook, recordsOf } from "../support/xlsx.js";

const whole = smallAssessment();
const { provenance: _, ...anonymous } = whole;
const bare: Assessment = { ...anonymous, inputs: whole.inputs.map(({ updates: _, ...input }) => input) };

/** The files that have a place for it: what stands of the facts in them. */
const FILES = ["report.html", "report.md", "report-full.md", "oscal-assessment-results.json"] as const;

describe("who and when", () => {
  test.each(FILES)("stands in %s with each fact, and not where nothing was handed in", async (file) => {
    const part = (await registeredParts()).find((one) => one.part.file === file)?.part;
    if (part === undefined) throw new Error(`there is no ${file}`);
    const facts = [...provenanceFacts(sampleProvenance), ...updatesFacts(sampleUpdates)];
    expect(facts.length).toBeGreaterThan(12);
    const [told, silent] = [await textOfPart(part, whole), await textOfPart(part, bare)];
    for (const { value } of facts.filter(({ value }) => value.length > 6)) {
      expect(told).toContain(value);
      expect(silent).not.toContain(value);
    }
  });

  test("a state that no update accounts for is said to be so", () => {
    const { made: _, ...unaccounted } = sampleUpdates;
    expect(updatesFacts(unaccounted)).toContainEqual({
      name: "state made by",
      value: "not known: the time of the state falls into none of these updates, or into several",
    });
  });

  test("what there is much of is cut, and counted", () => {
    const failed = Array.from({ length: 13 }, (_, i) => ({ version: i + 1, kind: "update", result: "failed" }));
    expect(updatesFacts({ ...sampleUpdates, failed })).toContainEqual({
      name: "failed",
      value: `${failed
        .slice(0, 10)
        .map(({ version }) => `update ${version}`)
        .join(", ")} and 3 more`,
    });
  });

  test("a part that is not told leaves no empty fact", () => {
    expect(provenanceFacts({})).toEqual([]);
    expect(provenanceFacts({ build: { system: "Jenkins" }, pullRequest: { number: "1" } })).toEqual([
      { name: "pull request", value: "1" },
      { name: "build", value: "Jenkins" },
    ]);
  });
});

test("OSCAL names whoever ran it as the party that prepared the document", async () => {
  const part = (await registeredParts()).find((one) => one.part.file === "oscal-poam.json")?.part;
  if (part === undefined) throw new Error("there is no plan of action");
  const { metadata } = JSON.parse(await textOfPart(part, whole))["plan-of-action-and-milestones"];
  expect(metadata.parties).toEqual([{ uuid: expect.any(String), type: "person", name: "someone" }]);
  expect(metadata["responsible-parties"]).toEqual([
    { "role-id": metadata.roles[0].id, "party-uuids": [metadata.parties[0].uuid] },
  ]);
});

test("the workbook's summary tells both, the updates by input", async () => {
  const part = (await registeredParts()).find((one) => one.part.file === "report.xlsx")?.part;
  if (part === undefined) throw new Error("there is no workbook");
  const rows = recordsOf(readWorkbook(await bytesOf(part, whole)), "summary");
  expect(rows).toContainEqual({ about: "report", what: "run by", value: "someone" });
  expect(rows).toContainEqual({ about: "versions missing", what: whole.inputs[0]?.path, value: "3 to 4" });
});
