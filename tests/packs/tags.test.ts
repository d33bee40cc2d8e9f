import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tagsOf } from "../../packs/tags.js";
import { REDACTED, type Resource, SECRET, SIGNATURE, UNKNOWN } from "../../src/model/index.js";
import { json, resource, stackOf } from "../support/resources.js";

const BUCKET = "aws:s3/bucket:Bucket";
const GROUP = "aws:autoscaling/group:Group";
const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) });
const encrypted = { [SIGNATURE]: SECRET, ciphertext: "v1:abc" };
const known = (tags: Record<string, string>) => ({ tags, open: false });
const open = (tags: Record<string, string> = {}) => ({ tags, open: true });

function made(type: string, props: Record<string, unknown>, computed?: Record<string, unknown>): Resource {
  return stackOf([resource(type, "thing", props, computed && { computed })], "state").resources[0] as Resource;
}
const provider = (inputs: Record<string, unknown> = {}) => made("pulumi:providers:aws", inputs);
/** The reading of a bucket with these tags under a provider with these settings. */
const bucket = (tags: unknown, settings: Record<string, unknown> | undefined = {}) =>
  tagsOf(made(BUCKET, { tags }), provider(settings));

describe("AWS", () => {
  test.each<[string, unknown, Record<string, unknown>, unknown]>([
    ["none", undefined, {}, known({})],
    ["its own", { a: "1", b: 2, c: true, d: null }, {}, known({ a: "1", b: "2", c: "true" })],
    ["over the provider's", { a: "1" }, { defaultTags: json({ tags: { a: "0", b: "2" } }) }, known({ a: "1", b: "2" })],
    ["the provider's as an object", {}, { defaultTags: { tags: { b: "2" } } }, known({ b: "2" })],
    ["empty settings", { a: "1" }, { defaultTags: "null", ignoreTags: "{}" }, known({ a: "1" })],
    ["notes of the bridge", { a: "1", __defaults: [] }, {}, known({ a: "1" })],
    [
      "hostile keys",
      JSON.parse('{"__proto__":"x","constructor":"y"}'),
      {},
      known(JSON.parse('{"__proto__":"x","constructor":"y"}')),
    ],
    ["an unknown map hides the provider's", UNKNOWN, { defaultTags: json({ tags: { b: "2" } }) }, open()],
    ["an unknown value", { a: UNKNOWN, b: "2" }, {}, open({ b: "2" })],
    ["an unknown value over the provider's", { a: UNKNOWN }, { defaultTags: json({ tags: { a: "0" } }) }, open()],
    ["unknown defaults", { a: "1" }, { defaultTags: UNKNOWN }, open({ a: "1" })],
    ["one unknown default", {}, { defaultTags: json({ tags: { a: UNKNOWN, b: "2" } }) }, open({ b: "2" })],
    ["defaults that are no JSON", {}, { defaultTags: "{" }, open()],
    ["defaults that are a list", {}, { defaultTags: json([{ tags: { a: "0" } }]) }, open()],
    ["secret defaults", {}, { defaultTags: secret(json({ tags: { a: "0" } })) }, open()],
    ["a secret value", { a: secret("hush"), b: "2" }, {}, open({ b: "2" })],
    ["a secret map", secret({ a: "hush" }), {}, open()],
    ["an encrypted map", encrypted, {}, open()],
    ["a redacted value", { a: REDACTED }, {}, open()],
    ["an ignored key", { a: "1", b: "2" }, { ignoreTags: json({ keys: ["a"] }) }, open({ b: "2" })],
    ["an ignored prefix", { "aws:x": "1", b: "2" }, { ignoreTags: { keyPrefixes: ["aws:"] } }, open({ b: "2" })],
    ["ignored keys that are not known", { a: "1" }, { ignoreTags: json({ keys: [UNKNOWN] }) }, open()],
    ["a list", ["a"], {}, open()],
    ["an object as a value", { a: {} }, {}, open()],
  ])("%s", (_, tags, settings, expected) => expect(bucket(tags, settings)).toEqual(expected));

  test("without its provider, what the outputs record counts", () => {
    const thing = made(BUCKET, { tags: { a: "1" } }, { tagsAll: { a: "1", b: "2" } });
    expect(tagsOf(thing, undefined)).toEqual(known({ a: "1", b: "2" }));
    expect(tagsOf(made(BUCKET, { tags: { a: "1" } }), undefined)).toEqual(open({ a: "1" }));
    expect(tagsOf(made(BUCKET, {}, { tagsAll: UNKNOWN }), undefined)).toEqual(open());
  });

  test("the list of an auto scaling group, which default tags do not reach", () => {
    const group = (tags: unknown) =>
      tagsOf(made(GROUP, { tags }), provider({ defaultTags: json({ tags: { a: "0" } }) }));
    expect(group([{ key: "b", value: "2", propagateAtLaunch: true }])).toEqual(known({ b: "2" }));
    expect(group(undefined)).toEqual(known({}));
    expect(group([{ key: UNKNOWN, value: "2" }, { key: "c", value: encrypted }, "x"])).toEqual(open());
    expect(group(UNKNOWN)).toEqual(open());
    expect(group(secret([{ key: "b", value: "hush" }]))).toEqual(open());
  });

  test("a tag that nobody set is not there, whatever it is called", () => {
    expect(bucket({ a: "1" })?.tags["constructor"]).toBeUndefined();
  });

  test("types without tags, or with tags of another nature, have none", () => {
    for (const type of ["aws:s3/bucketPolicy:BucketPolicy", "aws:inspector/resourceGroup:ResourceGroup"])
      expect(tagsOf(made(type, { tags: { a: "1" } }), provider())).toBeUndefined();
  });
});

