import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allRules } from "../../packs/rules.js";
import { openData } from "../../src/data/compiled.js";
import { ROOT } from "./harness/examples.js";
import { type Level, PackProcess, type StackIdentity } from "./harness/pack-process.js";
import type { Properties } from "./harness/protobuf.js";
import { type Registered, registered } from "./harness/registered.js";
import { configure } from "./harness/run.js";

const STACK: StackIdentity = {
  organization: "organization",
  project: "hand",
  stack: "dev",
  dryRun: true,
  config: {},
  tags: {},
};

// Tags are not what these tests are about, and without a provider in sight missing ones would be undecided.
const tags = { owner: "a", environment: "b", "data-classification": "c", "cost-center": "d" };
const KEY = registered("aws:kms/key:Key", "key", { deletionWindowInDays: 30, enableKeyRotation: false, tags });
const BUCKET = registered("aws:s3/bucket:Bucket", "bucket", { tags });

let pack: PackProcess;
beforeAll(async () => {
  pack = await PackProcess.start(ROOT, STACK);
});
afterAll(() => pack.stop());

/** `policy level` of what a resource is told in Analyze. */
async function told(resource: Registered): Promise<string[]> {
  await pack.remediate(resource, new Map());
  const { diagnostics } = await pack.analyze(resource, new Map());
  return diagnostics.map(({ policy, level }) => `${policy} ${level}`);
}

const settle = (config: Record<string, { level: Level; properties?: Properties }>) => configure(pack, config);

describe("what the pack says of itself", () => {
  test("one policy for each rule, and one for what could not be decided", async () => {
    const info = (await pack.info()).toObject();
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect([info.name, info.version, info.displayname]).toEqual(["konductor", version, "Konductor"]);
    const names = info.policiesList.map(({ name }) => name);
    expect(names).toEqual([...allRules().map(({ id }) => id), "konductor-undetermined"]);
  });

  test("each policy carries the words, the severity and the controls of its rule", async () => {
    const policies = (await pack.info()).toObject().policiesList;
    const frameworks = openData().frameworks();
    const mapped = frameworks.flatMap(({ mapping }) => mapping);
    expect(mapped.length).toBeGreaterThan(0);
    for (const rule of allRules()) {
      const policy = policies.find(({ name }) => name === rule.id);
      const tags = frameworks.flatMap(({ catalog, mapping }) =>
        mapping.filter((row) => row.rule === rule.id).map((row) => `${catalog.id}/${row.control}`),
      );
      expect([rule.id, policy?.displayname, policy?.remediationSteps]).toEqual([rule.id, rule.title, rule.remediation]);
      expect(policy?.severity, rule.id).toBe({ low: 1, medium: 2, high: 3, critical: 4 }[rule.severity]);
      expect(new Set(policy?.tagsList), rule.id).toEqual(new Set(tags));
      expect(policy?.framework !== undefined, rule.id).toBe(tags.length > 0);
    }
  });

  test("parameters are in the schema, with their defaults", async () => {
    const schemas = new Map((await pack.policies()).map(({ name, schema }) => [name, schema]));
    const withParameters = allRules().filter(({ parameters }) => parameters.length > 0);
    expect(withParameters.length).toBeGreaterThan(0);
    for (const rule of withParameters)
      for (const { name, default: value } of rule.parameters)
        expect([rule.id, name, schemas.get(rule.id)?.[name]?.["default"]]).toEqual([rule.id, name, value]);
  });

  test("nothing but the port is written to the standard streams", () => {
    expect([pack.stdout, pack.stderr]).toEqual(["", ""]);
  });
});

