import { describe, expect, test } from "vitest";
import { dataStoresClassified, requiredTags } from "../../../../packs/aws/metadata/tags.js";
import { exemptions } from "../../../../packs/aws/shared/tags.js";
import { defaults } from "../../../../src/engine/index.js";
import { buildGraph } from "../../../../src/graph/index.js";
import { REDACTED, type Resource } from "../../../../src/model/index.js";
import { json, link, resource, stackOf, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import {
  all,
  BUCKET,
  ENVIRONMENT,
  encrypted,
  entry,
  GROUP,
  listed,
  managed,
  OWNER,
  presets,
  secret,
  tagsToFillIn,
} from "../tagged.js";

testRule(requiredTags, {
  compliant: [
    { name: "every tag", stack: managed(all), at: ["tags.owner", "tags.cost-center"] },
    { name: "tags of the provider", stack: managed(undefined, presets(all)), at: ["defaultTags.tags.owner"] },
    { name: "the provider's as an object", stack: managed(undefined, { defaultTags: { tags: all } }), at: [] },
    {
      name: "some of its own, some of the provider's",
      stack: managed({ owner: "shop" }, presets({ ...all, owner: "" })),
      at: ["tags.owner", "defaultTags.tags.environment"],
    },
    {
      name: "its own, though the provider cannot be seen",
      stack: [resource(BUCKET, "thing", { tags: all })],
      at: ["tags.owner"],
    },
    { name: "its own, the provider's unknown", stack: managed(all, { defaultTags: unknown }), at: ["tags.owner"] },
    { name: "an allowed value", stack: managed({ env: "test" }), parameters: ENVIRONMENT, at: ["tags.env"] },
    { name: "a value that fits", stack: managed({ env: "dev-12" }), parameters: ENVIRONMENT, at: ["tags.env"] },
    { name: "an auto scaling group", stack: listed([entry("a", "b"), entry("owner", "x")]), parameters: OWNER, at: [] },
    {
      name: "another case, allowed",
      stack: managed({ OWNER: "x" }),
      parameters: { ...OWNER, keyMatching: "any-case" },
      at: ["tags.OWNER"],
    },
    {
      name: "another style, allowed, of the provider",
      stack: managed({}, presets({ CostCenter: "1" })),
      parameters: { requiredTags: ["cost-center"], keyMatching: "any-style" },
      at: ["defaultTags.tags.CostCenter"],
    },
    {
      name: "another case in a list",
      stack: listed([entry("Owner", "x")]),
      parameters: { ...OWNER, keyMatching: "any-case" },
      at: ["tags[0].value"],
    },
    { name: "other tags ignored", stack: managed(all, { ignoreTags: json({ keys: ["x"] }) }), at: ["tags.owner"] },
  ],
  violating: [
    { name: "none", unremedied: "no value to fill in", stack: managed({}), at: ["tags.owner", "tags.environment"] },
    {
      name: "one is missing",
      unremedied: "no value to fill in",
      stack: managed({ ...all, owner: null }),
      at: ["tags.owner"],
    },
    {
      name: "a blank value",
      unremedied: "a value that is there",
      stack: managed({ owner: " " }),
      parameters: OWNER,
      at: ["tags.owner"],
    },
    {
      name: "its own blank value over the provider's",
      unremedied: "a value that is there",
      stack: managed({ owner: "" }, presets({ owner: "shop" })),
      parameters: OWNER,
      at: ["tags.owner"],
    },
    {
      name: "a value not allowed",
      unremedied: "a value that is there",
      stack: managed({ env: "Prod" }),
      parameters: ENVIRONMENT,
      at: ["tags.env"],
    },
    {
      name: "a value that fits in part",
      unremedied: "a value that is there",
      stack: managed({ env: "xdev-1" }),
      parameters: ENVIRONMENT,
      at: ["tags.env"],
    },
    {
      name: "a value of the provider not allowed",
      unremedied: "a value that is there",
      stack: managed({}, presets({ env: "qa" })),
      parameters: ENVIRONMENT,
      at: ["defaultTags.tags.env"],
    },
    {
      name: "another case",
      unremedied: "no value to fill in",
      stack: managed({ Owner: "x" }),
      parameters: OWNER,
      at: ["tags.owner"],
    },
    {
      name: "the provider's do not reach an auto scaling group",
      unremedied: "no value to fill in",
      stack: listed([entry("a", "b")], presets({ owner: "shop" })),
      parameters: OWNER,
      at: ["tags.owner"],
    },
    {
      name: "one unknown, another missing",
      unremedied: "no value to fill in",
      stack: managed({ owner: unknown }),
      parameters: { requiredTags: ["owner", "team"] },
      at: ["tags.team"],
    },
    {
      name: "a load balancer",
      unremedied: "no value to fill in",
      stack: managed({}, {}, "aws:lb/loadBalancer:LoadBalancer"),
      at: ["tags.owner"],
    },
    ...tagsToFillIn,
  ],
  unknown: [
    { name: "the whole map", stack: managed(unknown, presets(all)), at: ["tags"] },
    { name: "one value", stack: managed({ ...all, owner: unknown }), at: ["tags.owner"] },
    { name: "the provider's tags", stack: managed({}, { defaultTags: unknown }), at: ["defaultTags"] },
    { name: "the provider's map", stack: managed({}, presets(unknown)), parameters: OWNER, at: ["defaultTags"] },
    {
      name: "one value of the provider",
      stack: managed({}, presets({ owner: unknown })),
      parameters: OWNER,
      at: ["defaultTags.tags.owner"],
    },
    {
      name: "no provider in sight",
      stack: [resource(BUCKET, "thing", {})],
      parameters: OWNER,
      at: ["companion(provider)"],
    },
    { name: "a secret map that is encrypted", stack: managed(encrypted), parameters: OWNER, at: ["tags"] },
    {
      name: "a secret value with values allowed",
      stack: managed({ env: REDACTED }),
      parameters: ENVIRONMENT,
      at: ["tags.env"],
    },
    {
      name: "a tag that the provider ignores",
      stack: managed(all, { ignoreTags: json({ keys: ["owner"] }) }),
      at: ["ignoreTags"],
    },
    {
      name: "a prefix that the provider ignores",
      stack: managed({}, { ignoreTags: { keyPrefixes: ["own"] } }),
      parameters: OWNER,
      at: ["ignoreTags"],
    },
    ...[{}, all].map((tags) => ({
      name: `${Object.keys(tags).length} tags, and what is ignored is not known`,
      stack: managed(tags, { ignoreTags: unknown }),
      parameters: OWNER,
      at: ["ignoreTags"],
    })),
    { name: "a list with an unknown key", stack: listed([entry(unknown, "x")]), parameters: OWNER, at: ["tags"] },
    { name: "an unknown list", stack: listed(unknown), at: ["tags"] },
    {
      name: "a value from another resource (preview)",
      stack: [...managed({ ...all, owner: link("vpc") }), resource("aws:ec2/vpc:Vpc", "vpc")],
      only: "preview",
      at: ["tags.owner"],
    },
  ],
  absent: [
    {
      name: "no tags at all",
      unremedied: "no value to fill in",
      stack: managed(undefined),
      verdict: "fail",
      at: ["tags.owner"],
    },
    {
      name: "no list at all",
      unremedied: "no value to fill in",
      stack: listed(undefined),
      verdict: "fail",
      at: ["tags.owner"],
    },
    {
      name: "a provider with empty defaults",
      unremedied: "no value to fill in",
      stack: managed(undefined, { defaultTags: "{}" }),
      verdict: "fail",
      at: ["tags.owner"],
    },
    { name: "null", unremedied: "no value to fill in", stack: managed(null), verdict: "fail", at: ["tags.owner"] },
  ],
  odd: [
    { name: "a list for a map", stack: managed([entry("owner", "x")]), verdict: "undetermined", at: ["tags"] },
    { name: "a text for a map", stack: managed("owner"), verdict: "undetermined", at: ["tags.owner"] },
    {
      name: "an object as a value",
      stack: managed({ owner: { a: 1 } }),
      parameters: OWNER,
      verdict: "undetermined",
      at: ["tags.owner"],
    },
    {
      name: "a number as a value",
      stack: managed({ owner: 7 }),
      parameters: OWNER,
      verdict: "pass",
      at: ["tags.owner"],
    },
    {
      name: "an inherited name",
      unremedied: "no value to fill in",
      stack: managed({}),
      parameters: { requiredTags: ["constructor"] },
      verdict: "fail",
      at: ["tags.constructor"],
    },
    {
      name: "a secret value that is set",
      stack: managed({ owner: encrypted }),
      parameters: OWNER,
      verdict: "pass",
      at: ["tags.owner"],
    },
    {
      name: "a secret value that is allowed",
      stack: managed({ env: secret("prod") }),
      parameters: ENVIRONMENT,
      verdict: "pass",
      at: ["tags.env"],
    },
    {
      name: "a secret value that is not",
      unremedied: "a value that is there",
      stack: managed({ env: secret("qa") }),
      parameters: ENVIRONMENT,
      verdict: "fail",
      at: ["tags.env"],
    },
    {
      name: "a secret map",
      stack: managed(secret({ owner: "x" })),
      parameters: OWNER,
      verdict: "pass",
      at: ["tags.owner"],
    },
    {
      name: "a secret map in another case",
      stack: managed(secret({ Owner: "x" })),
      parameters: { ...OWNER, keyMatching: "any-case" },
      verdict: "pass",
      at: ['tags["*"]'],
    },
    {
      name: "defaults that are no JSON",
      stack: managed({}, { defaultTags: "{" }),
      parameters: OWNER,
      verdict: "undetermined",
      at: ["defaultTags"],
    },
    {
      name: "defaults that are a list",
      stack: managed({}, { defaultTags: json([]) }),
      parameters: OWNER,
      verdict: "undetermined",
      at: ["defaultTags"],
    },
    {
      name: "secret defaults",
      stack: managed({}, { defaultTags: secret(json({ tags: { owner: "x" } })) }),
      parameters: OWNER,
      verdict: "pass",
      at: ["defaultTags.tags.owner"],
    },
    { name: "a list of texts", stack: listed(["owner"]), parameters: OWNER, verdict: "undetermined", at: ["tags"] },
    {
      name: "a very long value",
      unremedied: "a value that is there",
      stack: managed({ env: `dev-${"1".repeat(1e5)}` }),
      parameters: ENVIRONMENT,
      verdict: "fail",
      at: ["tags.env"],
    },
  ],
  notApplicable: [
    { name: "what AWS made", stack: managed({}, {}, "aws:ec2/defaultVpc:DefaultVpc"), at: [] },
    {
      name: "an accepter",
      stack: managed({}, {}, "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"),
      at: [],
    },
    { name: "an object of a bucket", stack: managed({}, {}, "aws:s3/bucketObjectv2:BucketObjectv2"), at: [] },
    { name: "a type that needs none", stack: managed({}), parameters: { exemptTypes: [BUCKET] }, at: [] },
  ],
});

const CLASSIFIED = { "data-classification": "internal" };
const CLASSIFICATION = "tags.data-classification";
const LEVELS = { classificationTags: [{ key: "data-classification", values: ["public", "internal"] }] };

testRule(dataStoresClassified, {
  compliant: [
    { name: "a bucket with it", stack: managed(CLASSIFIED), at: [CLASSIFICATION] },
    { name: "a table", stack: managed(CLASSIFIED, {}, "aws:dynamodb/table:Table"), at: [CLASSIFICATION] },
    {
      name: "that of the provider",
      stack: managed({}, presets(CLASSIFIED)),
      at: ["defaultTags.tags.data-classification"],
    },
    { name: "an allowed level", stack: managed({ ...CLASSIFIED, a: "b" }), parameters: LEVELS, at: [CLASSIFICATION] },
  ],
  violating: [
    { name: "other tags", unremedied: "no value to fill in", stack: managed({ owner: "shop" }), at: [CLASSIFICATION] },
    {
      name: "no level that is allowed",
      unremedied: "a value that is there",
      stack: managed({ "data-classification": "secretish" }),
      parameters: LEVELS,
      at: [CLASSIFICATION],
    },
    {
      name: "a level to fill in",
      stack: managed({ owner: "shop" }, {}, "aws:sqs/queue:Queue"),
      parameters: { classificationTags: [{ key: "data-classification", values: ["internal"], fill: "internal" }] },
      at: [CLASSIFICATION],
      remedied: { "tags.data-classification": '"internal"' },
    },
  ],
  unknown: [{ name: "the tags", stack: managed(unknown), at: ["tags"] }],
  absent: [
    {
      name: "no tags",
      unremedied: "no value to fill in",
      stack: managed(undefined),
      verdict: "fail",
      at: [CLASSIFICATION],
    },
  ],
  odd: [{ name: "a list", stack: managed(["internal"]), verdict: "undetermined", at: ["tags"] }],
  notApplicable: [
    { name: "a type that needs none", stack: managed({}), parameters: { exemptTypes: [BUCKET] }, at: [] },
  ],
});

describe("the types", () => {
  test("of stores of data carry tags", () => {
    expect(dataStoresClassified.types.filter((type) => !requiredTags.types.includes(type))).toEqual([]);
    expect(dataStoresClassified.types.length).toBeGreaterThan(50);
  });

  test("are those of the SDK with tags, and the auto scaling group", () => {
    expect(requiredTags.types.length).toBeGreaterThan(800);
    expect(new Set(requiredTags.types).size).toBe(requiredTags.types.length);
    for (const type of [BUCKET, GROUP, "aws:lambda/function:Function", "aws:rds/instance:Instance"])
      expect(requiredTags.types).toContain(type);
    // Their tags are filters, or they have none.
    for (const type of ["aws:inspector/resourceGroup:ResourceGroup", "aws:s3/bucketPolicy:BucketPolicy"])
      expect(requiredTags.types).not.toContain(type);
  });

  test("are exempt where there is a reason", () => {
    expect([...exemptions.keys()].every((type) => requiredTags.types.includes(type))).toBe(true);
    expect(new Set(exemptions.values()).size).toBe(3);
    expect(exemptions.size).toBeLessThan(25);
  });
});

test("a secret value is in no evidence", () => {
  const stack = stackOf(managed({ env: secret("hush-42"), owner: secret("hush-42") }), "state");
  const values = requiredTags.parse({ requiredTags: ["owner", { key: "env", values: ["prod"] }] });
  const outcome = requiredTags.evaluate(stack.resources[0] as Resource, { graph: buildGraph(stack) }, values);
  expect(outcome.verdict).toBe("fail");
  expect(JSON.stringify([outcome.observations, outcome.reason])).not.toContain("hush");
});

test("parameters that do not fit are refused, and the defaults do", () => {
  expect(defaults(requiredTags)["requiredTags"]).toHaveLength(4);
  expect(() => requiredTags.parse({ requiredTags: [] })).toThrow("Too small");
  expect(() => requiredTags.parse({ keyMatching: "loose" })).toThrow("Invalid option");
  expect(() => requiredTags.parse({ requiredTags: [{ key: "a", pattern: "(a*)*" }] })).toThrow("a pattern is made of");
  expect(() => requiredTags.parse({ requiredTags: [{ key: "a", fill: "a,b" }] })).toThrow("what AWS takes in a tag");
  expect(() => requiredTags.parse({ requiredTags: [{ key: "a", fill: " " }] })).toThrow("expected a value");
  expect(requiredTags.parse({ requiredTags: [{ key: "a", fill: "Équipe 7: a@b.example" }] })).toBeTruthy();
});
