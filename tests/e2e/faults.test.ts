/** What an engine may send and a stack may hold that must neither end a preview nor pass in silence. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SECRET, SIGNATURE, UNKNOWN } from "../../src/model/index.js";
import { ROOT } from "./harness/examples.js";
import { PackProcess, type StackIdentity } from "./harness/pack-process.js";
import type { Properties } from "./harness/protobuf.js";
import { type Registered, registered } from "./harness/registered.js";
import { configure } from "./harness/run.js";

const STACK: StackIdentity = { organization: "o", project: "p", stack: "dev", dryRun: true, config: {}, tags: {} };
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

let pack: PackProcess;
beforeAll(async () => {
  pack = await PackProcess.start(ROOT, STACK);
  await configure(pack, {});
});
afterAll(() => pack.stop());

const key = (name: string, more: Properties = {}) =>
  registered("aws:kms/key:Key", name, { deletionWindowInDays: 30, enableKeyRotation: false, ...more });

/** Policies that a resource violates, in Analyze. */
async function violated(resource: Registered): Promise<string[]> {
  await pack.remediate(resource, new Map());
  return (await pack.analyze(resource, new Map())).diagnostics.map(({ policy }) => policy);
}

describe("values that the SDK's own reading refuses", () => {
  const odd: readonly (readonly [string, unknown])[] = [
    ["an asset known only by its hash", { [SIGNATURE]: ASSET, hash: "00" }],
    ["an asset of empty text", { [SIGNATURE]: ASSET, hash: "00", text: "" }],
    ["an archive known only by its hash", { [SIGNATURE]: ARCHIVE, hash: "00" }],
    ["an archive that holds no assets but a text", { [SIGNATURE]: ARCHIVE, assets: { a: "text" } }],
    ["a signature of a later Pulumi", { [SIGNATURE]: "00000000000000000000000000000000", value: 1 }],
  ];
  test.each(odd)("%s: the resource is judged", async (_, value) => {
    expect(await violated(key("odd", { tags: { at: value } }))).toEqual(["aws-kms-rotation"]);
  });

  test.each(odd)("%s: the stack is judged", async (_, value) => {
    const bucket = registered("aws:s3/bucket:Bucket", "odd", { website: value, tags: { in: [value] } });
    const { diagnostics } = await pack.analyzeStack([bucket]);
    expect(diagnostics.map(({ policy }) => policy)).toContain("aws-s3-versioning");
  });
});

describe("resources of unusual kinds", () => {
  test("components, providers and the stack itself are asked about and violate nothing", async () => {
    const types = ["pulumi:pulumi:Stack", "my:component:Thing", "pulumi:providers:aws", "pulumi:pulumi:StackReference"];
    for (const type of types) {
      const { diagnostics, notApplicable } = await pack.analyze(registered(type, "n", { acl: "public" }), new Map());
      expect([type, diagnostics]).toEqual([type, []]);
      expect(notApplicable.length).toBeGreaterThan(0);
    }
    const all = types.map((type) => registered(type, "n", {}, { custom: false }));
    expect((await pack.analyzeStack(all)).diagnostics).toEqual([]);
  });

  test("ignored properties and protection change no verdict", async () => {
    const options = { ignoreChanges: ["enableKeyRotation", "tags.*"], protect: true };
    const resource = registered("aws:kms/key:Key", "k", { deletionWindowInDays: 30 }, options);
    expect(await violated(resource)).toEqual(["aws-kms-rotation"]);
  });

  test("names and types that are no URN's are told as they are, and safe for a terminal", async () => {
    const hostile = "a::b\u001b[31m<{%fg 1%}>\u202e\u0000";
    const { diagnostics } = await pack.analyzeStack([registered("aws:s3/bucket:Bucket", hostile, {})]);
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { message } of diagnostics) {
      for (const character of ["\u0000", "\u001b", "\u202e"]) expect(message).not.toContain(character);
      expect(message).not.toContain("<{%");
    }
  });
});

describe("properties", () => {
  test.each<[string, Properties]>([
    ["null and empty", { policy: null, tags: {}, description: "" }],
    ["of the wrong type", { enableKeyRotation: { a: [] }, policy: 3, tags: "x" }],
    ["wholly unknown", { enableKeyRotation: UNKNOWN, policy: UNKNOWN, tags: UNKNOWN, deletionWindowInDays: UNKNOWN }],
    ["a policy that is cut off", { policy: '{"Statement":[{' }],
    ["named like members of objects", { __proto__x: 1, constructor: { prototype: 1 }, hasOwnProperty: true }],
    ["nested a thousand deep", { tags: deep(1_000) }],
  ])("%s: nothing fails to run", async (_, properties) => {
    const { diagnostics } = await pack.analyze(registered("aws:kms/key:Key", "k", properties), new Map());
    for (const { message } of diagnostics) expect(message).not.toContain("Not judged");
  });

  test("secrets are in no message, wherever they stand", async () => {
    const secret = { [SIGNATURE]: SECRET, value: "hunter2" };
    const policy = {
      [SIGNATURE]: SECRET,
      value: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"hunter2"}]}',
    };
    const resources = [
      registered("aws:kms/key:Key", "k", { policy, description: secret, tags: { hunter: secret } }),
      registered("aws:s3/bucket:Bucket", "b", { acl: secret, bucket: secret }),
      registered("kubernetes:core/v1:Pod", "p", { metadata: { name: secret }, spec: { serviceAccountName: secret } }),
    ];
    const answers = [await pack.analyzeStack(resources)];
    for (const resource of resources) answers.push(await pack.analyze(resource, new Map()));
    expect(answers.flatMap(({ diagnostics }) => diagnostics).length).toBeGreaterThan(3);
    expect(JSON.stringify(answers)).not.toContain("hunter2");
  });
});

describe("size", () => {
  test("a resource of 5 MB is judged", async () => {
    const data = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key-${i}`, "x".repeat(100_000)]));
    expect(await violated(key("large", { tags: data }))).toEqual(["aws-kms-rotation"]);
  }, 60_000);

  test("20,000 resources are judged, and the answer tells what it leaves out", async () => {
    const buckets = Array.from({ length: 20_000 }, (_, i) => registered("aws:s3/bucket:Bucket", `b${i}`, { i }));
    const { diagnostics } = await pack.analyzeStack(buckets);
    const versioning = diagnostics.filter(({ policy }) => policy === "aws-s3-versioning");
    const left = versioning.map(({ message }) => Number(/^(\d+) more violations/.exec(message)?.[1] ?? 0));
    const whole = left.filter((count) => count === 0).length + left.reduce((sum, count) => sum + count, 0);
    expect(whole).toBe(buckets.length);
    expect(diagnostics.some(({ message }) => message.includes("Run `konductor assess`"))).toBe(true);
  }, 120_000);
});

function deep(levels: number): Properties {
  let value: Properties = {};
  for (let i = 0; i < levels; i++) value = { a: value };
  return value;
}
