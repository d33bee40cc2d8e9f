import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allRules } from "../../../packs/rules.js";
import { loadExceptions } from "../../../src/data/exceptions.js";
import { breaches, ExceptionMatcher } from "../../../src/engine/index.js";
import { DEFAULT_LIMITS } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { problemsOf } from "./fixture.js";

const folder = temporaryFolder();
const RULES = [
  { id: "aws-s3-logging", severity: "medium" },
  { id: "aws-s3-public", severity: "high" },
  { id: "aws-kms-rotation", severity: "low" },
] as const;

const SOUND: Readonly<Record<string, unknown>> = {
  id: "EX-1",
  rules: ["aws-s3-logging"],
  resources: [{ name: "assets" }],
  reason: "Because.",
  deviation: "risk-adjustment",
  requestedBy: "a",
  approvedBy: "b",
  approvedOn: "2026-03-01",
  expires: "2026-03-31",
};

/** YAML with a key a line, so that each stands on a line of its own. */
function entry(changes: Readonly<Record<string, unknown>> = {}): string {
  const lines = Object.entries({ ...SOUND, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `    ${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return `  -\n${lines.join("\n")}\n`;
}

const load = (text: string, name = "exceptions.yaml") => loadExceptions([folder.write(name, text)], RULES);
const problems = (text: string) => problemsOf(folder.path, () => load(text));
const one = (changes: Readonly<Record<string, unknown>>) => problems(`exceptions:\n${entry(changes)}`);

describe("an exceptions file", () => {
  test("is loaded with what follows from the rules, the place of each entry, and its digest", () => {
    const set = load(
      `exceptions:\n${entry({ rules: ["aws-s3-*", "aws-kms-rotation"], ticket: "T-1" })}${entry({ id: "b" })}`,
    );
    const file = join(folder.path, "exceptions.yaml");
    expect(set.exceptions[0]).toEqual({
      ...SOUND,
      rules: ["aws-s3-*", "aws-kms-rotation"],
      covers: ["aws-kms-rotation", "aws-s3-logging", "aws-s3-public"],
      severity: "high",
      stacks: [],
      ticket: "T-1",
      origin: { file, line: 3 },
    });
    expect(set.exceptions[1]).toMatchObject({ id: "b", severity: "medium", origin: { file, line: 14 } });
    expect(set.limits).toEqual(DEFAULT_LIMITS);
    expect(set.digests).toEqual({ [file]: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(JSON.parse(JSON.stringify(set))).toEqual(set);
  });

  test("may be JSON, may be a request, may be empty", () => {
    const request = { ...SOUND, approvedBy: undefined, approvedOn: undefined };
    const set = load(JSON.stringify({ exceptions: [request] }), "exceptions.json");
    expect(set.exceptions[0]).not.toHaveProperty("approvedBy");
    expect(load("exceptions: []").exceptions).toEqual([]);
  });

  test("sets limits, one by one, in one file", () => {
    const { limits } = load(
      "limits: { days: { high: 10 }, warnDays: 0, operationalRequirement: [critical] }\nexceptions: []",
    );
    expect(limits).toEqual({
      days: { critical: 30, high: 10, medium: 180, low: 365 },
      warnDays: 0,
      operationalRequirement: ["critical"],
    });
    const files = ["one.yaml", "two.yaml"].map((name) => folder.write(name, "limits: {}\nexceptions: []\n"));
    expect(problemsOf(folder.path, () => loadExceptions(files, RULES))).toEqual([
      `two.yaml:1:1: limits: limits stand in ${files[0]} already; keep them in one file`,
    ]);
  });
});

describe("an exceptions file is refused for", () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["an unknown key", { reson: "x" }, '12:5: exceptions[0].reson: unknown key "reson": did you mean "reason"?'],
    [
      "a missing key",
      { reason: undefined },
      "3:5: exceptions[0].reason: Invalid input: expected string, received undefined",
    ],
    ["an empty reason", { reason: "' '" }, "6:13: exceptions[0].reason: expected text, found none"],
    [
      "an unknown rule",
      { rules: ["aws-s3-loging"] },
      '4:13: exceptions[0].rules[0]: unknown rule "aws-s3-loging": did you mean "aws-s3-logging"?',
    ],
    ["a glob over no rule", { rules: ["aws-s3-*", "gcp-*"] }, '4:24: exceptions[0].rules[1]: no rule matches "gcp-*"'],
    ["no rule", { rules: [] }, "4:12: exceptions[0].rules: expected at least one rule id"],
    ["no selector", { resources: [] }, "5:16: exceptions[0].resources: expected at least one selector"],
    [
      "an empty selector",
      { resources: [{}] },
      "5:17: exceptions[0].resources[0]: expected at least one of urn, type, name and tag",
    ],
    [
      "an unknown selector",
      { resources: [{ urm: "x" }] },
      '5:18: exceptions[0].resources[0].urm: unknown key "urm": did you mean "urn"?',
    ],
    ["a URN that is none", { resources: [{ urn: "assets" }] }, "5:24: exceptions[0].resources[0].urn: expected a URN"],
    ["half a tag", { resources: [{ tag: { key: "a" } }] }, "exceptions[0].resources[0].tag.value: Invalid input"],
    [
      "an empty list of stacks",
      { stacks: [] },
      "12:13: exceptions[0].stacks: expected at least one stack; leave stacks out for every stack",
    ],
    [
      "an empty stack",
      { stacks: [{}] },
      "exceptions[0].stacks[0]: expected at least one of organization, project and stack",
    ],
    [
      "an unknown deviation",
      { deviation: "false-positiv" },
      '7:16: exceptions[0].deviation: Invalid option: expected one of "false-positive"',
    ],
    [
      "30 February",
      { expires: "2026-02-30" },
      "11:14: exceptions[0].expires: expected a day of the calendar as YYYY-MM-DD",
    ],
    [
      "a time",
      { approvedOn: "2026-03-01T00:00:00Z" },
      "10:17: exceptions[0].approvedOn: expected a day of the calendar",
    ],
    [
      "a number for a day",
      { expires: "2026" },
      "11:14: exceptions[0].expires: Invalid input: expected string, received number",
    ],
    [
      "an expiry before the approval",
      { expires: "2026-02-28" },
      "11:14: exceptions[0].expires: expires before it is approved, on 2026-03-01",
    ],
    [
      "an approver without a day",
      { approvedOn: undefined },
      "9:17: exceptions[0].approvedBy: approvedBy needs approvedOn beside it",
    ],
    [
      "a day without an approver",
      { approvedBy: undefined },
      "9:17: exceptions[0].approvedOn: approvedOn needs approvedBy beside it",
    ],
    [
      "an id with a space",
      { id: "EX 1" },
      "3:9: exceptions[0].id: expected letters, digits, dots, hyphens and underscores",
    ],
  ])("%s", (_, changes, expected) => {
    const found = one(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^exceptions\.yaml:\d+:\d+: /);
    expect(found[0]).toContain(expected);
  });

  test.each([
    ["an id twice", `exceptions:\n${entry()}${entry()}`, `13:9: exceptions[1].id: id "EX-1" is taken by`],
    ["no list", "limits: {}\n", "1:1: exceptions: Invalid input: expected array, received undefined"],
    [
      "an unknown key at the top",
      "exceptions: []\nexception: []\n",
      '2:1: exception: unknown key "exception": did you mean "exceptions"?',
    ],
    [
      "an unknown limit",
      "limits: { day: {} }\nexceptions: []\n",
      '1:11: limits.day: unknown key "day": did you mean "days"?',
    ],
    ["an unknown severity", "limits: { days: { severe: 3 } }\nexceptions: []\n", "1:19: limits.days.severe: "],
    ["a negative limit", "limits: { warnDays: -1 }\nexceptions: []\n", "1:21: limits.warnDays: Too small"],
    ["nothing in it", "", "1:1: Invalid input: expected object, received null"],
    ["a key twice", "exceptions: []\nexceptions: []\n", "2:1: Map keys must be unique"],
    ["a tag of YAML", "exceptions: !!set []\n", "1:"],
  ])("%s", (_, text, expected) => {
    expect(problems(text).join("\n")).toContain(`exceptions.yaml:${expected}`);
  });

  test("everything that is wrong, in all files, at once", () => {
    const files = [
      folder.write("a.yaml", `exceptions:\n${entry({ rules: ["x"], expires: "2026-01-01" })}`),
      folder.write("b.yaml", `exceptions:\n${entry()}`),
      join(folder.path, "c.yaml"),
    ];
    const found = problemsOf(folder.path, () => loadExceptions(files, RULES));
    expect(found.map((text) => text.split(":", 1)[0]).sort()).toEqual(["a.yaml", "a.yaml", "b.yaml", "c.yaml"]);
    expect(found.join("\n")).toContain('id "EX-1" is taken by');
  });
});

test("the example of docs/exceptions.md loads, keeps to the policy, and grants what it says", () => {
  const page = readFileSync(join(__dirname, "../../../docs/exceptions.md"), "utf8");
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const set = loadExceptions([folder.write("example.yaml", example)], allRules());
  expect(set.exceptions.length).toBeGreaterThan(1);
  expect(set.exceptions.flatMap((exception) => breaches(exception, set.limits))).toEqual([]);
  const matcher = new ExceptionMatcher(set, "2026-04-01");
  expect([...matcher.states.values()]).toEqual(["active", "active", "not-approved"]);
});
