import { isNotReadable, isNotWritable } from "../../../../packs/aws/s3/bucket-access.js";
import { json, link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const ACL = "aws:s3/bucketAcl:BucketAcl";
const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
const AUTHENTICATED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const bucket = (props: object = {}, type = BUCKET) => resource(type, "data", { bucket: "data", ...props });
const part = (type: string, props: object) => resource(type, "part", { bucket: link("data"), ...props });
const acl = (acl: unknown) => part(ACL, { acl });
const grants = (...list: object[]) => part(ACL, { accessControlPolicy: { grants: list, owner: { id: "1" } } });
const to = (uri: unknown, permission: unknown) => ({ grantee: { type: "Group", uri }, permission });
const block = (props: object) =>
  resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", { bucket: link("data"), ...props });
const account = (props: object) =>
  resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "a", { ...props });
const owned = (objectOwnership: unknown) =>
  resource("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "c", {
    bucket: link("data"),
    rule: { objectOwnership },
  });
const statement = (changes: object = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::data/*",
  ...changes,
});
const document = (changes: object = {}) => json({ Version: "2012-10-17", Statement: [statement(changes)] });
const policy = (changes: object = {}) =>
  resource("aws:s3/bucketPolicy:BucketPolicy", "p", { bucket: link("data"), policy: document(changes) });
const fromVpc = { Condition: { StringEquals: { "aws:SourceVpce": "vpce-1a2b" } } };
const STATEMENT = "policy.Statement[0]";

testRule(isNotReadable, {
  compliant: [
    {
      name: "private ACL and a policy for one role",
      stack: [bucket(), acl("private"), policy({ Principal: { AWS: "arn:aws:iam::1:role/r" } })],
      at: ["acl", `${STATEMENT}.Principal.AWS`],
    },
    {
      name: "everyone may only write",
      stack: [bucket({}, BUCKET_V2), policy({ Action: ["s3:PutObject"] })],
      at: [`${STATEMENT}.Action[0]`],
    },
    {
      name: "narrowed to an endpoint",
      stack: [bucket(), policy(fromVpc)],
      at: ['policy.Statement[0].Condition.StringEquals["aws:SourceVpce"]'],
    },
    {
      name: "public ACL that the block ignores",
      stack: [bucket(), acl("public-read"), block({ ignorePublicAcls: true })],
      at: ["ignorePublicAcls"],
    },
    {
      name: "public ACL that the account's block ignores",
      stack: [bucket(), acl("public-read"), account({ ignorePublicAcls: true })],
      at: ["ignorePublicAcls"],
    },
    {
      name: "public ACL out of force by ownership",
      stack: [bucket({ acl: "public-read" }), owned("BucketOwnerEnforced")],
      at: ["rule.objectOwnership"],
    },
    {
      name: "public policy that the block restricts",
      stack: [bucket(), policy(), block({ restrictPublicBuckets: true })],
      at: ["restrictPublicBuckets"],
    },
    {
      name: "block not known, but nothing public",
      stack: [bucket(), acl("private"), block({ ignorePublicAcls: unknown, restrictPublicBuckets: unknown })],
      at: ["acl"],
    },
    {
      name: "everyone is granted WRITE alone",
      stack: [bucket(), grants(to(ALL_USERS, "WRITE"))],
      at: ["accessControlPolicy.grants[0].permission"],
    },
    {
      name: "log delivery",
      stack: [
        bucket({
          grants: [{ type: "Group", permissions: ["READ_ACP"], uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" }],
        }),
      ],
      at: ["grants[0].uri"],
    },
    {
      name: "outputs that repeat a public policy, after the BucketPolicy was narrowed",
      stack: [
        resource(BUCKET, "data", { bucket: "data" }, { computed: { policy: document(), acl: "" } }),
        policy(fromVpc),
      ],
      at: [`${STATEMENT}.Effect`],
    },
    { name: "denied to everyone", stack: [bucket(), policy({ Effect: "Deny" })], at: [`${STATEMENT}.Effect`] },
    {
      name: "all but reading and listing",
      stack: [bucket(), policy({ Action: undefined, NotAction: ["s3:Get*", "s3:L*"] })],
      at: [`${STATEMENT}.NotAction[0]`],
    },
  ],
  violating: [
    ...["public-read", "public-read-write", "authenticated-read"].map((name) => ({
      name: `canned ACL ${name}`,
      stack: [bucket(), acl(name)],
      at: ["acl"],
    })),
    {
      name: "old V2 ACL",
      stack: [bucket({}, BUCKET_V2), part("aws:s3/bucketAclV2:BucketAclV2", { acl: "public-read" })],
      at: ["acl"],
    },
    { name: "inline ACL", stack: [bucket({ acl: "public-read" })], at: ["acl"] },
    {
      name: "inline grant",
      stack: [bucket({ grants: [{ type: "Group", permissions: ["WRITE", "READ"], uri: ALL_USERS }] })],
      at: ["grants[0]"],
    },
    {
      name: "grant to every AWS account",
      stack: [bucket(), grants(to(AUTHENTICATED, "FULL_CONTROL"))],
      at: ["accessControlPolicy.grants[0]"],
    },
    {
      name: "public ACL under a block that only refuses new ones",
      stack: [bucket(), acl("public-read"), block({ blockPublicAcls: true, restrictPublicBuckets: true })],
      at: ["acl"],
    },
    {
      name: "public policy under a block that only refuses new ones",
      stack: [bucket(), policy(), block({ blockPublicPolicy: true, ignorePublicAcls: true })],
      at: [STATEMENT],
    },
    {
      name: "public policy, whatever the ownership",
      stack: [bucket(), policy(), owned("BucketOwnerEnforced")],
      at: [STATEMENT],
    },
    { name: "policy for every account", stack: [bucket(), policy({ Principal: { AWS: ["*"] } })], at: [STATEMENT] },
    {
      name: "policy for all but one",
      stack: [bucket(), policy({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::1:root" } })],
      at: [STATEMENT],
    },
    ...["*", "s3:*", "S3:LISTBUCKET", "s3:G*", "s3:*Object", "s3:Get?bject", "s*:Get*"].map((Action) => ({
      name: `action ${Action}`,
      stack: [bucket(), policy({ Action })],
      at: [STATEMENT],
    })),
    {
      name: "all but deleting",
      stack: [bucket(), policy({ Action: undefined, NotAction: "s3:Delete*" })],
      at: [STATEMENT],
    },
    { name: "inline policy", stack: [bucket({ policy: document() })], at: [STATEMENT] },
    {
      name: "a condition that anyone can meet",
      stack: [bucket(), policy({ Condition: { Bool: { "aws:SecureTransport": "true" } } })],
      at: [STATEMENT],
    },
  ],
  unknown: [
    { name: "ACL not known", stack: [bucket(), acl(unknown)], at: ["acl"] },
    { name: "policy not known", stack: [bucket({ policy: unknown })], at: ["policy.Statement"] },
    {
      name: "public ACL, block not known",
      stack: [bucket(), acl("public-read"), block({ ignorePublicAcls: unknown })],
      at: ["ignorePublicAcls"],
    },
    {
      name: "grantee not known",
      stack: [bucket(), grants(to(unknown, "READ"))],
      at: ["accessControlPolicy.grants[0].grantee.uri"],
    },
    {
      name: "condition not known",
      stack: [bucket(), policy({ Condition: { StringEquals: { "aws:SourceVpce": unknown } } })],
      at: ['policy.Statement[0].Condition.StringEquals["aws:SourceVpce"]'],
    },
    {
      name: "ACL of a bucket that is not known",
      stack: [bucket(), resource(ACL, "x", { bucket: unknown, acl: "public-read" })],
      at: ["bucket"],
    },
  ],
  absent: [
    { name: "nothing set: buckets are private", verdict: "pass", stack: [bucket()], at: ["acl"] },
    {
      name: "what the provider computes",
      verdict: "pass",
      stack: [resource(BUCKET, "data", {}, { computed: { acl: "", policy: "", grants: [] } })],
      only: "preview",
      at: ["acl"],
    },
  ],
  odd: [
    {
      name: "policy that is no JSON",
      verdict: "undetermined",
      stack: [bucket({ policy: "{" })],
      at: ["policy.Statement"],
    },
    {
      name: "condition that is text",
      verdict: "undetermined",
      stack: [bucket(), policy({ Condition: "none" })],
      at: [`${STATEMENT}.Condition`],
    },
    {
      name: "action of another service",
      verdict: "pass",
      stack: [bucket(), policy({ Action: "sqs:GetQueueUrl" })],
      at: [`${STATEMENT}.Action`],
    },
    { name: "ACL that there is not", verdict: "pass", stack: [bucket({ acl: "PUBLIC" })], at: ["acl"] },
  ],
});

testRule(isNotWritable, {
  compliant: [
    { name: "everyone may read", stack: [bucket(), acl("public-read"), policy()], at: ["acl", `${STATEMENT}.Action`] },
    {
      name: "everyone may read, grants apart",
      stack: [bucket({}, BUCKET_V2), grants(to(ALL_USERS, "READ"))],
      at: ["accessControlPolicy.grants[0].permission"],
    },
    {
      name: "narrowed to an endpoint",
      stack: [bucket(), policy({ Action: "s3:*", ...fromVpc })],
      at: [`${STATEMENT}.Effect`],
    },
    {
      name: "writable by ACL, which the block ignores",
      stack: [bucket(), acl("public-read-write"), block({ ignorePublicAcls: true })],
      at: ["ignorePublicAcls"],
    },
    {
      name: "writable by policy, which the account's block restricts",
      stack: [bucket(), policy({ Action: "s3:Put*" }), account({ restrictPublicBuckets: true })],
      at: ["restrictPublicBuckets"],
    },
  ],
  violating: [
    { name: "canned ACL", stack: [bucket(), acl("public-read-write")], at: ["acl"] },
    { name: "inline ACL", stack: [bucket({ acl: "public-read-write" }, BUCKET_V2)], at: ["acl"] },
    ...["WRITE", "WRITE_ACP", "FULL_CONTROL"].map((permission) => ({
      name: `grant of ${permission}`,
      stack: [bucket(), grants(to(ALL_USERS, permission))],
      at: ["accessControlPolicy.grants[0]"],
    })),
    {
      name: "inline grant to every AWS account",
      stack: [bucket({ grants: [{ type: "Group", permissions: ["WRITE"], uri: AUTHENTICATED }] })],
      at: ["grants[0]"],
    },
    ...["*", "s3:*", "s3:PutObject", "s3:delete*", "s3:*Object", "s3:RestoreObject", "s3:P*"].map((Action) => ({
      name: `action ${Action}`,
      stack: [bucket(), policy({ Action })],
      at: [STATEMENT],
    })),
    {
      name: "all but reading",
      stack: [bucket(), policy({ Action: undefined, NotAction: ["s3:Get*", "s3:List*"] })],
      at: [STATEMENT],
    },
    {
      name: "second statement",
      stack: [
        bucket({ policy: json({ Statement: [statement(), statement({ Action: ["s3:GetObject", "s3:PutObject"] })] }) }),
      ],
      at: ["policy.Statement[1]"],
    },
    {
      name: "one action not known, another that writes",
      stack: [bucket(), policy({ Action: [unknown, "s3:PutObject"] })],
      at: [STATEMENT],
    },
  ],
  unknown: [
    {
      name: "action not known",
      stack: [bucket(), policy({ Action: [unknown, "s3:GetObject"] })],
      at: [`${STATEMENT}.Action[0]`],
    },
    {
      name: "permission not known",
      stack: [bucket(), grants(to(ALL_USERS, unknown))],
      at: ["accessControlPolicy.grants[0].permission"],
    },
    {
      name: "writable, ownership not known",
      stack: [bucket(), acl("public-read-write"), owned(unknown)],
      at: ["rule.objectOwnership"],
    },
  ],
  absent: [{ name: "nothing set: buckets are private", verdict: "pass", stack: [bucket()], at: ["acl"] }],
  odd: [
    {
      name: "all but everything",
      verdict: "pass",
      stack: [bucket(), policy({ Action: undefined, NotAction: "*" })],
      at: [`${STATEMENT}.NotAction`],
    },
    {
      name: "statement without an action",
      verdict: "pass",
      stack: [bucket(), policy({ Action: undefined })],
      at: [`${STATEMENT}.Effect`],
    },
    {
      name: "statements that are text",
      verdict: "undetermined",
      stack: [bucket({ policy: json({ Statement: "Allow" }) })],
      at: ["policy.Statement.Effect"],
    },
  ],
});
