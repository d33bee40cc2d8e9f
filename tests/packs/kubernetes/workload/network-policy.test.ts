import { selectedByNetworkPolicy } from "../../../../packs/kubernetes/workload/network-policy.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

const deployment = (labels: unknown = { app: "web" }, metadata: object = { namespace: "shop" }, spec: object = {}) =>
  resource(DEPLOYMENT, "web", {
    metadata,
    spec: { template: { metadata: { labels }, spec: { containers: [], ...spec } } },
  });
const policy = (
  podSelector: unknown,
  spec: object = { policyTypes: ["Ingress", "Egress"] },
  namespace: unknown = "shop",
) => resource(POLICY, "np", { metadata: { namespace }, spec: { podSelector, ...spec } });

testRule(selectedByNetworkPolicy, {
  compliant: [
    {
      name: "selected by label",
      stack: [deployment(), policy({ matchLabels: { app: "web" } })],
      at: ["spec.template.metadata.labels.app"],
    },
    { name: "empty selector selects all", stack: [deployment(), policy({})], at: ["spec.policyTypes[1]"] },
    {
      name: "expression In",
      stack: [deployment(), policy({ matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] })],
      at: ["spec.template.metadata.labels.app"],
    },
    { name: "egress by its rules alone", stack: [deployment(), policy({}, { egress: [{}] })], at: ["spec.egress"] },
    {
      name: "default namespace on both sides",
      stack: [deployment({ app: "web" }, {}), policy({}, { policyTypes: ["Ingress", "Egress"] }, null)],
      at: ["spec.policyTypes[0]"],
    },
    {
      name: "list of policies",
      stack: [
        deployment(),
        resource(`${POLICY}List`, "nps", {
          items: [{ metadata: { namespace: "shop" }, spec: { podSelector: {}, policyTypes: ["Egress", "Ingress"] } }],
        }),
      ],
      at: ["items[0].spec.policyTypes[0]"],
    },
  ],
  violating: [
    { name: "ingress only", stack: [deployment(), policy({}, {})], at: ["spec.template.metadata.labels"] },
    {
      name: "another label",
      stack: [deployment(), policy({ matchLabels: { app: "api" } })],
      at: ["spec.template.metadata.labels"],
    },
    {
      name: "another namespace",
      stack: [deployment(), policy({}, { policyTypes: ["Ingress", "Egress"] }, "other")],
      at: ["spec.template.metadata.labels"],
    },
    {
      name: "one of two labels",
      stack: [deployment(), policy({ matchLabels: { app: "web", tier: "x" } })],
      at: ["spec.template.metadata.labels"],
    },
  ],
  unknown: [
    {
      name: "label not known",
      stack: [deployment({ app: unknown }), policy({ matchLabels: { app: "web" } })],
      at: ["spec.template.metadata.labels.app"],
    },
    {
      name: "labels not known",
      stack: [deployment(unknown), policy({ matchLabels: { app: "web" } })],
      at: ["spec.template.metadata.labels.app"],
    },
    {
      name: "namespace of the policy not known",
      stack: [deployment(), policy({}, { policyTypes: ["Ingress", "Egress"] }, unknown)],
      at: ["metadata.namespace"],
    },
    { name: "selector not known", stack: [deployment(), policy(unknown)], at: ["spec.podSelector.matchLabels"] },
  ],
  absent: [
    { name: "no policy in the stack", verdict: "fail", stack: [deployment()], at: ["spec.template.metadata.labels"] },
  ],
  odd: [
    {
      name: "spec that is text",
      verdict: "undetermined",
      stack: [resource(DEPLOYMENT, "web", { spec: "x" }), policy({}, { policyTypes: ["Ingress"] }, "default")],
      at: ["spec.template.spec.hostNetwork"],
    },
  ],
  notApplicable: [
    {
      name: "on the host's network",
      stack: [deployment({}, {}, { hostNetwork: true })],
      at: ["spec.template.spec.hostNetwork"],
    },
  ],
});
