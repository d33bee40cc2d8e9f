import { attachedToGroupsOrRoles, noAdministratorAccess } from "../../../../packs/aws/iam/attachment.js";
import { json, link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const POLICY = resource("aws:iam/policy:Policy", "p", { policy: json({ Statement: [] }) });
const OTHER = resource("aws:ssm/parameter:Parameter", "param", { value: "x" });
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const to = (kind: string, props: Record<string, unknown>) => [
  resource(`aws:iam/${kind}:${kind[0]?.toUpperCase()}${kind.slice(1)}`, "a", props),
];

testRule(noAdministratorAccess, {
  compliant: [
    {
      name: "another policy of AWS",
      stack: to("rolePolicyAttachment", { role: "r", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
      at: ["policyArn"],
    },
    {
      name: "policy of this stack",
      stack: [...to("rolePolicyAttachment", { role: "r", policyArn: link("p", "arn") }), POLICY],
      at: ["policyArn"],
    },
    {
      name: "policy of that name in one's own account",
      stack: to("userPolicyAttachment", {
        user: "u",
        policyArn: "arn:aws:iam::123456789012:policy/AdministratorAccess",
      }),
      at: ["policyArn"],
    },
    {
      name: "narrower policy with a longer name",
      stack: to("rolePolicyAttachment", { role: "r", policyArn: `${ADMIN}-Amplify` }),
      at: ["policyArn"],
    },
    {
      name: "policies of a role, one of them of this stack",
      stack: [
        ...to("role", { managedPolicyArns: [link("p", "arn"), "arn:aws:iam::aws:policy/ReadOnlyAccess"] }),
        POLICY,
      ],
      at: ["managedPolicyArns[1]"],
    },
  ],
  violating: [
    { name: "role", stack: to("rolePolicyAttachment", { role: "r", policyArn: ADMIN }), at: ["policyArn"] },
    { name: "user", stack: to("userPolicyAttachment", { user: "u", policyArn: ADMIN }), at: ["policyArn"] },
    { name: "group", stack: to("groupPolicyAttachment", { group: "g", policyArn: ADMIN }), at: ["policyArn"] },
    { name: "several at once", stack: to("policyAttachment", { roles: ["r"], policyArn: ADMIN }), at: ["policyArn"] },
    {
      name: "GovCloud",
      stack: to("rolePolicyAttachment", { role: "r", policyArn: ADMIN.replace("aws:", "aws-us-gov:") }),
      at: ["policyArn"],
    },
    {
      name: "China",
      stack: to("rolePolicyAttachment", { role: "r", policyArn: ADMIN.replace("aws:", "aws-cn:") }),
      at: ["policyArn"],
    },
    {
      name: "list of a role, beside one that is not known",
      stack: to("role", { managedPolicyArns: [unknown, ADMIN] }),
      at: ["managedPolicyArns[1]"],
    },
    {
      name: "exclusive list of a role",
      stack: to("rolePolicyAttachmentsExclusive", { roleName: "r", policyArns: [ADMIN] }),
      at: ["policyArns[0]"],
    },
  ],
  unknown: [
    { name: "ARN not known", stack: to("rolePolicyAttachment", { role: "r", policyArn: unknown }), at: ["policyArn"] },
    {
      name: "one of a role's list not known",
      stack: to("role", { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", unknown] }),
      at: ["managedPolicyArns[1]"],
    },
    {
      name: "ARN from something that is no policy",
      stack: [...to("rolePolicyAttachment", { role: "r", policyArn: link("param") }), OTHER],
      only: "preview",
      at: ["policyArn"],
    },
  ],
  absent: [
    { name: "role with nothing attached", verdict: "pass", stack: to("role", {}), at: ["managedPolicyArns"] },
    {
      name: "policies that the provider computes",
      verdict: "pass",
      stack: [resource("aws:iam/role:Role", "a", {}, { computed: { managedPolicyArns: [] } })],
      at: ["managedPolicyArns"],
    },
    { name: "no ARN", verdict: "pass", stack: to("rolePolicyAttachment", { role: "r" }), at: ["policyArn"] },
  ],
  odd: [
    {
      name: "one ARN without a list",
      verdict: "fail",
      stack: to("role", { managedPolicyArns: ADMIN }),
      at: ["managedPolicyArns"],
    },
    {
      name: "object",
      verdict: "undetermined",
      stack: to("rolePolicyAttachment", { role: "r", policyArn: {} }),
      at: ["policyArn"],
    },
  ],
});

testRule(attachedToGroupsOrRoles, {
  compliant: [
    { name: "no users, said so", stack: to("policyAttachment", { users: [], groups: ["g"] }), at: ["users"] },
    {
      name: "exclusive list that keeps a user free of policies",
      stack: to("userPolicyAttachmentsExclusive", { userName: "u", policyArns: [] }),
      at: ["policyArns"],
    },
  ],
  violating: [
    { name: "attached to a user", stack: to("userPolicyAttachment", { user: "u", policyArn: "arn" }), at: [""] },
    { name: "user not known", stack: to("userPolicyAttachment", { user: unknown, policyArn: unknown }), at: [""] },
    { name: "inline in a user", stack: to("userPolicy", { user: "u", policy: "{}" }), at: [""] },
    { name: "users beside groups", stack: to("policyAttachment", { users: ["u"], groups: ["g"] }), at: ["users"] },
    { name: "a user whose name is not known", stack: to("policyAttachment", { users: [unknown] }), at: ["users"] },
    {
      name: "exclusive list for a user",
      stack: to("userPolicyAttachmentsExclusive", { userName: "u", policyArns: ["arn"] }),
      at: ["policyArns"],
    },
  ],
  unknown: [
    { name: "users not known", stack: to("policyAttachment", { users: unknown, policyArn: "arn" }), at: ["users"] },
  ],
  absent: [
    { name: "nobody", verdict: "pass", stack: to("policyAttachment", { policyArn: "arn" }), at: ["users"] },
    {
      name: "group and role only",
      verdict: "pass",
      stack: to("policyAttachment", { groups: ["g"], roles: ["r"], policyArn: "arn" }),
      at: ["users"],
    },
  ],
  odd: [
    { name: "empty text for users", verdict: "pass", stack: to("policyAttachment", { users: "" }), at: ["users"] },
    { name: "one user without a list", verdict: "fail", stack: to("policyAttachment", { users: "u" }), at: ["users"] },
  ],
});
