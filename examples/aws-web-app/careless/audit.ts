import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A trail that was switched off when its bill came, in a bucket that the auditors can read without an account. */
export function auditTrail(): void {
  const bucket = new aws.s3.Bucket("audit");
  new aws.s3.BucketPolicy("audit", {
    bucket: bucket.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: ["s3:GetBucketAcl", "s3:PutObject"],
          Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        },
        {
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        },
      ],
    }),
  });
  new aws.cloudtrail.Trail("audit", { s3BucketName: bucket.id, enableLogging: false });
}
