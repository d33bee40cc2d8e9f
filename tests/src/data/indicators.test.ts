import { describe, expect, test } from "vitest";
import { loadData } from "../../../src/data/frameworks.js";
import { problemsOf, RULES, tree } from "./fixture.js";

const FILE = "controls/indicators/demo-set.yaml";
const SOUND = `id: demo-set
title: Demo indicators
version: "1"
publisher: Nobody
url: https://example.org
catalog: demo
themes: { ONE: First, TWO: Second }
indicators:
  SET-ONE-ABC: { title: Accounts, controls: [AC-1, AU-2] }
  SET-TWO-DEF: { title: Nothing, controls: [] }
`;
const problems = (text: string, file = FILE) => {
  const root = tree({ [file]: text });
  return problemsOf(root, () => loadData(root, RULES));
};
const changed = (from: string, to: string) => {
  expect(SOUND).toContain(from);
  return SOUND.replace(from, to);
};

describe("a set of indicators", () => {
  test("is loaded with the theme of each, and is no catalogue", () => {
    const { indicators, frameworks } = loadData(tree({ [FILE]: SOUND }), RULES);
    expect(indicators).toEqual([
      {
        id: "demo-set",
        title: "Demo indicators",
        version: "1",
        publisher: "Nobody",
        url: "https://example.org",
        catalog: "demo",
        themes: { ONE: "First", TWO: "Second" },
        indicators: [
          { id: "SET-ONE-ABC", title: "Accounts", theme: "ONE", controls: ["AC-1", "AU-2"] },
          { id: "SET-TWO-DEF", title: "Nothing", theme: "TWO", controls: [] },
        ],
      },
    ]);
    expect(frameworks.map(({ catalog }) => catalog.id)).toEqual(["demo", "other"]);
    expect(loadData(tree(), RULES).indicators).toEqual([]);
  });

  test.each([
    [
      "a control that there is none of",
      changed("AU-2", "AU-9"),
      `${FILE}:9:52: indicators.SET-ONE-ABC.controls[1]: unknown control "AU-9"`,
    ],
    ["a withdrawn control", changed("AU-2", "AC-2(1)"), "control AC-2(1) is withdrawn"],
    ["a control twice", changed("AU-2", "AC-1"), "AC-1 stands twice under SET-ONE-ABC"],
    [
      "a theme that there is none of",
      changed("SET-TWO-DEF", "SET-TWI-DEF"),
      `${FILE}:10:3: indicators.SET-TWI-DEF: unknown theme "TWI"`,
    ],
    [
      "an id of another shape",
      changed("SET-TWO-DEF", "set2"),
      "expected an id as KSI-IAM-ELP, the theme in the middle",
    ],
    [
      "a catalogue that there is none of",
      changed("catalog: demo", "catalog: dem"),
      'catalog: unknown catalogue "dem": did you mean "demo"?',
    ],
    ["an unknown key", `${SOUND}more: 1\n`, 'unknown key "more"'],
    [
      "another name than that of its file",
      changed("id: demo-set", "id: set"),
      "expected the file to be named set.yaml",
    ],
  ])("is refused for %s", (_, text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });
});
