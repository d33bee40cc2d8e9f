import { all, any } from "../../../src/authoring/index.js";
import { grants, permission, roleRule } from "../shared/rbac.js";

const RBAC = ["rbac.authorization.k8s.io"];
const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch"];

const NOT_SEEN = "Who the role is bound to is not weighed, nor what several roles grant together.";

const BIND = [permission({ apiGroups: RBAC, resources: ["roles", "clusterroles"], verbs: ["bind"] })];

export const noBind = roleRule({
  id: "k8s-rbac-no-bind",
  title: "Roles do not grant bind on roles",
  severity: "high",
  rationale: "Who may bind roles can give himself any of them, cluster-admin included, without having its permissions.",
  remediation:
    "Remove the verb bind from the rules on roles and clusterroles, and let bindings be made by the pipeline.",
  limits: `${NOT_SEEN} A grant for roles by resourceNames counts as well.`,
  forbidden: (of) => grants(of, BIND),
  instead: "no bind on roles",
});

const IMPERSONATE = [
  permission({ apiGroups: [""], resources: ["users", "groups", "serviceaccounts"], verbs: ["impersonate"] }),
  permission({ apiGroups: ["authentication.k8s.io"], resources: ["uids"], verbs: ["impersonate"] }),
];

export const noImpersonation = roleRule({
  id: "k8s-rbac-no-impersonate",
  title: "Roles do not grant impersonation",
  severity: "high",
  rationale:
    "Who may impersonate acts as any user or group, system:masters included, and the audit log has to be read twice.",
  remediation: "Remove the verb impersonate from the rules on users, groups and serviceaccounts.",
  limits: `${NOT_SEEN} A grant for accounts by resourceNames counts as well. Grants on userextras alone are not judged.`,
  forbidden: (of) => grants(of, IMPERSONATE),
  instead: "no impersonation",
});

const NODE_PROXY = [
  permission({ apiGroups: [""], resources: ["nodes/proxy"], verbs: [...READ, ...WRITE, "delete"] }),
  permission({ apiGroups: [""], resources: ["pods/exec"], verbs: ["create", "get"] }),
];

export const noNodeProxy = roleRule({
  id: "k8s-rbac-no-node-proxy",
  title: "Roles grant neither the proxy of nodes nor commands in pods",
  severity: "high",
  rationale:
    "By either way commands run in every pod in reach; those through the proxy pass admission control and the audit log by.",
  remediation: "Remove nodes/proxy and pods/exec from resources; for metrics grant nodes/metrics or nodes/stats.",
  limits: `${NOT_SEEN} pods/attach and pods/portforward are not judged.`,
  forbidden: (of) => grants(of, NODE_PROXY),
  instead: "neither nodes/proxy nor pods/exec",
});

const RUN_PODS = [
  permission({ apiGroups: [""], resources: ["pods", "replicationcontrollers"], verbs: WRITE }),
  permission({
    apiGroups: ["apps", "extensions"],
    resources: ["deployments", "daemonsets", "statefulsets", "replicasets"],
    verbs: WRITE,
  }),
  permission({ apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: WRITE }),
];

export const noPodCreation = roleRule({
  id: "k8s-rbac-no-pod-create",
  title: "Roles do not let pods and workloads be created or changed at will",
  severity: "medium",
  rationale: "Who may create a pod may run it under any service account of the namespace and mount all its secrets.",
  remediation:
    "Leave create, update and patch on workloads to the pipeline's role, or name the objects in resourceNames.",
  limits: `${NOT_SEEN} Roles that deploy need this: except those by name. Ephemeral containers are not judged.`,
  forbidden: (of) => all(grants(of, RUN_PODS), of.get("resourceNames").isUnset("names of objects")),
  instead: "no create, update or patch on workloads, or resourceNames",
});

const READ_SECRETS = [permission({ apiGroups: [""], resources: ["secrets"], verbs: READ })];

export const noSecretReading = roleRule({
  id: "k8s-rbac-no-secret-read",
  title: "Roles do not let all secrets be read",
  severity: "high",
  rationale:
    "Passwords, keys and tokens of other programs lie among the secrets; list and watch show their contents as get does.",
  remediation: "Name the secrets that are needed in resourceNames, with the verb get.",
  limits: `${NOT_SEEN} Whether a named secret is needed is not known. Secrets that can be read by mounting them are judged by k8s-rbac-no-pod-create.`,
  forbidden: (of) => all(grants(of, READ_SECRETS), of.get("resourceNames").isUnset("names of secrets")),
  instead: "no get, list or watch on secrets, or resourceNames",
});

export const noWildcards = roleRule({
  id: "k8s-rbac-no-wildcards",
  title: "Roles name their resources and verbs",
  severity: "high",
  rationale:
    "A star grants also what is added later: new resources, subresources such as exec, verbs such as escalate.",
  remediation: "List in resources and verbs what the subject needs, in place of *.",
  limits: `${NOT_SEEN} A star in apiGroups or nonResourceURLs is not judged.`,
  forbidden: (of) => any(of.get("resources").includes("*"), of.get("verbs").includes("*")),
  instead: "named resources and verbs",
});
