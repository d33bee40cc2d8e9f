import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonText } from "../../../src/model/escape.js";
import { type Assessment, parseSourcePosition } from "../../../src/model/index.js";
import { count, counted, cut, observedText, visible } from "../../../src/model/present.js";
import { fairShares, sampleResults } from "../../../src/model/sample.js";
import { sampleAssessment } from "../../support/assessment.js";

describe("words", () => {
  test.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    [1234567, "1,234,567"],
  ])("%d is told as %s", (n, text) => {
    expect(count(n)).toBe(text);
  });

  test("a noun follows its number", () => {
    expect([counted(1, "resource"), counted(0, "resource"), counted(1200, "input was", "inputs were")]).toEqual([
      "1 resource",
      "0 resources",
      "1,200 inputs were",
    ]);
  });

  test.each([
    ["plain ASCII ~ text", "plain ASCII ~ text"],
    ["Straße, 日本, é, 😀", "Straße, 日本, é, 😀"],
    ["\u001b[1m", "␛[1m"],
    ["a\nb\tc\u0000", "a␊b␉c␀"],
    ["\u007f\u0085", "␡⟨U+0085⟩"],
    ["\u202Etxt", "⟨U+202E⟩txt"],
    ["\u00A0\uFEFF\u3164", "⟨U+00A0⟩⟨U+FEFF⟩⟨U+3164⟩"],
    ["\uD800x", "⟨U+D800⟩x"],
    ["\u{E0041}", "⟨U+E0041⟩"],
  ])("%j is shown as %s", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test("nothing hidden is left, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });

  test("a cut says how long the text was, and splits no character", () => {
    expect(cut("short", 10)).toBe("short");
    expect(cut("x".repeat(1200), 5)).toBe("xxxxx… (1,200 characters)");
    expect(cut("ab😀cd", 3)).toBe("ab… (6 characters)");
  });

  test.each([
    [{ path: "a", observed: "x" }, '"x"'],
    [{ path: "a", observed: false }, "false"],
    [{ path: "a", state: "absent" }, "not set"],
    [{ path: "a", observed: 7, state: "default" }, "7 (default)"],
    [{ path: "a", state: "secret" }, "a secret, not shown"],
    [{ path: "a", state: "unknown" }, "not known until the update"],
    [{ path: "a", observed: "3 elements", state: "list" }, "3 elements"],
    [{ path: "a", state: "malformed" }, "not of the documented shape"],
  ] as const)("%j is told as %s", (observation, text) => {
    expect(observedText(observation)).toBe(text);
  });
});

describe("fair shares", () => {
  test.each([
    [[10, 1, 10], 9, [4, 1, 4]],
    [[2, 3], 100, [2, 3]],
    [[5, 5, 5], 0, [0, 0, 0]],
    [[0, 7], 3, [0, 3]],
    [[], 3, []],
  ])("%j share %d as %j", (needs, budget, shares) => {
    expect(fairShares(needs, budget)).toEqual(shares);
  });

  test("spend the budget, give nobody more than it needs, and starve nobody for another's sake", () => {
    const needs = fc.array(fc.nat(1000), { maxLength: 40 });
    fc.assert(
      fc.property(needs, fc.nat(5000), (all, budget) => {
        const shares = fairShares(all, budget);
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(shares)).toBe(Math.min(budget, sum(all)));
        const cutShort = shares.filter((share, i) => share < (all[i] ?? 0));
        for (const [i, share] of shares.entries()) expect(share).toBeLessThanOrEqual(all[i] ?? 0);
        for (const short of cutShort) expect(short).toBeGreaterThanOrEqual(Math.max(...shares) - 1);
      }),
    );
  });
});

describe("a sample of results", () => {
  const assessment = sampleAssessment({ resources: 500 });
  const results = [...assessment.results];

  test("takes one pass, and keeps no more than its limits", () => {
    let passes = 0;
    const once: Assessment = {
      ...assessment,
      results: {
        *[Symbol.iterator]() {
          passes += 1;
          yield* results;
        },
      },
    };
    const sample = sampleResults(once, { open: 40, closed: 20 });
    expect(passes).toBe(1);
    expect(sample.shown).toBe(60);
    expect(sample.total).toBe(results.length);
    for (const rule of assessment.rules)
      for (const { index, result } of sample.of(rule.id, "fail")) {
        expect(result).toBe(results[index]);
        expect([result.rule, result.verdict]).toEqual([rule.id, "fail"]);
      }
  });

  test("counts all results by input", () => {
    const sample = sampleResults(assessment, { open: 1, closed: 1 });
    expect(sample.byInput).toHaveLength(assessment.inputs.length);
    const fails = results.filter((result) => result.input === 1 && result.verdict === "fail").length;
    expect(sample.byInput[1]?.fail).toBe(fails);
  });
});

test.each([
  ["project:///index.ts#10,5", { path: "index.ts", line: 10, column: 5 }],
  ["project:///src/my%20stack.ts#3", { path: "src/my stack.ts", line: 3 }],
  ["project:///a.ts#1,0", { path: "a.ts", line: 1 }],
  ["project:///100%.ts#1,2", { path: "100%.ts", line: 1, column: 2 }],
  ["project:///../a.ts#1,2", undefined],
  ["project:///a/%2e%2E/b#1,2", undefined],
  ["project:////etc/passwd#1,2", undefined],
  ["project:///c:/x#1,2", undefined],
  ["project:///a.ts#0,2", undefined],
  ["project:///a.ts", undefined],
  ["file:///a.ts#1,2", undefined],
  [undefined, undefined],
])("the source position %j", (text, position) => {
  expect(parseSourcePosition(text)).toEqual(position);
});

test.each([
  "plain",
  "\u202e\u001b[1m",
  "\u{e0041}",
  "\ud800",
  "\u2028\u00a0é日😀",
  '"\\',
])("JSON of %j shows what hides", (text) => {
  const json = jsonText({ text });
  expect(JSON.parse(json)).toEqual({ text });
  expect(visible(json)).toBe(json);
});
