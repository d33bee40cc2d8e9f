import type * as aws from "@pulumi/aws";
import { all, any, type Check, kind, type Ref, type Subject, told } from "../../../src/authoring/index.js";
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

export const managedPolicy = kind<aws.iam.PolicyArgs>({ name: "managed policy", types: ["aws:iam/policy:Policy"] });

type WithAttached =
  | aws.iam.UserPolicyAttachmentArgs
  | aws.iam.GroupPolicyAttachmentArgs
  | aws.iam.RolePolicyAttachmentArgs
  | aws.iam.PolicyAttachmentArgs
  | aws.iam.UserPolicyAttachmentsExclusiveArgs
  | aws.iam.GroupPolicyAttachmentsExclusiveArgs
  | aws.iam.RolePolicyAttachmentsExclusiveArgs
  | aws.iam.RoleArgs;

/** Whatever attaches managed policies: attachments of each kind, exclusive lists of them, and roles for their own. */
export const attachment = kind<WithAttached>({
  name: "policy attachment",
  types: [
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "aws:iam/role:Role",
  ],
});

/** Every policy that this resource attaches has an ARN for which `test` holds, or is one that the stack declares. */
export function everyAttached(source: Subject<WithAttached>, test: (arn: string) => boolean, expected: string): Check {
  const declaredHere = (ref: Ref<unknown>) => ref.comesFrom(...managedPolicy.types);
  const holds = (arns: Ref<string> | Ref<string[]>) =>
    any(
      (arns as Ref<string[]>).every((arn) => told(any(arn.matches(test, expected), declaredHere(arn)), arn, expected)),
      declaredHere(arns),
    );
  return all(
    holds(source.get("policyArn")),
    holds(source.get("policyArns") as Ref<string[]>),
    holds(source.declared("managedPolicyArns") as Ref<string[]>),
  );
}

export const role = kind<aws.iam.RoleArgs>({ name: "IAM role", types: ["aws:iam/role:Role"] });

export const user = kind<aws.iam.UserArgs>({ name: "IAM user", types: ["aws:iam/user:User"] });

export const group = kind<aws.iam.GroupArgs>({ name: "IAM group", types: ["aws:iam/group:Group"] });

export const groupMembership = kind<aws.iam.GroupMembershipArgs>({
  name: "group membership",
  types: ["aws:iam/groupMembership:GroupMembership"],
  references: { group: () => group, users: () => user },
});

export const userGroupMembership = kind<aws.iam.UserGroupMembershipArgs>({
  name: "user group membership",
  types: ["aws:iam/userGroupMembership:UserGroupMembership"],
  references: { user: () => user, groups: () => group },
});
