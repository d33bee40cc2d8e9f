import type { Maker, State } from "./estate.js";

const NAMESPACES = 20;
const WORKLOADS = [
  ["apps/v1", "Deployment"],
  ["apps/v1", "StatefulSet"],
  ["apps/v1", "DaemonSet"],
] as const;

/** One application of a cluster: workloads as their controllers report them, account, service, network policy, RBAC. */
export function kubernetesResources(maker: Maker, i: number): State[] {
  const namespace = `team-${i % NAMESPACES}`;
  const name = `app-${i}`;
  const workloads = WORKLOADS.map(([group, kind], n) => workload(maker, group, kind, `${name}-${n}`, namespace));
  const account = {
    metadata: meta(maker, name, namespace),
    automountServiceAccountToken: maker.chance(0.5) ? false : undefined,
  };
  const policy = {
    metadata: meta(maker, name, namespace),
    spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ["Ingress", "Egress"], ingress: [], egress: [] },
  };
  const service = {
    metadata: meta(maker, name, namespace),
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080, protocol: "TCP" }], type: "ClusterIP" },
  };
  const role = {
    metadata: meta(maker, name, namespace),
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: maker.chance(0.9) ? ["get", "list"] : ["*"] }],
  };
  const binding = {
    metadata: meta(maker, name, namespace),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name, namespace }],
  };
  return [
    ...workloads,
    object(maker, "core/v1", "ServiceAccount", name, account),
    object(maker, "networking.k8s.io/v1", "NetworkPolicy", name, policy),
    object(maker, "core/v1", "Service", name, service),
    object(maker, "rbac.authorization.k8s.io/v1", "Role", name, role),
    object(maker, "rbac.authorization.k8s.io/v1", "RoleBinding", name, binding),
  ];
}

function object(maker: Maker, group: string, kind: string, name: string, inputs: State, more: State = {}): State {
  const apiVersion = group.replace(/^core\//, "");
  const body = { apiVersion, kind, ...inputs };
  const metadata = { ...(inputs["metadata"] as State), ...live(maker, body) };
  const type = `kubernetes:${group}:${kind}`;
  return maker.state(type, name, "kubernetes", body, {
    id: `${(inputs["metadata"] as State)["namespace"]}/${name}`,
    metadata,
    ...more,
  });
}

function meta(maker: Maker, name: string, namespace: string): State {
  return {
    name,
    namespace,
    labels: { app: name.replace(/-\d$/, ""), "app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "pulumi" },
    annotations: { "example.com/owner": `team-${Math.floor(maker.random() * 40)}` },
  };
}

/** What the API server adds to an object's metadata; field management is the bulk of real objects. */
function live(maker: Maker, body: State): State {
  return {
    uid: maker.hex(32),
    resourceVersion: `${Math.floor(maker.random() * 1e9)}`,
    creationTimestamp: "2025-03-04T05:06:07Z",
    generation: 1,
    managedFields: [
      {
        apiVersion: body["apiVersion"],
        fieldsType: "FieldsV1",
        fieldsV1: fields(body),
        manager: "pulumi-kubernetes",
        operation: "Apply",
        time: "2025-03-04T05:06:07Z",
      },
    ],
  };
}

function fields(value: unknown): State {
  if (typeof value !== "object" || value === null) return {};
  const entries = Array.isArray(value)
    ? value.map((item, n) => [`k:{"name":"${(item as State)?.["name"] ?? n}"}`, fields(item)] as const)
    : Object.entries(value).map(([key, item]) => [`f:${key}`, fields(item)] as const);
  return Object.fromEntries(entries);
}

function workload(maker: Maker, group: string, kind: string, name: string, namespace: string): State {
  const template = {
    metadata: { labels: { app: name.replace(/-\d$/, "") } },
    spec: {
      containers: [container(maker, "main", 2)],
      ...(maker.chance(0.1) ? { initContainers: [container(maker, "init", 0)] } : {}),
      serviceAccountName: name.replace(/-\d$/, ""),
      automountServiceAccountToken: maker.chance(0.5) ? false : undefined,
      securityContext: {
        runAsNonRoot: maker.chance(0.7),
        runAsUser: 1000,
        fsGroup: 2000,
        seccompProfile: { type: "RuntimeDefault" },
      },
      volumes: [
        { name: "tmp", emptyDir: {} },
        { name: "config", configMap: { name } },
      ],
      nodeSelector: { "kubernetes.io/os": "linux" },
    },
  };
  const spec = { replicas: 3, selector: { matchLabels: { app: name.replace(/-\d$/, "") } }, template };
  const status = {
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 3,
    conditions: [
      { type: "Available", status: "True", reason: "MinimumReplicasAvailable", message: "has minimum availability" },
    ],
  };
  return object(maker, group, kind, name, { metadata: meta(maker, name, namespace), spec }, { status });
}

function container(maker: Maker, name: string, variables: number): State {
  const probe = {
    httpGet: { path: "/healthz", port: 8080, scheme: "HTTP" },
    initialDelaySeconds: 5,
    periodSeconds: 10,
  };
  return {
    name,
    image: `registry.example.com/team/${name}${maker.chance(0.5) ? `@sha256:${maker.hex(64)}` : ":1.2.3"}`,
    imagePullPolicy: "IfNotPresent",
    env: Array.from({ length: variables }, (_, n) => ({ name: `SETTING_${n}`, value: maker.hex(24) })),
    ports: [{ containerPort: 8080, name: "http", protocol: "TCP" }],
    resources: { limits: { cpu: "500m", memory: "512Mi" }, requests: { cpu: "100m", memory: "128Mi" } },
    livenessProbe: probe,
    securityContext: {
      allowPrivilegeEscalation: maker.chance(0.2),
      readOnlyRootFilesystem: maker.chance(0.7),
      privileged: false,
      capabilities: { drop: maker.chance(0.8) ? ["ALL"] : ["NET_RAW"] },
    },
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      { name: "config", mountPath: "/etc/app", readOnly: true },
    ],
  };
}
