import { hasLifecycle, logsAccess, notifies } from "../../../../packs/aws/s3/bucket.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const bucket = (props: object = {}, type = BUCKET) => resource(type, "data", { bucket: "data", ...props });
const logs = resource(BUCKET, "logs", { bucket: "logs" });
const part = (type: string, props: object) => resource(type, "part", { bucket: link("data"), ...props });

testRule(logsAccess, {
  compliant: [
    {
      name: "BucketLogging",
      stack: [bucket(), logs, part(LOGGING, { targetBucket: link("logs") })],
      at: ["targetBucket"],
    },
    {
      name: "BucketLoggingV2 to a bucket of another stack",
      stack: [bucket(), part("aws:s3/bucketLoggingV2:BucketLoggingV2", { targetBucket: "central-logs" })],
      at: ["targetBucket"],
    },
    {
      name: "inline",
      stack: [bucket({ logging: { targetBucket: link("logs") } }), logs],
      at: ["logging.targetBucket"],
    },
    {
      name: "inline list of the old V2 bucket",
      stack: [bucket({ loggings: [{ targetBucket: "central-logs" }] }, BUCKET_V2)],
      at: ["loggings[0].targetBucket"],
    },
    {
      name: "inline, whatever a logging not known to be ours says",
      stack: [
        bucket({ logging: { targetBucket: "l" } }),
        resource(LOGGING, "l", { bucket: unknown, targetBucket: "l" }),
      ],
      at: ["logging.targetBucket"],
    },
  ],
  violating: [
    {
      name: "logging of another bucket",
      stack: [
        bucket(),
        resource(BUCKET, "other", { bucket: "other" }),
        resource(LOGGING, "l", { bucket: link("other"), targetBucket: "logs" }),
      ],
      at: ["companion(bucket logging)"],
    },
    {
      name: "BucketLogging without a target",
      stack: [bucket(), part(LOGGING, { targetBucket: "" })],
      at: ["targetBucket"],
    },
    {
      name: "outputs that repeat an old target, after the BucketLogging lost it",
      stack: [
        resource(BUCKET, "data", { bucket: "data" }, { computed: { logging: { targetBucket: "logs" } } }),
        part(LOGGING, { targetBucket: "" }),
      ],
      at: ["targetBucket"],
    },
    {
      name: "another bucket whose logging the provider computes",
      stack: [bucket(), resource(BUCKET, "other", {}, { computed: { logging: "", loggings: [] } })],
      at: ["companion(bucket logging)"],
    },
  ],
  unknown: [
    {
      name: "logging for a bucket that is not known",
      stack: [bucket(), resource(LOGGING, "l", { bucket: unknown, targetBucket: "logs" })],
      at: ["bucket"],
    },
    {
      name: "target not known and not given by a resource",
      stack: [bucket(), part(LOGGING, { targetBucket: unknown })],
      at: ["targetBucket"],
    },
    {
      name: "perhaps the log bucket of another",
      stack: [
        bucket(),
        resource(BUCKET, "other", { bucket: "other" }),
        resource(LOGGING, "l", { bucket: link("other"), targetBucket: unknown }),
      ],
      at: ["targetBucket"],
    },
  ],
  absent: [{ name: "no logging at all", verdict: "fail", stack: [bucket()], at: ["logging"] }],
  odd: [
    {
      name: "text where the settings belong",
      verdict: "undetermined",
      stack: [bucket({ logging: "yes" })],
      at: ["logging.targetBucket"],
    },
  ],
  notApplicable: [
    {
      name: "log bucket of a BucketLogging",
      stack: [
        bucket(),
        resource(BUCKET, "app", { bucket: "app" }),
        resource(LOGGING, "l", { bucket: link("app"), targetBucket: link("data") }),
      ],
      at: [],
    },
    {
      name: "log bucket of an inline setting",
      stack: [bucket(), resource(BUCKET, "app", { logging: { targetBucket: link("data") } })],
      at: [],
    },
    {
      name: "log bucket of an inline list",
      stack: [bucket({}, BUCKET_V2), resource(BUCKET_V2, "app", { loggings: [{ targetBucket: link("data") }] })],
      at: [],
    },
  ],
});

const enabled = { rules: [{ id: "old", status: "Enabled", expiration: { days: 30 } }] };

