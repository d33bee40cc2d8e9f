import { REDACTED, SECRET, SIGNATURE } from "../../../src/model/index.js";
import { json, type ResourceSpec, resource, unknown } from "../../support/resources.js";
import type { Case } from "../../support/rule-tester.js";

export const BUCKET = "aws:s3/bucket:Bucket";
export const GROUP = "aws:autoscaling/group:Group";

export const OWNER = { requiredTags: ["owner"] };
export const ENVIRONMENT = { requiredTags: [{ key: "env", values: ["prod", "test"], pattern: "dev-\\d+" }] };
const FILLED = {
  requiredTags: [
    "environment",
    { key: "owner", fill: "platform" },
    { key: "level", values: ["public", "internal"], fill: "internal" },
  ],
};
export const all = { owner: "shop", environment: "prod", "data-classification": "internal", "cost-center": "4711" };
export const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) });
export const encrypted = { [SIGNATURE]: SECRET, ciphertext: "v1:abc" };

/** A resource and the provider that manages it. */
export function managed(
  tags: unknown,
  provider: Readonly<Record<string, unknown>> = {},
  type = BUCKET,
): ResourceSpec[] {
  const props = tags === undefined ? {} : { tags };
  return [resource(type, "thing", props, { provider: "aws" }), resource("pulumi:providers:aws", "aws", provider)];
}
export const presets = (tags: unknown) => ({ defaultTags: json({ tags }) });
export const listed = (tags: unknown, provider = {}) => managed(tags, provider, GROUP);
export const entry = (key: unknown, value: unknown) => ({ key, value, propagateAtLaunch: true });

/** Violations that the remedy of the required tags mends, or has a reason to leave. */
export const tagsToFillIn: readonly Case[] = [
  {
    name: "missing tags that can be filled in",
    stack: managed({ environment: "prod" }),
    parameters: FILLED,
    at: ["tags.owner"],
    remedied: { "tags.owner": '"platform"', "tags.level": '"internal"' },
  },
  {
    name: "no tags that can be filled in",
    stack: managed(undefined, presets({ environment: "prod" })),
    parameters: FILLED,
    at: ["tags.owner"],
    remedied: { "tags.owner": '"platform"', "tags.level": '"internal"' },
  },
  {
    name: "a list that can be filled in",
    stack: listed([entry("environment", unknown), entry("owner", "shop")]),
    parameters: { requiredTags: ["owner", FILLED.requiredTags[2]] },
    at: ["tags.level"],
    remedied: { tags: 'a list with {"key":"level","value":"internal","propagateAtLaunch":false}' },
  },
  {
    name: "no list, to be filled in",
    stack: listed(null),
    parameters: {
      requiredTags: [
        { key: "a", fill: "1" },
        { key: "b", fill: "2" },
        { key: "a", fill: "1" },
      ],
    },
    at: ["tags.a", "tags.b"],
    remedied: {
      tags: 'a list with {"key":"a","value":"1","propagateAtLaunch":false}, {"key":"b","value":"2","propagateAtLaunch":false}',
    },
  },
  {
    name: "a value in the way",
    stack: managed({ level: "secretish" }),
    parameters: { requiredTags: [FILLED.requiredTags[2]] },
    at: ["tags.level"],
    unremedied: "a value that is there",
  },
  {
    name: "a value of the provider in the way",
    stack: managed({}, presets({ level: "secretish" })),
    parameters: { requiredTags: [FILLED.requiredTags[2]] },
    at: ["defaultTags.tags.level"],
    unremedied: "a value that is there",
  },
  {
    name: "a blank value in the way",
    stack: listed([entry("owner", "")]),
    parameters: { requiredTags: [FILLED.requiredTags[1]] },
    at: ["tags[0].value"],
    unremedied: "a value that is there",
  },
  {
    name: "only some that can be filled in",
    stack: managed({}),
    parameters: FILLED,
    at: ["tags.environment"],
    unremedied: "no value to fill in for one",
  },
  {
    name: "one to fill in, another unknown",
    stack: managed({ environment: unknown }),
    parameters: FILLED,
    at: ["tags.owner"],
    unremedied: "a tag whose value is not known",
  },
  {
    name: "one to fill in, another secret",
    stack: managed({ environment: "prod", level: REDACTED }),
    parameters: FILLED,
    at: ["tags.owner"],
    unremedied: "a tag whose value is secret",
  },
  {
    name: "a secret map to fill in",
    stack: managed(secret({ environment: "prod" })),
    parameters: FILLED,
    at: ["tags.owner"],
    unremedied: "tags that are secret",
  },
  {
    name: "another case, to be filled in",
    stack: managed({ Owner: "shop" }),
    parameters: { requiredTags: [FILLED.requiredTags[1]] },
    at: ["tags.owner"],
    unremedied: "a key that differs by its case only",
  },
  {
    name: "another case of the provider, to be filled in",
    stack: managed({}, presets({ OWNER: "shop" })),
    parameters: { requiredTags: [FILLED.requiredTags[1]] },
    at: ["tags.owner"],
    unremedied: "a key that differs by its case only",
  },
  {
    name: "another style, to be filled in",
    stack: managed({ cost_center: "1" }),
    parameters: { requiredTags: [{ key: "cost-center", fill: "4711" }], keyMatching: "any-case" },
    at: ["tags.cost-center"],
    remedied: { "tags.cost-center": '"4711"' },
  },
];
