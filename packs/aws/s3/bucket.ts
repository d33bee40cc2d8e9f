import { any, rule } from "../../../src/authoring/index.js";
import {
  bucket,
  bucketLifecycle,
  bucketLogging,
  bucketNotification,
  hasLifecycleRule,
  isMade,
  receivesLogs,
} from "../shared/s3.js";

export const logsAccess = rule({
  id: "aws-s3-access-logging",
  title: "Buckets log access to their objects",
  severity: "medium",
  resource: bucket,
  companions: [bucketLogging, bucket],
  rationale: "Without server access logs nobody can tell afterwards who read or changed an object.",
  remediation: "Declare a BucketLogging for the bucket with targetBucket set to a log bucket.",
  limits: "Data events of CloudTrail, which record the same requests, do not count here; nor is delivery tested.",
  exempt: (b) => [[receivesLogs(b), "it is itself the log bucket of others"]],
  check: (b) =>
    isMade(
      b.related(bucketLogging, "bucket"),
      (l) => l.get("targetBucket").isSetOrFed("a target bucket"),
      b
        .declared("loggings")
        .else(b.declared("logging"))
        .some((l) => l.get("targetBucket").isSetOrFed(), "a target bucket"),
    ),
});

export const hasLifecycle = rule({
  id: "aws-s3-lifecycle",
  title: "Buckets have a lifecycle rule in force",
  severity: "low",
  resource: bucket,
  companions: [bucketLifecycle],
  rationale:
    "Objects and old versions that nothing removes outlive the purpose they were kept for, and the retention agreed for them.",
  remediation:
    'Declare a BucketLifecycleConfiguration for the bucket with a rule of status "Enabled" that expires or moves objects.',
  limits: "What the rule does, after how many days and to which objects, is not judged.",
  check: hasLifecycleRule,
});

export const notifies = rule({
  id: "aws-s3-event-notifications",
  title: "Buckets send notifications of events",
  severity: "low",
  resource: bucket,
  companions: [bucketNotification],
  rationale:
    "A bucket that notifies lets a monitor react to a deletion or a new object at once instead of at the next review.",
  remediation:
    "Declare a BucketNotification for the bucket with eventbridge true, or with lambdaFunctions, queues or topics.",
  limits: "Which events are sent, and whether anything listens to them, is not judged.",
  check: (b) =>
    b
      .related(bucketNotification)
      .some((n) =>
        any(
          n.get("eventbridge").is(true),
          n.get("lambdaFunctions").isSet("a function"),
          n.get("queues").isSet("a queue"),
          n.get("topics").isSet("a topic"),
        ),
      ),
});
