import { expect, it } from "vitest";
import { clusterAdminBoundWhereAllowed } from "../../../../packs/kubernetes/rbac/binding.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { RBAC } from "./roles.js";

const ROLE = { apiGroup: RBAC, kind: "ClusterRole", name: "cluster-admin" };
const MASTERS = { apiGroup: RBAC, kind: "Group", name: "system:masters" };
const ALICE = { apiGroup: RBAC, kind: "User", name: "alice" };
const DEPLOYER = { kind: "ServiceAccount", name: "deployer", namespace: "ci" };
const bind = (subjects: unknown, roleRef: unknown = ROLE, type = `${RBAC}/v1:ClusterRoleBinding`) =>
  resource(`kubernetes:${type}`, "b", { metadata: { name: "b" }, roleRef, subjects });

testRule(clusterAdminBoundWhereAllowed, {
  compliant: [
    { name: "the masters group", stack: [bind([MASTERS])], at: ["subjects[0].name"] },
    { name: "another role", stack: [bind([ALICE], { ...ROLE, name: "view" })], at: ["roleRef.name"] },
    { name: "another role, subjects unknown", stack: [bind(unknown, { ...ROLE, name: "view" })], at: ["roleRef.name"] },
    {
      name: "a Role that bears the name",
      stack: [bind([ALICE], { ...ROLE, kind: "Role" }, `${RBAC}/v1:RoleBinding`)],
      at: ["roleRef.kind"],
    },
    { name: "nobody", stack: [bind([])], at: ["subjects"] },
    {
      name: "subjects that the organisation allows",
      stack: [bind([ALICE, DEPLOYER])],
      parameters: { allowedSubjects: ["User/alice", "ServiceAccount/ci/deployer"] },
      at: ["subjects[1].namespace"],
    },
    {
      name: "role not known, subjects allowed",
      stack: [bind([MASTERS], { ...ROLE, name: unknown })],
      at: ["subjects[0].name"],
    },
  ],
  violating: [
    { name: "a user", stack: [bind([MASTERS, ALICE])], at: ["roleRef.name", "subjects[1]"] },
    { name: "a service account", stack: [bind([DEPLOYER])], at: ["subjects[0]"] },
    ...["v1:RoleBinding", "v1beta1:ClusterRoleBinding", "v1alpha1:RoleBinding"].map((type) => ({
      name: `as ${type}`,
      stack: [bind([ALICE], ROLE, `${RBAC}/${type}`)],
      at: ["subjects[0]"],
    })),
    {
      name: "a user called like the group",
      stack: [bind([{ ...ALICE, name: "system:masters" }])],
      at: ["subjects[0]"],
    },
    {
      name: "the account of another namespace",
      stack: [bind([{ ...DEPLOYER, namespace: "default" }])],
      parameters: { allowedSubjects: ["ServiceAccount/ci/deployer"] },
      at: ["subjects[0]"],
    },
    { name: "nobody allowed", stack: [bind([MASTERS])], parameters: { allowedSubjects: [] }, at: ["subjects[0]"] },
    { name: "beside a subject not known", stack: [bind([unknown, ALICE])], at: ["subjects[1]"] },
    {
      name: "in a list",
      stack: [
        resource(`kubernetes:${RBAC}/v1:ClusterRoleBindingList`, "l", {
          items: [{ roleRef: ROLE, subjects: [ALICE] }],
        }),
      ],
      at: ["items[0].subjects[0]"],
    },
  ],
  unknown: [
    { name: "role not known", stack: [bind([ALICE], { ...ROLE, name: unknown })], at: ["roleRef.name"] },
    { name: "subjects not known", stack: [bind(unknown)], at: ["subjects"] },
    { name: "name of a group not known", stack: [bind([{ kind: "Group", name: unknown }])], at: ["subjects[0].name"] },
  ],
  absent: [
    { name: "no role", verdict: "pass", stack: [bind([ALICE], {})], at: ["roleRef.name"] },
    {
      name: "no kind of role",
      verdict: "fail",
      stack: [bind([ALICE], { name: "cluster-admin" })],
      at: ["subjects[0]"],
    },
    { name: "no subjects", verdict: "pass", stack: [bind(null)], at: ["subjects"] },
  ],
  odd: [
    {
      name: "a role that is text",
      verdict: "undetermined",
      stack: [bind([ALICE], "cluster-admin")],
      at: ["roleRef.name"],
    },
    { name: "a subject that is text", verdict: "undetermined", stack: [bind(["alice"])], at: ["subjects[0].kind"] },
  ],
});

it("refuses a subject that it cannot tell apart", () => {
  for (const subject of ["alice", "Group/", "ServiceAccount/deployer", "Robot/x"])
    expect(() => clusterAdminBoundWhereAllowed.parse({ allowedSubjects: [subject] })).toThrow(/k8s-rbac|invalid/i);
});
