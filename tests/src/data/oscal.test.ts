import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allRules } from "../../../packs/rules.js";
import { loadData } from "../../../src/data/frameworks.js";
import { importCatalog } from "../../../src/data/oscal.js";
import type { Catalog, InputError } from "../../../src/model/index.js";
import { RULES, tree } from "./fixture.js";
import { OSCAL } from "./oscal-fixture.js";

const catalogs = loadData(tree(), RULES).frameworks.map((framework) => framework.catalog);

function wrong(text: string, known: readonly Catalog[] = catalogs): string {
  try {
    importCatalog(text, "f.json", known);
  } catch (error) {
    return (error as InputError).located;
  }
  return "nothing";
}

/** The fixture as text, with a control id changed. */
function withIds(...pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((text, [from, to]) => text.replace(`"id":"${from}"`, `"id":"${to}"`), JSON.stringify(OSCAL));
}

describe("the prose of an OSCAL catalogue", () => {
  const prose = importCatalog(JSON.stringify(OSCAL), "f.json", catalogs);

  test("is of the catalogue that has the controls, in its order", () => {
    expect(prose).toMatchObject({ catalog: "demo", source: "Demo prose, version 1.0" });
    expect(prose.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    // The withdrawn AC-2(1) has no text.
    expect(Object.keys(prose.controls)).toEqual(["AC-1", "AC-2"]);
  });

  test("has statements as lines with labels, and parameters in words", () => {
    expect(prose.controls["AC-2"]?.statement.split("\n")).toEqual([
      "a. Close [Assignment: doors of AC-1], [Selection (one or more): daily; every [Assignment: time]]:",
      "  1. the front, see AC-1;",
      "  2. the back.",
      "  Both of them.",
      "b. Paint it red and [Assignment: nobody_knows].",
    ]);
  });

  test("has guidance apart", () => {
    expect(prose.controls["AC-2"]?.guidance).toBe("Doors open.\nWindows too.");
    expect(prose.controls["AC-1"]).not.toHaveProperty("guidance");
    expect(JSON.stringify(prose)).not.toContain("not wanted");
  });

  test("ends where a parameter inserts itself", () => {
    expect(prose.controls["AC-1"]?.statement).toMatch(
      /^Have rules\. \[Selection: locked; .*\[Assignment: ac-02_odp\.04\]/,
    );
  });
});

describe("what is wrong is told", () => {
  const text = JSON.stringify(OSCAL, undefined, 2);
  const cases: readonly (readonly [string, string, string])[] = [
    ["a file cut off", text.slice(0, 100), "f.json:5:"],
    ["a file cut off says so", text.slice(0, 100), "malformed JSON: ends too early"],
    ["an empty file", "", "f.json:1:1: malformed JSON: ends too early"],
    ["a stray word", '{\n  "a": [1, x]\n}', "f.json:2:12: malformed JSON: something else is expected here"],
    ["a comma too many", '{\n  "a": [1, ]\n}', "f.json:2:12: malformed JSON"],
    ["an object without end", '{\n  "a": 1,\n}', "f.json:3:1: malformed JSON"],
    [
      "JSON of another kind",
      "{}",
      "f.json: catalog: not an OSCAL catalogue: Invalid input: expected object, received undefined",
    ],
    ["a profile", '{"profile":{}}', "expected the JSON form of a catalogue or of a resolved profile"],
    [
      "a prose that is a number",
      withIds().replace('"Have rules.', '7,"x":"'),
      "f.json: catalog.groups[0].controls[1].parts[0].prose: not an OSCAL catalogue",
    ],
    ["no controls", '{"catalog":{"metadata":{"title":"t","version":"1"}}}', "f.json: the catalogue holds no controls"],
    ["controls that are not known", withIds(["ac-1", "ac-77"]), "f.json: demo has no ac-77"],
    [
      "nothing that is known",
      withIds(["ac-1", "x-1"], ["ac-2", "x-2"], ["ac-2.1", "x-3"]),
      "none of its 3 controls is of a catalogue that is here (demo, other)",
    ],
    ["a control twice", withIds(["ac-1", "ac-2"]), "f.json: stands twice: ac-2"],
    [
      "controls without text",
      '{"catalog":{"metadata":{"title":"t","version":"1"},"controls":[{"id":"ac-1"}]}}',
      "no control has a statement",
    ],
    [
      "depth",
      `{"catalog":{"metadata":{"title":"t","version":"1"},"groups":${'[{"groups":'.repeat(20000)}[]${"}]".repeat(20000)}}}`,
      "nested too deeply",
    ],
  ];
  test.each(cases)("%s", (_, input, expected) => {
    expect(wrong(input)).toContain(expected);
  });

  test("many unknown controls are counted", () => {
    const extra = Array.from({ length: 30 }, (_, i) => ({ id: `zz-${i}` }));
    const { metadata, groups } = OSCAL.catalog;
    expect(wrong(JSON.stringify({ catalog: { metadata, groups, controls: extra } }))).toMatch(/zz-19 and 10 more$/);
  });
});

describe("official catalogues", () => {
  const folder = process.env["OSCAL_CATALOG_DIR"];
  const files = folder && existsSync(folder) ? readdirSync(folder).filter((name) => /catalog.*\.json$/.test(name)) : [];

  test("are imported whole where OSCAL_CATALOG_DIR holds some", () => {
    if (files.length === 0) {
      console.log("skipped: no official OSCAL catalogue, set OSCAL_CATALOG_DIR to a folder with some");
      expect(Object.keys(importCatalog(JSON.stringify(OSCAL), "f.json", catalogs).controls)).toHaveLength(2);
      return;
    }
    const real = loadData("", allRules()).frameworks.map((framework) => framework.catalog);
    for (const name of files) {
      const prose = importCatalog(readFileSync(join(folder as string, name), "utf8"), name, real);
      const known = real.find((catalog) => catalog.id === prose.catalog);
      const moderate = known?.controls.filter((control) => control.baselines.includes("moderate")) ?? [];
      expect(moderate.length).toBe(287);
      expect(moderate.filter((control) => !prose.controls[control.id]?.statement).map((c) => c.id)).toEqual([]);
      expect(prose.controls["AC-2"]?.statement).toMatch(/^a\. .*\n(.*\n)*d\. .*\n {2}1\. /);
      expect(JSON.stringify(prose).match(/\{\{|\]\(#/g)).toBeNull();
    }
  });
});
