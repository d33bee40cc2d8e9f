import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, any, type Check, fail, not, PASS, type Place, told, unknown } from "../../../src/authoring/index.js";
import { fixture } from "../../support/subject.js";

const place = (name: string): Place => fixture({}).get(name as never);
const values = (): Record<string, Check> => ({
  pass: PASS,
  fail: fail(place("f"), "x"),
  unknown: unknown(place("u"), "x"),
});
const outcomes = ["pass", "fail", "unknown"] as const;
const ORDER = { fail: 0, unknown: 1, pass: 2 };

describe("three-valued conditions", () => {
  it("follows Kleene's tables for every pair", () => {
    for (const a of outcomes) {
      for (const b of outcomes) {
        const [x, y] = [values()[a] as Check, values()[b] as Check];
        const least = ORDER[a] < ORDER[b] ? a : b;
        const most = ORDER[a] < ORDER[b] ? b : a;
        expect(all(x, y).outcome, `${a} and ${b}`).toBe(least);
        expect(any(x, y).outcome, `${a} or ${b}`).toBe(most);
      }
    }
  });

  it("folds lists of any length as pairs", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength: 8 }), (list) => {
        const checks = list.map((o) => values()[o] as Check);
        const worst = [...list].sort((a, b) => ORDER[a] - ORDER[b]);
        expect(all(...checks).outcome).toBe(worst[0]);
        expect(any(...checks).outcome).toBe(worst.at(-1));
      }),
    );
  });

  it("takes nothing to check as held, and no alternative as none", () => {
    expect(all().outcome).toBe("pass");
    expect(any().outcome).toBe("fail");
  });

  it("names the unknown that would decide, and not the failure beside it", () => {
    const outcome = any(fail(place("b"), "x"), unknown(place("a"), "x"));
    expect(outcome.outcome === "unknown" && outcome.causes.map((c) => c.ref.path)).toEqual(["a"]);
  });

  it("names every failure of a conjunction", () => {
    const outcome = all(fail(place("a"), "x"), unknown(place("u"), "x"), fail(place("b"), "y"));
    expect(outcome.outcome === "fail" && outcome.causes.map((c) => c.ref.path)).toEqual(["a", "b"]);
  });

  it("turns a condition round without deciding what is unknown", () => {
    expect(not(PASS, place("a"), "no").outcome).toBe("fail");
    expect(not(fail(place("a"), "x"), place("a"), "no").outcome).toBe("pass");
    expect(not(unknown(place("a"), "x"), place("a"), "no").outcome).toBe("unknown");
  });

  it("tells a failure as one place", () => {
    const outcome = told(all(fail(place("a"), 1), fail(place("b"), 2)), place("c"), "both");
    expect(outcome.outcome === "fail" && outcome.causes).toMatchObject([{ ref: { path: "c" }, expected: "both" }]);
  });
});
