import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../src/data/frameworks.js";
import { effectiveParameters, type ParametersFile } from "../../../src/data/parameters.js";
import { readParametersFile } from "../../../src/data/parameters-file.js";
import { problemsOf, RULES, SOUND, tree } from "./fixture.js";

const { frameworks } = loadData(tree(), RULES);

function set(values: Record<string, Record<string, unknown>>): ParametersFile {
  return { file: "p.yaml", digest: "sha256:0", values: new Map(Object.entries(values)) };
}

describe("effective parameters", () => {
  test("are the defaults where nobody says anything", () => {
    const { values, origins } = effectiveParameters(RULES, frameworks, ["other"]);
    expect([...values]).toEqual([]);
    expect(origins).toEqual([]);
  });

  test("follow the ODP values of a profile, text being split where a rule wants a list", () => {
    const { values, origins } = effectiveParameters(RULES, frameworks, ["demo-high"]);
    expect(Object.fromEntries(values)).toEqual({
      "aws-demo-kept": { days: 10, strict: false },
      "aws-demo-ports": { ports: [22, 3389] },
    });
    expect(origins).toEqual([
      { rule: "aws-demo-kept", parameter: "days", value: 10, origin: "AC-01_ODP of profile demo-high" },
      { rule: "aws-demo-ports", parameter: "ports", value: [22, 3389], origin: "AC-02_ODP[01] of profile demo-high" },
    ]);
  });

  test("do not follow a control that the profile leaves out", () => {
    const { values } = effectiveParameters(RULES, frameworks, ["demo-tailored"]);
    expect([...values.keys()]).toEqual(["aws-demo-kept"]);
  });

  test("follow the file before a profile, and the file's other values stay beside the profile's", () => {
    const file = set({ "aws-demo-kept": { strict: true }, "aws-demo-ports": { ports: [1] } });
    const { values, origins } = effectiveParameters(RULES, frameworks, ["demo-high"], file);
    expect(values.get("aws-demo-kept")).toEqual({ days: 10, strict: true });
    expect(values.get("aws-demo-ports")).toEqual({ ports: [1] });
    expect(origins.map((one) => one.origin)).toEqual(["AC-01_ODP of profile demo-high", "file p.yaml", "file p.yaml"]);
  });

  test("are not listed where the value is the default", () => {
    const { values, origins } = effectiveParameters(
      RULES,
      frameworks,
      ["other"],
      set({ "aws-demo-kept": { days: 7 } }),
    );
    expect(values.get("aws-demo-kept")).toEqual({ days: 7, strict: false });
    expect(origins).toEqual([]);
  });

  test("are an error where two profiles disagree, naming both, unless the file decides", () => {
    const both = ["demo-high", "demo-low"];
    expect(() => effectiveParameters(RULES, frameworks, both)).toThrow(
      "rule aws-demo-kept: the values of days disagree: AC-01_ODP of profile demo-high says 10, AC-01_ODP of profile demo-low says 30; decide in a --parameters file",
    );
    const decided = effectiveParameters(RULES, frameworks, both, set({ "aws-demo-kept": { days: 5 } }));
    expect(decided.values.get("aws-demo-kept")).toEqual({ days: 5, strict: false });
  });

  test("are an error where a profile's value does not fit the rule, naming the ODP", () => {
    const low = "controls/demo/profiles/low.yaml";
    const data = loadData(tree({ [low]: (SOUND[low] as string).replace("30", "0") }), RULES);
    expect(() => effectiveParameters(RULES, data.frameworks, ["demo-low"])).toThrow(
      /^rule aws-demo-kept: AC-01_ODP of profile demo-low \(0\) does not fit days: /,
    );
  });

  test("are an error for a profile that does not exist", () => {
    expect(() => effectiveParameters(RULES, frameworks, ["demo-lov"])).toThrow(
      'unknown profile "demo-lov": did you mean "demo-low"?',
    );
  });
});

describe("a parameters file", () => {
  const folder = mkdtempSync(join(tmpdir(), "konductor-parameters-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test.each([
    ["YAML", "p.yaml", "aws-demo-kept:\n  days: 3\n"],
    ["JSON", "p.json", '{ "aws-demo-kept": { "days": 3 } }'],
  ])("is %s", (_, name, text) => {
    const read = readParametersFile(file(name, text), RULES);
    expect([...read.values]).toEqual([["aws-demo-kept", { days: 3 }]]);
    expect(read.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each([
    [
      "an unknown rule",
      "aws-demo-kep:\n  days: 3\n",
      ['x.yaml:1:1: aws-demo-kep: unknown rule "aws-demo-kep": did you mean "aws-demo-kept"?'],
    ],
    [
      "an unknown parameter",
      "aws-demo-kept:\n  dayz: 3\n",
      ['x.yaml:2:3: aws-demo-kept.dayz: rule aws-demo-kept has no parameter "dayz": did you mean "days"?'],
    ],
    [
      "a parameter where there are none",
      "aws-demo-plain: { a: 1 }",
      ["x.yaml:1:19: aws-demo-plain.a: rule aws-demo-plain has no parameters"],
    ],
    [
      "values that do not fit, all of them",
      'aws-demo-kept: { days: 0, strict: "no" }\n',
      [
        "x.yaml:1:18: aws-demo-kept.days: Too small: expected number to be >=1",
        "x.yaml:1:27: aws-demo-kept.strict: Invalid input: expected boolean, received string",
      ],
    ],
    [
      "an element that does not fit",
      "aws-demo-ports:\n  ports:\n    - 1\n    - x\n",
      ["x.yaml:4:7: aws-demo-ports.ports[1]: Invalid input: expected number, received string"],
    ],
    ["a key twice", "aws-demo-kept: { days: 1, days: 2 }", ["x.yaml:1:27: Map keys must be unique"]],
    ["a list", "[1]", ["x.yaml:1:1: Invalid input: expected record, received array"]],
    ["JSON cut off", '{ "aws-demo-kept": { "days"', ["x.yaml:1:"]],
  ])("is refused for %s", (_, text, expected) => {
    const path = file("x.yaml", text);
    const found = problemsOf(folder, () => readParametersFile(path, RULES));
    expect(found.length).toBeGreaterThanOrEqual(expected.length);
    for (const [i, one] of expected.entries()) expect(found[i]).toContain(one);
  });

  test("is refused when it is not there", () => {
    expect(problemsOf(folder, () => readParametersFile(join(folder, "none.yaml"), RULES))).toEqual([
      "none.yaml: there is no such file",
    ]);
  });
});
