import { kind } from "../../../src/authoring/index.js";
import { tokensByKind } from "./kinds.generated.js";
import type { KubernetesObject } from "./meta.js";

/** Kinds whose objects belong to the cluster; all others live in a namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "APIService",
  "AuditSink",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterCIDR",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CustomResourceDefinition",
  "DeviceClass",
  "DeviceTaintRule",
  "FlowSchema",
  "IPAddress",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PodSecurityPolicy",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceClass",
  "ResourcePoolStatusRequest",
  "ResourceSlice",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "StorageVersionMigration",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

/** Every object that lives in a namespace, in every API version that the SDK knows, and lists of them. */
export const namespaced = kind<KubernetesObject>({
  name: "namespaced object",
  types: Object.entries(tokensByKind)
    .filter(([name]) => !CLUSTER_SCOPED.has(name) && !CLUSTER_SCOPED.has(name.replace(/List$/, "")))
    .flatMap(([, tokens]) => tokens) as unknown as [string, ...string[]],
  identifiedBy: [],
});
