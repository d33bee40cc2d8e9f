import { locksObjects } from "../../../../packs/aws/s3/bucket-object-lock.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const bucket = (props: object = {}, type = BUCKET) => resource(type, "data", { bucket: "data", ...props });
const lock = (props: object, type = LOCK) => resource(type, "lock", { bucket: link("data"), ...props });
const keep = (defaultRetention: unknown) => ({ rule: { defaultRetention } });
const month = keep({ mode: "GOVERNANCE", days: 30 });

testRule(locksObjects, {
  compliant: [
    { name: "days", stack: [bucket(), lock(month)], at: ["rule.defaultRetention.days"] },
    {
      name: "years, V2",
      stack: [
        bucket({}, BUCKET_V2),
        lock(
          keep({ mode: "COMPLIANCE", years: 1 }),
          "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
        ),
      ],
      at: ["rule.defaultRetention.years"],
    },
    {
      name: "inline",
      stack: [bucket({ objectLockConfiguration: { objectLockEnabled: "Enabled", ...month } })],
      at: ["objectLockConfiguration.rule.defaultRetention.days"],
    },
    {
      name: "inline list of the old V2 bucket",
      stack: [
        bucket(
          { objectLockConfiguration: { rules: [{ defaultRetentions: [{ mode: "GOVERNANCE", days: 1 }] }] } },
          BUCKET_V2,
        ),
      ],
      at: ["objectLockConfiguration.rules[0].defaultRetentions[0].days"],
    },
    {
      name: "days not known, years long enough",
      stack: [bucket(), lock(keep({ mode: "COMPLIANCE", days: unknown, years: 2 }))],
      at: ["rule.defaultRetention.years"],
    },
    {
      name: "exactly as long as asked for",
      stack: [bucket(), lock(month)],
      parameters: { minimumDays: 30 },
      at: ["rule.defaultRetention.days"],
    },
    {
      name: "two years for a minimum of one and a day",
      stack: [bucket(), lock(keep({ mode: "COMPLIANCE", years: 2 }))],
      parameters: { minimumDays: 366 },
      at: ["rule.defaultRetention.years"],
    },
  ],
  violating: [
    {
      name: "lock on, no default retention",
      stack: [bucket({ objectLockEnabled: true })],
      at: ["objectLockConfiguration", "companion(bucket object lock)"],
    },
    {
      name: "retention of no length",
      stack: [bucket(), lock(keep({ mode: "GOVERNANCE", days: 0 }))],
      at: ["rule.defaultRetention.days"],
    },
    {
      name: "shorter than asked for",
      stack: [bucket(), lock(month)],
      parameters: { minimumDays: 31 },
      at: ["rule.defaultRetention.days"],
    },
    {
      name: "a year for a minimum of one and a day",
      stack: [bucket(), lock(keep({ mode: "COMPLIANCE", years: 1 }))],
      parameters: { minimumDays: 366 },
      at: ["rule.defaultRetention.years"],
    },
    {
      name: "a mode that does not pass, the length not known",
      stack: [bucket(), lock(keep({ mode: "GOVERNANCE", days: unknown }))],
      parameters: { modes: ["COMPLIANCE"] },
      at: ["rule.defaultRetention.mode"],
    },
    {
      name: "inline lock without retention",
      stack: [bucket({ objectLockConfiguration: { objectLockEnabled: "Enabled" } })],
      at: ["objectLockConfiguration.rule.defaultRetention.mode"],
    },
  ],
  unknown: [
    {
      name: "days not known",
      stack: [bucket(), lock(keep({ mode: "GOVERNANCE", days: unknown }))],
      at: ["rule.defaultRetention.days"],
    },
    {
      name: "inline not known",
      stack: [bucket({ objectLockConfiguration: unknown })],
      at: ["objectLockConfiguration"],
    },
  ],
  absent: [
    {
      name: "no object lock",
      verdict: "fail",
      stack: [bucket()],
      at: ["objectLockConfiguration", "companion(bucket object lock)"],
    },
    {
      name: "configuration without a rule",
      verdict: "fail",
      stack: [bucket(), lock({})],
      at: ["rule.defaultRetention.mode"],
    },
  ],
  odd: [
    {
      name: "days as text",
      verdict: "pass",
      stack: [bucket(), lock(keep({ mode: "GOVERNANCE", days: "30" }))],
      at: ["rule.defaultRetention.days"],
    },
    {
      name: "days in words",
      verdict: "undetermined",
      stack: [bucket(), lock(keep({ mode: "GOVERNANCE", days: "a month" }))],
      at: ["rule.defaultRetention.days"],
    },
  ],
  notApplicable: [
    {
      name: "log bucket",
      stack: [
        bucket(),
        resource(BUCKET, "app", { bucket: "app" }),
        resource("aws:s3/bucketLogging:BucketLogging", "l", { bucket: link("app"), targetBucket: link("data") }),
      ],
      at: [],
    },
  ],
});
