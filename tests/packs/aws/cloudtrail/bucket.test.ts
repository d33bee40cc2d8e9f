import { bucketLogsAccess, bucketNotPublic } from "../../../../packs/aws/cloudtrail/trail.js";
import { json, link, type ResourceSpec, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const ACL = "aws:s3/bucketAcl:BucketAcl";
const ACL_V2 = "aws:s3/bucketAclV2:BucketAclV2";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

const trail = (s3BucketName: unknown = link("logs")) => resource("aws:cloudtrail/trail:Trail", "t", { s3BucketName });
const into = (props: Record<string, unknown>, ...more: ResourceSpec[]) => [
  trail(),
  resource(BUCKET, "logs", props),
  ...more,
];
const statement = (changes: object = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::logs/*",
  ...changes,
});
const policy = (changes: object = {}) => json({ Statement: [statement(changes)] });
const separatePolicy = (text: unknown) => resource(POLICY, "policy", { bucket: link("logs"), policy: text });
const acl = (props: Record<string, unknown>, type = ACL) => resource(type, "acl", { bucket: link("logs"), ...props });
const everyone = { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" };
const closed = { ignorePublicAcls: true, restrictPublicBuckets: true, blockPublicAcls: true, blockPublicPolicy: true };
const block = (props: Record<string, unknown>) => resource(BLOCK, "block", { bucket: link("logs"), ...props });

testRule(bucketNotPublic, {
  compliant: [
    { name: "nothing opens it", stack: into({ bucket: "logs" }), at: ["s3BucketName"] },
    { name: "private ACL", stack: into({ acl: "private" }), at: ["acl"] },
    {
      name: "old V2 bucket",
      stack: [trail(), resource(BUCKET_V2, "logs", { acl: "log-delivery-write" })],
      at: ["acl"],
    },
    {
      name: "bucket by its name",
      stack: [trail("logs"), resource(BUCKET, "logs", { bucket: "logs" })],
      at: ["s3BucketName"],
    },
    {
      name: "policy for CloudTrail",
      stack: into({}, separatePolicy(policy({ Principal: { Service: "cloudtrail.amazonaws.com" } }))),
      at: ["policy.Statement[0].Effect"],
    },
    {
      name: "policy denies everyone",
      stack: into({}, separatePolicy(policy({ Effect: "Deny" }))),
      at: ["policy.Statement[0].Effect"],
    },
    {
      name: "everyone of one organisation",
      stack: into(
        {},
        separatePolicy(policy({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } })),
      ),
      at: ["s3BucketName"],
    },
    {
      name: "public, but a block takes effect",
      stack: into({ acl: "public-read", policy: policy() }, block(closed)),
      at: ["ignorePublicAcls"],
    },
    {
      name: "public, but a block of the account takes effect",
      stack: into({ acl: "public-read" }, separatePolicy(policy()), resource(ACCOUNT_BLOCK, "account", closed)),
      at: ["restrictPublicBuckets"],
    },
    {
      name: "policy not known, but a block takes effect",
      stack: into({}, separatePolicy(unknown), block(closed)),
      at: ["restrictPublicBuckets"],
    },
    {
      name: "another bucket is public",
      stack: into({ bucket: "logs" }, resource(BUCKET, "web", { bucket: "web", acl: "public-read" })),
      at: ["s3BucketName"],
    },
  ],
  violating: [
    { name: "canned ACL", stack: into({ acl: "public-read" }), at: ["acl"] },
    { name: "canned ACL for every account", stack: into({ acl: "authenticated-read" }), at: ["acl"] },
    { name: "canned ACL of a separate resource", stack: into({}, acl({ acl: "public-read-write" })), at: ["acl"] },
    { name: "old separate ACL", stack: into({}, acl({ acl: "public-read" }, ACL_V2)), at: ["acl"] },
    {
      name: "grant within the bucket",
      stack: into({ grants: [{ type: "Group", permissions: ["READ"], uri: everyone.uri }] }),
      at: ["grants[0]"],
    },
    {
      name: "grant of a separate resource",
      stack: into({}, acl({ accessControlPolicy: { grants: [{ grantee: everyone, permission: "READ" }] } })),
      at: ["accessControlPolicy.grants[0]"],
    },
    { name: "policy within the bucket", stack: into({ policy: policy() }), at: ["policy.Statement[0]"] },
    { name: "separate policy", stack: into({}, separatePolicy(policy())), at: ["policy.Statement[0]"] },
    {
      name: "separate policy as an object, principal by kind",
      stack: into({}, separatePolicy({ Statement: statement({ Principal: { AWS: ["*"] } }) })),
      at: ["policy.Statement"],
    },
    {
      name: "a block that only refuses later policies",
      stack: into({}, separatePolicy(policy()), block({ blockPublicPolicy: true, blockPublicAcls: true })),
      at: ["policy.Statement[0]"],
    },
    {
      name: "a block of another bucket",
      stack: into(
        { bucket: "logs", acl: "public-read" },
        resource(BUCKET, "web", { bucket: "web" }),
        resource(BLOCK, "block", { bucket: link("web"), ...closed }),
      ),
      at: ["acl"],
    },
  ],
  unknown: [
    { name: "policy not known", stack: into({}, separatePolicy(unknown)), at: ["policy.Statement"] },
    { name: "ACL not known", stack: into({ acl: unknown }), at: ["acl"] },
    {
      name: "public, and a block not known",
      stack: into({ acl: "public-read" }, block({ ignorePublicAcls: unknown })),
      at: ["ignorePublicAcls"],
    },
    { name: "bucket of another stack", stack: [trail("elsewhere")], at: ["companion(bucket outside this stack)"] },
    { name: "bucket not known", stack: [trail(unknown), resource(BUCKET, "logs", {})], at: ["s3BucketName"] },
  ],
  absent: [{ name: "no bucket named", verdict: "fail", stack: [trail(null)], at: ["companion(bucket)"] }],
  odd: [
    {
      name: "policy that is no JSON",
      verdict: "undetermined",
      stack: into({ policy: "public" }),
      at: ["policy.Statement"],
    },
    {
      name: "bucket name that is a list",
      verdict: "pass",
      stack: [trail(["logs"]), resource(BUCKET, "logs", { bucket: "logs" })],
      at: [],
    },
  ],
});

const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const target = (props: Record<string, unknown>, type = LOGGING) =>
  resource(type, "logging", { bucket: link("logs"), ...props });
const targetBucket = resource(BUCKET, "access", { bucket: "access" });

testRule(bucketLogsAccess, {
  compliant: [
    { name: "separate resource", stack: into({}, target({ targetBucket: "access" })), at: ["targetBucket"] },
    {
      name: "target of this stack",
      stack: into({ bucket: "logs" }, target({ targetBucket: link("access") }), targetBucket),
      at: ["targetBucket"],
    },
    {
      name: "old separate resource",
      stack: into({}, target({ targetBucket: "access" }, "aws:s3/bucketLoggingV2:BucketLoggingV2")),
      at: ["targetBucket"],
    },
    { name: "within the bucket", stack: into({ logging: { targetBucket: "access" } }), at: ["logging.targetBucket"] },
    {
      name: "within an old V2 bucket",
      stack: [trail(), resource(BUCKET_V2, "logs", { loggings: [{ targetBucket: "access" }] })],
      at: ["loggings[0].targetBucket"],
    },
    {
      name: "within the bucket, target of this stack",
      stack: into({ bucket: "logs", logging: { targetBucket: link("access") } }, targetBucket),
      at: ["logging.targetBucket"],
    },
    {
      name: "bucket by its name",
      stack: [trail("logs"), resource(BUCKET, "logs", { bucket: "logs", logging: { targetBucket: "a" } })],
      at: ["logging.targetBucket"],
    },
  ],
  violating: [
    { name: "no logging", stack: into({ bucket: "logs" }), at: ["companion(bucket logging)"] },
    { name: "empty target", stack: into({ logging: { targetBucket: "" } }), at: ["logging"] },
    {
      name: "logging of another bucket",
      stack: into(
        { bucket: "logs" },
        targetBucket,
        resource(LOGGING, "l", { bucket: link("access"), targetBucket: "x" }),
      ),
      at: ["companion(bucket logging)"],
    },
    {
      name: "only a target of others",
      stack: into(
        { bucket: "logs" },
        targetBucket,
        resource(LOGGING, "l", { bucket: link("access"), targetBucket: link("logs") }),
      ),
      at: ["companion(bucket logging)"],
    },
  ],
  unknown: [
    { name: "target that nobody gives", stack: into({}, target({ targetBucket: unknown })), at: ["targetBucket"] },
    {
      name: "logging of a bucket not known",
      stack: into({}, resource(LOGGING, "l", { bucket: unknown, targetBucket: "x" })),
      at: ["bucket"],
    },
    { name: "bucket of another stack", stack: [trail("elsewhere")], at: ["companion(bucket outside this stack)"] },
    { name: "bucket not known", stack: [trail(unknown), targetBucket], at: ["s3BucketName"] },
  ],
  absent: [{ name: "no bucket named", verdict: "fail", stack: [trail(null)], at: ["companion(bucket)"] }],
  odd: [
    {
      name: "logging that is text",
      verdict: "undetermined",
      stack: into({ logging: "access" }),
      at: ["logging.targetBucket"],
    },
  ],
});
