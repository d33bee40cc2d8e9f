import { isUnknownText, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import { IDENTITIES, READ_BACK } from "./aws-cloud.js";
import type { Properties } from "./protobuf.js";
import { sdkSchema } from "./sdk-schema.js";
import { ACCOUNT, type Asked, digits, REGION, type StubProvider } from "./stub.js";
import { reveal } from "./wire.js";

/** Defaults of the Terraform provider, which Check writes into the inputs. */
const DEFAULTS: Readonly<Record<string, Properties>> = {
  "aws:cloudtrail/trail:Trail": {
    enableLogFileValidation: false,
    enableLogging: true,
    includeGlobalServiceEvents: true,
    isMultiRegionTrail: false,
    isOrganizationTrail: false,
  },
  "aws:cloudwatch/logGroup:LogGroup": { retentionInDays: 0, skipDestroy: false },
  "aws:ec2/securityGroup:SecurityGroup": { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  "aws:ec2/securityGroupRule:SecurityGroupRule": { self: false },
  "aws:iam/accessKey:AccessKey": { status: "Active" },
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": { allowUsersToChangePassword: true, minimumPasswordLength: 6 },
  "aws:iam/group:Group": { path: "/" },
  "aws:iam/policy:Policy": { path: "/" },
  "aws:iam/role:Role": { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  "aws:iam/user:User": { forceDestroy: false, path: "/" },
  "aws:kms/key:Key": {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": publicAccessDefaults(),
  "aws:s3/bucket:Bucket": { forceDestroy: false },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { ...publicAccessDefaults(), skipDestroy: false },
};

function publicAccessDefaults(): Properties {
  return { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false };
}

/** The property that Check names a resource by when the program does not, and what stands before the name. */
function autonamed(type: string): { property: string; prefix: string } | undefined {
  if (type === "aws:s3/bucket:Bucket") return { property: "bucket", prefix: "" };
  const { inputs, computed } = sdkSchema(type);
  if (!inputs.has("name") || !computed.has("name")) return undefined;
  return { property: "name", prefix: type === "aws:kms/alias:Alias" ? "alias/" : "" };
}

/** AWS as the bridged provider shows it. */
export const aws: StubProvider = {
  check(asked, inputs) {
    const defaults: Properties = { ...DEFAULTS[asked.type] };
    const named = autonamed(asked.type);
    if (named && inputs["namePrefix"] === undefined && inputs["bucketPrefix"] === undefined)
      defaults[named.property] = `${named.prefix}${asked.name}-${digits(asked.urn, "name", 7)}`;
    for (const property of Object.keys(defaults)) if (inputs[property] !== undefined) delete defaults[property];
    const checked = Object.entries(inputs).map(([key, value]) => [key, key === "tags" ? value : withDefaults(value)]);
    const tags = tagsOf(asked, inputs["tags"]);
    const notes = { __defaults: Object.keys(defaults).sort() };
    return { ...Object.fromEntries(checked), ...defaults, ...(tags && { tags }), ...notes };
  },

  plan(asked, inputs) {
    const outputs = known(inputs);
    for (const property of sdkSchema(asked.type).computed.keys())
      if (outputs[property] === undefined) outputs[property] = UNKNOWN;
    return { id: "", outputs: { ...outputs, ...regional(asked, inputs), id: UNKNOWN } };
  },

  create(asked, inputs) {
    const outputs = known(inputs);
    const region = regionOf(asked, inputs);
    const { id, ...identity } = identify(asked, reveal(inputs).value as Properties, region);
    const cloud = READ_BACK[asked.type]?.(asked, outputs) ?? {};
    for (const [property, shape] of sdkSchema(asked.type).computed) {
      if (outputs[property] !== undefined) continue;
      const value = identity[property] ?? cloud[property] ?? EMPTY[shape];
      if (value !== undefined) outputs[property] = value;
    }
    return { id, outputs: { ...outputs, ...regional(asked, inputs), id } };
  },

  invoke(token) {
    const answers: Readonly<Record<string, Properties>> = {
      "aws:index/getCallerIdentity:getCallerIdentity": {
        accountId: ACCOUNT,
        arn: `arn:aws:iam::${ACCOUNT}:user/deployer`,
        id: ACCOUNT,
        userId: "AIDADEPLOYER",
      },
      "aws:index/getRegion:getRegion": { id: REGION, name: REGION, region: REGION, description: "", endpoint: "" },
      "aws:index/getPartition:getPartition": { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" },
    };
    return answers[token];
  },
};

/** Check lays a resource's tags over those of the provider, which holds them as JSON. */
function tagsOf({ type, provider }: Asked, tags: unknown): Properties | undefined {
  const text = provider["defaultTags"];
  if (!sdkSchema(type).computed.has("tagsAll") || typeof text !== "string" || isUnknownText(text)) return undefined;
  if (tags !== undefined && (typeof tags !== "object" || tags === null || SIGNATURE in tags)) return undefined;
  return { ...(JSON.parse(text) as { tags?: Properties }).tags, ...tags };
}

/** What AWS answers for something that is not configured; of texts and objects, nothing. */
const EMPTY = { string: undefined, number: 0, boolean: false, list: [], object: undefined } as const;

/** Inputs as the provider gives them back: without its own notes. */
function known(inputs: Properties): Properties {
  return strip(inputs) as Properties;
}

function strip(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(strip);
  const entries = Object.entries(value).filter(([key]) => key !== "__defaults");
  return Object.fromEntries(entries.map(([key, inner]) => [key, strip(inner)]));
}

/** The bridge notes at every object which of its properties are defaults. */
function withDefaults(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withDefaults);
  if (SIGNATURE in value) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withDefaults(inner)]);
  return { ...Object.fromEntries(entries), __defaults: [] };
}

function regionOf(asked: Asked, inputs: Properties): string {
  const region = inputs["region"] ?? asked.provider["region"];
  return typeof region === "string" && !isUnknownText(region) ? region : REGION;
}

/** What the provider knows in a preview already: the region, and the tags with the provider's own. */
function regional(asked: Asked, inputs: Properties): Properties {
  const { computed } = sdkSchema(asked.type);
  return {
    ...(computed.has("region") && { region: regionOf(asked, inputs) }),
    ...(computed.has("tagsAll") && { tagsAll: inputs["tags"] ?? {} }),
  };
}

function identify(asked: Asked, inputs: Properties, region: string): Properties & { id: string } {
  const name = inputs["name"] ?? inputs["bucket"];
  const physical = typeof name === "string" ? name : `${asked.name}-${digits(asked.urn, "name", 7)}`;
  const make = IDENTITIES[asked.type];
  if (make) return make({ asked, inputs, name: physical, region });
  const [, module] = asked.type.split(":") as [string, string];
  const [service, kind] = module.split("/") as [string, string];
  return { id: physical, arn: `arn:aws:${service}:${region}:${ACCOUNT}:${kind}/${physical}` };
}
