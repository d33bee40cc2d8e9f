import { clusterRole, grants, permission, roleRule } from "../shared/rbac.js";

const NOT_SEEN = "Who the role is bound to is not weighed, nor what several roles grant together.";

const APPROVE_CERTIFICATES = [
  permission({
    apiGroups: ["certificates.k8s.io"],
    resources: ["certificatesigningrequests/approval"],
    verbs: ["update", "patch"],
  }),
  permission({ apiGroups: ["certificates.k8s.io"], resources: ["signers"], verbs: ["approve"] }),
];

export const noCertificateApproval = roleRule({
  id: "k8s-rbac-no-csr-approval",
  title: "Cluster roles do not let certificate requests be approved",
  severity: "high",
  rationale: "Who approves certificates can make himself one for any user name and group, and it cannot be revoked.",
  remediation:
    "Remove certificatesigningrequests/approval and approve on signers from all roles but the approving controller's.",
  limits: `${NOT_SEEN} Either half of the permission counts, for any signer.`,
  resource: clusterRole,
  forbidden: (of) => grants(of, APPROVE_CERTIFICATES),
  instead: "no approval of certificates",
});

const CHANGE_WEBHOOKS = [
  permission({
    apiGroups: ["admissionregistration.k8s.io"],
    resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
    verbs: ["create", "update", "patch", "delete", "deletecollection"],
  }),
];

export const noWebhookChange = roleRule({
  id: "k8s-rbac-no-webhook-config",
  title: "Cluster roles do not let admission webhooks be changed",
  severity: "high",
  rationale:
    "A webhook sees, and may alter or refuse, every object that is written; taking one away switches policies off.",
  remediation:
    "Remove create, update, patch and delete on webhook configurations; install them with the pipeline's role.",
  limits: `${NOT_SEEN} A grant for configurations by resourceNames counts as well. Admission policies are not judged.`,
  resource: clusterRole,
  forbidden: (of) => grants(of, CHANGE_WEBHOOKS),
  instead: "no change of webhook configurations",
});
