/**
 * One verdict everywhere: every stack here is judged by a real pack in a process of its own, over gRPC, and by the offline
 * engine; what they say has to be the same, except for the differences that are listed and counted.
 */
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { allRules } from "../../packs/rules.js";
import { readInputFile } from "../../src/inputs/index.js";
import type { ParameterValues, Rule, Stack } from "../../src/model/index.js";
import { sources } from "../repo/sources.js";
import { casesOf } from "../support/cases.js";
import { readDocument } from "../support/input-files.js";
import { stackOf } from "../support/resources.js";
import type { Cases } from "../support/rule-tester.js";
import { anyExport, type Json } from "../support/states.js";
import { offlineWord, packWord } from "./harness/differential.js";
import { examples, ROOT } from "./harness/examples.js";
import { PackProcess } from "./harness/pack-process.js";
import { configure } from "./harness/run.js";

const tables = vi.hoisted(() => [] as { rule: Rule; cases: Cases }[]);
// The tables of cases are in the tests of the rules: loaded here, they hand over what they would test.
vi.mock("../support/rule-tester.js", () => ({
  testRule: (rule: Rule, cases: Cases) => void tables.push({ rule, cases }),
}));

const RULES = allRules();
const compared = { stacks: 0, resources: 0, results: 0, failed: 0, open: 0 };
let pack: PackProcess;

beforeAll(async () => {
  const identity = { organization: "o", project: "p", stack: "dev", dryRun: false, config: {}, tags: {} };
  pack = await PackProcess.start(ROOT, identity);
  await configure(pack, {});
});
afterAll(async () => {
  await pack.stop();
  console.log(`differential: ${JSON.stringify(compared)}`);
});

async function compare(stack: Stack, parameters?: ReadonlyMap<string, ParameterValues>): Promise<void> {
  const { word, results } = offlineWord(stack, RULES, parameters);
  expect(await packWord(stack, pack)).toEqual(word);
  compared.stacks += 1;
  compared.resources += stack.resources.length;
  compared.results += results;
  compared.failed += word.failed.length;
  compared.open += word.open.length;
}

describe("examples", () => {
  test.each(examples().map((example) => [`${example.name} ${example.variant}`, example] as const))("%s", async (_, {
    file,
  }) => {
    await compare((await readInputFile(file)).read.stack);
  });
});

describe("the cases of each rule, judged by all rules", async () => {
  const files = sources("tests/packs").filter((file) => file.endsWith(".test.ts"));
  for (const file of files) await import(join(ROOT, file));

  test("are all there", () => {
    expect(tables.map(({ rule }) => rule.id).sort()).toEqual(RULES.map(({ id }) => id));
  });

  test.each(tables.map(({ rule, cases }) => [rule.id, rule, cases] as const))("%s", async (_, rule, cases) => {
    const all = casesOf(cases);
    expect(all.length).toBeGreaterThan(0);
    for (const { name, stack, only, parameters } of all) {
      const values = parameters && rule.parse(parameters);
      if (values) await configure(pack, { [rule.id]: { level: "advisory", properties: values } });
      for (const mode of only ? [only] : (["state", "preview"] as const)) {
        const set = values && new Map([[rule.id, values]]);
        await compare(stackOf(stack, mode), set).catch((error: Error) => {
          error.message = `${name} (${mode}): ${error.message}`;
          throw error;
        });
      }
      if (values) await configure(pack, {});
    }
  });
});

/** Protobuf's maps for JavaScript cannot hold a key of this name: it is lost on the way to a pack. */
const LOST = "__proto__";

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== LOST);
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner)]));
}

test("500 random deployments", async () => {
  await fc.assert(
    fc.asyncProperty(anyExport, async (document) => {
      await compare((await readDocument(without(document) as Json)).stack);
    }),
    { numRuns: 500 },
  );
}, 600_000);

test("much was compared, and much of it failed or stayed open", () => {
  expect(compared.stacks).toBeGreaterThan(3_000);
  expect(compared.results).toBeGreaterThan(20_000);
  expect(compared.failed).toBeGreaterThan(3_000);
  expect(compared.open).toBeGreaterThan(500);
});
