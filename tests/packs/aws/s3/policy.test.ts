import { requiresTls } from "../../../../packs/aws/s3/policy.js";
import { json, link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const deny = (changes: object = {}) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
      ...changes,
    },
  ],
});
const bucket = resource(BUCKET, "data", { bucket: "data" });
const withPolicy = (policy: unknown, type = BUCKET) => [
  resource(type, "data", { bucket: "data" }),
  resource(POLICY, "policy", { bucket: link("data"), policy }),
];

testRule(requiresTls, {
  compliant: [
    {
      name: "policy as JSON text",
      stack: withPolicy(json(deny())),
      at: ['policy.Statement[0].Condition.Bool["aws:SecureTransport"]'],
    },
    { name: "policy as object", stack: withPolicy(deny()), at: ["policy.Statement[0].Effect"] },
    {
      name: "old V2 bucket",
      stack: withPolicy(json(deny()), "aws:s3/bucketV2:BucketV2"),
      at: ["policy.Statement[0].Action"],
    },
    {
      name: "single statement, no list",
      stack: withPolicy(json({ Statement: deny().Statement[0] })),
      at: ["policy.Statement.Effect"],
    },
    {
      name: "principal by kind, boolean condition",
      stack: withPolicy(
        json(deny({ Principal: { AWS: ["*"] }, Condition: { Bool: { "AWS:SecureTransport": false } } })),
      ),
      at: ["policy.Statement[0].Principal.AWS[0]"],
    },
    {
      name: "inline policy of the bucket",
      stack: [resource(BUCKET, "data", { policy: json(deny()) })],
      at: ["policy.Statement[0].Effect"],
    },
  ],
  violating: [
    {
      name: "leaves a principal out",
      stack: withPolicy(json(deny({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }))),
      at: ["policy.Statement"],
    },
    {
      name: "only objects under a prefix",
      stack: withPolicy(json(deny({ Resource: "arn:aws:s3:::data/logs/*" }))),
      at: ["policy.Statement"],
    },
    {
      name: "empty text, which the provider records where there is none",
      stack: [resource(BUCKET, "data", { policy: "" })],
      at: ["policy.Statement"],
    },
    {
      name: "denies only reading",
      stack: withPolicy(json(deny({ Action: "s3:GetObject" }))),
      at: ["policy.Statement"],
    },
    {
      name: "denies only one principal",
      stack: withPolicy(json(deny({ Principal: { AWS: "arn:aws:iam::1:root" } }))),
      at: ["policy.Statement"],
    },
    {
      name: "a second condition lets some through",
      stack: withPolicy(
        json(
          deny({ Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:SourceVpc": "vpc-1" } } }),
        ),
      ),
      at: ["policy.Statement"],
    },
    {
      name: "covers the bucket, not its objects",
      stack: withPolicy(json(deny({ Resource: "arn:aws:s3:::data" }))),
      at: ["policy.Statement"],
    },
    {
      name: "outputs that repeat an old policy, after the BucketPolicy lost its statement",
      stack: [
        resource(BUCKET, "data", { bucket: "data" }, { computed: { policy: json(deny()) } }),
        resource(POLICY, "policy", { bucket: link("data"), policy: json({ Statement: [] }) }),
      ],
      at: ["policy.Statement"],
    },
    {
      name: "policy of another bucket",
      stack: [
        bucket,
        resource(BUCKET, "other", { bucket: "other" }),
        resource(POLICY, "policy", { bucket: link("other"), policy: json(deny()) }),
      ],
      at: ["companion(bucket policy)"],
    },
  ],
  unknown: [
    { name: "policy not known", stack: withPolicy(unknown), at: ["policy.Statement"] },
    {
      name: "policy for a bucket that is not known",
      stack: [bucket, resource(POLICY, "policy", { bucket: unknown, policy: json(deny()) })],
      at: ["bucket"],
    },
    {
      name: "resource ARN not known inside the text",
      stack: withPolicy(json(deny({ Resource: `${unknown}/*` }))),
      at: ["policy.Statement[0].Resource"],
    },
  ],
  absent: [
    { name: "no policy at all", verdict: "fail", stack: [bucket], at: ["companion(bucket policy)"] },
    {
      name: "policy that the provider computes",
      verdict: "fail",
      stack: [resource(BUCKET, "data", {}, { computed: { policy: "" } })],
      only: "preview",
      at: ["companion(bucket policy)"],
    },
  ],
  odd: [
    { name: "text that is no JSON", verdict: "undetermined", stack: withPolicy("{"), at: ["policy.Statement"] },
    { name: "JSON that is no policy", verdict: "fail", stack: withPolicy("[]"), at: ["policy.Statement"] },
    {
      name: "statement that is text",
      verdict: "undetermined",
      stack: withPolicy(json({ Statement: "Deny" })),
      at: ["policy.Statement.Effect"],
    },
  ],
});
