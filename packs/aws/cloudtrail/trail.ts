import { all, type Check, rule, type Subject } from "../../../src/authoring/index.js";
import { logGroup, recordsObjects, trail } from "../shared/cloudtrail.js";
import { role } from "../shared/iam.js";
import { key } from "../shared/kms.js";
import { isPrivate, privacyCompanions } from "../shared/public-bucket.js";
import { type Bucket, bucket, bucketLogging, isMade } from "../shared/s3.js";

export const bucketNotPublic = rule({
  id: "aws-cloudtrail-bucket-not-public",
  title: "The bucket that receives a trail is not public",
  severity: "critical",
  resource: trail,
  companions: [bucket, ...privacyCompanions],
  rationale:
    "A trail tells who did what in the account: names, addresses and resources that an attacker would like to read.",
  remediation:
    "Give the trail's bucket a BucketPublicAccessBlock with all four settings true, and no ACL or policy for everyone.",
  limits:
    "A bucket that another stack declares is not seen. Accounts, organisations and networks that a condition names are taken as trusted.",
  check: (t) => t.follow("s3BucketName", bucket).some(isPrivate, "a private bucket"),
});

export const bucketLogsAccess = rule({
  id: "aws-cloudtrail-bucket-access-logging",
  title: "The bucket that receives a trail logs access to it",
  severity: "low",
  resource: trail,
  companions: [bucket, bucketLogging],
  rationale: "Whoever reads or removes the trail's files leaves traces in the bucket's own log only.",
  remediation: "Declare a BucketLogging for the trail's bucket with targetBucket set to another log bucket.",
  limits: "A bucket that another stack declares is not seen, nor whether its logs arrive.",
  check: (t) => t.follow("s3BucketName", bucket).some(logsAccess, "a bucket with access logging"),
});

function logsAccess(b: Subject<Bucket>): Check {
  return isMade(
    b.related(bucketLogging, "bucket"),
    (logging) => logging.get("targetBucket").isSetOrFed("a target bucket"),
    b
      .declared("logging")
      .else(b.declared("loggings"))
      .some((logging) => logging.get("targetBucket").isSetOrFed("a target bucket"), "a target bucket"),
  );
}

export const sendsToCloudWatchLogs = rule({
  id: "aws-cloudtrail-cloudwatch-logs",
  title: "Trails send their events to CloudWatch Logs",
  severity: "medium",
  resource: trail,
  companions: [logGroup, role],
  rationale: "Alarms and searches work on a log group within minutes; files in a bucket are read when it is too late.",
  remediation: "Set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
  limits: "Whether the role may write to the log group, and whether anything watches it, is not judged.",
  check: (t) =>
    all(
      t.get("cloudWatchLogsGroupArn").isSetOrFed("a log group"),
      t.get("cloudWatchLogsRoleArn").isSetOrFed("a role that may write to it"),
    ),
});

export const encrypted = rule({
  id: "aws-cloudtrail-kms-encrypted",
  title: "Trails are encrypted with a KMS key",
  severity: "medium",
  resource: trail,
  companions: [key],
  rationale: "With a key of one's own, reading the trail needs a permission for the key besides one for the bucket.",
  remediation: "Set kmsKeyId to the ARN of a KMS key whose policy lets CloudTrail encrypt.",
  limits:
    "The key's own policy and rotation are judged by rules on keys; files written before the key are not changed.",
  check: (t) => t.get("kmsKeyId").isSetOrFed("a KMS key"),
});

export const validatesFiles = rule({
  id: "aws-cloudtrail-log-file-validation",
  title: "Trails sign their files, so that changes can be found",
  severity: "medium",
  resource: trail,
  rationale: "Digests tell whether somebody changed or removed a file of the trail after CloudTrail wrote it.",
  remediation: "Set enableLogFileValidation to true.",
  limits: "Whether anybody checks the digests is not seen.",
  check: (t) => t.get("enableLogFileValidation").or(false).is(true),
  remedy: {
    does: "Sets enableLogFileValidation to true.",
    risk: "It breaks nothing: small digest files appear beside the trail's own.",
    apply: (t) => t.get("enableLogFileValidation").set(true),
  },
});

export const logging = rule({
  id: "aws-cloudtrail-logging-enabled",
  title: "Trails are switched on",
  severity: "high",
  resource: trail,
  rationale: "A trail that is switched off records nothing, and looks like a trail in every list.",
  remediation: "Set enableLogging to true, or leave it out.",
  limits: "A trail that somebody stops by hand shows only after the state is refreshed.",
  check: (t) => t.get("enableLogging").or(true).is(true),
  remedy: {
    does: "Sets enableLogging to true.",
    risk: "It breaks nothing. AWS charges for data events, for second copies of management events, and for storage.",
    apply: (t) => t.get("enableLogging").set(true),
  },
});

export const multiRegion = rule({
  id: "aws-cloudtrail-multi-region",
  title: "Trails record every region",
  severity: "medium",
  resource: trail,
  rationale: "An intruder prefers a region that nobody uses: a trail of one region never shows it.",
  remediation: "Set isMultiRegionTrail to true.",
  limits: "A trail of one region beside another of all regions fails too: judge it by an exception if it is wanted.",
  check: (t) => t.get("isMultiRegionTrail").or(false).is(true),
  remedy: {
    does: "Sets isMultiRegionTrail to true, and includeGlobalServiceEvents, without which AWS refuses it, where it is false.",
    risk: "It breaks nothing. AWS charges for data events of the other regions, for second copies of management events, and for storage.",
    apply: (t) => {
      t.get("isMultiRegionTrail").set(true);
      if (t.get("includeGlobalServiceEvents").is(false)) t.get("includeGlobalServiceEvents").set(true);
    },
  },
});

export const s3DataEvents = rule({
  id: "aws-cloudtrail-s3-data-events",
  title: "Trails record who reads and writes S3 objects",
  severity: "medium",
  resource: trail,
  rationale: "Management events tell who made a bucket; only data events tell who took or changed what is in it.",
  remediation:
    "Add an eventSelector with dataResources of type AWS::S3::Object and readWriteType All, or an advancedEventSelector with eventCategory Data and resources.type AWS::S3::Object.",
  limits:
    "Which buckets the selectors name is not compared with those of the stack; access logs of buckets do not count here.",
  check: (t) => all(recordsObjects(t, "ReadOnly"), recordsObjects(t, "WriteOnly")),
});
