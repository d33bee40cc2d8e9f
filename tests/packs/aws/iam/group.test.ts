import { hasUsers, userInGroup } from "../../../../packs/aws/iam/group.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const GROUP = "aws:iam/group:Group";
const USER = "aws:iam/user:User";
const MEMBERSHIP = "aws:iam/groupMembership:GroupMembership";
const USER_MEMBERSHIP = "aws:iam/userGroupMembership:UserGroupMembership";

const group = resource(GROUP, "admins", { name: "admins" });
const user = resource(USER, "ann", { name: "ann" });
const membership = (groupName: unknown, users: unknown) => resource(MEMBERSHIP, "m", { group: groupName, users });
const ofUser = (name: unknown, groups: unknown) => resource(USER_MEMBERSHIP, "um", { user: name, groups });

const NO_MEMBERSHIP = "companion(group membership)";
const NO_USER_MEMBERSHIP = "companion(user group membership)";

testRule(hasUsers, {
  compliant: [
    { name: "GroupMembership", stack: [group, membership(link("admins", "name"), ["ann"])], at: ["users"] },
    { name: "group by its name", stack: [group, membership("admins", ["ann"])], at: ["users"] },
    {
      name: "UserGroupMembership, second of two groups",
      stack: [group, resource(GROUP, "devs", { name: "devs" }), ofUser("ann", ["devs", link("admins", "name")])],
      at: ["user"],
    },
    {
      name: "user of this stack, name not known yet",
      stack: [group, user, ofUser(link("ann", "name"), ["admins"])],
      at: ["user"],
    },
    { name: "members not known, but some", stack: [group, membership("admins", [unknown])], at: ["users"] },
    {
      name: "one membership not known, another with members",
      stack: [group, membership("admins", ["ann"]), ofUser("bob", unknown)],
      at: ["users"],
    },
  ],
  violating: [
    { name: "empty membership", stack: [group, membership("admins", [])], at: ["users", NO_USER_MEMBERSHIP] },
    {
      name: "members of another group",
      stack: [group, resource(GROUP, "devs", { name: "devs" }), membership("devs", ["ann"]), ofUser("ann", ["devs"])],
      at: [NO_MEMBERSHIP, NO_USER_MEMBERSHIP],
    },
  ],
  unknown: [
    { name: "members not known", stack: [group, membership("admins", unknown)], at: ["users"] },
    { name: "group of a membership not known", stack: [group, membership(unknown, ["ann"])], at: ["group"] },
    { name: "groups of a user not known", stack: [group, ofUser("ann", unknown)], at: ["groups"] },
  ],
  absent: [
    { name: "alone in its stack", verdict: "fail", stack: [group], at: [NO_MEMBERSHIP, NO_USER_MEMBERSHIP] },
    { name: "users, but no membership", verdict: "fail", stack: [group, user], at: [NO_MEMBERSHIP] },
  ],
  odd: [
    { name: "one user without a list", verdict: "pass", stack: [group, membership("admins", "ann")], at: ["users"] },
  ],
});

testRule(userInGroup, {
  compliant: [
    { name: "UserGroupMembership", stack: [user, ofUser(link("ann", "name"), ["admins"])], at: ["groups"] },
    { name: "user by name", stack: [user, ofUser("ann", ["admins"])], at: ["groups"] },
    { name: "GroupMembership", stack: [user, membership("admins", ["bob", link("ann", "name")])], at: ["group"] },
    {
      name: "groups of this stack, names not known yet",
      stack: [user, group, ofUser("ann", [link("admins", "name")])],
      at: ["groups"],
    },
  ],
  violating: [
    { name: "no groups", stack: [user, ofUser("ann", [])], at: ["groups", NO_MEMBERSHIP] },
    {
      name: "only another user is in a group",
      stack: [user, resource(USER, "bob", { name: "bob" }), ofUser("bob", ["admins"]), membership("admins", ["bob"])],
      at: [NO_MEMBERSHIP, NO_USER_MEMBERSHIP],
    },
  ],
  unknown: [
    { name: "groups not known", stack: [user, ofUser("ann", unknown)], at: ["groups"] },
    { name: "user not known", stack: [user, ofUser(unknown, ["admins"])], at: ["user"] },
    { name: "members of a group not known", stack: [user, membership("admins", unknown)], at: ["users"] },
  ],
  absent: [{ name: "alone in its stack", verdict: "fail", stack: [user], at: [NO_MEMBERSHIP, NO_USER_MEMBERSHIP] }],
  odd: [{ name: "one group without a list", verdict: "pass", stack: [user, ofUser("ann", "admins")], at: ["groups"] }],
});