describe("configuration", () => {
  test("levels are those of the severity, unless somebody sets them", async () => {
    await settle({});
    expect(await told(KEY)).toEqual(["aws-kms-rotation advisory"]);
    await settle({ "aws-kms-rotation": { level: "mandatory" } });
    expect(await told(KEY)).toEqual(["aws-kms-rotation mandatory"]);
  });

  test("a disabled rule is silent, wherever it stands among the others", async () => {
    for (const { id } of allRules().slice(0, 3)) {
      await settle({ "aws-kms-rotation": { level: "disabled" }, [id]: { level: "disabled" } });
      expect(await told(KEY)).toEqual([]);
    }
    await settle({ "aws-s3-versioning": { level: "disabled" } });
    const { diagnostics } = await pack.analyzeStack([BUCKET]);
    const policies = diagnostics.map(({ policy }) => policy);
    expect(policies).toContain("aws-s3-lifecycle");
    expect(policies).not.toContain("aws-s3-versioning");
  });

  test("a parameter decides", async () => {
    const parameter = allRules().find(({ id }) => id === "aws-kms-deletion-window")?.parameters[0]?.name as string;
    const key = registered("aws:kms/key:Key", "key", { deletionWindowInDays: 20, enableKeyRotation: true, tags });
    await settle({});
    expect(await told(key)).toEqual(["aws-kms-deletion-window advisory"]);
    await settle({ "aws-kms-deletion-window": { level: "advisory", properties: { [parameter]: 20 } } });
    expect(await told(key)).toEqual([]);
    await settle({});
  });

  test("a parameter that does not fit is said, as a warning, and ends nothing", async () => {
    await settle({ "aws-kms-deletion-window": { level: "mandatory", properties: { nonsense: true } } });
    const { diagnostics } = await pack.analyze(KEY, new Map());
    const about = diagnostics.find(({ policy }) => policy === "aws-kms-deletion-window");
    expect(about?.level).toBe("advisory");
    expect(about?.message).toContain("nonsense");
    await settle({});
  });
});

describe("answers", () => {
  test("rules for other types do not apply, and say so", async () => {
    const { diagnostics, notApplicable } = await pack.analyze(registered("random:index:Id", "id", {}), new Map());
    expect(diagnostics).toEqual([]);
    const resourceRules = allRules().filter(({ phase }) => phase === "resource");
    expect(notApplicable.map(({ policyName }) => policyName)).toEqual(resourceRules.map(({ id }) => id));
  });

  test("an empty stack violates nothing", async () => {
    expect((await pack.analyzeStack([])).diagnostics).toEqual([]);
  });

  test("the order in which the engine sends resources changes nothing", async () => {
    const buckets = ["c", "a", "b"].map((name) => registered("aws:s3/bucket:Bucket", name, {}));
    const { diagnostics } = await pack.analyzeStack(buckets);
    expect(diagnostics.length).toBeGreaterThan(buckets.length);
    expect((await pack.analyzeStack([...buckets].reverse())).diagnostics).toEqual(diagnostics);
  });

  test("calls that overlap do not mix", async () => {
    const pod = registered("kubernetes:core/v1:Pod", "pod", { spec: { hostPID: true, containers: [{ name: "c" }] } });
    const alone = [await told(KEY), await told(pod), await told(BUCKET)];
    expect(alone.map((policies) => policies.length > 0)).toEqual([true, true, false]);
    const rounds = Array.from({ length: 20 }, () => Promise.all([told(KEY), told(pod), told(BUCKET)]));
    for (const round of await Promise.all(rounds)) expect(round).toEqual(alone);
  });

  test("an answer stays below what the language host accepts, and leaves no rule out", async () => {
    const name = (index: number) => `${"long-name-".repeat(20)}${index}`;
    const buckets = Array.from({ length: 2_000 }, (_, index) =>
      registered("aws:s3/bucket:Bucket", name(index), { tags }),
    );
    const few = await pack.analyzeStack(buckets.slice(0, 1));
    const many = await pack.analyzeStack(buckets);
    const policies = (answer: typeof few) => [...new Set(answer.diagnostics.map(({ policy }) => policy))];
    expect(policies(many)).toEqual(policies(few));
    const mandatory = (answer: typeof few) =>
      new Set(answer.diagnostics.filter(({ level }) => level === "mandatory").map(({ policy }) => policy));
    expect(mandatory(many)).toEqual(mandatory(few));
    const leftOut = many.diagnostics.filter(({ message }) => message.includes("are left out"));
    const count = leftOut.reduce((sum, { message }) => sum + Number(/^\d+/.exec(message)), 0);
    expect(leftOut.length).toBeGreaterThan(0);
    expect(many.diagnostics.length - leftOut.length + count).toBe(few.diagnostics.length * buckets.length);
  });
});
