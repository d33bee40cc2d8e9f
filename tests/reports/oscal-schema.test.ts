import { describe, expect, test } from "vitest";
import { sampleAssessment } from "../support/assessment.js";
import { HOSTILE } from "../support/hostile.js";
import { documents, hasSchemas, PARTS, schemaProblems } from "../support/oscal.js";
import { smallAssessment, withTexts } from "../support/small.js";

describe.skipIf(!hasSchemas)("NIST's schemas hold", () => {
  test.each([
    ["one profile", sampleAssessment({ profiles: ["fisma-moderate"] })],
    [
      "two profiles, exceptions and an input that could not be read",
      sampleAssessment({ broken: true, exceptions: true }),
    ],
    ["one without a resource", sampleAssessment({ resources: 0, stacks: 1 })],
    ["every kind of text", smallAssessment()],
  ])("of an assessment of %s", async (_, assessment) => {
    const files = await documents(assessment);
    expect(files.size).toBeGreaterThan(0);
    for (const [name, document] of files) expect([name, ...schemaProblems(document)]).toEqual([name]);
  });

  test("see what is wrong", async () => {
    const [document] = (await documents(smallAssessment())).values();
    const text = JSON.stringify(document);
    const spoilt = (from: string | RegExp, to: string) => schemaProblems(JSON.parse(text.replace(from, to)));
    expect(spoilt('"methods":["TEST"]', '"methods":[]')).not.toEqual([]);
    expect(spoilt(/"collected":"([^"]*)Z"/, '"collected":"$1"')).not.toEqual([]);
    expect(spoilt(/"control-id":"[^"]*"/, '"control-id":"SC-28(1)"')).not.toEqual([]);
    expect(spoilt(/"value":"([^"]*)"/, '"value":" $1"')).not.toEqual([]);
  });

  const small = smallAssessment();
  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))("around %s", async (_, hostile) => {
    const files = await documents(withTexts(small, (text) => `${hostile}${text}${hostile}`));
    expect(files.size).toBe(PARTS.length);
    for (const [name, document] of files) expect([name, ...schemaProblems(document)]).toEqual([name]);
  });
});
