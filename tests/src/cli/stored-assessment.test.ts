import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readAssessment } from "../../../src/cli/stored-assessment.js";
import { assessmentJson } from "../../../src/cli/write.js";
import type { Assessment } from "../../../src/model/index.js";
import { sampleAssessment } from "../../support/assessment.js";
import { WORST } from "../../support/hostile.js";
import { temporaryFolder } from "../../support/input-files.js";
import { smallAssessment, withTexts } from "../../support/small.js";

const folder = temporaryFolder();
const SAMPLE = sampleAssessment({ resources: 120, exceptions: true, broken: true });
const textOf = (assessment: Assessment) => [...assessmentJson(assessment)].join("");
const SMALL = smallAssessment();
const TEXT = textOf(SAMPLE);

function read(text: string): unknown {
  const { results, ...head } = readAssessment(folder.write("assessment.json", text));
  expect([...results]).toEqual([...results]);
  return { ...head, results: [...results] };
}

describe("a stored assessment", () => {
  it("is read as it was written, larger than any buffer too", () => {
    expect(read(TEXT)).toEqual(JSON.parse(TEXT));
    const [first] = [...SAMPLE.results];
    if (first === undefined) throw new Error("there are no results");
    const results = Array.from({ length: 5000 }, (_, i) => ({ ...first, reason: `${i}${"ä".repeat(i % 700)}` }));
    const large = textOf({ ...SAMPLE, results });
    expect(Buffer.byteLength(large)).toBeGreaterThan(3 << 20);
    expect(read(large)).toEqual(JSON.parse(large));
  });

  it("may have no results, or have been formatted anew", () => {
    for (const results of [[], [...SAMPLE.results]]) {
      const written = JSON.parse(textOf({ ...SAMPLE, results })) as object;
      expect(read(textOf({ ...SAMPLE, results }))).toEqual(written);
      for (const indent of [undefined, 1, 2, 4, "\t"])
        expect(read(JSON.stringify(written, undefined, indent))).toEqual(written);
    }
  });

  it.each(WORST.map((text) => [text.slice(0, 30), text]))("is read whatever it holds: %j", (_, hostile) => {
    const around = `${hostile}\n  "results": [`;
    const text = textOf(withTexts(SMALL, (one) => `${around}${one}${around}`));
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ["no JSON", "{", "malformed JSON"],
    ["something else", "{}", "is no assessment: it has no results"],
    ["a list", "[1]", "is no assessment: it has no results"],
    ["null", "null", "is no assessment: it has no results"],
    ["another schema", TEXT.replace("konductor/assessment/1", "konductor/run/1"), "is no assessment that"],
    ["a head with a hole", TEXT.replace('"exceptions":', '"exeptions":'), "exceptions: is damaged"],
    ["no summary", TEXT.replace('"failures":', '"x":'), "summary.failures: is damaged"],
    ["a bad result", TEXT.replace('\n{"input":0', '\n{"inptu":0'), "results[0]: is damaged: this is no result"],
    ["a null result", TEXT.replace("\n]\n}", ",\nnull\n]\n}"), "is damaged: this is no result"],
    ["a bad line", TEXT.replace('\n{"input":1', '\n{"input":1{'), "is damaged: this line is no result"],
  ])("with %s is turned away", (_, text, message) => {
    let told = "";
    try {
      readAssessment(folder.write("bad.json", text));
    } catch (error) {
      told = (error as { located?: string }).located ?? String(error);
    }
    expect(told).toContain("bad.json");
    expect(told).toContain(message);
  });

  it("that was cut short is found, wherever it was cut", () => {
    const file = folder.write("cut.json", TEXT);
    const start = TEXT.indexOf('"results": [');
    for (let length = Buffer.byteLength(TEXT) - 3; length > start; length -= 4999) {
      writeFileSync(file, TEXT);
      truncateSync(file, length);
      expect(() => readAssessment(file)).toThrow(/is damaged|malformed JSON/);
    }
  });

  it("tells the line of a result that is damaged", () => {
    const lines = TEXT.split("\n");
    const at = lines.findIndex((line) => line.startsWith('{"input":1'));
    lines[at] = "{";
    const file = folder.write("line.json", lines.join("\n"));
    expect(() => readAssessment(file)).toThrow(
      expect.objectContaining({ located: expect.stringContaining(`line.json:${at + 1}: `) }),
    );
  });

  it("is a file", () => {
    expect(() => readAssessment(folder.path)).toThrow("is no file");
    expect(() => readAssessment(join(folder.path, "none.json"))).toThrow("there is no such file");
  });
});
