import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { globMatches, isGlob } from "../../../src/model/index.js";

/** The same by another way: an expression that has no letter of its own. */
function byExpression(glob: string, text: string): boolean {
  const source = [...glob].map((c) => (c === "*" ? "[^]*" : c === "?" ? "[^]" : `\\u${code(c)}`)).join("");
  return new RegExp(`^${source}$`).test(text);
}
const code = (c: string) => c.charCodeAt(0).toString(16).padStart(4, "0");

describe("a glob", () => {
  test.each([
    ["a(b)*", "a(b)c", true],
    ["a(b)*", "abc", false],
    ["x[0]*", "x[0].y", true],
    ["x[0]*", "x0", false],
    ["{a,b}", "a", false],
    ["!a", "b", false],
    ["./a*", "a", false],
    ["a.c", "abc", false],
    ["*", "", true],
    ["?", "", false],
    ["*", "/a/../.b\n", true],
    ["urn:pulumi:*::shop::*", "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::a/b", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-b-b-", false],
    ["a?c", "abc", true],
    ["Abc", "abc", false],
  ])("%j on %j: %s", (glob, text, matches) => {
    expect(globMatches(glob, text)).toBe(matches);
  });

  test("matches as an expression would, whatever it holds", () => {
    const piece = fc.array(fc.constantFrom("*", "?", "a", "b", "(", ".", "\\", ":"), { maxLength: 8 });
    const text = fc.array(fc.constantFrom("a", "b", "(", ".", "\\", ":", "\n"), { maxLength: 8 });
    let matched = 0;
    fc.assert(
      fc.property(piece, text, (g, t) => {
        const [glob, subject] = [g.join(""), t.join("")];
        const matches = globMatches(glob, subject);
        if (matches) matched += 1;
        expect(matches).toBe(byExpression(glob, subject));
      }),
      { numRuns: 3000 },
    );
    expect(matched).toBeGreaterThan(100);
  });

  test("takes no time that grows out of hand", () => {
    expect(globMatches(`${"*a".repeat(200)}b`, "a".repeat(20_000))).toBe(false);
  });

  test("is told from a name", () => {
    expect(["a*", "?", "urn:pulumi:prod::*"].every(isGlob)).toBe(true);
    expect(["", "a", "[a]", "{a,b}", "a+(b)"].some(isGlob)).toBe(false);
  });
});
