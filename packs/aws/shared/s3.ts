import type * as aws from "@pulumi/aws";
import { all, type Check, type Kind, kind, type Ref } from "../../../src/authoring/index.js";

export type Bucket = aws.s3.BucketArgs | aws.s3.BucketV2Args;

export const bucket: Kind<Bucket> = kind<Bucket>({
  name: "bucket",
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  identifiedBy: ["bucket", "arn"],
  references: { "logging.targetBucket": () => bucket, "loggings.targetBucket": () => bucket },
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

/** All four settings of a public access block are on; each is off unless set. */
export function blocksAllPublicAccess(
  block: Ref<aws.s3.BucketPublicAccessBlockArgs | aws.s3.AccountPublicAccessBlockArgs>,
): Check {
  return all(
    block.get("blockPublicAcls").is(true),
    block.get("blockPublicPolicy").is(true),
    block.get("ignorePublicAcls").is(true),
    block.get("restrictPublicBuckets").is(true),
  );
}
