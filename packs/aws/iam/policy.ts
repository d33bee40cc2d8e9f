import type * as aws from "@pulumi/aws";
import { all, any, type Check, fail, kind, PASS, type Ref, rule, z } from "../../../src/authoring/index.js";
import { noStatement, permissions } from "../shared/iam.js";
import { allActions, allows, allResources, type Statement } from "../shared/policy.js";

const ROLE = "aws:iam/role:Role";

const inlinePermissions = kind<
  aws.iam.RolePolicyArgs | aws.iam.UserPolicyArgs | aws.iam.GroupPolicyArgs | aws.iam.RoleArgs
>({
  name: "inline policy",
  types: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy", ROLE],
});

export const noAdminStatement = rule({
  id: "aws-iam-no-admin-statement",
  title: "IAM policies do not allow every action on every resource",
  severity: "critical",
  resource: permissions,
  rationale: "Whoever takes over one holder of such a policy has taken over the account.",
  remediation:
    "Name the actions and resources that are needed; NotAction and NotResource in an Allow count as all but those.",
  limits:
    "Conditions that would narrow the statement, permission boundaries and service control policies are not weighed.",
  check: (source) =>
    noStatement(source, (s) => all(allows(s), allActions(s), allResources(s)), "named actions or named resources"),
});

export const noServiceWildcard = rule({
  id: "aws-iam-no-service-wildcard",
  title: "IAM policies do not allow every action of a service",
  severity: "medium",
  resource: permissions,
  rationale:
    "A wildcard over a whole service holds administration and deletion too, and grows with each action that AWS adds.",
  remediation:
    'List the actions that are needed, or narrow the wildcard, for example to "s3:Get*"; avoid NotAction in an Allow.',
  limits:
    "Wildcards that cover most of a service, such as s3:*Object, are not weighed; nor are resources or conditions.",
  parameters: {
    allowedServices: z
      .array(z.string())
      .default([])
      .describe("Service prefixes, such as logs, whose actions may be allowed all at once"),
  },
  check: (source, { allowedServices }) =>
    noStatement(source, (s) => all(allows(s), wholeService(s, allowedServices)), "named actions"),
});

/** A pattern for all actions, with the service before the colon if it names one. */
const WHOLE_SERVICE = /^(?:([^:]*):)?[?*]*\*$/;

/** The actions hold all of a service that is not allowed so, or all but some. */
function wholeService(statement: Ref<Statement>, allowed: readonly string[]): Check {
  const spared = new Set(allowed.map((service) => service.toLowerCase()));
  const whole = (action: string) => {
    const found = WHOLE_SERVICE.exec(action);
    return found !== null && !spared.has((found[1] ?? "*").toLowerCase());
  };
  return any(
    statement.get("Action").some((action) => action.matches(whole, "every action of a service"), "a whole service"),
    statement.get("NotAction").isSet("actions left out"),
  );
}

export const noInlinePolicies = rule({
  id: "aws-iam-no-inline-policies",
  title: "Permissions stand in managed policies, not inline",
  severity: "low",
  resource: inlinePermissions,
  rationale: "An inline policy exists once per holder: it cannot be reviewed, versioned or taken back in one place.",
  remediation: "Declare a Policy and attach it by RolePolicyAttachment or GroupPolicyAttachment.",
  limits: "Inline policies that are added outside the stack are not seen.",
  check: (source) =>
    all(
      source.type === ROLE ? PASS : fail(source, "a managed policy"),
      source
        .get("inlinePolicies")
        .none((inline) => any(inline.get("policy").isSet(), inline.get("name").isSet()), "a managed policy"),
    ),
});
