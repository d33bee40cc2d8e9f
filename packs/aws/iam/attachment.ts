import type * as aws from "@pulumi/aws";
import { all, fail, kind, PASS, rule } from "../../../src/authoring/index.js";
import { attachment, everyAttached, managedPolicy } from "../shared/iam.js";

/** AWS's own policy, in whichever partition; policies of that name in an account have the account's number in its place. */
const ADMINISTRATOR_ACCESS = /^arn:aws[a-z-]*:iam::aws:policy\/AdministratorAccess$/;

export const noAdministratorAccess = rule({
  id: "aws-iam-no-administratoraccess-attached",
  title: "AdministratorAccess is not attached to users, groups or roles",
  severity: "high",
  resource: attachment,
  companions: [managedPolicy],
  rationale: "Whoever takes over one holder of AdministratorAccess has taken over the account.",
  remediation: "Attach a policy with the permissions that are needed instead of AdministratorAccess.",
  limits:
    "Other broad policies of AWS, such as PowerUserAccess or IAMFullAccess, are not judged; policies that the stack declares are judged by their statements.",
  check: (source) =>
    everyAttached(source, (arn) => !ADMINISTRATOR_ACCESS.test(arn), "another policy than AdministratorAccess"),
});

const userPermissions = kind<
  | aws.iam.UserPolicyAttachmentArgs
  | aws.iam.PolicyAttachmentArgs
  | aws.iam.UserPolicyAttachmentsExclusiveArgs
  | aws.iam.UserPolicyArgs
>({
  name: "policy for users",
  types: [
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws:iam/userPolicy:UserPolicy",
  ],
});

/** These give permissions to a user whatever their properties say. */
const ALWAYS_TO_USERS = ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "aws:iam/userPolicy:UserPolicy"];

export const attachedToGroupsOrRoles = rule({
  id: "aws-iam-policies-attached-to-groups-or-roles",
  title: "Permissions are given to groups and roles, not to single users",
  severity: "low",
  resource: userPermissions,
  rationale:
    "Permissions that hang on single users are overlooked in reviews and stay when somebody changes to other work.",
  remediation:
    "Attach the policy by GroupPolicyAttachment or RolePolicyAttachment; remove users from PolicyAttachment.",
  limits: "Permissions that users are given outside the stack are not seen.",
  check: (source) =>
    all(
      ALWAYS_TO_USERS.includes(source.type) ? fail(source, "a policy for a group or a role") : PASS,
      source.get("users").isUnset("no users"),
      source.get("policyArns").isUnset("no policies for a user"),
    ),
});
