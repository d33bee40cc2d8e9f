import * as k8s from "@pulumi/kubernetes";

const group = "rbac.authorization.k8s.io";

/** One role for operations, one for the pipeline; whoever asked for a right got it. */
export function access(): void {
  const pipeline = new k8s.core.v1.ServiceAccount("pipeline", {});
  const subjects = [{ kind: "ServiceAccount", name: pipeline.metadata.name, namespace: "default" }];

  new k8s.rbac.v1.ClusterRole("shop-operations", {
    rules: [
      { apiGroups: [""], resources: ["secrets", "pods"], verbs: ["get", "list", "watch", "create"] },
      { apiGroups: [""], resources: ["nodes/proxy", "pods/exec"], verbs: ["get", "create"] },
      { apiGroups: [""], resources: ["users", "groups"], verbs: ["impersonate"] },
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "update"] },
      { apiGroups: [group], resources: ["roles", "clusterroles"], verbs: ["bind", "escalate"] },
      {
        apiGroups: ["certificates.k8s.io"],
        resources: ["certificatesigningrequests/approval", "signers"],
        verbs: ["update", "approve"],
      },
      {
        apiGroups: ["admissionregistration.k8s.io"],
        resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
        verbs: ["create", "update", "patch"],
      },
    ],
  });
  new k8s.rbac.v1.Role("pipeline", { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] });
  new k8s.rbac.v1.ClusterRoleBinding("shop-pipeline", {
    roleRef: { apiGroup: group, kind: "ClusterRole", name: "cluster-admin" },
    subjects,
  });
}
