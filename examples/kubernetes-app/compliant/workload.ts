import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";

type Container = types.input.core.v1.Container;

export interface Settings {
  containers: Container[];
  volumes?: types.input.core.v1.Volume[];
}

/** A pod that runs as nobody, alone, and speaks to the API server only if it has to: none here does. */
export function pod({ containers, volumes = [] }: Settings): types.input.core.v1.PodSpec {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      fsGroup: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers,
    volumes: [{ name: "scratch", emptyDir: { sizeLimit: "64Mi" } }, ...volumes],
  };
}

/** A container with bounded resources, probes and no way to become more than it is. */
export function container(name: string, image: Input<string>, mounts: Record<string, string> = {}): Container {
  const extra = Object.entries(mounts).map(([volume, mountPath]) => ({ name: volume, mountPath, readOnly: true }));
  return {
    name,
    image,
    imagePullPolicy: "Always",
    ports: [{ containerPort: 8080 }],
    resources: {
      requests: { cpu: "100m", memory: "128Mi" },
      limits: { cpu: "500m", memory: "256Mi" },
    },
    livenessProbe: { httpGet: { path: "/alive", port: 8080 }, periodSeconds: 20 },
    readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 5 },
    securityContext: {
      runAsNonRoot: true,
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumeMounts: [{ name: "scratch", mountPath: "/tmp" }, ...extra],
  };
}
