import { noAdminStatement, noInlinePolicies, noServiceWildcard } from "../../../../packs/aws/iam/policy.js";
import { json, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const POLICY = "aws:iam/policy:Policy";
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const USER_POLICY = "aws:iam/userPolicy:UserPolicy";
const GROUP_POLICY = "aws:iam/groupPolicy:GroupPolicy";

const allow = (Action: unknown, Resource: unknown = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const policy = (...statements: object[]) => [resource(POLICY, "p", { policy: json(document(...statements)) })];
const role = (...policies: unknown[]) => [
  resource(ROLE, "r", { inlinePolicies: policies.map((one, i) => ({ name: `p${i}`, policy: one })) }),
];
const everything = allow("*");

testRule(noAdminStatement, {
  compliant: [
    { name: "named action", stack: policy(allow("s3:GetObject")), at: ["policy.Statement[0].Action"] },
    {
      name: "everything on one bucket",
      stack: policy(allow("*", "arn:aws:s3:::data/*")),
      at: ["policy.Statement[0].Resource"],
    },
    { name: "denies everything", stack: policy({ ...everything, Effect: "Deny" }), at: ["policy.Statement[0].Effect"] },
    { name: "all of a service", stack: policy(allow(["s3:*", "sqs:*"])), at: ["policy.Statement[0].Action[1]"] },
    { name: "role without inline policies", stack: role(), at: ["inlinePolicies"] },
    {
      name: "role with the empty inline policy that stands for none",
      stack: [resource(ROLE, "empty", { assumeRolePolicy: "{}", inlinePolicies: [{ name: "", policy: "" }] })],
      at: ["inlinePolicies[0].policy.Statement"],
    },
    {
      name: "resource not known, action named",
      stack: [resource(POLICY, "p", { policy: document(allow("s3:GetObject", unknown)) })],
      at: ["policy.Statement[0].Action"],
    },
  ],
  violating: [
    { name: "everything", stack: policy(everything), at: ["policy.Statement[0]"] },
    {
      name: "document as an object",
      stack: [resource(POLICY, "p", { policy: document(everything) })],
      at: ["policy.Statement[0]"],
    },
    {
      name: "one statement, no list",
      stack: [resource(POLICY, "p", { policy: json({ Statement: everything }) })],
      at: ["policy.Statement"],
    },
    {
      name: "lists, among other entries",
      stack: policy(allow(["s3:Get*", "*"], ["arn:aws:s3:::x", "*"])),
      at: ["policy.Statement[0]"],
    },
    { name: "*:*", stack: policy(allow("*:*")), at: ["policy.Statement[0]"] },
    {
      name: "all actions but some",
      stack: policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      at: ["policy.Statement[0]"],
    },
    {
      name: "all resources but some",
      stack: policy({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::x" }),
      at: ["policy.Statement[0]"],
    },
    { name: "second statement", stack: policy(allow("s3:GetObject"), everything), at: ["policy.Statement[1]"] },
    {
      name: "inline in a role",
      stack: role(json(document(allow("s3:GetObject"))), json(document(everything))),
      at: ["inlinePolicies[1].policy.Statement[0]"],
    },
    {
      name: "RolePolicy",
      stack: [resource(ROLE_POLICY, "p", { policy: json(document(everything)) })],
      at: ["policy.Statement[0]"],
    },
    {
      name: "UserPolicy",
      stack: [resource(USER_POLICY, "p", { policy: json(document(everything)) })],
      at: ["policy.Statement[0]"],
    },
    {
      name: "GroupPolicy",
      stack: [resource(GROUP_POLICY, "p", { policy: json(document(everything)) })],
      at: ["policy.Statement[0]"],
    },
    {
      name: "a condition does not count",
      stack: policy({ ...everything, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      at: ["policy.Statement[0]"],
    },
    {
      name: "one statement not known, another too broad",
      stack: [resource(POLICY, "p", { policy: { Statement: [unknown, everything] } })],
      at: ["policy.Statement[1]"],
    },
  ],
  unknown: [
    { name: "document not known", stack: [resource(POLICY, "p", { policy: unknown })], at: ["policy.Statement"] },
    { name: "resource not known", stack: policy(allow("*", unknown)), at: ["policy.Statement[0].Resource"] },
    { name: "effect not known", stack: policy({ ...everything, Effect: unknown }), at: ["policy.Statement[0].Effect"] },
  ],
  absent: [
    { name: "no document", verdict: "pass", stack: [resource(POLICY, "p")], at: ["policy.Statement"] },
    { name: "no statement", verdict: "pass", stack: policy(), at: ["policy.Statement"] },
  ],
  odd: [
    {
      name: "text that is no JSON",
      verdict: "undetermined",
      stack: [resource(POLICY, "p", { policy: "allow all" })],
      at: ["policy.Statement"],
    },
    {
      name: "statement that is text",
      verdict: "undetermined",
      stack: [resource(POLICY, "p", { policy: json({ Statement: "*" }) })],
      at: ["policy.Statement.Effect"],
    },
    {
      name: "effect in lower case is none",
      verdict: "pass",
      stack: policy({ ...everything, Effect: "allow" }),
      at: ["policy.Statement[0].Effect"],
    },
  ],
});

testRule(noServiceWildcard, {
  compliant: [
    {
      name: "named actions",
      stack: policy(allow(["s3:GetObject", "s3:PutObject"])),
      at: ["policy.Statement[0].Action[1]"],
    },
    { name: "narrower wildcard", stack: policy(allow("s3:Get*")), at: ["policy.Statement[0].Action"] },
    {
      name: "denies a service",
      stack: policy({ ...allow("iam:*"), Effect: "Deny" }),
      at: ["policy.Statement[0].Effect"],
    },
    {
      name: "service that may be allowed whole",
      stack: policy(allow(["Logs:*"])),
      at: ["policy.Statement[0].Action[0]"],
      parameters: { allowedServices: ["logs"] },
    },
  ],
  violating: [
    { name: "whole service", stack: policy(allow("s3:*")), at: ["policy.Statement[0]"] },
    {
      name: "whole service on one resource",
      stack: policy(allow("s3:*", "arn:aws:s3:::data")),
      at: ["policy.Statement[0]"],
    },
    { name: "everything", stack: policy(everything), at: ["policy.Statement[0]"] },
    { name: "question mark before the star", stack: policy(allow("s3:?*")), at: ["policy.Statement[0]"] },
    { name: "one of a list", stack: policy(allow(["sqs:SendMessage", "sns:*"])), at: ["policy.Statement[0]"] },
    {
      name: "all but some",
      stack: policy({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }),
      at: ["policy.Statement[0]"],
    },
    {
      name: "inline in a role",
      stack: role(json(document(allow("ec2:*")))),
      at: ["inlinePolicies[0].policy.Statement[0]"],
    },
    {
      name: "GroupPolicy as an object",
      stack: [resource(GROUP_POLICY, "p", { policy: document(allow("ec2:*")) })],
      at: ["policy.Statement[0]"],
    },
    {
      name: "another service than the allowed",
      stack: policy(allow(["logs:*", "s3:*"])),
      at: ["policy.Statement[0]"],
      parameters: { allowedServices: ["logs"] },
    },
    {
      name: "one action not known, another too broad",
      stack: policy(allow([unknown, "s3:*"])),
      at: ["policy.Statement[0]"],
    },
  ],
  unknown: [
    { name: "document not known", stack: [resource(POLICY, "p", { policy: unknown })], at: ["policy.Statement"] },
    {
      name: "action not known",
      stack: policy(allow(["s3:GetObject", unknown])),
      at: ["policy.Statement[0].Action[1]"],
    },
  ],
  absent: [
    { name: "no document", verdict: "pass", stack: [resource(POLICY, "p")], at: ["policy.Statement"] },
    {
      name: "no action",
      verdict: "pass",
      stack: policy({ Effect: "Allow", Resource: "*" }),
      at: ["policy.Statement[0].Action"],
    },
  ],
  odd: [
    {
      name: "action that is an object",
      verdict: "undetermined",
      stack: policy(allow({ s3: "*" })),
      at: ["policy.Statement[0].Action"],
    },
    {
      name: "star in the middle",
      verdict: "pass",
      stack: policy(allow("s3:*Object")),
      at: ["policy.Statement[0].Action"],
    },
  ],
});

testRule(noInlinePolicies, {
  compliant: [
    { name: "role without inline policies", stack: role(), at: ["inlinePolicies"] },
    {
      name: "empty block, which removes inline policies",
      stack: [resource(ROLE, "r", { inlinePolicies: [{}] })],
      at: ["inlinePolicies[0].policy"],
    },
  ],
  violating: [
    { name: "RolePolicy", stack: [resource(ROLE_POLICY, "p", { policy: "{}" })], at: [""] },
    { name: "UserPolicy", stack: [resource(USER_POLICY, "p", { policy: "{}" })], at: [""] },
    { name: "GroupPolicy", stack: [resource(GROUP_POLICY, "p", { policy: unknown })], at: [""] },
    { name: "role with one", stack: role(json(document())), at: ["inlinePolicies[0]"] },
    { name: "role with one not known, but named", stack: role(unknown), at: ["inlinePolicies[0]"] },
  ],
  unknown: [
    {
      name: "inline policies not known",
      stack: [resource(ROLE, "r", { inlinePolicies: unknown })],
      at: ["inlinePolicies"],
    },
    {
      name: "neither name nor policy known",
      stack: [resource(ROLE, "r", { inlinePolicies: [{ name: unknown, policy: unknown }] })],
      at: ["inlinePolicies[0].policy"],
    },
  ],
  absent: [{ name: "role with nothing", verdict: "pass", stack: [resource(ROLE, "r")], at: ["inlinePolicies"] }],
  odd: [
    {
      name: "one block without a list",
      verdict: "fail",
      stack: [resource(ROLE, "r", { inlinePolicies: { policy: "{}" } })],
      at: ["inlinePolicies"],
    },
    {
      name: "text",
      verdict: "undetermined",
      stack: [resource(ROLE, "r", { inlinePolicies: "x" })],
      at: ["inlinePolicies.policy"],
    },
  ],
});
