import { all, any, rule } from "../../../src/authoring/index.js";
import {
  disablesAcls,
  isNotPubliclyReadable,
  isNotPubliclyWritable,
  privacyCompanions,
} from "../shared/public-bucket.js";
import {
  accountPublicAccessBlock,
  BLOCK_SETTINGS,
  bucket,
  bucketOwnershipControls,
  publicAccessBlock,
} from "../shared/s3.js";

export const blocksPublicAccess = rule({
  id: "aws-s3-public-access-block",
  title: "Buckets block public access",
  severity: "high",
  resource: bucket,
  companions: [publicAccessBlock, accountPublicAccessBlock],
  rationale: "One careless ACL or policy opens a bucket to everyone; the block refuses both, whatever is set later.",
  remediation:
    "Declare a BucketPublicAccessBlock for the bucket, or an AccountPublicAccessBlock, with all four settings true.",
  limits:
    "An account-level block that another stack or a person declares is not seen, nor the block that S3 gives to new buckets since April 2023.",
  check: (b) =>
    all(
      ...BLOCK_SETTINGS.map((setting) =>
        any(
          b.related(publicAccessBlock).some((block) => block.get(setting).is(true)),
          b.inStack(accountPublicAccessBlock).some((block) => block.get(setting).is(true)),
        ),
      ),
    ),
});

export const hasNoAcls = rule({
  id: "aws-s3-acls-disabled",
  title: "Buckets disable access control lists",
  severity: "medium",
  resource: bucket,
  companions: [bucketOwnershipControls],
  rationale:
    "With ACLs in force whoever writes an object may own it and share it, past the policies that govern the bucket.",
  remediation: 'Declare BucketOwnershipControls for the bucket with rule.objectOwnership "BucketOwnerEnforced".',
  limits:
    "The setting has to be declared: a bucket made since April 2023 has it by default, but a stack does not tell when a bucket was made or what changed since.",
  check: disablesAcls,
});

const PRIVACY_LIMITS =
  "Access points, ACLs of single objects, Deny statements, policies of the organisation and an account-level block of another stack are not weighed. A statement for everyone counts as not public when a condition narrows it to fixed accounts, organisations, networks or resources.";

export const isNotReadable = rule({
  id: "aws-s3-no-public-read",
  title: "No ACL or policy lets everyone read a bucket",
  severity: "high",
  resource: bucket,
  companions: privacyCompanions,
  rationale: "Buckets that everyone could list and read are the commonest way in which data stored in a cloud got out.",
  remediation:
    "Remove public ACLs, grants and statements with Principal *, or set ignorePublicAcls and restrictPublicBuckets of a BucketPublicAccessBlock; serve public files through CloudFront.",
  limits: PRIVACY_LIMITS,
  check: isNotPubliclyReadable,
});

export const isNotWritable = rule({
  id: "aws-s3-no-public-write",
  title: "No ACL or policy lets everyone write to a bucket",
  severity: "critical",
  resource: bucket,
  companions: privacyCompanions,
  rationale:
    "Whoever may write can replace what others trust, plant malware, delete everything, or run up costs without limit.",
  remediation:
    "Remove ACL public-read-write, WRITE grants to groups and statements with Principal * that allow changes, or set ignorePublicAcls and restrictPublicBuckets of a BucketPublicAccessBlock.",
  limits: PRIVACY_LIMITS,
  check: isNotPubliclyWritable,
});
