import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placesIn } from "../../packs/places.js";
import { allRules } from "../../packs/rules.js";
import { buildGraph } from "../../src/graph/index.js";
import { readInputBytes } from "../../src/inputs/index.js";
import { type Place, REDACTED, UNKNOWN } from "../../src/model/index.js";
import {
  encrypted,
  type Json,
  preview,
  ROOT,
  type State,
  secret,
  stackExport,
  state,
  step,
  urnOf,
} from "../support/states.js";

const BUCKET = "aws:s3/bucket:Bucket";
const QUEUE = "aws:sqs/queue:Queue";
const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const EU = "eu-central-1";

const provider = (name: string, inputs: Json = { region: EU, version: "7.48.0" }, more: Json = {}) =>
  state("pulumi:providers:aws", name, inputs, more);
/** A resource of that provider; its outputs are its inputs and these. */
const thing = (type: string, name: string, by: string, outputs: Json = {}, inputs: Json = {}, more: Json = {}) =>
  state(type, name, inputs, {
    outputs: { ...inputs, ...outputs },
    provider: `${urnOf("pulumi:providers:aws", by)}::${by}-id`,
    ...more,
  });
const queue = (name: string, by: string, account: string, region = EU, more: Json = {}) =>
  thing(QUEUE, name, by, { arn: `arn:aws:sqs:${region}:${account}:${name}` }, {}, more);
const bucket = (name: string, by: string, outputs: Json = {}, inputs: Json = {}) =>
  thing(BUCKET, name, by, { arn: `arn:aws:s3:::${name}`, ...outputs }, inputs);

/** Where each resource of a document stands, by its name. */
async function placesOf(document: unknown): Promise<Readonly<Record<string, Place>>> {
  const { stack } = await readInputBytes(Buffer.from(JSON.stringify(document)), "stack.json");
  const placeOf = placesIn(buildGraph(stack));
  return Object.fromEntries(stack.resources.map((one) => [one.name, placeOf(one)]));
}
const inState = (...resources: readonly State[]) => placesOf(stackExport([ROOT, ...resources]));
/** Where the first resource stands. */
async function placeOf(one: State, ...others: readonly State[]): Promise<Place | undefined> {
  return (await inState(one, ...others))[one.urn.split("::").pop() as string];
}

