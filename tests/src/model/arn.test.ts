import { expect, test } from "vitest";
import { type Arn, parseArn } from "../../../src/model/arn.js";

test.each<[string, Arn]>([
  [
    "arn:aws:kms:eu-central-1:123456789012:key/1",
    { partition: "aws", service: "kms", region: "eu-central-1", account: "123456789012" },
  ],
  [
    "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:a:b:c",
    { partition: "aws-us-gov", service: "sqs", region: "us-gov-west-1", account: "123456789012" },
  ],
  ["arn:aws:iam::123456789012:role/a", { partition: "aws", service: "iam", account: "123456789012" }],
  ["arn:aws:s3:::bucket", { partition: "aws", service: "s3" }],
  ["arn:aws:iam::aws:policy/ReadOnlyAccess", { partition: "aws", service: "iam" }],
  ["arn:aws:kms:eu-central-1:12345:key/1", { partition: "aws", service: "kms", region: "eu-central-1" }],
  ["arn:aws:kms:europe:123456789012:key/1", { partition: "aws", service: "kms", account: "123456789012" }],
])("%s", (text, expected) => expect(parseArn(text)).toEqual(expected));

test.each([
  undefined,
  "",
  "arn",
  "arn:aws:s3:::",
  "arn:aws:s3",
  "xarn:aws:s3:::b",
  "arn:gcp:s3:::b",
  "ARN:aws:s3:::b",
  "arn:aws:s3:eu central:1:b",
  "arn:aws:s3:::b\n",
  "arn:aws:s3:::\u202eb",
  `arn:aws:s3:::${"b".repeat(2048)}`,
])("%j is no ARN", (text) => expect(parseArn(text)).toBeUndefined());
