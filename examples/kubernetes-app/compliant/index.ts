import * as k8s from "@pulumi/kubernetes";
import { access } from "./access";
import { traffic } from "./traffic";
import { container, pod, type Settings } from "./workload";

const namespace = new k8s.core.v1.Namespace("shop", {
  metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
}).metadata.name;

// The operator of the secret store writes this Secret: no password passes through this program or its state.
const volumes = [{ name: "credentials", secret: { secretName: "database" } }];

/** A part of the shop that serves requests, several times. */
function deployment(name: string, settings: Settings): k8s.apps.v1.Deployment {
  const labels = { app: name };
  return new k8s.apps.v1.Deployment(name, {
    metadata: { namespace, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pod(settings) },
    },
  });
}

deployment("web", { containers: [container("web", "registry.example.com/shop/web:4.2.1")] });
deployment("api", {
  containers: [container("api", "registry.example.com/shop/api:4.2.1", { credentials: "/etc/database" })],
  volumes,
});

// The report reads the database and writes to a volume of its own.
const labels = { app: "report" };
new k8s.batch.v1.CronJob("report", {
  metadata: { namespace, labels },
  spec: {
    schedule: "15 3 * * *",
    concurrencyPolicy: "Forbid",
    jobTemplate: {
      spec: {
        backoffLimit: 2,
        template: {
          metadata: { labels },
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
