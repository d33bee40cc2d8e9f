import type * as aws from "@pulumi/aws";
import { all, type Check, kind, type Ref, type Subject } from "../../../src/authoring/index.js";
import { type Statement, statements } from "./policy.js";

type WithPolicy =
  | aws.iam.PolicyArgs
  | aws.iam.RolePolicyArgs
  | aws.iam.UserPolicyArgs
  | aws.iam.GroupPolicyArgs
  | aws.iam.RoleArgs;

/** Whatever carries permissions: managed and inline policies, and roles for those declared within them. */
export const permissions = kind<WithPolicy>({
  name: "IAM policy",
  types: [
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:iam/role:Role",
  ],
});

/** No statement of the policies that this resource carries fulfils the condition. */
export function noStatement(
  source: Subject<WithPolicy>,
  condition: (s: Ref<Statement>) => Check,
  expected: string,
): Check {
  return all(
    statements(source.get("policy")).none(condition, expected),
    source.get("inlinePolicies").every((inline) => statements(inline.get("policy")).none(condition, expected)),
  );
}
