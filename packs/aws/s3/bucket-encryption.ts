import { any, type Check, rule, type Subject } from "../../../src/authoring/index.js";
import { type Bucket, bucket, bucketEncryption, bucketLogging, isMade, receivesLogs } from "../shared/s3.js";

const KMS = ["aws:kms", "aws:kms:dsse"] as const;
const ALGORITHMS = ["AES256", ...KMS] as const;

export const isEncrypted = rule({
  id: "aws-s3-encryption",
  title: "Buckets declare default encryption",
  severity: "medium",
  resource: bucket,
  companions: [bucketEncryption],
  rationale:
    "A declared algorithm and key is a decision that reviews can see and drift is measured against; without it a change in the console goes unnoticed.",
  remediation:
    'Declare a BucketServerSideEncryptionConfiguration for the bucket with a rule whose applyServerSideEncryptionByDefault.sseAlgorithm is "aws:kms" or "AES256".',
  limits:
    "It judges what the program declares: S3 encrypts new objects with AES256 in any case since January 2023, and a bucket's outputs report that without anybody having chosen it. Objects stored before, or with another algorithm, are not seen.",
  // No program has to be at hand to tell that somebody chose KMS: S3 does not by itself.
  check: (b) => any(encryptsBy(b, KMS, "declared"), encryptsBy(b, ALGORITHMS, "written")),
});

export const isEncryptedByKms = rule({
  id: "aws-s3-encryption-kms",
  title: "Buckets encrypt with KMS by default",
  severity: "medium",
  resource: bucket,
  companions: [bucketEncryption, bucketLogging, bucket],
  rationale:
    "A KMS key has a policy of its own and a record of each use; keys that S3 manages decrypt for whoever may read the object.",
  remediation:
    'Set applyServerSideEncryptionByDefault.sseAlgorithm of the bucket\'s BucketServerSideEncryptionConfiguration to "aws:kms" or "aws:kms:dsse", and kmsMasterKeyId to a key of your own.',
  limits:
    "Without kmsMasterKeyId S3 takes the key that AWS manages for the account, which passes. Load balancers, too, deliver their logs to buckets with AES256 alone; give those an exception.",
  exempt: (b) => [[receivesLogs(b), "server access logs are delivered only to buckets that encrypt with AES256"]],
  check: (b) => encryptsBy(b, KMS, "declared"),
});

/** A rule of the default encryption names one of the algorithms; `inline` is how the bucket's own property is read. */
function encryptsBy(b: Subject<Bucket>, algorithms: readonly string[], inline: "declared" | "written"): Check {
  const expected = algorithms.join(" or ");
  const old = b[inline]("serverSideEncryptionConfigurations");
  const byDefault = b[inline]("serverSideEncryptionConfiguration").get("rule", "applyServerSideEncryptionByDefault");
  return isMade(
    b.related(bucketEncryption),
    (e) =>
      e
        .get("rules")
        .some((r) => r.get("applyServerSideEncryptionByDefault", "sseAlgorithm").oneOf(algorithms), expected),
    old.isAbsent
      ? byDefault.get("sseAlgorithm").oneOf(algorithms)
      : old.some(
          (configuration) =>
            configuration
              .get("rules")
              .some(
                (r) =>
                  r
                    .get("applyServerSideEncryptionByDefaults")
                    .some((d) => d.get("sseAlgorithm").oneOf(algorithms), expected),
                expected,
              ),
          expected,
        ),
  );
}
