import { noSnippets } from "../../../../packs/kubernetes/network/ingress.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const NGINX = "nginx.ingress.kubernetes.io";
const ingress = (annotations: unknown, group = "networking.k8s.io/v1") =>
  resource(`kubernetes:${group}:Ingress`, "i", { metadata: { name: "i", annotations }, spec: {} });
const bad = (name: string) => ({
  name,
  stack: [ingress({ [name]: "return 200;" })],
  at: [`metadata.annotations["${name}"]`],
});

testRule(noSnippets, {
  compliant: [
    {
      name: "other annotations",
      stack: [ingress({ [`${NGINX}/rewrite-target`]: "/", "example.com/code-snippet": "x" })],
      at: [],
    },
    { name: "a snippet taken away", stack: [ingress({ [`${NGINX}/server-snippet`]: null })], at: [] },
    { name: "a value not known", stack: [ingress({ [`${NGINX}/proxy-body-size`]: unknown })], at: [] },
  ],
  violating: [
    ...[
      `${NGINX}/configuration-snippet`,
      `${NGINX}/server-snippet`,
      `${NGINX}/auth-snippet`,
      `${NGINX}/stream-snippet`,
      "ingress.kubernetes.io/configuration-snippet",
      "nginx.org/server-snippets",
      "nginx.org/location-snippets",
    ].map(bad),
    ...["extensions/v1beta1", "networking.k8s.io/v1beta1"].map((group) => ({
      name: `in ${group}`,
      stack: [ingress({ [`${NGINX}/server-snippet`]: "x" }, group)],
      at: [`metadata.annotations["${NGINX}/server-snippet"]`],
    })),
    {
      name: "a text not known",
      stack: [ingress({ [`${NGINX}/server-snippet`]: unknown })],
      at: [`metadata.annotations["${NGINX}/server-snippet"]`],
    },
    {
      name: "in a list, beside one not known",
      stack: [
        resource("kubernetes:networking.k8s.io/v1:IngressList", "l", {
          items: [{ metadata: unknown }, { metadata: { annotations: { [`${NGINX}/server-snippet`]: "x" } } }],
        }),
      ],
      at: [`items[1].metadata.annotations["${NGINX}/server-snippet"]`],
    },
  ],
  unknown: [
    { name: "annotations not known", stack: [ingress(unknown)], at: ["metadata.annotations"] },
    {
      name: "items not known",
      stack: [resource("kubernetes:networking.k8s.io/v1:IngressList", "l", { items: unknown })],
      at: ["items"],
    },
  ],
  absent: [
    {
      name: "no annotations",
      verdict: "pass",
      stack: [resource("kubernetes:networking.k8s.io/v1:Ingress", "i", {})],
      at: [],
    },
  ],
  odd: [
    { name: "annotations that are text", verdict: "undetermined", stack: [ingress("x")], at: ["metadata.annotations"] },
  ],
});
