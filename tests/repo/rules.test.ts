import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { ruleModules } from "../../packs/rules.generated.js";
import { collect } from "../../packs/rules.js";
import { isRule } from "../../src/authoring/index.js";
import { loadData } from "../../src/data/frameworks.js";
import type { Rule } from "../../src/model/index.js";
import published from "./rule-ids.json";
import { ROOT } from "./sources.js";

const modules = Object.entries(ruleModules as Readonly<Record<string, object>>);
const rules = collect(ruleModules);
const ids = rules.map((rule) => rule.id);

/** The prefix of the ids of a provider: `kubernetes` is long. */
const PREFIX: Readonly<Record<string, string>> = { aws: "aws-", kubernetes: "k8s-" };

describe("rules", () => {
  test("are there, in every module that the registry names", () => {
    expect(rules.length).toBeGreaterThan(80);
    const empty = modules.filter(([, module]) => !Object.values(module).some(isRule));
    expect(empty.map(([file]) => file)).toEqual([]);
  });

  test("stand in one module each", () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const [file, module] of modules)
      for (const value of Object.values(module)) {
        if (!isRule(value)) continue;
        const first = seen.get(value.id);
        if (first !== undefined) twice.push(`${value.id}: ${first} and ${file}`);
        seen.set(value.id, file);
      }
    expect(twice).toEqual([]);
    expect(seen.size).toBe(rules.length);
  });

  test("have ids that begin with their provider and are words with hyphens", () => {
    const wrong = rules.filter(
      ({ id, provider }) => !id.startsWith(PREFIX[provider] ?? "\0") || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id),
    );
    expect(wrong.map((rule) => rule.id)).toEqual([]);
  });

  test("lie in the folder of their provider", () => {
    for (const [file, module] of modules)
      for (const value of Object.values(module)) if (isRule(value)) expect(file.split("/")[1]).toBe(value.provider);
  });

  test("have a test file that mirrors theirs", () => {
    const missing = modules
      .map(([file]) => join("tests/packs", file.replace(/\.ts$/, ".test.ts")))
      .filter((file) => !existsSync(join(ROOT, file)));
    expect(missing).toEqual([]);
  });

  test("are mapped in a catalogue, or listed in mappings/unmapped.yaml with a reason", () => {
    const { forgotten, frameworks } = loadData(relative(process.cwd(), ROOT), rules);
    expect(forgotten).toEqual([]);
    for (const { catalog, mapping } of frameworks) expect(mapping.length, catalog.id).toBeGreaterThan(50);
  });

  test("tell what they find, why it matters, what to set and what they do not see", () => {
    const silent = rules.filter((rule: Rule) =>
      [rule.title, rule.rationale, rule.remediation, rule.limits].some((text) => text.trim().length < 10),
    );
    expect(silent.map((rule) => rule.id)).toEqual([]);
  });
});

// The ids are a public promise: none goes away, none is used for something else.
// A resource of which only such rules speak is told apart in every report: its type is not judged by what it does.
test("rules on very many types are rules on metadata", () => {
  const wide = rules.filter((rule) => rule.types.length > 150);
  expect(wide.length).toBeGreaterThan(2);
  expect(wide.filter(({ scope }) => scope !== "metadata").map(({ id }) => id)).toEqual([]);
});

describe("published rule ids", () => {
  test("are all there", () => {
    expect(published.length).toBeGreaterThan(0);
    expect(published.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("hold every rule; `npx vitest run tests/repo/rules.test.ts -u` adds new ones", async () => {
    const all = [...new Set([...published, ...ids])].sort();
    await expect(`${JSON.stringify(all, undefined, 2)}\n`).toMatchFileSnapshot("rule-ids.json");
  });
});
