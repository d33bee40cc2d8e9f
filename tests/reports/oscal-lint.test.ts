import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { format } from "../../reports/oscal/render.js";
import { type AssessmentDocument, oscalId } from "../../src/model/index.js";
import { oscalDocument } from "../../src/oscal/document.js";
import { lintOscal } from "../../src/oscal/lint.js";
import { sampleAssessment } from "../support/assessment.js";
import { frameworks } from "../support/frameworks.js";
import { HOSTILE } from "../support/hostile.js";
import { type Doc, documents, PARTS } from "../support/oscal.js";
import { smallAssessment, withTexts } from "../support/small.js";

const GOLDEN = join(__dirname, "../../reports/oscal/golden");
const golden = JSON.parse(readFileSync(join(__dirname, "golden/assessment.json"), "utf8")) as AssessmentDocument;
const catalogs = frameworks([]).map(({ catalog }) => ({
  catalog: catalog.id,
  ids: new Set(catalog.controls.map(({ id }) => oscalId(id))),
  parameters: new Set(catalog.controls.flatMap(({ parameters }) => Object.keys(parameters).map(oscalId))),
}));

const whole = sampleAssessment({ broken: true, exceptions: true });

/** Each file by itself, and all of them together. */
function lint(files: ReadonlyMap<string, Doc>) {
  const read = [...files].map(([name, document]) => {
    const known = oscalDocument(name, document);
    if (known === undefined) throw new Error(`${name} is no OSCAL document`);
    return known;
  });
  return [read, ...read.map((one) => [one])].map((some) => lintOscal(some, catalogs));
}

describe("the linter finds nothing", () => {
  test.each([
    ["a sample", whole],
    ["one without a resource", sampleAssessment({ resources: 0, stacks: 1 })],
    ["two inputs of one stack", { ...whole, inputs: whole.inputs.map((one) => ({ ...one, stack: "production" })) }],
  ])("in %s", async (_, assessment) => {
    for (const report of lint(await documents(assessment))) expect(report).toEqual({ findings: [], notes: [] });
  });

  const small = smallAssessment();
  // It gives every control the same statement, which is of one only, and leaves out rules that statuses rest on.
  const SMALL = new Set(["statement-of-another-control", "risk-missing"]);
  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))("around %s", async (_, hostile) => {
    const files = await documents(withTexts(small, (text) => `${hostile}${text}${hostile}`));
    expect(files.size).toBe(PARTS.length);
    const checks = lint(files).flatMap(({ findings }) => findings.map((one) => one.check));
    expect(checks.filter((one) => !SMALL.has(one))).toEqual([]);
  });
});

// After a change that is meant: `npx vitest run tests/reports/oscal-lint.test.ts --update`, and read the difference.
test.each(
  PARTS.map((part) => [part.file, part] as const),
)("the golden %s is what the renderer makes", async (file, part) => {
  expect(part.applies?.(golden)).not.toBe(false);
  await expect([...(await part.render(golden))].join("")).toMatchFileSnapshot(join(GOLDEN, file));
});

test("text of a stack is neither markup nor an insertion in descriptions", async () => {
  const hostile = "*b* <i>x</i> {{ insert: param, ac-1_prm_1 }} [l](http://x.example)";
  const files = await documents(withTexts(smallAssessment(), (text) => `${hostile}${text}`));
  const texts: string[] = [];
  for (const document of files.values())
    JSON.stringify(document, (key, value) => {
      if (["description", "title", "remarks", "statement", "prose"].includes(key) && typeof value === "string")
        texts.push(value);
      return value;
    });
  expect(texts.filter((one) => one.includes("insert")).length).toBeGreaterThan(50);
  expect(texts.filter((one) => /(?<!\\)[*<{[]/.test(one))).toEqual([]);
  expect(format.others.map((one) => one.file).every((file) => /^oscal-[a-z-]+\.json$/.test(file))).toBe(true);
});
