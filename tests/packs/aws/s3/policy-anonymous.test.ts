import { allowsNobodyAnonymous } from "../../../../packs/aws/s3/policy.js";
import { json, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const document = (changes: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*", ...changes }],
});
const policy = (value: unknown) => [
  resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { bucket: "data", policy: value }),
];
const when = (Condition: unknown) => policy(json(document({ Condition })));
const STATEMENT = "policy.Statement[0]";

/** Conditions, by whether they narrow a statement for everyone. */
const narrow: Record<string, object> = {
  "an organisation": { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  "accounts, key in other capitals": { stringequals: { "AWS:SourceAccount": ["111122223333", "444455556666"] } },
  "an account as a number": { StringEquals: { "aws:PrincipalAccount": 111122223333 } },
  "an account regardless of case": { StringEqualsIgnoreCase: { "aws:SourceAccount": "111122223333" } },
  "a VPC, by a pattern without wildcards": { StringLike: { "aws:SourceVpc": "vpc-1a2b" } },
  "roles of one account": { StringLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } },
  "a unit of an organisation": { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-1/*" } },
  "an ARN": { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::source" } },
  "trails of one account": { ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*" } },
  "one bucket in whatever account": { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:source" } },
  "a network": { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8", "2001:db8::/32"] } },
  "one address": { IpAddress: { "aws:SourceIp": "203.0.113.7" } },
  "an endpoint beside TLS": {
    Bool: { "aws:SecureTransport": "true" },
    StringEquals: { "aws:SourceVpce": "vpce-1a2b" },
  },
  "an endpoint beside a network not known": {
    IpAddress: { "aws:SourceIp": unknown },
    StringEquals: { "aws:SourceVpce": "vpce-1a2b" },
  },
};
const wide: Record<string, object> = {
  nothing: {},
  TLS: { Bool: { "aws:SecureTransport": "true" } },
  "a referer": { StringLike: { "aws:Referer": "https://example.com/*" } },
  "a tag, which every account can set": { StringEquals: { "aws:PrincipalTag/team": "web" } },
  "the whole IPv4 internet": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
  "half the internet": { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
  "the whole IPv6 internet": { IpAddress: { "aws:SourceIp": "::/0" } },
  "a network beside the whole internet": { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"] } },
  "all but a network": { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  "every organisation": { StringLike: { "aws:PrincipalOrgID": "o-*" } },
  "every ARN": { ArnLike: { "aws:SourceArn": "*" } },
  "every bucket whose name begins so": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::app-*" } },
  "an account behind a wildcard": { StringLike: { "aws:PrincipalArn": "arn:*:111122223333:role/app" } },
  "the caller's own account": { StringEquals: { "aws:PrincipalAccount": `$${"{aws:SourceAccount}"}` } },
  "an endpoint, if there is one": { StringEqualsIfExists: { "aws:SourceVpce": "vpce-1a2b" } },
  "all of no values": { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  "no value": { StringEquals: { "aws:SourceVpce": [] } },
  "an empty value": { StringEquals: { "aws:SourceVpce": "" } },
  "an address that is none": { IpAddress: { "aws:SourceIp": "everywhere" } },
  "everything but an organisation": { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
};

testRule(allowsNobodyAnonymous, {
  compliant: [
    {
      name: "one account",
      stack: policy(json(document({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }))),
      at: [`${STATEMENT}.Principal.AWS`],
    },
    {
      name: "a service, policy as object",
      stack: policy(document({ Principal: { Service: ["cloudtrail.amazonaws.com"] } })),
      at: [`${STATEMENT}.Effect`],
    },
    { name: "denied to everyone", stack: policy(json(document({ Effect: "Deny" }))), at: [`${STATEMENT}.Effect`] },
    {
      name: "denied to everyone, the condition not known",
      stack: policy(document({ Effect: "Deny", Condition: unknown })),
      at: [`${STATEMENT}.Effect`],
    },
    ...Object.entries(narrow).map(([name, condition]) => ({
      name: `everyone, narrowed to ${name}`,
      stack: when(condition),
      at: [`${STATEMENT}.Principal`],
    })),
  ],
  violating: [
    { name: "everyone", stack: policy(json(document())), at: [STATEMENT] },
    { name: "every account", stack: policy(json(document({ Principal: { AWS: ["*"] } }))), at: [STATEMENT] },
    { name: "every kind of principal", stack: policy(json(document({ Principal: { "*": "*" } }))), at: [STATEMENT] },
    {
      name: "everyone but one",
      stack: policy(json(document({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }))),
      at: [STATEMENT],
    },
    {
      name: "second statement, the first not known",
      stack: policy({ Statement: [unknown, document().Statement[0]] }),
      at: ["policy.Statement[1]"],
    },
    ...Object.entries(wide).map(([name, condition]) => ({
      name: `everyone, not narrowed by ${name}`,
      stack: when(condition),
      at: [STATEMENT],
    })),
  ],
  unknown: [
    { name: "policy not known", stack: policy(unknown), at: ["policy.Statement"] },
    { name: "principal not known", stack: policy(document({ Principal: unknown })), at: [`${STATEMENT}.Principal`] },
    {
      name: "value of the condition not known",
      stack: when({ StringEquals: { "aws:SourceVpce": unknown } }),
      at: [`${STATEMENT}.Condition.StringEquals["aws:SourceVpce"]`],
    },
    {
      name: "keys of the condition not known",
      stack: policy(document({ Condition: { StringEquals: unknown } })),
      at: [`${STATEMENT}.Condition.StringEquals`],
    },
  ],
  absent: [
    { name: "no policy", verdict: "pass", stack: policy(undefined), at: ["policy.Statement"] },
    {
      name: "no principal, which S3 refuses",
      verdict: "pass",
      stack: policy(json(document({ Principal: undefined }))),
      at: [`${STATEMENT}.Principal`],
    },
  ],
  odd: [
    { name: "no JSON", verdict: "undetermined", stack: policy("{"), at: ["policy.Statement"] },
    { name: "condition that is a list", verdict: "undetermined", stack: when(["x"]), at: [`${STATEMENT}.Condition`] },
    {
      name: "condition whose operator holds text",
      verdict: "undetermined",
      stack: when({ StringEquals: "aws:SourceVpc" }),
      at: [`${STATEMENT}.Condition.StringEquals`],
    },
  ],
});
