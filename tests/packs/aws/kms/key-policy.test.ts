import { deletionWindow, policyNotPublic } from "../../../../packs/aws/kms/key.js";
import { json, link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const KEY = "aws:kms/key:Key";
const POLICY = "aws:kms/keyPolicy:KeyPolicy";

const key = (props: Record<string, unknown>, type = KEY) => [resource(type, "key", props)];

testRule(deletionWindow, {
  compliant: [
    { name: "thirty days", stack: key({ deletionWindowInDays: 30 }), at: ["deletionWindowInDays"] },
    {
      name: "as long as the organisation wants",
      stack: key({ deletionWindowInDays: 7 }),
      at: ["deletionWindowInDays"],
      parameters: { minimumDays: 7 },
    },
    {
      name: "replica",
      stack: key({ deletionWindowInDays: 30, primaryKeyArn: "arn" }, "aws:kms/replicaKey:ReplicaKey"),
      at: ["deletionWindowInDays"],
    },
  ],
  violating: [
    { name: "shortest", stack: key({ deletionWindowInDays: 7 }), at: ["deletionWindowInDays"] },
    { name: "one day short", stack: key({ deletionWindowInDays: 29 }), at: ["deletionWindowInDays"] },
    {
      name: "imported material",
      stack: key({ deletionWindowInDays: 7 }, "aws:kms/externalKey:ExternalKey"),
      at: ["deletionWindowInDays"],
    },
    {
      name: "shorter than the organisation wants",
      stack: key({ deletionWindowInDays: 13 }),
      at: ["deletionWindowInDays"],
      parameters: { minimumDays: 14 },
    },
  ],
  unknown: [{ name: "not known", stack: key({ deletionWindowInDays: unknown }), at: ["deletionWindowInDays"] }],
  absent: [{ name: "left out: thirty days", verdict: "pass", stack: key({}), at: ["deletionWindowInDays"] }],
  odd: [
    {
      name: "number as text",
      verdict: "fail",
      stack: key({ deletionWindowInDays: "7" }),
      at: ["deletionWindowInDays"],
    },
    {
      name: "text that is no number",
      verdict: "undetermined",
      stack: key({ deletionWindowInDays: "a month" }),
      at: ["deletionWindowInDays"],
    },
  ],
});

const statement = (changes: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: "kms:*",
  Resource: "*",
  ...changes,
});
const policy = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const under = (Condition: object) => json(policy(statement({ Condition })));
const root = statement({ Principal: { AWS: "arn:aws:iam::123456789012:root" } });
const separate = (text: unknown) => [
  resource(KEY, "key"),
  resource(POLICY, "policy", { keyId: link("key"), policy: text }),
];

