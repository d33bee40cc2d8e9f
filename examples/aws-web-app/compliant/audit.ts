import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SafeBucket } from "./storage";

interface AuditArgs {
  key: aws.kms.Key;
  keyElsewhere: aws.kms.Key;
  logs: SafeBucket;
  logsElsewhere: SafeBucket;
  elsewhere: aws.Provider;
}

/** Who did what in the account, in all regions, kept where it cannot be changed. */
export function auditTrail({ key, keyElsewhere, logs, logsElsewhere, elsewhere }: AuditArgs): void {
  const copy = new SafeBucket("audit-elsewhere", { key: keyElsewhere, logTo: logsElsewhere }, elsewhere);
  const audit = new SafeBucket("audit", { key, logTo: logs, copyTo: copy, statements: trailDelivery });

  const group = new aws.cloudwatch.LogGroup("audit", { retentionInDays: 400, kmsKeyId: key.arn });
  const role = new aws.iam.Role("audit", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "cloudtrail.amazonaws.com" }),
  });
  const policy = new aws.iam.Policy("audit", {
    description: "Writes the trail to its log group",
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${group.arn}:*`,
        },
      ],
    }),
  });
  new aws.iam.RolePolicyAttachment("audit", { role: role.name, policyArn: policy.arn });

  new aws.cloudtrail.Trail("audit", {
    s3BucketName: audit.bucket.id,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogging: true,
    enableLogFileValidation: true,
    kmsKeyId: key.arn,
    cloudWatchLogsGroupArn: pulumi.interpolate`${group.arn}:*`,
    cloudWatchLogsRoleArn: role.arn,
    eventSelectors: [
      {
        readWriteType: "All",
        includeManagementEvents: true,
        dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
      },
    ],
  });
}

/** CloudTrail looks at the bucket's ACL before it delivers, and leaves its files to the bucket's owner. */
function trailDelivery(bucket: aws.s3.Bucket): object[] {
  const cloudTrail = {
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
  };
  return [
    { ...cloudTrail, Sid: "CloudTrailLooks", Action: "s3:GetBucketAcl", Resource: bucket.arn },
    {
      ...cloudTrail,
      Sid: "CloudTrailDelivers",
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucket.arn}/AWSLogs/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}
