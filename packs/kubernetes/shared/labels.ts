import { kind, z } from "../../../src/authoring/index.js";
import { tokensByKind } from "./kinds.generated.js";
import type { KubernetesObject } from "./meta.js";

/** Every kind that the SDK knows, in every API version, and lists of them. */
export const anyObject = kind<KubernetesObject>({
  name: "object",
  types: Object.values(tokensByKind).flat() as unknown as [string, ...string[]],
  identifiedBy: [],
});

const BY_CLUSTER = "controllers and nodes make and rewrite objects of this kind";
const REQUEST = "it is a request to the cluster, and nothing that stays";

/** Kinds whose labels are not for a program to set. */
const EXEMPT: Readonly<Record<string, string>> = {
  Binding: REQUEST,
  CSINode: BY_CLUSTER,
  CSIStorageCapacity: BY_CLUSTER,
  CertificateSigningRequest: REQUEST,
  ControllerRevision: BY_CLUSTER,
  EndpointSlice: BY_CLUSTER,
  Endpoints: BY_CLUSTER,
  Event: BY_CLUSTER,
  Eviction: REQUEST,
  EvictionRequest: REQUEST,
  IPAddress: BY_CLUSTER,
  Lease: BY_CLUSTER,
  LeaseCandidate: BY_CLUSTER,
  Node: BY_CLUSTER,
  PodCertificateRequest: REQUEST,
  PodScheduling: BY_CLUSTER,
  PodSchedulingContext: BY_CLUSTER,
  ResourcePoolStatusRequest: REQUEST,
  ResourceSlice: BY_CLUSTER,
  VolumeAttachment: BY_CLUSTER,
};

/** Types whose labels are not judged, each with the reason. */
export const exemptions: ReadonlyMap<string, string> = new Map(
  Object.entries(tokensByKind).flatMap(([name, tokens]) => {
    const reason = EXEMPT[name] ?? EXEMPT[name.replace(/List$/, "")];
    return reason === undefined ? [] : tokens.map((token) => [token, reason] as const);
  }),
);

/** The key of a label: a name, with or without a DNS domain and a slash before it. */
export const labelKey = z
  .string()
  .max(253 + 1 + 63)
  .regex(/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/, "it is no key of a label");

/** What the API server takes as the value of a label. */
export const labelValue = z
  .string()
  .max(63)
  .regex(/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/, "it is no value of a label");

export const exemptTypes = z
  .array(z.string().min(1).max(200))
  .max(1000)
  .default([])
  .describe("Type tokens of objects that need none, such as kubernetes:core/v1:ConfigMap");
