import { expect, it } from "vitest";
import { notDefaultNamespace } from "../../../../packs/kubernetes/object/namespace.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { DEPLOYMENT } from "../objects.js";

const object = (metadata: unknown, type = DEPLOYMENT, options: object = {}) =>
  resource(type, "web", { metadata }, options);
const provider = (namespace: unknown) => resource("pulumi:providers:kubernetes", "k8s", { namespace });
const provided = (namespace: unknown, metadata: object = { name: "web" }) => [
  object(metadata, DEPLOYMENT, { provider: "k8s" }),
  provider(namespace),
];

testRule(notDefaultNamespace, {
  compliant: [
    { name: "a namespace", stack: [object({ namespace: "shop" })], at: ["metadata.namespace"] },
    {
      name: "a config map",
      stack: [object({ namespace: "shop" }, "kubernetes:core/v1:ConfigMap")],
      at: ["metadata.namespace"],
    },
    { name: "that of the provider", stack: provided("shop"), at: ["namespace"] },
    {
      name: "its own before the provider's",
      stack: provided("default", { namespace: "shop" }),
      at: ["metadata.namespace"],
    },
    {
      name: "a list",
      stack: [resource("kubernetes:core/v1:SecretList", "l", { items: [{ metadata: { namespace: "shop" } }] })],
      at: ["items[0].metadata.namespace"],
    },
  ],
  violating: [
    { name: "default", stack: [object({ namespace: "default" })], at: ["metadata.namespace"] },
    { name: "default of the provider", stack: provided("default"), at: ["namespace"] },
    { name: "neither says", stack: provided(null), at: ["metadata.namespace"] },
    {
      name: "default before the provider's",
      stack: provided("shop", { namespace: "default" }),
      at: ["metadata.namespace"],
    },
    { name: "an empty name", stack: [object({ namespace: "" })], at: ["metadata.namespace"] },
    {
      name: "the second of a list, the first unknown",
      stack: [
        resource("kubernetes:core/v1:ServiceList", "l", {
          items: [{ metadata: { namespace: unknown } }, { metadata: { namespace: "default" } }],
        }),
      ],
      at: ["items[1].metadata.namespace"],
    },
    {
      name: "an old API version",
      stack: [object({ namespace: "default" }, "kubernetes:extensions/v1beta1:Ingress")],
      at: ["metadata.namespace"],
    },
  ],
  unknown: [
    { name: "namespace not known", stack: [object({ namespace: unknown })], at: ["metadata.namespace"] },
    { name: "namespace of the provider not known", stack: provided(unknown), at: ["namespace"] },
    { name: "metadata not known", stack: [object(unknown)], at: ["metadata.namespace"] },
  ],
  absent: [
    { name: "no namespace", verdict: "fail", stack: [object({ name: "web" })], at: ["metadata.namespace"] },
    {
      name: "no metadata",
      verdict: "fail",
      stack: [resource("kubernetes:core/v1:Service", "s", {})],
      at: ["metadata.namespace"],
    },
  ],
  odd: [{ name: "metadata that is text", verdict: "undetermined", stack: [object("x")], at: ["metadata.namespace"] }],
});

it("judges what lives in a namespace, and not what belongs to the cluster", () => {
  const types = notDefaultNamespace.types;
  for (const type of ["core/v1:Pod", "core/v1:Secret", "rbac.authorization.k8s.io/v1:Role", "batch/v1:CronJobList"])
    expect(types).toContain(`kubernetes:${type}`);
  for (const type of ["core/v1:Namespace", "core/v1:NamespaceList", "rbac.authorization.k8s.io/v1:ClusterRole"])
    expect(types).not.toContain(`kubernetes:${type}`);
});
