import { any, rule } from "../../../src/authoring/index.js";
import {
  accountPublicAccessBlock,
  blocksAllPublicAccess,
  bucket,
  bucketLogging,
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
  limits: "An account-level block that another stack or a person declares is not seen.",
  check: (b) =>
    any(
      b.related(publicAccessBlock).some(blocksAllPublicAccess),
      b.inStack(accountPublicAccessBlock).some(blocksAllPublicAccess),
    ),
});

export const logsAccess = rule({
  id: "aws-s3-access-logging",
  title: "Buckets log access to their objects",
  severity: "medium",
  resource: bucket,
  companions: [bucketLogging, bucket],
  rationale: "Without server access logs nobody can tell afterwards who read or changed an object.",
  remediation: "Declare a BucketLogging for the bucket with targetBucket set to a log bucket.",
  limits: "Data events of CloudTrail, which record the same requests, do not count here; nor is delivery tested.",
  exempt: (b) => [
    [
      any(
        b.related(bucketLogging, "targetBucket").exists(),
        b.related(bucket, "logging.targetBucket").exists(),
        b.related(bucket, "loggings.targetBucket").exists(),
      ),
      "it is itself the log bucket of others",
    ],
  ],
  check: (b) =>
    any(
      b
        .declared("logging")
        .else(b.declared("loggings"))
        .some((l) => l.get("targetBucket").isSet(), "a target bucket"),
      b.related(bucketLogging, "bucket").some((l) => l.get("targetBucket").isSet()),
    ),
});
