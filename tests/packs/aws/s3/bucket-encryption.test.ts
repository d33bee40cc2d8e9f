import { isEncrypted, isEncryptedByKms } from "../../../../packs/aws/s3/bucket-encryption.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const ENCRYPTION_V2 = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const bucket = (props: object = {}, type = BUCKET) => resource(type, "data", { bucket: "data", ...props });
const by = (sseAlgorithm: unknown) => ({ applyServerSideEncryptionByDefault: { sseAlgorithm } });
const encryption = (rules: unknown, type = ENCRYPTION) => resource(type, "e", { bucket: link("data"), rules });
const inline = (sseAlgorithm: unknown) => bucket({ serverSideEncryptionConfiguration: { rule: by(sseAlgorithm) } });
const inlineList = (sseAlgorithm: unknown) =>
  bucket(
    {
      serverSideEncryptionConfigurations: [{ rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm }] }] }],
    },
    BUCKET_V2,
  );
const reported = (sseAlgorithm: string) =>
  resource(
    BUCKET,
    "data",
    { bucket: "data" },
    { computed: { serverSideEncryptionConfiguration: { rule: by(sseAlgorithm) } } },
  );
const SEPARATE = "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm";
const INLINE = "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm";
const LIST = "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0].sseAlgorithm";

testRule(isEncrypted, {
  compliant: [
    { name: "AES256 apart", stack: [bucket(), encryption([by("AES256")])], at: [SEPARATE] },
    {
      name: "KMS apart, V2",
      stack: [bucket({}, BUCKET_V2), encryption([by("aws:kms")], ENCRYPTION_V2)],
      at: [SEPARATE],
    },
    { name: "AES256 inline", stack: [inline("AES256")], at: [INLINE] },
    { name: "KMS inline", stack: [inline("aws:kms")], at: [INLINE] },
    { name: "AES256 in an inline list", stack: [inlineList("AES256")], at: [LIST] },
    {
      name: "key not known",
      stack: [
        bucket(),
        encryption([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: unknown } }]),
      ],
      at: [SEPARATE],
    },
  ],
  violating: [
    {
      name: "encryption of another bucket",
      stack: [bucket(), resource(ENCRYPTION, "e", { bucket: "other", rules: [by("AES256")] })],
      at: ["companion(bucket encryption)"],
    },
    {
      name: "bucket keys and no algorithm",
      stack: [bucket(), encryption([{ bucketKeyEnabled: true }])],
      at: ["rules"],
    },
    { name: "AES256 that S3 chose by itself", stack: [reported("AES256")], at: [INLINE] },
  ],
  unknown: [
    { name: "algorithm not known", stack: [bucket(), encryption([by(unknown)])], at: [SEPARATE] },
    { name: "rules not known", stack: [bucket(), encryption(unknown)], at: ["rules"] },
    { name: "inline not known", stack: [inline(unknown)], at: [INLINE] },
    {
      name: "perhaps the encryption of this bucket",
      stack: [bucket(), resource(ENCRYPTION, "e", { bucket: unknown, rules: [by("AES256")] })],
      at: ["bucket"],
    },
  ],
  absent: [
    {
      name: "nothing declared, though S3 encrypts by itself",
      verdict: "fail",
      stack: [bucket()],
      at: [INLINE, "companion(bucket encryption)"],
    },
  ],
  odd: [
    {
      name: "algorithm that there is not",
      verdict: "fail",
      stack: [bucket(), encryption([by("rot13")])],
      at: ["rules"],
    },
    {
      name: "KMS reported of a bucket that does not declare it: somebody has",
      verdict: "pass",
      stack: [reported("aws:kms")],
      only: "state",
      at: [INLINE],
    },
    {
      name: "one rule and no list",
      verdict: "pass",
      stack: [bucket(), encryption(by("AES256"))],
      at: ["rules.applyServerSideEncryptionByDefault.sseAlgorithm"],
    },
  ],
});

const logTarget = [bucket(), resource(BUCKET, "app", { bucket: "app" })];

testRule(isEncryptedByKms, {
  compliant: [
    { name: "KMS apart", stack: [bucket(), encryption([by("aws:kms")])], at: [SEPARATE] },
    {
      name: "two layers, V2",
      stack: [bucket({}, BUCKET_V2), encryption([by("aws:kms:dsse")], ENCRYPTION_V2)],
      at: [SEPARATE],
    },
    { name: "KMS inline", stack: [inline("aws:kms")], at: [INLINE] },
    { name: "KMS in an inline list", stack: [inlineList("aws:kms")], at: [LIST] },
  ],
  violating: [
    { name: "AES256 apart", stack: [bucket(), encryption([by("AES256")])], at: ["rules"] },
    { name: "AES256 inline", stack: [inline("AES256")], at: [INLINE] },
    {
      name: "AES256 in an inline list",
      stack: [inlineList("AES256")],
      at: ["serverSideEncryptionConfigurations"],
    },
    {
      name: "AES256 now, while the bucket's outputs still say KMS",
      stack: [reported("aws:kms"), encryption([by("AES256")])],
      at: ["rules"],
    },
  ],
  unknown: [
    { name: "algorithm not known", stack: [bucket(), encryption([by(unknown)])], at: [SEPARATE] },
    {
      name: "AES256, but perhaps a log bucket",
      stack: [...logTarget, resource(LOGGING, "l", { bucket: link("app"), targetBucket: unknown })],
      at: ["targetBucket"],
    },
  ],
  absent: [
    { name: "nothing declared", verdict: "fail", stack: [bucket()], at: [INLINE, "companion(bucket encryption)"] },
    { name: "AES256 as S3 reports it", verdict: "fail", stack: [reported("AES256")], at: [INLINE] },
  ],
  odd: [
    {
      name: "algorithm of another shape",
      verdict: "undetermined",
      stack: [bucket(), encryption([by({})])],
      at: [SEPARATE],
    },
    { name: "capitals, which S3 refuses", verdict: "fail", stack: [inline("AWS:KMS")], at: [INLINE] },
  ],
  notApplicable: [
    {
      name: "log bucket",
      stack: [...logTarget, resource(LOGGING, "l", { bucket: link("app"), targetBucket: link("data") })],
      at: [],
    },
  ],
});
