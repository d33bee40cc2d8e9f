import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(__dirname, "../..");
const COPIED = [
  "controls",
  "mappings",
  "packs",
  "reports",
  "scripts",
  "src",
  "tests",
  "package.json",
  "tsconfig.json",
  "vitest.config.mts",
];
const ARGS = [
  "aws/sqs/queue",
  "aws-sqs-queue-encrypted",
  "--type",
  "aws:sqs/queue:Queue",
  "--property",
  "sqsManagedSseEnabled",
];

let copy: string;

function npmScript(...args: string[]) {
  return spawnSync(process.execPath, [require.resolve("tsx/cli"), join(copy, "scripts/new-rule.ts"), ...args], {
    cwd: copy,
    encoding: "utf8",
  });
}

function snapshot(): Map<string, string> {
  const files = COPIED.flatMap((name) => {
    const path = join(copy, name);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  });
  return new Map(files.map((file) => [relative(copy, file), readFileSync(file, "utf8")]));
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "konductor-new-rule-"));
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("npm run new-rule", () => {
  it("writes a rule, its cases and its mapping lines, and edits no code but its own", () => {
    const before = snapshot();
    const run = npmScript(...ARGS, "--control", "SC-28", "--control", "A.8.24");
    expect(run.status, run.stderr).toBe(0);
    const after = snapshot();
    const changed = [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file);
    expect(changed.sort()).toEqual([
      "mappings/iso-27001-2022/aws.yaml",
      "mappings/nist-800-53-r5/aws.yaml",
      "packs/aws/sqs/queue.ts",
      "packs/rules.generated.ts",
      "tests/packs/aws/sqs/queue.test.ts",
    ]);
    for (const file of changed.filter((name) => name.startsWith("mappings/"))) {
      const added = (after.get(file) ?? "")
        .split("\n")
        .filter((line) => !(before.get(file) ?? "").split("\n").includes(line));
      expect(added.filter((line) => line.includes("aws-sqs-queue-encrypted"))).toHaveLength(1);
      expect(added.length, "the rest of the mapping stays as it was").toBeLessThanOrEqual(2);
    }
  });

  it("gives a rule that passes its own table of cases", () => {
    const vitest = join(copy, "node_modules/vitest/vitest.mjs");
    const args = [vitest, "run", "tests/packs/aws/sqs", "--root", copy];
    const run = spawnSync(process.execPath, args, {
      cwd: copy,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    const report = JSON.parse(readFileSync(join(copy, "out/test-report.json"), "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    expect(report.numFailedTests, run.stdout.slice(-2000)).toBe(0);
    expect(report.numPassedTests).toBeGreaterThan(8);
  });

  it.each([
    ["a rule that is there already", ARGS, "exists already"],
    ["an id of another provider", ["aws/sqs/other", "k8s-x-y", "--type", "aws:sqs/queue:Queue"], "no rule id"],
    ["a type that is no token", ["aws/sqs/other", "aws-sqs-y", "--type", "Queue"], "no type token"],
    [
      "a control of no catalogue",
      ["aws/sqs/third", "aws-sqs-z", "--type", "aws:sqs/queue:Queue", "--control", "ZZ-9"],
      "no catalogue",
    ],
    ["nothing", [], "npm run new-rule"],
  ])("refuses %s with exit 2", (_, args, message) => {
    const run = npmScript(...args);
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