describe("the account", () => {
  const seen = { account: ACCOUNT, region: EU };
  test("is that of the resource's own ARN, else that on which the ARNs of its provider agree", async () => {
    const places = await inState(
      provider("p"),
      queue("a", "p", ACCOUNT),
      queue("b", "p", ACCOUNT, "eu-west-1"),
      bucket("c", "p"),
    );
    expect(places).toMatchObject({ a: seen, b: { account: ACCOUNT, region: "eu-west-1" }, c: seen });
  });

  test("is not known where they disagree, or there are none", async () => {
    const apart = await inState(provider("p"), queue("a", "p", ACCOUNT), queue("b", "p", OTHER), bucket("c", "p"));
    expect(apart).toMatchObject({ a: { account: ACCOUNT }, b: { account: OTHER } });
    expect(apart["c"]).toEqual({ region: EU });
    expect(await placeOf(bucket("c", "p"), provider("p"))).toEqual({ region: EU });
  });

  test("is that of each provider: explicit and default ones, in two accounts and regions", async () => {
    const west = provider("west", { region: "us-west-2", version: "7.0.1" });
    const parts = [provider("default_7_48_0"), west];
    const places = await inState(
      ...parts,
      ...[queue("a", "default_7_48_0", ACCOUNT), queue("b", "west", OTHER, "us-west-2")],
      ...[bucket("c", "default_7_48_0"), bucket("d", "west"), bucket("e", "none")],
    );
    expect(places).toMatchObject({ c: seen, d: { account: OTHER, region: "us-west-2" } });
    expect(places["e"]).toEqual({});
  });

  test("is known without the provider resource, which old states lack; the region is not", async () => {
    expect(await placeOf(bucket("c", "p"), queue("a", "p", ACCOUNT))).toEqual({ account: ACCOUNT });
    const { provider: _, ...orphan } = bucket("c", "p");
    expect(await placeOf(orphan as State, provider("p"), queue("a", "p", ACCOUNT))).toEqual({});
  });

  const topic = `arn:aws:sns:${EU}:${OTHER}:t`;
  const foreign: readonly (readonly [string, State])[] = [
    ["an ARN among the inputs", thing("aws:sns/topicPolicy:TopicPolicy", "x", "p", {}, { arn: topic }, { id: topic })],
    [
      "an ARN that begins with one of the inputs",
      thing(
        "aws:sns/topicSubscription:TopicSubscription",
        "x",
        "p",
        { arn: `${topic}:1` },
        { topic },
        { id: `${topic}:1` },
      ),
    ],
    ["one of a secret input", thing("aws:sns/x:X", "x", "p", { arn: `${topic}:1` }, { topic: secret(topic) })],
    ["what AWS owns", thing("aws:iam/policy:Policy", "x", "p", { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" })],
    ["another property", thing("aws:iam/x:X", "x", "p", { roleArn: topic, topicArn: topic })],
    ["what is read only", queue("x", "p", OTHER, EU, { external: true })],
    ["what is to be deleted", queue("x", "p", OTHER, EU, { delete: true })],
    ["a component", queue("x", "p", OTHER, EU, { custom: false })],
    ["a secret ARN", thing(QUEUE, "x", "p", { arn: secret(`arn:aws:sqs:${EU}:${OTHER}:x`) })],
    ["an encrypted ARN", thing(QUEUE, "x", "p", { arn: encrypted() }, {}, { id: `arn:aws:sqs:${EU}:${OTHER}:x` })],
    ["a redacted ARN", thing(QUEUE, "x", "p", { arn: REDACTED })],
    ["an unknown ARN", thing(QUEUE, "x", "p", { arn: UNKNOWN })],
    ["an ARN of a longer account", queue("x", "p", `${OTHER}7`)],
    ["an ARN of a hostile account", queue("x", "p", "<script>")],
    ["an ARN of an unknown account", queue("x", "p", UNKNOWN)],
    ["an ARN in which something hides", thing(QUEUE, "x", "p", { arn: `arn:aws:sqs:${EU}:${OTHER}:x\u202e` })],
    ["an ARN that is a list", thing(QUEUE, "x", "p", { arn: [`arn:aws:sqs:${EU}:${OTHER}:x`] })],
  ];
  test.each(foreign)("is not that of %s", async (_, one) => {
    expect(await placeOf(bucket("c", "p"), provider("p"), one)).toEqual({ region: EU });
    expect(await placeOf(bucket("c", "p"), provider("p"), one, queue("a", "p", ACCOUNT))).toEqual(seen);
  });

  test("is also told by an ARN that is the id", async () => {
    const id = { id: `arn:aws:sqs:${EU}:${ACCOUNT}:a` };
    expect(await placeOf(bucket("c", "p"), provider("p"), thing(QUEUE, "a", "p", {}, {}, id))).toEqual(seen);
  });

  test("is in the partition of its ARN", async () => {
    const china = thing(QUEUE, "a", "p", { arn: `arn:aws-cn:sqs:cn-north-1:${ACCOUNT}:a` });
    const region = provider("p", { region: "cn-north-1" });
    const place = { partition: "aws-cn", account: ACCOUNT, region: "cn-north-1" };
    expect(await placeOf(bucket("c", "p"), region, china)).toEqual(place);
    expect(await placeOf(bucket("c", "p"), region, china, queue("b", "p", ACCOUNT))).toEqual({ region: "cn-north-1" });
  });

  test("is not that of a provider whose replacement is under way", async () => {
    const old = provider("p", { region: "us-east-1" }, { delete: true, id: "old" });
    expect(await placeOf(bucket("c", "p"), provider("p"), old, queue("a", "p", ACCOUNT))).toEqual({});
  });
});

describe("the region", () => {
  const v7 = { region: EU, version: "7.48.0" };
  const v6 = { region: EU, version: "6.83.0" };
  test.each<[string, Json, Json, Json, string | undefined]>([
    ["of the resource, since version 7", v7, { region: "us-west-2" }, {}, "us-west-2"],
    ["of its inputs, while the outputs are not known", v7, { region: UNKNOWN }, { region: "us-west-2" }, "us-west-2"],
    ["of the provider", v7, {}, {}, EU],
    ["of the provider, while nothing else is said", v7, { region: UNKNOWN }, {}, EU],
    ["of an older provider", v6, {}, {}, EU],
    ["of both", v6, { region: EU }, {}, EU],
    ["not another before version 7, which may be something else", v6, { region: "us-west-2" }, {}, undefined],
    ["nor where the version is not known", { region: EU }, { region: "us-west-2" }, {}, undefined],
    ["nor an odd version", { region: EU, version: { toString: 1 } }, { region: "us-west-2" }, {}, undefined],
    ["not one that is not known", v7, { region: UNKNOWN }, { region: UNKNOWN }, undefined],
    ["not a secret one", v7, { region: secret("us-west-2") }, {}, undefined],
    ["not one that is secret among the inputs", v7, { region: "us-west-2" }, { region: encrypted() }, undefined],
    ["not a secret one of the provider", { ...v7, region: secret(EU) }, {}, {}, undefined],
    ["not an encrypted one of the provider", { ...v7, region: encrypted() }, {}, {}, undefined],
    ["not a redacted one of the provider", { ...v7, region: REDACTED }, {}, {}, undefined],
    ["not an unknown one of the provider", { ...v7, region: UNKNOWN }, {}, {}, undefined],
    ["none of the provider", {}, {}, {}, undefined],
    ["not an odd text", v7, { region: "=1+1" }, {}, undefined],
    ["not a list", v7, { region: [EU] }, {}, undefined],
    ["not one that is too long", { ...v7, region: `eu-${"a".repeat(100)}-1` }, {}, {}, undefined],
  ])("is that %s", async (_, settings, outputs, inputs, expected) => {
    const one = bucket("c", "p", { ...inputs, ...outputs }, inputs);
    expect((await placeOf(one, provider("p", settings)))?.region).toBe(expected);
  });

  test("is that of its ARN before all else, but a secret one is not told", async () => {
    const west = (inputs: Json) => thing(QUEUE, "a", "p", { arn: `arn:aws:sqs:us-west-2:${ACCOUNT}:a` }, inputs);
    expect((await placeOf(west({}), provider("p")))?.region).toBe("us-west-2");
    expect(await placeOf(west({ region: secret("us-west-2") }), provider("p"))).toEqual({ account: ACCOUNT });
  });

  test("of a global service there is none, wherever its provider is", async () => {
    const role = thing("aws:iam/role:Role", "r", "p", { arn: `arn:aws:iam::${ACCOUNT}:role/r` });
    const zone = thing("aws:route53/zone:Zone", "z", "p", { arn: "arn:aws:route53:::hostedzone/Z" });
    const resolver = thing("aws:route53/resolverEndpoint:ResolverEndpoint", "e", "p");
    const places = await inState(provider("p", v6), role, zone, resolver);
    const global = { account: ACCOUNT, region: "global" };
    expect(places).toMatchObject({ r: global, z: global, e: { account: ACCOUNT, region: EU } });
  });
});

test("a preview tells what the state does, and nothing of what is not known yet", async () => {
  const old = queue("a", "p", ACCOUNT);
  const p = provider("p");
  const made = bucket("c", "p", { arn: UNKNOWN });
  const places = await placesOf(preview([step("same", p, p), step("same", old, old), step("create", made)]));
  expect(places["c"]).toEqual({ account: ACCOUNT, region: EU });
  const first = await placesOf(preview([step("create", p), step("create", thing(QUEUE, "a", "p", { arn: UNKNOWN }))]));
  expect(first["a"]).toEqual({ region: EU });
});

test("of Kubernetes and of providers that no pack knows nothing is told", async () => {
  const outputs = { arn: `arn:aws:sqs:${EU}:${ACCOUNT}:a`, region: EU };
  for (const type of ["kubernetes:core/v1:Pod", "aws-native:s3:Bucket", "gcp:storage/bucket:Bucket", "constructor:a:B"])
    expect(await placeOf(thing(type, "a", "p", outputs), provider("p"))).toEqual({});
});

test("kinds without a region are those that have none in the SDK", async () => {
  const root = dirname(require.resolve("@pulumi/aws/package.json"));
  const types = [...new Set(allRules().flatMap((rule) => rule.types))].filter((type) => type.startsWith("aws:"));
  const places = await inState(provider("p"), ...types.map((type, i) => thing(type, `r${i}`, "p")));
  const counts = { global: 0, regional: 0 };
  const odd: string[] = [];
  types.forEach((type, i) => {
    const file = join(root, `${type.split(":")[1]}.d.ts`.replace("/index.d", "/index_.d"));
    if (!existsSync(file)) return;
    const isRegional = /^export interface \w+Args \{.*^ {4}region\?: /ms.test(readFileSync(file, "utf8"));
    const isGlobal = places[`r${i}`]?.region === "global";
    counts[isGlobal ? "global" : "regional"] += 1;
    if (isRegional === isGlobal) odd.push(type);
  });
  // They stand in a region, though none can be set but that of the provider.
  expect(odd).toEqual(["aws:rolesanywhere/profile:Profile", "aws:rolesanywhere/trustAnchor:TrustAnchor"]);
  expect(counts.global).toBeGreaterThan(20);
  expect(counts.regional).toBeGreaterThan(500);
});

test("nothing makes the reader throw, or tell what is no account and no region", async () => {
  const texts = fc.constantFrom<unknown>(
    ...[UNKNOWN, REDACTED, null, "x", 7, EU, `arn:aws:sqs:${EU}:${ACCOUNT}:a`, `arn:aws:sqs:${EU}:12:a`, "7.1.0"],
    ...[secret("hush"), secret(`arn:aws:sqs:us-west-2:${OTHER}:a`), encrypted(), [EU], { toString: 1 }],
  );
  const bag = fc.dictionary(fc.constantFrom("arn", "region", "version", "topic", "__proto__"), texts);
  // Often enough an ARN that names an account, so that something is told.
  const good = fc
    .tuple(bag, fc.constant({ arn: `arn:aws:sqs:${EU}:${ACCOUNT}:a` }))
    .map(([one, arn]) => ({ ...one, ...arn }));
  let told = 0;
  await fc.assert(
    fc.asyncProperty(bag, bag, fc.oneof(bag, good), async (settings, inputs, outputs) => {
      const places = await inState(provider("p", settings), thing(QUEUE, "a", "p", outputs, inputs), bucket("b", "p"));
      for (const { partition, account, region } of Object.values(places)) {
        expect([undefined, ACCOUNT]).toContain(account);
        expect([undefined, EU]).toContain(region);
        expect(partition).toBeUndefined();
        if (account !== undefined) told += 1;
      }
    }),
    { numRuns: 1000 },
  );
  expect(told).toBeGreaterThan(100);
});
