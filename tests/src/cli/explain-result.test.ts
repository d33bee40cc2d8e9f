import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { encrypted, HOSTILE_NAMES, ROOT, stackExport, state, urnOf } from "../../support/states.js";
import { run } from "./run.js";

const folder = temporaryFolder();
const KEY = "aws:kms/key:Key";
const ROTATION = "aws-kms-rotation";
const WINDOW = "aws-kms-deletion-window";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const tags = { tier: "gold" };
const file = folder.write(
  "prod.json",
  JSON.stringify(
    stackExport([
      ROOT,
      state(KEY, "weak", { enableKeyRotation: false, deletionWindowInDays: 30, tags }),
      state(KEY, "good", { enableKeyRotation: true, deletionWindowInDays: 30 }),
      state(KEY, "later", { enableKeyRotation: UNKNOWN, deletionWindowInDays: encrypted() }),
      state(KEY, "old", { enableKeyRotation: false }, { delete: true }),
      state("aws:ec2/routeTable:RouteTable", "table"),
    ]),
  ),
);
const exceptions = folder.write(
  "exceptions.yaml",
  `exceptions:
  - { id: EX-1, rules: [aws-kms-*], resources: [{ name: w* }], stacks: [{ project: shop }], reason: r, deviation: risk-adjustment, requestedBy: a, approvedBy: b, approvedOn: 2026-03-01, expires: 2026-03-31 }
  - { id: EX-2, rules: [aws-kms-rotation], resources: [{ name: good }, { tag: { key: tier, value: silver } }], reason: r, deviation: risk-adjustment, requestedBy: a, expires: 2026-03-31 }
  - { id: EX-3, rules: [aws-kms-rotation], resources: [{ type: "aws:kms/*" }], stacks: [{ stack: dev* }], reason: r, deviation: risk-adjustment, requestedBy: a, expires: 2026-03-31 }
  - { id: EX-4, rules: [aws-kms-deletion-window], resources: [{ name: weak }], reason: r, deviation: risk-adjustment, requestedBy: a, expires: 2026-03-31 }
`,
);
const DATED = ["--exceptions", exceptions, "--date", "2026-03-15"];

async function explain(name: string, rule: string, ...more: readonly string[]) {
  const ran = await run(["explain", urnOf(KEY, name), rule, "--in", file, ...more]);
  return { ...ran, text: ran.stdout.replaceAll(/\s+/g, " ") };
}

