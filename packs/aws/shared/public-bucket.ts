import type * as aws from "@pulumi/aws";
import { all, any, type Check, not, PASS, type Place, type Ref, type Subject } from "../../../src/authoring/index.js";
import { concernsActions, opensToEveryone, type Statement, statements } from "./policy.js";
import {
  accountPublicAccessBlock,
  type Bucket,
  bucketAcl,
  bucketOwnershipControls,
  bucketPolicy,
  isKept,
  publicAccessBlock,
} from "./s3.js";

type Block = Ref<aws.s3.BucketPublicAccessBlockArgs | aws.s3.AccountPublicAccessBlockArgs>;

/** The companions that the predicates of this file consult. */
export const privacyCompanions = [
  publicAccessBlock,
  accountPublicAccessBlock,
  bucketOwnershipControls,
  bucketAcl,
  bucketPolicy,
] as const;

/** What everyone might be allowed to do, in the terms of ACLs and of policies. */
interface Access {
  readonly cannedAcls: readonly string[];
  readonly permission: (permission: Ref<string>) => Check;
  readonly actions: (statement: Ref<Statement>) => Check;
}

const ANY: Access = {
  cannedAcls: ["public-read", "public-read-write", "authenticated-read"],
  permission: () => PASS,
  actions: () => PASS,
};

const READ: Access = {
  cannedAcls: ANY.cannedAcls,
  permission: (permission) => permission.oneOf(["READ", "READ_ACP", "FULL_CONTROL"]),
  actions: (statement) => concernsActions(statement, "s3", ["get", "list"]),
};

const WRITE: Access = {
  cannedAcls: ["public-read-write"],
  permission: (permission) => permission.oneOf(["WRITE", "WRITE_ACP", "FULL_CONTROL"]),
  actions: (statement) => concernsActions(statement, "s3", CHANGES),
};

const CHANGES = [
  "abort",
  "bypass",
  "create",
  "delete",
  "objectowneroverride",
  "put",
  "replicate",
  "restore",
  "tag",
  "untag",
  "update",
];

const EVERYONE = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/** Nobody outside the account can use the bucket: a block takes effect, or neither ACL nor policy opens it. */
export function isPrivate(bucket: Subject<Bucket>): Check {
  return isClosed(bucket, ANY);
}

/** Neither ACL nor policy lets everyone read objects, lists or settings of the bucket, or a block takes effect. */
export function isNotPubliclyReadable(bucket: Subject<Bucket>): Check {
  return isClosed(bucket, READ);
}

/** Neither ACL nor policy lets everyone change objects or settings of the bucket, or a block takes effect. */
export function isNotPubliclyWritable(bucket: Subject<Bucket>): Check {
  return isClosed(bucket, WRITE);
}

/**
 * The settings blockPublicAcls and blockPublicPolicy only refuse what is set later, so they do not count here. Object
 * ownership "BucketOwnerEnforced" takes the effect from every ACL.
 */
function isClosed(bucket: Subject<Bucket>, access: Access): Check {
  return all(
    any(
      blocked(bucket, (block) => block.get("ignorePublicAcls").is(true)),
      () => disablesAcls(bucket),
      () => aclIsClosed(bucket, access),
    ),
    any(
      blocked(bucket, (block) => block.get("restrictPublicBuckets").is(true)),
      () => policyIsClosed(bucket, access),
    ),
  );
}

function blocked(bucket: Subject<Bucket>, setting: (block: Block) => Check): Check {
  return any(bucket.related(publicAccessBlock).some(setting), () =>
    bucket.inStack(accountPublicAccessBlock).some(setting),
  );
}

/** Ownership controls of the bucket put ACLs out of force. */
export function disablesAcls(bucket: Subject<Bucket>): Check {
  return bucket
    .related(bucketOwnershipControls)
    .some((controls) => controls.get("rule", "objectOwnership").is("BucketOwnerEnforced"));
}

/** No canned ACL and no grant gives the access to everyone, in a companion or in the bucket. */
function aclIsClosed(bucket: Subject<Bucket>, access: Access): Check {
  const canned = (acl: Ref<string>) => acl.noneOf(access.cannedAcls);
  const noGrant = (grant: Place, uri: Ref<string>, permissions: Ref<unknown>) =>
    not(
      all(
        uri.matches(EVERYONE, "everyone"),
        (permissions as Ref<string[]>).some(access.permission, "such a permission"),
      ),
      grant,
      "no such grant for everyone",
    );
  return isKept(
    bucket.related(bucketAcl),
    (acl) =>
      all(
        canned(acl.get("acl")),
        acl
          .declared("accessControlPolicy")
          .get("grants")
          .every((grant) => noGrant(grant, grant.get("grantee", "uri"), grant.get("permission"))),
      ),
    all(
      canned(bucket.declared("acl") as Ref<string>),
      bucket.declared("grants").every((grant) => noGrant(grant, grant.get("uri"), grant.get("permissions"))),
    ),
  );
}

function policyIsClosed(bucket: Subject<Bucket>, access: Access): Check {
  const isClosed = (policy: Ref<unknown>) =>
    statements(policy).none((s) => all(opensToEveryone(s), access.actions(s)), "no such statement for everyone");
  return isKept(bucket.related(bucketPolicy), (p) => isClosed(p.get("policy")), isClosed(bucket.declared("policy")));
}
