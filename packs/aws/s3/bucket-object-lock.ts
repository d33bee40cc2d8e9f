import type * as aws from "@pulumi/aws";
import { all, any, type Check, type Ref, rule, z } from "../../../src/authoring/index.js";
import { bucket, bucketLogging, bucketObjectLock, isMade, receivesLogs } from "../shared/s3.js";

const MODES = ["GOVERNANCE", "COMPLIANCE"] as const;

export const locksObjects = rule({
  id: "aws-s3-object-lock",
  title: "Buckets lock new objects for a default retention",
  severity: "low",
  resource: bucket,
  companions: [bucketObjectLock, bucketLogging, bucket],
  rationale:
    "Versions under object lock outlast a thief with the rights to delete, and ransomware; without a default each writer would have to ask for it.",
  remediation:
    "Set objectLockEnabled on the bucket and declare a BucketObjectLockConfiguration for it with rule.defaultRetention: mode, and days or years.",
  limits: "Retention and legal holds that are set object by object are not seen. A year counts as 365 days.",
  parameters: {
    minimumDays: z.int().min(1).max(36_500).default(1).describe("Shortest default retention that passes, in days."),
    modes: z
      .array(z.enum(MODES))
      .min(1)
      .default([...MODES])
      .describe("Modes that pass; holders of a special right can lift GOVERNANCE, and nobody COMPLIANCE."),
  },
  exempt: (b) => [[receivesLogs(b), "server access logs are not delivered to buckets with object lock"]],
  check: (b, { minimumDays, modes }) => {
    const retains = (retention: Ref<Retention>) =>
      all(
        retention.get("mode").oneOf(modes),
        any(retention.get("days").atLeast(minimumDays), retention.get("years").atLeast(Math.ceil(minimumDays / 365))),
      );
    const inline = b.declared("objectLockConfiguration");
    const old = inline.get("rules");
    return isMade(
      b.related(bucketObjectLock),
      (lock) => all(isOn(lock.get("objectLockEnabled")), retains(lock.get("rule", "defaultRetention"))),
      all(
        inline.isSet("an object lock configuration"),
        isOn(inline.get("objectLockEnabled")),
        old.isAbsent
          ? retains(inline.get("rule", "defaultRetention"))
          : old.some((r) => r.get("defaultRetentions").some(retains, "a default retention"), "a default retention"),
      ),
    );
  },
});

type Retention =
  | aws.types.input.s3.BucketObjectLockConfigurationRuleDefaultRetention
  | aws.types.input.s3.BucketObjectLockConfigurationV2RuleDefaultRetention
  | aws.types.input.s3.BucketV2ObjectLockConfigurationRuleDefaultRetention;

/** The only value there is, and the default of the provider. */
function isOn(enabled: Ref<string>): Check {
  return enabled.or("Enabled").is("Enabled");
}
