import { describe, expect, test } from "vitest";
import { errorMessage, phrase, violationMessage } from "../../../src/crossguard/message.js";
import type { Observation, Outcome } from "../../../src/model/index.js";
import { made } from "./rules.js";

const rule = made("aws-test-rule");

function failing(...observations: Observation[]): Outcome {
  return { verdict: "fail", observations, companions: [] };
}

describe("a violation's message", () => {
  test("says what is not met, where, why it matters and what to set", () => {
    const text = violationMessage(rule, failing({ path: "acl", observed: "public-read", expected: "private" }));
    expect(text).toBe(
      [
        "Not met: The title of aws-test-rule.",
        "  - acl is not as required; expected private",
        "  Why: The reason.",
        "  Fix: The remedy.",
      ].join("\n"),
    );
  });

  test.each<[string, Observation]>([
    ["  - a.b is absent; expected x", { path: "a.b", state: "absent", expected: "x" }],
    ["  - a.b is left at its default; expected x", { path: "a.b", state: "default", observed: 1, expected: "x" }],
    ["  - a.b is not as required; expected x", { path: "a.b", state: "secret", expected: "x" }],
    ["  - the resource is not as required; expected x", { path: "", state: "object", expected: "x" }],
    ["  - urn:c: a.b is absent; expected x", { urn: "urn:c", path: "a.b", state: "absent", expected: "x" }],
    ["  - there is no key that will do", { path: "companion(key)", state: "absent", expected: "a key" }],
    ["  - there is no key that will do; expected one", { path: "companion(key)", state: "absent", expected: "one" }],
  ])("%s", (line, observation) => {
    expect(violationMessage(rule, failing(observation)).split("\n")[1]).toBe(line);
  });

  test("leaves out what did not decide", () => {
    const text = violationMessage(rule, failing({ path: "a", expected: "x" }, { path: "b", observed: "seen" }));
    expect(text).not.toContain("- b");
  });

  test("names a few places and counts the others", () => {
    const places = Array.from({ length: 9 }, (_, index) => ({ path: `p[${index}]`, expected: "x" }));
    const lines = violationMessage(rule, failing(...places)).split("\n");
    expect(lines.slice(5, 7)).toEqual(["  - p[4] is not as required; expected x", "  - and 4 more places"]);
  });

  test("is never longer than 2,000 characters", () => {
    const wordy = made("aws-wordy-rule", { rationale: "because ".repeat(1_000) });
    expect(violationMessage(wordy, failing({ path: "a", expected: "x" }))).toHaveLength(2_000);
  });
});

test("a rule that failed to run says so, and that the resource counts neither way", () => {
  expect(errorMessage(rule, "the rule failed to run: TypeError")).toMatch(
    /^Not judged: The title of aws-test-rule\. the rule failed to run: TypeError\.\n.*neither as compliant nor as violating/,
  );
});

describe("a phrase", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "�[31mred�[0m"],
    ["a\nb\r\n\tc", "a�b�c"],
    ["right\u202Eto left", "right�to left"],
    ["<{%fg 1%}>", "<{ %fg 1% }>"],
    ["half a pair \ud83d", "half a pair �"],
    ["a whole pair 😀", "a whole pair 😀"],
  ])("%j is made %j", (text, safe) => {
    expect(phrase(text)).toBe(safe);
  });

  test("is cut between characters", () => {
    const cut = phrase("😀".repeat(300));
    expect([...cut]).toHaveLength(200);
    expect(cut.endsWith("😀…")).toBe(true);
  });
});
