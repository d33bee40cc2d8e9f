import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { access } from "./access";
import { traffic } from "./traffic";
import { container, pod, type Settings } from "./workload";

const namespace = new k8s.core.v1.Namespace("shop", {
  metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
}).metadata.name;

const credentials = new k8s.core.v1.Secret("database", {
  metadata: { namespace },
  stringData: {
    password: new pulumi.Config().getSecret("databasePassword") ?? pulumi.secret("chosen at the first deployment"),
  },
});

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
  volumes: [{ name: "credentials", secret: { secretName: credentials.metadata.name } }],
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
              volumes: [{ name: "credentials", secret: { secretName: credentials.metadata.name } }],
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
