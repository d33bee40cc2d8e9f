import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { access } from "./access";
import { nodes } from "./nodes";

const credentials = new k8s.core.v1.Secret("database", {
  stringData: { password: new pulumi.Config().getSecret("databasePassword") ?? pulumi.secret("orders") },
});
const password = {
  name: "DATABASE_PASSWORD",
  valueFrom: { secretKeyRef: { name: credentials.metadata.name, key: "password" } },
};

for (const app of ["web", "api"]) {
  const labels = { app };
  new k8s.apps.v1.Deployment(app, {
    metadata: { labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: app, image: `registry.example.com/shop/${app}`, env: [password] }] },
      },
    },
  });
  new k8s.core.v1.Service(app, { spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] } });
}

new k8s.batch.v1.CronJob("report", {
  spec: {
    schedule: "15 3 * * *",
    jobTemplate: {
      spec: {
        template: {
          spec: {
            restartPolicy: "Never",
            containers: [
              {
                name: "report",
                image: "registry.example.com/shop/report:latest",
                env: [password],
                // It could not write its file as anybody else.
                securityContext: { runAsUser: 0, allowPrivilegeEscalation: true },
              },
            ],
          },
        },
      },
    },
  },
});

new k8s.networking.v1.Ingress("shop", {
  metadata: {
    annotations: {
      "nginx.ingress.kubernetes.io/configuration-snippet": "more_set_headers 'X-Served-By: shop';",
    },
  },
  spec: {
    rules: [
      {
        host: "shop.example.com",
        http: {
          paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } }],
        },
      },
    ],
  },
});

access();
nodes();
