import { blocksPublicAccess, hasNoAcls } from "../../../../packs/aws/s3/bucket-access.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const CONTROLS = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const PROVIDER = "pulumi:providers:aws";
const bucket = (type = BUCKET) => resource(type, "data", { bucket: "data" });
const ON = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const block = (props: object) => resource(BLOCK, "b", { bucket: link("data"), ...props });
const account = (props: object) => resource(ACCOUNT_BLOCK, "a", { ...props });
const controls = (rule: unknown) => resource(CONTROLS, "c", { bucket: link("data"), rule });

testRule(blocksPublicAccess, {
  compliant: [
    { name: "block of the bucket", stack: [bucket(), block(ON)], at: ["restrictPublicBuckets"] },
    { name: "old V2 bucket", stack: [bucket("aws:s3/bucketV2:BucketV2"), block(ON)], at: ["blockPublicAcls"] },
    { name: "block of the account", stack: [bucket(), account(ON)], at: ["ignorePublicAcls"] },
    {
      name: "what the bucket's block leaves off the account's sets",
      stack: [
        bucket(),
        block({ ...ON, blockPublicAcls: false, blockPublicPolicy: false }),
        account({ blockPublicAcls: true, blockPublicPolicy: true }),
      ],
      at: ["blockPublicPolicy"],
    },
    {
      name: "setting of the bucket's block not known, the account's on",
      stack: [bucket(), block({ ...ON, blockPublicAcls: unknown }), account(ON)],
      at: ["blockPublicAcls"],
    },
  ],
  violating: [
    { name: "one setting off", stack: [bucket(), block({ ...ON, ignorePublicAcls: false })], at: ["ignorePublicAcls"] },
    {
      name: "one off, another not known",
      stack: [bucket(), block({ ...ON, ignorePublicAcls: false, blockPublicAcls: unknown })],
      at: ["ignorePublicAcls"],
    },
    {
      name: "block of another bucket",
      stack: [bucket(), resource(BLOCK, "b", { bucket: "other", ...ON })],
      at: ["companion(public access block)"],
    },
  ],
  unknown: [
    {
      name: "setting not known",
      stack: [bucket(), block({ ...ON, blockPublicAcls: unknown })],
      at: ["blockPublicAcls"],
    },
    {
      name: "block for a bucket that is not known",
      stack: [bucket(), resource(BLOCK, "b", { bucket: unknown, ...ON })],
      at: ["bucket"],
    },
    {
      name: "account block of another provider, perhaps for the same account",
      stack: [bucket(), resource(PROVIDER, "p"), resource(ACCOUNT_BLOCK, "a", ON, { provider: "p" })],
      at: ["provider"],
    },
  ],
  absent: [
    {
      name: "no block",
      verdict: "fail",
      stack: [bucket()],
      at: ["companion(public access block)", "companion(account public access block)"],
    },
    { name: "block with nothing set", verdict: "fail", stack: [bucket(), block({})], at: ["blockPublicAcls"] },
  ],
  odd: [
    {
      name: "booleans as text",
      verdict: "pass",
      stack: [bucket(), block(Object.fromEntries(Object.keys(ON).map((key) => [key, "true"])))],
      at: ["blockPublicAcls"],
    },
    {
      name: "number where a boolean belongs",
      verdict: "undetermined",
      stack: [bucket(), block({ ...ON, blockPublicAcls: 1 })],
      at: ["blockPublicAcls"],
    },
  ],
});

testRule(hasNoAcls, {
  compliant: [
    {
      name: "bucket owner enforced",
      stack: [bucket(), controls({ objectOwnership: "BucketOwnerEnforced" })],
      at: ["rule.objectOwnership"],
    },
    {
      name: "old V2 bucket",
      stack: [bucket("aws:s3/bucketV2:BucketV2"), controls({ objectOwnership: "BucketOwnerEnforced" })],
      at: ["rule.objectOwnership"],
    },
  ],
  violating: [
    {
      name: "bucket owner preferred",
      stack: [bucket(), controls({ objectOwnership: "BucketOwnerPreferred" })],
      at: ["rule.objectOwnership"],
    },
    {
      name: "object writer",
      stack: [bucket(), controls({ objectOwnership: "ObjectWriter" })],
      at: ["rule.objectOwnership"],
    },
    {
      name: "controls of another bucket",
      stack: [bucket(), resource(CONTROLS, "c", { bucket: "other", rule: { objectOwnership: "BucketOwnerEnforced" } })],
      at: ["companion(bucket ownership controls)"],
    },
  ],
  unknown: [
    {
      name: "ownership not known",
      stack: [bucket(), controls({ objectOwnership: unknown })],
      at: ["rule.objectOwnership"],
    },
    { name: "rule not known", stack: [bucket(), controls(unknown)], at: ["rule.objectOwnership"] },
  ],
  absent: [
    {
      name: "no controls: the default of new buckets is not declared",
      verdict: "fail",
      stack: [bucket()],
      at: ["companion(bucket ownership controls)"],
    },
    { name: "controls without a rule", verdict: "fail", stack: [bucket(), controls({})], at: ["rule.objectOwnership"] },
  ],
  odd: [
    {
      name: "text where the rule belongs",
      verdict: "undetermined",
      stack: [bucket(), controls("BucketOwnerEnforced")],
      at: ["rule.objectOwnership"],
    },
  ],
});
