import {
  noBind,
  noImpersonation,
  noNodeProxy,
  noPodCreation,
  noSecretReading,
  noWildcards,
} from "../../../../packs/kubernetes/rbac/role.js";
import { unknown } from "../../../support/resources.js";
import { clusterRole, permits, RBAC, testRoleRule } from "./roles.js";

const named = (text: string, resourceNames: unknown) => [clusterRole([permits(text, { resourceNames })])];

testRoleRule(noBind, {
  bad: [
    `bind ${RBAC} roles`,
    `get,bind ${RBAC} clusterroles`,
    `* ${RBAC} roles,rolebindings`,
    "bind * *",
    `bind ${RBAC} *`,
  ],
  good: [`create ${RBAC} rolebindings`, `escalate ${RBAC} roles`, "bind core roles", `* ${RBAC} rolebindings`],
  violating: [{ name: "by name", stack: named(`bind ${RBAC} clusterroles`, ["view"]), at: ["rules[0]"] }],
});

testRoleRule(noImpersonation, {
  bad: [
    "impersonate core users",
    "impersonate core groups",
    "impersonate core serviceaccounts",
    "impersonate authentication.k8s.io uids",
    "* core serviceaccounts",
    "impersonate * *",
  ],
  good: ["get,list core serviceaccounts", "impersonate apps users", "* core pods"],
  violating: [{ name: "by name", stack: named("impersonate core groups", ["system:masters"]), at: ["rules[0]"] }],
});

testRoleRule(noNodeProxy, {
  bad: [
    "get core nodes/proxy",
    "create core nodes/proxy",
    "create core pods/exec",
    "get core pods,pods/exec",
    "* core *",
    "create core */exec",
    "get core */proxy",
  ],
  good: [
    "get core nodes",
    "get core nodes/metrics,nodes/stats",
    "get core pods/log",
    "delete core pods/exec",
    "get core services/proxy",
  ],
});

testRoleRule(noPodCreation, {
  bad: [
    "create core pods",
    "patch core replicationcontrollers",
    "create,update apps deployments",
    "update apps statefulsets",
    "create extensions daemonsets",
    "patch apps replicasets",
    "create batch jobs",
    "create batch cronjobs",
    "* * *",
    "create core,apps *",
  ],
  good: [
    "get,list,watch,delete core pods",
    "create core configmaps",
    "create core deployments",
    "create core pods/eviction",
    "update apps deployments/scale",
  ],
  compliant: [{ name: "by name", stack: named("patch apps deployments", ["web"]), at: ["rules[0].resourceNames"] }],
  violating: [{ name: "with an empty list of names", stack: named("patch apps deployments", []), at: ["rules[0]"] }],
});

testRoleRule(noSecretReading, {
  bad: ["get core secrets", "list core configmaps,secrets", "watch core secrets", "get * *", "* core secrets"],
  good: ["create,update core secrets", "get core configmaps", "get apps secrets"],
  compliant: [
    { name: "by name", stack: named("get core secrets", ["tls"]), at: ["rules[0].resourceNames"] },
    { name: "by a name not known", stack: named("get core secrets", [unknown]), at: ["rules[0].resourceNames"] },
  ],
  violating: [{ name: "with an empty list of names", stack: named("get core secrets", []), at: ["rules[0]"] }],
});

testRoleRule(noWildcards, {
  harmless: "get core pods",
  bad: ["get core *", "* core pods", "* * *", "get,* core events,*"],
  good: ["get * pods", "update apps */scale", "get core pods,services"],
});
