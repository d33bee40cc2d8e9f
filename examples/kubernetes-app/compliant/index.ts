import * as k8s from "@pulumi/kubernetes";
import { access } from "./access";
import { labels } from "./labels";
import { traffic } from "./traffic";
import { container, pod, type Settings } from "./workload";

const namespace = new k8s.core.v1.Namespace("shop", {
  metadata: { name: "shop", labels: { ...labels("shop"), "pod-security.kubernetes.io/enforce": "restricted" } },
}).metadata.name;

// The operator of the secret store writes this Secret: no password passes through this program or its state.
const volumes = [{ name: "credentials", secret: { secretName: "database" } }];

/** A part of the shop that serves requests, several times. */
function deployment(name: string, settings: Settings): k8s.apps.v1.Deployment {
  return new k8s.apps.v1.Deployment(name, {
    metadata: { namespace, labels: labels(name) },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: labels(name) }, spec: pod(settings) },
    },
  });
}

deployment("web", { containers: [container("web", "registry.example.com/shop/web:4.2.1")] });
deployment("api", {
  containers: [container("api", "registry.example.com/shop/api:4.2.1", { credentials: "/etc/database" })],
  volumes,
});

// The report reads the database and writes to a volume of its own.
new k8s.batch.v1.CronJob("report", {
  metadata: { namespace, labels: labels("report") },
  spec: {
    schedule: "15 3 * * *",
    concurrencyPolicy: "Forbid",
    jobTemplate: {
      spec: {
        backoffLimit: 2,
        template: {
          metadata: { labels: labels("report") },
          spec: {
            ...pod({
              containers: [
                container("report", "registry.example.com/shop/report:2.0.3", { credentials: "/etc/database" }),
              ],
              volumes,
            }),
            restartPolicy: "Never",
          },
        },
      },
    },
  },
});

access(namespace);
traffic(namespace);
