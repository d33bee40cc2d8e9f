import { noCertificateApproval, noWebhookChange } from "../../../../packs/kubernetes/rbac/cluster-role.js";
import { clusterRole, permits, testRoleRule } from "./roles.js";

const CERTIFICATES = "certificates.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";

testRoleRule(noCertificateApproval, {
  bad: [
    `update ${CERTIFICATES} certificatesigningrequests/approval`,
    `patch ${CERTIFICATES} certificatesigningrequests/approval`,
    `approve ${CERTIFICATES} signers`,
    `update ${CERTIFICATES} */approval`,
    "* * *",
  ],
  good: [
    `create,get ${CERTIFICATES} certificatesigningrequests`,
    `update ${CERTIFICATES} certificatesigningrequests/status`,
    `sign ${CERTIFICATES} signers`,
    `get ${CERTIFICATES} certificatesigningrequests/approval`,
  ],
});

testRoleRule(noWebhookChange, {
  bad: [
    `create ${ADMISSION} validatingwebhookconfigurations`,
    `patch ${ADMISSION} mutatingwebhookconfigurations`,
    `get,delete ${ADMISSION} validatingwebhookconfigurations`,
    `deletecollection ${ADMISSION} *`,
    "update * *",
  ],
  good: [
    `get,list,watch ${ADMISSION} validatingwebhookconfigurations`,
    `create ${ADMISSION} validatingadmissionpolicies`,
  ],
  violating: [
    {
      name: "by name",
      stack: [clusterRole([permits(`patch ${ADMISSION} mutatingwebhookconfigurations`, { resourceNames: ["own"] })])],
      at: ["rules[0]"],
    },
  ],
});
