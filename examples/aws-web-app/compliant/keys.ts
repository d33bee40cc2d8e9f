import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A key that rotates every year, that only this account administers, and that AWS services may use to write logs. */
export function encryptionKey(name: string, provider?: aws.Provider): aws.kms.Key {
  const account = aws.getCallerIdentityOutput({}, { provider }).accountId;
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AccountAdministersItsKey",
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "ServicesEncryptWhatTheyDeliver",
        Effect: "Allow",
        Principal: { Service: ["cloudtrail.amazonaws.com", "logging.s3.amazonaws.com", "logs.amazonaws.com"] },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  });
  const key = new aws.kms.Key(
    name,
    { description: "Data of the web application", deletionWindowInDays: 30, enableKeyRotation: true, policy },
    { provider },
  );
  new aws.kms.Alias(name, { name: `alias/web-app-${name}`, targetKeyId: key.id }, { provider });
  return key;
}
