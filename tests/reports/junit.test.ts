import { describe, expect, test } from "vitest";
import { format } from "../../reports/junit/render.js";
import { xmlText } from "../../src/model/escape.js";
import type { Assessment } from "../../src/model/index.js";
import { groupOf } from "../../src/model/sample.js";
import { sampleAssessment } from "../support/assessment.js";
import { textOfPart } from "../support/formats.js";
import { descendants, parseXml, type XmlElement } from "../support/xml.js";

const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true });
const results = [...assessment.results];
const read = async (from: Assessment) => parseXml(await textOfPart(format, from));

/** The tests, failures, errors and skipped of an element, counted in it and as it says. */
function numbers(element: XmlElement) {
  const of = (name: string) => descendants(element, name).length;
  return {
    counted: [of("testcase"), of("failure"), of("error"), of("skipped")],
    said: ["tests", "failures", "errors", "skipped"].map((name) => Number(element.attributes[name])),
  };
}

describe("junit.xml", () => {
  test("has a suite for each input, and each says how many cases it has", async () => {
    const root = await read(assessment);
    const suites = descendants(root, "testsuite");
    expect(suites.map((suite) => suite.attributes["name"])).toEqual([
      "acme/webapp/production",
      "acme/webapp/staging",
      "acme/webapp/development",
      "exports/torn.json",
    ]);
    for (const element of [root, ...suites]) {
      const { counted, said } = numbers(element);
      expect(said).toEqual(counted);
    }
    expect(numbers(root).said[0]).toBe(results.length + 1);
  });

  test("every result is a case, and what failed says what to do", async () => {
    const cases = descendants(await read(assessment), "testcase").filter(
      (one) => one.attributes["classname"] !== "input",
    );
    expect(cases.map(({ attributes }) => [attributes["classname"], attributes["name"]])).toEqual(
      results.map((result) => [result.rule, result.urn]),
    );
    const outcomes = {
      fail: "failure",
      excepted: "failure",
      error: "error",
      undetermined: "skipped",
      "not-applicable": "skipped",
    };
    results.forEach((result, i) => {
      const outcome = cases[i]?.children[0];
      const group = groupOf(result);
      expect(outcome?.name).toBe(group === "pass" ? undefined : outcomes[group]);
      if (group !== "fail") return;
      const rule = assessment.rules.find((one) => one.id === result.rule);
      expect(outcome?.attributes["type"]).toBe(rule?.severity);
      for (const text of [rule?.remediation, result.urn]) expect(outcome?.text).toContain(text);
    });
  });

  test("a failure under an active exception stays one, and says which exception", async () => {
    const told = descendants(await read(assessment), "failure").filter((one) =>
      /excepted$/.test(one.attributes["type"] ?? ""),
    );
    expect(told.length).toBe(results.filter((result) => groupOf(result) === "excepted").length);
    expect(told.length).toBeGreaterThan(0);
    for (const one of told)
      expect(one.attributes["message"]).toMatch(/^failing, excepted: .*exception EX-\d, approved by/);
  });

  test("the place in the program is told where it is known", async () => {
    const cases = descendants(await read(assessment), "testcase");
    const first = results.findIndex((result) => result.sourcePosition !== undefined);
    const [, file, line] = /^project:\/\/\/(.*)#(\d+),/.exec(results[first]?.sourcePosition ?? "") ?? [];
    expect(cases[first]?.attributes).toMatchObject({ file, line });
  });

  test("an input that was not assessed is an error", async () => {
    const [, , , torn] = descendants(await read(assessment), "testsuite");
    const [error] = descendants(torn as XmlElement, "error");
    expect(error?.attributes["message"]).toContain("a resource has no URN");
  });

  test("an assessment without results is well-formed", async () => {
    const root = await read({ ...assessment, results: [], inputs: [] });
    expect(numbers(root)).toEqual({ counted: [0, 0, 0, 0], said: [0, 0, 0, 0] });
  });

  test("results out of order are not told wrongly", async () => {
    await expect(read({ ...assessment, results: results.toReversed() })).rejects.toThrow("order of their inputs");
  });
});

test.each([
  "\u0000\u0008\u000b\u001f",
  "\ufffe\uffff",
  "\ud800x\udc00",
  "]]>",
  "<a b=\"c\" d='e'>&amp;",
  "\r\n\t",
])("%j can stand in an element and in an attribute", (text) => {
  const element = parseXml(`<a b="${xmlText(text)}">${xmlText(text)}</a>`);
  expect(element.attributes["b"]).toBe(element.text);
  expect(element.text.length).toBeGreaterThanOrEqual(text.length);
});