testRule(hasLifecycle, {
  compliant: [
    {
      name: "enabled rule",
      stack: [bucket(), part(LIFECYCLE, enabled)],
      at: ["rules[0].status"],
    },
    {
      name: "V2 configuration of a V2 bucket",
      stack: [
        bucket({}, BUCKET_V2),
        part("aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", enabled),
      ],
      at: ["rules[0].status"],
    },
    {
      name: "one of two is enabled",
      stack: [bucket(), part(LIFECYCLE, { rules: [{ status: "Disabled" }, { status: "Enabled" }] })],
      at: ["rules[1].status"],
    },
    {
      name: "inline",
      stack: [bucket({ lifecycleRules: [{ enabled: true }] })],
      at: ["lifecycleRules[0].enabled"],
    },
    {
      name: "one rule not known, the other enabled",
      stack: [bucket(), part(LIFECYCLE, { rules: [{ status: unknown }, { status: "Enabled" }] })],
      at: ["rules[1].status"],
    },
  ],
  violating: [
    { name: "disabled rule", stack: [bucket(), part(LIFECYCLE, { rules: [{ status: "Disabled" }] })], at: ["rules"] },
    { name: "inline, off", stack: [bucket({ lifecycleRules: [{ enabled: false }] })], at: ["lifecycleRules"] },
    { name: "no rules", stack: [bucket(), part(LIFECYCLE, { rules: [] })], at: ["rules"] },
  ],
  unknown: [
    {
      name: "status not known",
      stack: [bucket(), part(LIFECYCLE, { rules: [{ status: unknown }] })],
      at: ["rules[0].status"],
    },
    { name: "inline list not known", stack: [bucket({ lifecycleRules: unknown })], at: ["lifecycleRules"] },
  ],
  absent: [{ name: "nothing set", verdict: "fail", stack: [bucket()], at: ["companion(bucket lifecycle)"] }],
  odd: [
    {
      name: "status of another shape",
      verdict: "undetermined",
      stack: [bucket(), part(LIFECYCLE, { rules: [{ status: {} }] })],
      at: ["rules[0].status"],
    },
    {
      name: "status in lower case, which S3 refuses",
      verdict: "fail",
      stack: [bucket(), part(LIFECYCLE, { rules: [{ status: "enabled" }] })],
      at: ["rules"],
    },
  ],
});

testRule(notifies, {
  compliant: [
    { name: "EventBridge", stack: [bucket(), part(NOTIFICATION, { eventbridge: true })], at: ["eventbridge"] },
    {
      name: "a function",
      stack: [bucket({}, BUCKET_V2), part(NOTIFICATION, { lambdaFunctions: [{ events: ["s3:ObjectCreated:*"] }] })],
      at: ["lambdaFunctions"],
    },
    {
      name: "a queue whose ARN is not known",
      stack: [bucket(), part(NOTIFICATION, { queues: [{ queueArn: unknown, events: ["s3:ObjectRemoved:*"] }] })],
      at: ["queues"],
    },
    {
      name: "a topic, EventBridge not known",
      stack: [bucket(), part(NOTIFICATION, { eventbridge: unknown, topics: [{ topicArn: "arn", events: [] }] })],
      at: ["topics"],
    },
  ],
  violating: [
    {
      name: "EventBridge off, nothing else",
      stack: [bucket(), part(NOTIFICATION, { eventbridge: false, queues: [] })],
      at: ["eventbridge", "lambdaFunctions", "queues", "topics"],
    },
    {
      name: "notification of another bucket",
      stack: [bucket(), resource(NOTIFICATION, "n", { bucket: "other", eventbridge: true })],
      at: ["companion(bucket notification)"],
    },
  ],
  unknown: [
    {
      name: "queues not known",
      stack: [bucket(), part(NOTIFICATION, { eventbridge: false, queues: unknown })],
      at: ["queues"],
    },
    {
      name: "of a bucket that is not known",
      stack: [bucket(), resource(NOTIFICATION, "n", { bucket: unknown, eventbridge: true })],
      at: ["bucket"],
    },
  ],
  absent: [
    { name: "no notification", verdict: "fail", stack: [bucket()], at: ["companion(bucket notification)"] },
    { name: "empty notification", verdict: "fail", stack: [bucket(), part(NOTIFICATION, {})], at: ["eventbridge"] },
  ],
  odd: [
    {
      name: "boolean as text",
      verdict: "pass",
      stack: [bucket(), part(NOTIFICATION, { eventbridge: "true" })],
      at: ["eventbridge"],
    },
  ],
});
