import { any, rule } from "../../../src/authoring/index.js";
import { group, groupMembership, user, userGroupMembership } from "../shared/iam.js";

export const hasUsers = rule({
  id: "aws-iam-group-has-users",
  title: "IAM groups have members",
  severity: "low",
  resource: group,
  companions: [groupMembership, userGroupMembership],
  rationale: "A group without members keeps permissions that nobody needs and that the next member gets unnoticed.",
  remediation: "Add users by GroupMembership or UserGroupMembership, or remove the group.",
  limits: "Members that another stack or a person adds are not seen.",
  check: (g) =>
    any(
      g.related(groupMembership).some((m) => m.get("users").isSetOrFed("users")),
      g.related(userGroupMembership).some((m) => m.get("user").isSetOrFed("a user")),
    ),
});

export const userInGroup = rule({
  id: "aws-iam-user-in-group",
  title: "IAM users belong to a group",
  severity: "low",
  resource: user,
  companions: [groupMembership, userGroupMembership],
  rationale: "Permissions by group follow a person's role, and can be reviewed once for everyone who has it.",
  remediation: "Add the user to a group by UserGroupMembership or GroupMembership.",
  limits: "Groups that another stack or a person adds the user to are not seen, nor what the groups permit.",
  check: (u) =>
    any(
      u.related(userGroupMembership).some((m) => m.get("groups").isSetOrFed("groups")),
      u.related(groupMembership).some((m) => m.get("group").isSetOrFed("a group")),
    ),
});
