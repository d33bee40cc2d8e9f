import type * as aws from "@pulumi/aws";
import { all, type Exemption, kind, rule, type Subject } from "../../../src/authoring/index.js";
import { type Bucket, bucket, bucketLifecycle, bucketVersioning, hasLifecycleRule, isMade } from "../shared/s3.js";

export const isVersioned = rule({
  id: "aws-s3-versioning",
  title: "Buckets keep the versions of their objects",
  severity: "medium",
  resource: bucket,
  companions: [bucketVersioning],
  rationale:
    "Without versions an object that is overwritten or deleted, by mistake or by ransomware, cannot be brought back.",
  remediation: 'Declare a BucketVersioning for the bucket with versioningConfiguration.status "Enabled".',
  limits: "How long old versions are kept is for lifecycle rules, which this rule does not read.",
  check: (b) =>
    isMade(
      b.related(bucketVersioning),
      (v) => v.get("versioningConfiguration", "status").is("Enabled"),
      b
        .declared("versionings")
        .else(b.declared("versioning"))
        .some((v) => v.get("enabled").is(true), "versioning enabled"),
    ),
});

type Versioning = aws.s3.BucketVersioningArgs | aws.s3.BucketVersioningV2Args;

/** Wherever the versioning of a bucket is declared: in a resource of its own, or in the bucket. */
const versioning = kind<Versioning | Bucket>({
  name: "versioning",
  types: [...(bucketVersioning.types as [string, ...string[]]), ...bucket.types],
});

export const needsMfaToDelete = rule({
  id: "aws-s3-mfa-delete",
  title: "Versions of objects are deleted only with a second factor",
  severity: "low",
  resource: versioning,
  companions: [bucket, bucketLifecycle],
  rationale: "Versioning protects nothing from somebody who holds a key that may delete versions too.",
  remediation:
    'Set versioningConfiguration.mfaDelete of the BucketVersioning to "Enabled" and mfa to the serial number and code; only the root user of the account may do so.',
  limits:
    "It judges what is declared; a bucket without any versioning is for aws-s3-versioning. Object lock, which protects versions without a token, does not count.",
  exempt: (v) => [...undeclared(v), ...lifecycled(v)],
  check: (v) =>
    isSeparate(v)
      ? v.get("versioningConfiguration", "mfaDelete").is("Enabled")
      : v
          .written("versionings")
          .else(v.written("versioning"))
          .some((one) => one.get("mfaDelete").is(true), "MFA delete"),
});

function isSeparate(v: Subject<Versioning | Bucket>): boolean {
  return bucketVersioning.types.includes(v.type);
}

function undeclared(v: Subject<Versioning | Bucket>): Exemption[] {
  if (isSeparate(v)) return [];
  const inline = v.written("versionings").else(v.written("versioning"));
  return [[inline.isUnset(), "it declares no versioning: that is in a resource of its own, or nowhere"]];
}

/** S3 refuses MFA delete and lifecycle rules on one bucket. */
function lifecycled(v: Subject<Versioning | Bucket>): Exemption[] {
  const reason = "a bucket with lifecycle rules cannot have MFA delete";
  if (!isSeparate(v)) return [[hasLifecycleRule(v as Subject<Bucket>), reason]];
  const target = v.follow("bucket", bucket);
  return [[all(target.isHere(), target.some(hasLifecycleRule)), reason]];
}
