import * as k8s from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { labels } from "./labels";

const group = "rbac.authorization.k8s.io";

/** Support looks at workloads and their logs; deployments are made by the pipeline alone. */
export function access(namespace: Input<string>): void {
  const support = new k8s.rbac.v1.Role("support", {
    metadata: { namespace, labels: labels("support") },
    rules: [
      { apiGroups: [""], resources: ["pods", "pods/log", "events"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch"] },
    ],
  });
  new k8s.rbac.v1.RoleBinding("support", {
    metadata: { namespace, labels: labels("support") },
    roleRef: { apiGroup: group, kind: "Role", name: support.metadata.name },
    subjects: [{ apiGroup: group, kind: "Group", name: "shop-support" }],
  });

  const monitor = new k8s.core.v1.ServiceAccount("monitor", {
    metadata: { namespace, labels: labels("monitor") },
    automountServiceAccountToken: false,
  });
  const nodes = new k8s.rbac.v1.ClusterRole("shop-monitor", {
    metadata: { labels: labels("monitor") },
    rules: [{ apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: ["get", "list"] }],
  });
  new k8s.rbac.v1.ClusterRoleBinding("shop-monitor", {
    metadata: { labels: labels("monitor") },
    roleRef: { apiGroup: group, kind: "ClusterRole", name: nodes.metadata.name },
    subjects: [{ kind: "ServiceAccount", name: monitor.metadata.name, namespace }],
  });
}
