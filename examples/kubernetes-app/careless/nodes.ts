import * as k8s from "@pulumi/kubernetes";

/** Two agents on every node: one ships logs, one draws product pictures on the Windows nodes. */
export function nodes(): void {
  const logs = { app: "log-shipper" };
  new k8s.apps.v1.DaemonSet("log-shipper", {
    spec: {
      selector: { matchLabels: logs },
      template: {
        metadata: { labels: logs },
        spec: {
          hostNetwork: true,
          hostPID: true,
          hostIPC: true,
          containers: [
            {
              name: "shipper",
              image: "registry.example.com/tools/log-shipper:latest",
              ports: [{ containerPort: 9880, hostPort: 9880 }],
              securityContext: { privileged: true, capabilities: { add: ["SYS_ADMIN", "NET_RAW"] } },
              volumeMounts: [
                { name: "logs", mountPath: "/var/log" },
                { name: "runtime", mountPath: "/var/run/docker.sock" },
              ],
            },
          ],
          volumes: [
            { name: "logs", hostPath: { path: "/var/log" } },
            { name: "runtime", hostPath: { path: "/var/run/docker.sock" } },
          ],
        },
      },
    },
  });

  const pictures = { app: "pictures" };
  new k8s.apps.v1.DaemonSet("pictures", {
    spec: {
      selector: { matchLabels: pictures },
      template: {
        metadata: { labels: pictures },
        spec: {
          hostNetwork: true,
          nodeSelector: { "kubernetes.io/os": "windows" },
          securityContext: { windowsOptions: { hostProcess: true, runAsUserName: "NT AUTHORITY\\SYSTEM" } },
          containers: [{ name: "pictures", image: "registry.example.com/shop/pictures" }],
        },
      },
    },
  });
}