testRule(policyNotPublic, {
  compliant: [
    {
      name: "account root only",
      stack: key({ policy: json(policy(root)) }),
      at: ["policy.Statement[0].Principal.AWS"],
    },
    {
      name: "denies everyone",
      stack: key({ policy: policy(statement({ Effect: "Deny" })) }),
      at: ["policy.Statement[0].Effect"],
    },
    {
      name: "everyone in one account, through one service",
      stack: key({
        policy: under({
          StringEquals: { "kms:CallerAccount": "123456789012", "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        }),
      }),
      at: ['policy.Statement[0].Condition.StringEquals["kms:CallerAccount"]'],
    },
    {
      name: "everyone in one organisation",
      stack: key({ policy: under({ StringEquals: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5"] } }) }),
      at: ['policy.Statement[0].Condition.StringEquals["aws:PrincipalOrgID"][0]'],
    },
    {
      name: "services are named",
      stack: key({ policy: json(policy(statement({ Principal: { Service: "logs.amazonaws.com" } }))) }),
      at: ["policy.Statement[0].Principal.AWS"],
    },
    { name: "separate policy", stack: separate(json(policy(root))), at: ["policy.Statement[0].Principal.AWS"] },
    {
      name: "policy of a key of another stack",
      stack: [resource(POLICY, "policy", { keyId: "1234", policy: json(policy(root)) })],
      at: ["policy.Statement[0].Principal.AWS"],
    },
    {
      name: "public policy of another key",
      stack: [
        resource(KEY, "key", { policy: json(policy(root)) }),
        resource(KEY, "other"),
        resource(POLICY, "policy", { keyId: link("other"), policy: json(policy(statement())) }),
      ],
      at: ["policy.Statement[0].Principal.AWS"],
    },
  ],
  violating: [
    {
      name: "everyone",
      stack: key({ policy: json(policy(statement({ Principal: "*" }))) }),
      at: ["policy.Statement[0]"],
    },
    { name: "everyone, as an AWS principal", stack: key({ policy: policy(statement()) }), at: ["policy.Statement[0]"] },
    { name: "second statement", stack: key({ policy: json(policy(root, statement())) }), at: ["policy.Statement[1]"] },
    {
      name: "one statement, no list",
      stack: key({ policy: json({ Statement: statement({ Principal: { AWS: ["*"] } }) }) }),
      at: ["policy.Statement"],
    },
    {
      name: "through one service, from any account",
      stack: key({ policy: under({ StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }) }),
      at: ["policy.Statement[0]"],
    },
    {
      name: "any organisation",
      stack: key({ policy: under({ StringLike: { "aws:PrincipalOrgID": "*" } }) }),
      at: ["policy.Statement[0]"],
    },
    {
      name: "encryption context that anyone can send",
      stack: key({ policy: under({ StringEquals: { "kms:EncryptionContext:app": "shop" } }) }),
      at: ["policy.Statement[0]"],
    },
    {
      name: "all but one",
      stack: key({
        policy: json(policy(statement({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::1:user/x" } }))),
      }),
      at: ["policy.Statement[0]"],
    },
    { name: "separate policy for everyone", stack: separate(json(policy(statement()))), at: ["policy.Statement[0]"] },
    {
      name: "policy for everyone, for a key of another stack",
      stack: [resource(POLICY, "policy", { keyId: "1234", policy: json(policy(statement())) })],
      at: ["policy.Statement[0]"],
    },
    {
      name: "replica",
      stack: key({ policy: json(policy(statement())) }, "aws:kms/replicaKey:ReplicaKey"),
      at: ["policy.Statement[0]"],
    },
  ],
  unknown: [
    { name: "policy not known", stack: key({ policy: unknown }), at: ["policy.Statement"] },
    {
      name: "principal not known inside the text",
      stack: key({ policy: json(policy(statement({ Principal: { AWS: unknown } }))) }),
      at: ["policy.Statement[0].Principal.AWS"],
    },
    {
      name: "account of the condition not known",
      stack: key({ policy: under({ StringEquals: { "kms:CallerAccount": unknown } }) }),
      at: ['policy.Statement[0].Condition.StringEquals["kms:CallerAccount"]'],
    },
    {
      name: "policy for a key that is not known",
      stack: [resource(KEY, "key"), resource(POLICY, "policy", { keyId: unknown, policy: json(policy(statement())) })],
      at: ["keyId"],
    },
    { name: "separate policy not known", stack: separate(unknown), at: ["policy.Statement"] },
  ],
  absent: [
    { name: "no policy: AWS writes one for the account", verdict: "pass", stack: key({}), at: ["policy.Statement"] },
    {
      name: "policy that the provider computes",
      verdict: "pass",
      stack: [resource(KEY, "key", {}, { computed: { policy: json(policy(root)) } })],
      at: [],
    },
  ],
  odd: [
    { name: "text that is no JSON", verdict: "undetermined", stack: key({ policy: "{" }), at: ["policy.Statement"] },
    { name: "JSON without statements", verdict: "pass", stack: key({ policy: "{}" }), at: ["policy.Statement"] },
    {
      name: "statement that is text",
      verdict: "undetermined",
      stack: key({ policy: json({ Statement: ["Allow"] }) }),
      at: ["policy.Statement[0].Effect"],
    },
  ],
  notApplicable: [
    {
      name: "policy of a key of this stack",
      stack: [
        resource(POLICY, "policy", { keyId: link("key"), policy: json(policy(statement())) }),
        resource(KEY, "key"),
      ],
      at: ["keyId"],
    },
  ],
});
