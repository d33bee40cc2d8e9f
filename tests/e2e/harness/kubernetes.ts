import { SIGNATURE } from "../../../src/model/index.js";
import type { Properties } from "./protobuf.js";
import { type Asked, digits, type StubProvider, TIME, uuid } from "./stub.js";

/** Kinds that belong to the cluster and not to a namespace. */
const CLUSTER_KINDS = new Set([
  "APIService",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "StorageClass",
  "ValidatingWebhookConfiguration",
]);

/** Kubernetes as its provider shows it: no bridge, the live object in the state. */
export const kubernetes: StubProvider = {
  check(asked, inputs) {
    const metadata = { ...object(inputs["metadata"]) };
    if (metadata["name"] === undefined && metadata["generateName"] === undefined) {
      metadata["name"] = `${asked.name}-${digits(asked.urn, "name", 8)}`;
      metadata["annotations"] = { "pulumi.com/autonamed": "true", ...object(metadata["annotations"]) };
    }
    if (!CLUSTER_KINDS.has(kindOf(asked)) && metadata["namespace"] === undefined) metadata["namespace"] = "default";
    return { ...inputs, metadata };
  },

  // Without a cluster at hand a preview gives back what it was given.
  plan: (_, inputs) => ({ id: "", outputs: { ...inputs } }),

  create(asked, inputs) {
    const metadata = {
      ...object(inputs["metadata"]),
      creationTimestamp: TIME,
      resourceVersion: String(parseInt(digits(asked.urn, "version", 6), 16)),
      uid: uuid(asked.urn, "uid"),
    };
    const { name, namespace } = metadata as Properties;
    const id = namespace === undefined ? String(name) : `${String(namespace)}/${String(name)}`;
    return { id, outputs: { ...completed(kindOf(asked), inputs), metadata } };
  },

  invoke: () => undefined,
};

function kindOf(asked: Asked): string {
  return asked.type.split(":")[2] ?? "";
}

function object(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

/** The path from a workload's `spec` to the `spec` of its pods. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  Deployment: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  Pod: ["spec"],
  ReplicaSet: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
};

/** The object with the defaults that the API server writes into pods. */
function completed(kind: string, inputs: Properties): Properties {
  const path = POD_PATHS[kind];
  return path ? (at(inputs, path, podDefaults) as Properties) : { ...inputs };
}

function at(value: unknown, path: readonly string[], change: (value: Properties) => Properties): unknown {
  if (typeof value !== "object" || value === null || SIGNATURE in value) return value;
  const [key, ...rest] = path;
  if (key === undefined) return change(value as Properties);
  return { ...value, [key]: at((value as Properties)[key], rest, change) };
}

function podDefaults(pod: Properties): Properties {
  const lists = ["containers", "initContainers"].filter((list) => Array.isArray(pod[list]));
  return {
    dnsPolicy: "ClusterFirst",
    restartPolicy: "Always",
    schedulerName: "default-scheduler",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...(pod["serviceAccountName"] !== undefined && { serviceAccount: pod["serviceAccountName"] }),
    ...pod,
    ...Object.fromEntries(lists.map((list) => [list, (pod[list] as Properties[]).map(containerDefaults)])),
  };
}

function containerDefaults(container: Properties): Properties {
  const image = String(container["image"] ?? "");
  const pinned = image.includes("@") || (/:[^/]+$/.test(image) && !image.endsWith(":latest"));
  return {
    imagePullPolicy: pinned ? "IfNotPresent" : "Always",
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    ...container,
  };
}