describe("a rule on a resource of a stack", () => {
  test("the verdict with what decided, what would change it, the parameters, and the controls with why", async () => {
    const { code, text } = await explain("weak", ROTATION);
    expect(code).toBe(0);
    expect(text).toContain(`On: ${urnOf(KEY, "weak")}`);
    expect(text).toContain(`Verdict in ${file} fail What decided enableKeyRotation is false, expected true`);
    expect(text).toMatch(/What would change it .*Sets? enableKeyRotation/);
    expect(text).toContain(`konductor except '${urnOf(KEY, "weak")}' ${ROTATION}`);
    expect(text).toMatch(/Controls SC-12 .*, of fisma-moderate, not satisfied\. Coverage: .* control\. /);
    expect(text).toContain("Level No layer sets it");
    expect((await explain("weak", WINDOW)).text).toMatch(/minimumDays = \d+ from /);
  });

  test("the exception that matched and by what, and the near misses with what they miss", async () => {
    const { text } = await explain("weak", ROTATION, ...DATED);
    expect(text).toContain("fail; exception EX-1, approved by b, holds up to the end of 2026-03-31 (UTC)");
    expect(text).toContain(
      `EX-1 (active, approved by b; ${exceptions}:2) matches, by name w*; it holds up to the end of 2026-03-31 (UTC)`,
    );
    expect(text).toContain("does not match: name is weak, not good; or tag is tier=gold, not tier=silver");
    expect(text).toContain("does not match: stack is prod, not dev*");
    expect(text).not.toContain("EX-4");
    expect(text).not.toContain("konductor except");
  });

  test("an exception beside a pass counts for nothing", async () => {
    const { text } = await explain("good", ROTATION, ...DATED);
    expect(text).toContain("Verdict in");
    expect(text).toContain(" pass ");
    expect(text).toContain("EX-2 (not approved;");
    expect(text).toContain("An exception counts for a failure only, and this is none.");
  });

  test("a value that is not known, and a secret, with what can be done", async () => {
    expect((await explain("later", ROTATION)).text).toMatch(/undetermined.*assess the state after it/);
    expect((await explain("later", WINDOW)).text).toMatch(
      /a secret, not shown.*Secrets that are encrypted cannot be judged/,
    );
  });

  test.each<[string, string, readonly string[], RegExp]>([
    [
      urnOf(KEY, "old"),
      ROTATION,
      [],
      /Verdict in \S+ No rule judges it: the population leaves it out as "pending delete"/,
    ],
    [
      urnOf(KEY, "good"),
      "aws-s3-versioning",
      [],
      /The rule judges other types of resources, and this is one of aws:kms/,
    ],
    [urnOf("pulumi:pulumi:Stack", "shop-prod"), ROTATION, [], /leaves it out as "component"/],
  ])("why there is no result: %s", async (urn, rule, more, says) => {
    const { code, stdout } = await run(["explain", urn, rule, "--in", file, ...more]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(says);
  });

  test("that a layer disabled it, and why", async () => {
    const config = folder.write(
      "konductor.yaml",
      `layers:\n  - scope: stack\n    rules: { ${ROTATION}: { level: disabled, because: Rotated by hand } }\n`,
    );
    const { text } = await explain("weak", ROTATION, "--config", config);
    expect(text).toMatch(/The rule is disabled by .*konductor\.yaml:3.*: Rotated by hand/);
  });

  test("as JSON", async () => {
    const { stdout } = await explain("weak", ROTATION, ...DATED, "--json");
    const told = JSON.parse(stdout);
    expect(told.results).toHaveLength(1);
    expect(told.results[0].result).toMatchObject({ verdict: "fail", exception: { id: "EX-1" } });
    expect(told.results[0].exceptions.map((one: { matches: boolean }) => one.matches)).toEqual([true, false, false]);
    expect(told.controls[0]).toMatchObject({ profile: "fisma-moderate", coverage: expect.any(String) });
  });
});

describe("a rule on a resource of an assessment", () => {
  const out = join(folder.path, "out");
  const report = join(out, "assessment.json");
  const again = async (name: string, rule: string, ...more: readonly string[]) => {
    const ran = await run(["explain", urnOf(KEY, name), rule, "--in", report, ...more]);
    return { ...ran, text: ran.stdout.replaceAll(/\s+/g, " ") };
  };

  test("tells the same, but what only the stack tells: its tags, and where defaults were overridden", async () => {
    await run(["assess", file, "--out", out, "--format", "json", ...DATED]);
    const [stack, assessment] = [await explain("weak", ROTATION, ...DATED), await again("weak", ROTATION)];
    expect(assessment.code).toBe(0);
    const until = (text: string) =>
      text.slice(0, text.indexOf("Level")).replace("tag is tier=gold", "tag is not known here");
    expect(`${assessment.text.trim()} `).toBe(until(stack.text));
    expect((await again("weak", WINDOW)).text).toMatch(/Parameters minimumDays = \d+ from /);
    expect((await again("weak", "aws-s3-versioning")).text).toContain("judges other types of resources");
  });

  test("that two inputs hold is told for both", async () => {
    const document = JSON.parse(readFileSync(report, "utf8")) as AssessmentDocument;
    const twin = { ...document.inputs[0], path: "twin.json" };
    const results = document.results.map((one) => ({ ...one, input: 1 }));
    const both = folder.write(
      "both.json",
      JSON.stringify({ ...document, inputs: [document.inputs[0], twin], results: [...document.results, ...results] }),
    );
    const { stdout } = await run(["explain", urnOf(KEY, "weak"), ROTATION, "--in", both]);
    expect(stdout).toContain(`Verdict in ${file}`);
    expect(stdout).toContain("Verdict in twin.json");
  });

  test("judges nothing again", async () => {
    const { code, stderr } = await again("weak", ROTATION, ...DATED);
    expect(code).toBe(2);
    expect(stderr).toContain("assessment.json: has been judged already: --exceptions goes with a stack's file");
  });
});

test.each<[string, readonly string[], string]>([
  ["no file", [urnOf(KEY, "weak"), ROTATION], "say where the resource is: --in takes"],
  ["an unknown rule", [urnOf(KEY, "weak"), "aws-kms-rotatio", "--in", file], 'did you mean "aws-kms-rotation"?'],
  ["an unknown resource", [urnOf(KEY, "weka"), ROTATION, "--in", file], `did you mean "${urnOf(KEY, "weak")}"?`],
  ["three words", [urnOf(KEY, "weak"), ROTATION, WINDOW, "--in", file], "explain takes one rule id"],
  ["a file that is not there", [urnOf(KEY, "weak"), ROTATION, "--in", "none.json"], "there is no such file"],
  [
    "another JSON",
    [urnOf(KEY, "a"), ROTATION, "--in", folder.write("x.json", '{"schema":1}')],
    "nor an assessment.json",
  ],
  ["a list", [urnOf(KEY, "a"), ROTATION, "--in", folder.write("y.json", "[]")], "nor an assessment.json"],
  ["null", [urnOf(KEY, "a"), ROTATION, "--in", folder.write("z.json", "null")], "nor an assessment.json"],
])("2: %s", async (_, args, says) => {
  const { code, stderr, stdout } = await run(["explain", ...args]);
  expect(stderr).toContain(says);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

test("names cannot move a terminal, nor leave the quotes of the command that is proposed", async () => {
  const names = [...HOSTILE_NAMES, "it's; rm -rf *"];
  const hostile = folder.write(
    "hostile.json",
    JSON.stringify(stackExport([ROOT, ...names.map((name) => state(KEY, name, { enableKeyRotation: false }))])),
  );
  for (const name of names) {
    const { code, stdout } = await run(["explain", urnOf(KEY, name), ROTATION, "--in", hostile]);
    expect(code).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
  const { stdout } = await run(["explain", urnOf(KEY, "it's; rm -rf *"), ROTATION, "--in", hostile]);
  expect(stdout).toContain("::it'\\''s; rm -rf *' aws-kms-rotation");
});
