import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { allRules } from "../../packs/rules.js";
import { Dispatch, evaluate } from "../../src/engine/index.js";
import { buildGraph } from "../../src/graph/index.js";
import { readInputFile } from "../../src/inputs/index.js";
import type { Verdict } from "../../src/model/index.js";
import type { Violation } from "./harness/deployment.js";
import { type Example, examples, exportText, runExample } from "./harness/examples.js";
import type { RunResult } from "./harness/run.js";

const EXAMPLES = examples();
const runs = new Map<string, RunResult>();
const key = (example: Example, mode: string) => `${example.name} ${example.variant} ${mode}`;

function ran(example: Example, mode: "preview" | "up"): RunResult {
  const result = runs.get(key(example, mode));
  if (!result) throw new Error(`${key(example, mode)} did not run`);
  return result;
}

beforeAll(async () => {
  for (const example of EXAMPLES) {
    const modes = ["preview", "up"] as const;
    await Promise.all(modes.map(async (mode) => runs.set(key(example, mode), await runExample(example, mode))));
  }
}, 600_000);

/** `rule URN` of each violation that a rule reported, in order. */
function reported(violations: readonly Violation[]): string[] {
  const ofRules = violations.filter((one) => one.policy !== "konductor-undetermined");
  return ofRules.map((one) => `${one.policy} ${one.urn}`).sort();
}

async function offline(example: Example, verdict: Verdict): Promise<string[]> {
  const { stack } = (await readInputFile(example.file)).read;
  const { results } = evaluate(stack, buildGraph(stack), new Dispatch(allRules()), new Map());
  const found = results.filter(({ outcome }) => outcome.verdict === verdict);
  return found.map(({ rule, resource }) => `${rule.id} ${resource.urn}`).sort();
}

test("there are two applications, each with care and without", () => {
  expect(EXAMPLES.map(({ name, variant }) => `${name} ${variant}`)).toEqual([
    "aws-web-app compliant",
    "aws-web-app careless",
    "kubernetes-app compliant",
    "kubernetes-app careless",
  ]);
});

test.each(
  EXAMPLES.map((example) => [`${example.name} ${example.variant}`, example] as const),
)("%s: the pack and the offline engine say the same, rule by rule", async (_, example) => {
  const up = ran(example, "up");
  expect(up.resources.length).toBeGreaterThan(10);
  expect(reported(up.violations)).toEqual(await offline(example, "fail"));
  expect(await offline(example, "error")).toEqual([]);
  const undecided = up.violations.filter((one) => one.policy === "konductor-undetermined");
  const counts = undecided.map((one) => Number(/: (\d+) resources?\./.exec(one.message)?.[1]));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe((await offline(example, "undetermined")).length);
});

test.each(
  EXAMPLES.map((example) => [`${example.name} ${example.variant}`, example] as const),
)("%s: its export is what its program gives", (_, example) => {
  expect(readFileSync(example.file, "utf8"), "run npm run examples").toBe(exportText(ran(example, "up")));
});

describe("the compliant applications", () => {
  const compliant = EXAMPLES.filter(({ variant }) => variant === "compliant");

  test.each(compliant.map((example) => [example.name, example] as const))("%s violates nothing", (_, example) => {
    expect(reported(ran(example, "preview").violations)).toEqual([]);
    expect(ran(example, "up").violations).toEqual([]);
  });
});

describe("the careless applications", () => {
  const careless = EXAMPLES.filter(({ variant }) => variant === "careless");
  const tripped = (mode: "preview" | "up") =>
    new Set(careless.flatMap((example) => ran(example, mode).violations.map(({ policy }) => policy)));

  test("trip every rule", () => {
    const found = tripped("up");
    const rules = allRules().map(({ id }) => id);
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((id) => !found.has(id))).toEqual([]);
  });

  test("have each rule reported in a preview, or said to be undecided", () => {
    const found = tripped("preview");
    const undecided = careless
      .flatMap((example) => ran(example, "preview").violations)
      .filter(({ policy }) => policy === "konductor-undetermined")
      .map(({ message }) => /\(([a-z0-9-]+)\)/.exec(message)?.[1]);
    const silent = allRules().filter(({ id }) => !found.has(id) && !undecided.includes(id));
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test("stop a preview by the critical and high rules and warn by the others", () => {
    const severities = new Map(allRules().map((rule) => [rule.id, rule.severity]));
    for (const example of careless)
      for (const { policy, level } of ran(example, "preview").violations) {
        const severity = severities.get(policy);
        expect([policy, level]).toEqual([
          policy,
          severity === "critical" || severity === "high" ? "mandatory" : "advisory",
        ]);
      }
  });
});

test("unknown values end in no failure of a policy", () => {
  for (const result of runs.values()) {
    expect(result.logs).toEqual([]);
    for (const { message } of result.violations) {
      expect(message).not.toContain("can't run policy");
      expect(message).not.toContain("Not judged");
    }
  }
});
