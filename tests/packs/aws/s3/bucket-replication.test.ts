import { isReplicated, isReplicatedFarAway } from "../../../../packs/aws/s3/bucket-replication.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const CONFIG = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const provider = (name: string, region?: unknown) =>
  resource("pulumi:providers:aws", name, region === undefined ? {} : { region });
const bucket = (props: object = {}, type = BUCKET) => resource(type, "data", { bucket: "data", ...props });
const other = (name: string, props: object = {}, from?: string) =>
  resource(BUCKET, name, { bucket: name, ...props }, from === undefined ? {} : { provider: from });
const to = (bucketArn: unknown, status: unknown = "Enabled") => ({ status, destination: { bucket: bucketArn } });
const copy = link("copy", "arn");
const config = (...rules: object[]) => resource(CONFIG, "r", { bucket: link("data"), role: "arn", rules });
const inline = (rule: object) => bucket({ replicationConfiguration: { role: "arn", rules: [rule] } });
const inlineList = (status: unknown, props: object = {}) =>
  bucket(
    { replicationConfigurations: [{ rules: [{ status, destinations: [{ bucket: copy }] }] }], ...props },
    BUCKET_V2,
  );
const isReplica = [
  {
    name: "replica of another bucket",
    stack: [bucket(), other("app"), resource(CONFIG, "r", { bucket: link("app"), rules: [to(link("data", "arn"))] })],
    at: [],
  },
  {
    name: "replica by an inline setting",
    stack: [bucket(), other("app", { replicationConfiguration: { rules: [to(link("data", "arn"))] } })],
    at: [],
  },
  {
    name: "replica by an inline list",
    stack: [
      bucket({}, BUCKET_V2),
      other("app", { replicationConfigurations: [{ rules: [{ destinations: [{ bucket: link("data", "arn") }] }] }] }),
    ],
    at: [],
  },
];

testRule(isReplicated, {
  compliant: [
    { name: "enabled rule", stack: [bucket(), other("copy"), config(to(copy))], at: ["rules[0].status"] },
    { name: "to another stack's bucket", stack: [bucket(), config(to("arn:aws:s3:::far"))], at: ["rules[0].status"] },
    {
      name: "second rule enabled, the first not known",
      stack: [bucket({}, BUCKET_V2), config(to("arn:aws:s3:::far", unknown), to("arn:aws:s3:::far"))],
      at: ["rules[1].status"],
    },
    {
      name: "inline",
      stack: [inline(to(copy)), other("copy")],
      at: ["replicationConfiguration.rules[0].status"],
    },
    {
      name: "inline list",
      stack: [inlineList("Enabled"), other("copy")],
      at: ["replicationConfigurations[0].rules[0].status"],
    },
  ],
  violating: [
    { name: "disabled", stack: [bucket(), other("copy"), config(to(copy, "Disabled"))], at: ["rules"] },
    {
      name: "inline, disabled",
      stack: [inline(to(copy, "Disabled")), other("copy")],
      at: ["replicationConfiguration.rules"],
    },
    {
      name: "inline list, disabled",
      stack: [inlineList("Disabled"), other("copy")],
      at: ["replicationConfigurations"],
    },
    {
      name: "beside a bucket whose replication the provider computes",
      stack: [bucket(), resource(BUCKET, "x", {}, { computed: { replicationConfiguration: "" } })],
      at: ["companion(bucket replication)"],
    },
  ],
  unknown: [
    { name: "status not known", stack: [bucket(), config(to("arn:aws:s3:::far", unknown))], at: ["rules[0].status"] },
    {
      name: "rules not known",
      stack: [bucket(), resource(CONFIG, "r", { bucket: link("data"), rules: unknown })],
      at: ["rules"],
    },
    {
      name: "perhaps the replica of another",
      stack: [bucket(), other("app"), resource(CONFIG, "r", { bucket: link("app"), rules: [to(unknown)] })],
      at: ["rules.destination.bucket"],
    },
  ],
  absent: [
    { name: "no replication", verdict: "fail", stack: [bucket()], at: ["companion(bucket replication)"] },
    { name: "configuration without rules", verdict: "fail", stack: [bucket(), config()], at: ["rules"] },
  ],
  odd: [
    {
      name: "rule that is text",
      verdict: "undetermined",
      stack: [bucket(), resource(CONFIG, "r", { bucket: link("data"), rules: ["x"] })],
      at: ["rules[0].status"],
    },
  ],
  notApplicable: isReplica,
});

