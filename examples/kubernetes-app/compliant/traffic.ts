import * as k8s from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { labels } from "./labels";

/** Nothing reaches anything unless it is listed here. */
export function traffic(namespace: Input<string>): void {
  new k8s.networking.v1.NetworkPolicy("nothing", {
    metadata: { namespace, labels: labels("shop") },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  });
  allow(namespace, "api", "web");
  new k8s.networking.v1.NetworkPolicy("web-from-ingress", {
    metadata: { namespace, labels: labels("web") },
    spec: {
      podSelector: { matchLabels: { app: "web" } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: "ingress-nginx" } } }], ports: [{ port: 8080 }] }],
    },
  });

  for (const app of ["web", "api"])
    new k8s.core.v1.Service(app, {
      metadata: { namespace, labels: labels(app) },
      spec: { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] },
    });

  new k8s.networking.v1.Ingress("shop", {
    metadata: {
      namespace,
      labels: labels("shop"),
      annotations: { "nginx.ingress.kubernetes.io/ssl-redirect": "true" },
    },
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: ["shop.example.com"], secretName: "shop-tls" }],
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
}

/** Lets one part of the shop call another. */
function allow(namespace: Input<string>, to: string, from: string): void {
  const pods = (app: string) => ({ matchLabels: { app } });
  new k8s.networking.v1.NetworkPolicy(`${to}-from-${from}`, {
    metadata: { namespace, labels: labels(to) },
    spec: {
      podSelector: pods(to),
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector: pods(from) }], ports: [{ port: 8080 }] }],
    },
  });
  new k8s.networking.v1.NetworkPolicy(`${from}-to-${to}`, {
    metadata: { namespace, labels: labels(from) },
    spec: {
      podSelector: pods(from),
      policyTypes: ["Egress"],
      egress: [{ to: [{ podSelector: pods(to) }], ports: [{ port: 8080 }] }],
    },
  });
}
