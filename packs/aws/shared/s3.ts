import type * as aws from "@pulumi/aws";
import {
  all,
  any,
  type Check,
  type Kind,
  kind,
  type Ref,
  type Related,
  type Subject,
} from "../../../src/authoring/index.js";

export type Bucket = aws.s3.BucketArgs | aws.s3.BucketV2Args;

export const bucket: Kind<Bucket> = kind<Bucket>({
  name: "bucket",
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  identifiedBy: ["bucket", "arn"],
  references: {
    "logging.targetBucket": () => bucket,
    "loggings.targetBucket": () => bucket,
    "replicationConfiguration.rules.destination.bucket": () => bucket,
    "replicationConfigurations.rules.destinations.bucket": () => bucket,
  },
});

export const bucketPolicy = kind<aws.s3.BucketPolicyArgs>({
  name: "bucket policy",
  types: ["aws:s3/bucketPolicy:BucketPolicy"],
  references: { bucket: () => bucket },
});

export const bucketLogging = kind<aws.s3.BucketLoggingArgs | aws.s3.BucketLoggingV2Args>({
  name: "bucket logging",
  types: ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"],
  references: { bucket: () => bucket, targetBucket: () => bucket },
});

export const publicAccessBlock = kind<aws.s3.BucketPublicAccessBlockArgs>({
  name: "public access block",
  types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  references: { bucket: () => bucket },
});

export const accountPublicAccessBlock = kind<aws.s3.AccountPublicAccessBlockArgs>({
  name: "account public access block",
  types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
});

export const bucketAcl = kind<aws.s3.BucketAclArgs | aws.s3.BucketAclV2Args>({
  name: "bucket ACL",
  types: ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"],
  references: { bucket: () => bucket },
});

export const bucketOwnershipControls = kind<aws.s3.BucketOwnershipControlsArgs>({
  name: "bucket ownership controls",
  types: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  references: { bucket: () => bucket },
});

export const bucketVersioning = kind<aws.s3.BucketVersioningArgs | aws.s3.BucketVersioningV2Args>({
  name: "bucket versioning",
  types: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
  references: { bucket: () => bucket },
});

export const bucketEncryption = kind<
  aws.s3.BucketServerSideEncryptionConfigurationArgs | aws.s3.BucketServerSideEncryptionConfigurationV2Args
>({
  name: "bucket encryption",
  types: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  references: { bucket: () => bucket },
});

export const bucketLifecycle = kind<
  aws.s3.BucketLifecycleConfigurationArgs | aws.s3.BucketLifecycleConfigurationV2Args
>({
  name: "bucket lifecycle",
  types: [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  ],
  references: { bucket: () => bucket },
});

export const bucketReplication = kind<aws.s3.BucketReplicationConfigArgs>({
  name: "bucket replication",
  types: ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"],
  references: { bucket: () => bucket, "rules.destination.bucket": () => bucket },
});

export const bucketObjectLock = kind<
  aws.s3.BucketObjectLockConfigurationArgs | aws.s3.BucketObjectLockConfigurationV2Args
>({
  name: "bucket object lock",
  types: [
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
  ],
  references: { bucket: () => bucket },
});

export const bucketNotification = kind<aws.s3.BucketNotificationArgs>({
  name: "bucket notification",
  types: ["aws:s3/bucketNotification:BucketNotification"],
  references: { bucket: () => bucket },
});

export const accessPoint = kind<aws.s3.AccessPointArgs>({
  name: "access point",
  types: ["aws:s3/accessPoint:AccessPoint"],
  references: { bucket: () => bucket },
});

/** The settings of a public access block, of a bucket, an account or an access point. */
export const BLOCK_SETTINGS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

/** All four settings of a public access block are on; each is off unless set. */
export function blocksAllPublicAccess(
  block: Ref<aws.s3.BucketPublicAccessBlockArgs | aws.s3.AccountPublicAccessBlockArgs>,
): Check {
  return all(...BLOCK_SETTINGS.map((setting) => block.get(setting).is(true)));
}

/**
 * A setting is made, by a separate resource or within the bucket. The separate one alone decides where there is one: the
 * bucket's outputs repeat it after a refresh only, and are out of date until the next.
 * @param inline what the bucket's own properties say
 */
export function isMade<U>(separate: Related<U>, check: (companion: Subject<U>) => Check, inline: Check): Check {
  const apart = separate.some(check);
  return separate.found.length > 0 ? apart : any(inline, apart);
}

/** Nothing speaks against the check, neither a separate resource nor, where there is none, the bucket itself. */
export function isKept<U>(separate: Related<U>, check: (companion: Subject<U>) => Check, inline: Check): Check {
  const apart = separate.every(check);
  return separate.found.length > 0 ? apart : all(inline, apart);
}

/** Server access logs of other buckets are delivered to this one. */
export function receivesLogs(b: Subject<Bucket>): Check {
  return b.once(isLogTarget);
}

function isLogTarget(b: Subject<Bucket>): Check {
  return any(
    b.related(bucketLogging, "targetBucket").exists(),
    b.related(bucket, "logging.targetBucket").exists(),
    b.related(bucket, "loggings.targetBucket").exists(),
  );
}

/** Objects of the bucket expire or move by at least one rule that is in force. */
export function hasLifecycleRule(b: Subject<Bucket>): Check {
  return isMade(
    b.related(bucketLifecycle),
    (l) => l.get("rules").some((r) => r.get("status").is("Enabled"), "an enabled rule"),
    b.declared("lifecycleRules").some((r) => r.get("enabled").is(true), "an enabled rule"),
  );
}