describe("Kubernetes", () => {
  const object = (metadata: unknown, type = "kubernetes:apps/v1:Deployment") =>
    tagsOf(made(type, { metadata }), undefined);

  test("labels over annotations", () => {
    const both = { labels: { a: "1" }, annotations: { a: "0", b: "2" } };
    expect(object(both)).toEqual(known({ a: "1", b: "2" }));
    expect(object(undefined)).toEqual(known({}));
    expect(object({ labels: UNKNOWN, annotations: { b: "2" } })).toEqual(open());
    expect(object({ labels: { a: "1" }, annotations: UNKNOWN })).toEqual(open({ a: "1" }));
    expect(object(UNKNOWN)).toEqual(open());
    expect(object(secret(both))).toEqual(open());
    expect(object("x")).toEqual(open());
  });

  test("custom resources and patches too; lists and releases have none", () => {
    const labels = { labels: { a: "1" } };
    for (const type of ["kubernetes:example.com/v1:AllowList", "kubernetes:apps/v1:DeploymentPatch"])
      expect(object(labels, type)).toEqual(known({ a: "1" }));
    for (const type of ["kubernetes:core/v1:SecretList", "kubernetes:helm.sh/v3:Release"])
      expect(object(labels, type)).toBeUndefined();
  });
});

test("nothing makes a reader throw, or tell a secret", () => {
  const leaf = fc.constantFrom<unknown>(
    UNKNOWN,
    REDACTED,
    null,
    "x",
    7,
    true,
    secret("hush"),
    secret({ a: "hush" }),
    encrypted,
  );
  const keys = fc.constantFrom(
    "tags",
    "labels",
    "annotations",
    "key",
    "value",
    "keys",
    "keyPrefixes",
    "a",
    "__proto__",
  );
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(keys, tie("node")),
    ),
  }));
  const types = fc.constantFrom(BUCKET, GROUP, "kubernetes:core/v1:Pod");
  let told = 0;
  fc.assert(
    fc.property(types, node, node, node, node, (type, tags, defaultTags, ignoreTags, tagsAll) => {
      const thing = made(type, { tags, metadata: tags }, { tagsAll });
      const settings = { defaultTags: [defaultTags, json(defaultTags)][told % 2], ignoreTags };
      const reading = tagsOf(thing, told % 3 === 0 ? undefined : provider(settings));
      told += Object.keys(reading?.tags ?? {}).length;
      expect(JSON.stringify(reading)).not.toContain("hush");
    }),
    { numRuns: 2000 },
  );
  expect(told).toBeGreaterThan(50);
});

test("of a provider that no pack knows, nothing is told", () => {
  expect(tagsOf(made("random:index/randomId:RandomId", { tags: { a: "1" } }), undefined)).toBeUndefined();
});