const here = { region: "eu-west-1" };
const there = { region: "eu-central-1" };
const mine = (props: object = {}) => resource(BUCKET, "data", { bucket: "data", ...props }, { provider: "near" });
const near = provider("near", "eu-west-1");
const far = provider("far", "eu-central-1");

testRule(isReplicatedFarAway, {
  compliant: [
    { name: "regions of the buckets", stack: [bucket(here), other("copy", there), config(to(copy))], at: ["region"] },
    {
      name: "regions of the providers",
      stack: [mine(), near, far, other("copy", {}, "far"), config(to(copy))],
      at: ["region"],
    },
    {
      name: "region of the bucket and of the other's provider",
      stack: [mine(), near, other("copy", there, "near"), config(to(copy))],
      at: ["region"],
    },
    {
      name: "inline",
      stack: [bucket({ ...here, replicationConfiguration: { rules: [to(copy)] } }), other("copy", there)],
      at: ["replicationConfiguration.rules[0].status"],
    },
    {
      name: "inline list",
      stack: [inlineList("Enabled", here), other("copy", there)],
      at: ["replicationConfigurations[0].rules[0].status"],
    },
    {
      name: "two destinations, both far",
      stack: [bucket(here), other("copy", there), other("third", there), config(to(copy), to(link("third", "arn")))],
      at: ["region"],
    },
  ],
  violating: [
    { name: "same region", stack: [bucket(here), other("copy", here), config(to(copy))], at: ["rules"] },
    {
      name: "same provider, whatever its region",
      stack: [mine(), provider("near"), other("copy", {}, "near"), config(to(copy))],
      at: ["rules"],
    },
    {
      name: "another region, but disabled",
      stack: [bucket(here), other("copy", there), config(to(copy, "Disabled"))],
      at: ["rules"],
    },
    {
      name: "two destinations, both near",
      stack: [bucket(here), other("copy", here), other("third", here), config(to(copy), to(link("third", "arn")))],
      at: ["rules"],
    },
    {
      name: "inline, same region",
      stack: [bucket({ ...here, replicationConfiguration: { rules: [to(copy)] } }), other("copy", here)],
      at: ["replicationConfiguration.rules"],
    },
    {
      name: "the far rule is disabled, the near one enabled",
      stack: [
        bucket(here),
        other("copy", here),
        other("third", there),
        config(to(copy), to(link("third", "arn"), "Disabled")),
      ],
      only: "state",
      at: ["rules"],
    },
  ],
  unknown: [
    {
      name: "destination outside the stack",
      stack: [bucket(here), config(to("arn:aws:s3:::far"))],
      at: ["companion(region of the destination)"],
    },
    {
      name: "destination not known",
      stack: [bucket(here), config(to(unknown))],
      at: ["companion(region of the destination)"],
    },
    {
      name: "region of the provider not known",
      stack: [mine(), provider("near", unknown), far, other("copy", {}, "far"), config(to(copy))],
      at: ["companion(region of the bucket)"],
    },
    {
      name: "region of the other's provider not set",
      stack: [mine(), near, provider("far"), other("copy", {}, "far"), config(to(copy))],
      at: ["companion(region of the destination)"],
    },
    {
      name: "the far rule is disabled, and in a preview nothing tells which is the far one",
      stack: [
        bucket(here),
        other("copy", here),
        other("third", there),
        config(to(copy), to(link("third", "arn"), "Disabled")),
      ],
      only: "preview",
      at: ["rules[0].destination.bucket"],
    },
  ],
  absent: [
    { name: "no replication", verdict: "fail", stack: [bucket(here)], at: ["companion(bucket replication)"] },
    {
      name: "no region anywhere",
      verdict: "undetermined",
      stack: [bucket(), other("copy"), config(to(copy))],
      at: ["companion(region of the bucket)"],
    },
  ],
  odd: [
    {
      name: "rule without a destination",
      verdict: "undetermined",
      stack: [bucket(here), config({ status: "Enabled" })],
      at: ["companion(region of the destination)"],
    },
  ],
  notApplicable: isReplica,
});
