import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toJSONSchema } from "zod";
import { meets, patternProblem, requirements, valueIn, wantedTags } from "../../../packs/shared/metadata.js";
import { z } from "../../../src/authoring/index.js";
import { REDACTED, UNKNOWN } from "../../../src/model/index.js";
import { fixture } from "../../support/subject.js";

describe("patterns", () => {
  test.each([
    "CC-\\d{4}",
    "^CC-[0-9]{3,6}$",
    "prod|staging|dev-\\d+",
    "[a-z.-]+@[a-z.-]+\\.[a-z]+",
    "team\\.\\w+",
    "[\\w/-]{1,20}",
    "é+",
  ])("%s is taken", (pattern) => expect(patternProblem(pattern)).toBeUndefined());

  test.each([
    ["(a+)+", "no groups"],
    ["(prod|dev)", "no groups"],
    ["a++", "made of"],
    ["a*?", "made of"],
    ["\\1", "made of"],
    ["\\bx", "made of"],
    ["(?=a)", "made of"],
    ["[a", "made of"],
    ["{3}", "made of"],
    ["a{3", "made of"],
    ["a|", "made of"],
    ["a$b", "made of"],
    [".*.*.*.*", "at most 3"],
    ["a?a?a?a?", "at most 3"],
    ["[z-a]", "no regular expression"],
    ["a{5,2}", "no regular expression"],
  ])("%s is refused", (pattern, problem) => expect(patternProblem(pattern)).toContain(problem));

  test("alternatives have three repeats each, and fixed counts are free", () => {
    expect(patternProblem("a+b+c+|d+e+f+")).toBeUndefined();
    expect(patternProblem("a{2}b{2}c{2}d{2}e{2}")).toBeUndefined();
  });

  // The runner's limit of time is what fails here.
  test("whatever is taken compiles, and is done with any value", () => {
    let taken = 0;
    const piece = fc.constantFrom("a", ".", "\\d", "[ab]", "*", "+", "?", "{1,9}", "|", "^", "$", "(", ")", "-");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 9 }), (pieces) => {
        const pattern = pieces.join("");
        if (patternProblem(pattern) !== undefined) return;
        taken += 1;
        expect(typeof requirements([{ key: "k", pattern }])[0]?.fits("a".repeat(40))).toBe("boolean");
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(50);
    for (const pattern of [".*.*.*b", "a+a+a+b", "a{1,999}a{1,999}a{1,999}b", ".?.?.?b"])
      expect(requirements([{ key: "k", pattern }])[0]?.fits("a".repeat(256)), pattern).toBe(false);
  });
});

describe("the schema", () => {
  const schema = wantedTags(z.string().min(1).max(8), z.string().max(9));

  test("takes keys, and keys with what they may hold", () => {
    const wanted = ["owner", { key: "env", values: ["prod"], pattern: "dev-\\d+", fill: "dev-1" }];
    expect(schema.parse(wanted)).toEqual(wanted);
  });

  test.each([
    [[], "expected array to have >=1 items"],
    [["far too long"], "expected string to have <=8 characters"],
    [[{ key: "k", pattern: "(a+)+" }], "pattern: a pattern is made of"],
    [[{ key: "k", pattern: "a".repeat(101) }], "pattern: Too big"],
    [[{ key: "k", values: [] }], "values: Too small"],
    [[{ key: "k", value: "x" }], 'Unrecognized key: "value"'],
    [[{ values: ["x"] }], "key: Invalid input"],
    [[{ key: "k", values: ["prod"], fill: "Prod" }], "fill: expected prod"],
    [[{ key: "k", pattern: "\\d+", fill: "x" }], "fill: expected a text that fits \\d+"],
    [[{ key: "k", pattern: "[a", fill: "a" }], "pattern: a pattern is made of"],
    [[{ key: "k", fill: "  " }], "fill: expected a value"],
    [[{ key: "k", fill: "far too long" }], "fill: Too big"],
    [[7], "Invalid input: expected object"],
  ])("tells what is wrong with %j", (wanted, message) => {
    const issue = schema.safeParse(wanted).error?.issues[0];
    expect([...(issue?.path.slice(1).map(String) ?? []), issue?.message].join(": ")).toContain(message);
  });

  test("has a JSON Schema that tells both forms", () => {
    const text = JSON.stringify(toJSONSchema(schema, { io: "input" }));
    expect(text).toContain('"anyOf"');
    expect(text).toContain('"pattern"');
  });
});

describe("values", () => {
  const outcome = (value: unknown, wanted: Parameters<typeof requirements>[0][number]) => {
    const [one] = requirements([wanted]);
    if (!one) throw new Error("no requirement");
    const place = valueIn(fixture<{ tags: Record<string, string> }>({ tags: { k: value } }).get("tags"), "k");
    return place && meets(place, one).outcome;
  };

  test.each([
    ["x", "pass"],
    [7, "pass"],
    [false, "pass"],
    ["", "fail"],
    ["  ", "fail"],
    [null, "fail"],
    [undefined, "fail"],
    [UNKNOWN, "unknown"],
    [REDACTED, "pass"],
    [{ a: 1 }, "unknown"],
    [["x"], "unknown"],
  ])("%j is set: %s", (value, expected) => expect(outcome(value, "k")).toBe(expected));

  test.each([
    ["prod", "pass"],
    ["dev-12", "pass"],
    ["Prod", "fail"],
    ["dev-12 ", "fail"],
    [`dev-${"1".repeat(300)}`, "fail"],
    [REDACTED, "unknown"],
  ])("%j is allowed: %s", (value, expected) =>
    expect(outcome(value, { key: "k", values: ["prod"], pattern: "dev-\\d+" })).toBe(expected));

  test("a map that cannot be read, or is none, has no value to tell", () => {
    for (const tags of [UNKNOWN, REDACTED, ["a"]])
      expect(valueIn(fixture<{ tags: Record<string, string> }>({ tags }).get("tags"), "k")).toBeUndefined();
  });

  test("requirements are made once", () => {
    const wanted = ["owner"];
    expect(requirements(wanted)).toBe(requirements(wanted));
  });
});
