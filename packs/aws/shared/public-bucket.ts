import type * as aws from "@pulumi/aws";
import { all, any, type Check, not, type Ref, type Subject } from "../../../src/authoring/index.js";
import { allows, anyPrincipal, type Statement, statements } from "./policy.js";
import { accountPublicAccessBlock, type Bucket, bucketAcl, bucketPolicy, publicAccessBlock } from "./s3.js";

type Block = Ref<aws.s3.BucketPublicAccessBlockArgs | aws.s3.AccountPublicAccessBlockArgs>;

/** The companions that `isPrivate` consults. */
export const privacyCompanions = [publicAccessBlock, accountPublicAccessBlock, bucketAcl, bucketPolicy] as const;

const EVERYONE = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/** Nobody outside the account can use the bucket: a block takes effect, or neither ACL nor policy opens it. */
export function isPrivate(bucket: Subject<Bucket>): Check {
  return all(
    any(
      blocked(bucket, (block) => block.get("ignorePublicAcls").is(true)),
      aclIsPrivate(bucket),
    ),
    any(
      blocked(bucket, (block) => block.get("restrictPublicBuckets").is(true)),
      policyIsPrivate(bucket),
    ),
  );
}

function blocked(bucket: Subject<Bucket>, setting: (block: Block) => Check): Check {
  return any(bucket.related(publicAccessBlock).some(setting), bucket.inStack(accountPublicAccessBlock).some(setting));
}

/** No canned ACL and no grant for everyone, in the bucket or in a companion. */
function aclIsPrivate(bucket: Subject<Bucket>): Check {
  const canned = (acl: Ref<string>) => acl.noneOf(["public-read", "public-read-write", "authenticated-read"]);
  const everyone = (uri: Ref<string>) => uri.matches(EVERYONE, "everyone");
  return all(
    canned(bucket.declared("acl") as Ref<string>),
    bucket.declared("grants").every((grant) => not(everyone(grant.get("uri")), grant, "no grant for everyone")),
    bucket.related(bucketAcl).every((acl) =>
      all(
        canned(acl.get("acl")),
        acl
          .declared("accessControlPolicy")
          .get("grants")
          .every((grant) => not(everyone(grant.get("grantee", "uri")), grant, "no grant for everyone")),
      ),
    ),
  );
}

function policyIsPrivate(bucket: Subject<Bucket>): Check {
  const open = (s: Ref<Statement>) => all(allows(s), anyPrincipal(s), s.get("Condition").isUnset());
  return all(
    statements(bucket.declared("policy")).none(open, "no statement for everyone"),
    bucket.related(bucketPolicy).every((p) => statements(p.get("policy")).none(open, "no statement for everyone")),
  );
}
