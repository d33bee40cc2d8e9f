import { describe, expect, test } from "vitest";
import { recommendedLabels, requiredLabels } from "../../../../packs/kubernetes/metadata/labels.js";
import { exemptions } from "../../../../packs/kubernetes/shared/labels.js";
import { REDACTED, SECRET, SIGNATURE } from "../../../../src/model/index.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { DEPLOYMENT } from "../objects.js";

const object = (metadata: unknown, type = DEPLOYMENT) => [resource(type, "web", { metadata })];
const labelled = (labels: unknown, type?: string) => object({ labels }, type);
const LIST = "kubernetes:core/v1:ConfigMapList";
const list = (...items: unknown[]) => [resource(LIST, "list", { items })];
const app = { "app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "shop" };
const NAME = 'metadata.labels["app.kubernetes.io/name"]';
const encrypted = { [SIGNATURE]: SECRET, ciphertext: "v1:abc" };
const FILLED = {
  labels: [
    { key: "app.kubernetes.io/name", fill: "shop" },
    { key: "tier", values: ["web"], fill: "web" },
  ],
};
const TIER = { labels: [{ key: "tier", values: ["web"], pattern: "db-\\d" }] };

testRule(recommendedLabels, {
  compliant: [
    { name: "both labels", stack: labelled(app), at: [NAME] },
    { name: "a cluster role", stack: labelled(app, "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"), at: [NAME] },
    { name: "every item of a list", stack: list({ metadata: { labels: app } }, { metadata: { labels: app } }), at: [] },
    { name: "an allowed value", stack: labelled({ tier: "web" }), parameters: TIER, at: ["metadata.labels.tier"] },
    { name: "a value that fits", stack: labelled({ tier: "db-1" }), parameters: TIER, at: ["metadata.labels.tier"] },
  ],
  violating: [
    { name: "other labels", unremedied: "no value to fill in", stack: labelled({ app: "web" }), at: [NAME] },
    {
      name: "one is missing",
      unremedied: "no value to fill in",
      stack: labelled({ "app.kubernetes.io/instance": "shop" }),
      at: [NAME],
    },
    {
      name: "an empty value",
      unremedied: "a value that is there",
      stack: labelled({ ...app, "app.kubernetes.io/name": "" }),
      at: [NAME],
    },
    {
      name: "annotations are no labels",
      unremedied: "no value to fill in",
      stack: object({ annotations: app }),
      at: [NAME],
    },
    {
      name: "a value not allowed",
      unremedied: "a value that is there",
      stack: labelled({ tier: "x" }),
      parameters: TIER,
      at: ["metadata.labels.tier"],
    },
    {
      name: "one item of a list",
      unremedied: "no value to fill in",
      stack: list({ metadata: { labels: app } }, { metadata: { name: "b" } }),
      at: [`items[1].${NAME}`],
    },
    {
      name: "labels to fill in",
      stack: [resource(DEPLOYMENT, "web")],
      parameters: FILLED,
      at: [NAME],
      remedied: { [NAME]: '"shop"', "metadata.labels.tier": '"web"' },
    },
    {
      name: "items to fill in",
      stack: list({ metadata: { labels: { ...app, tier: unknown } } }, {}, { metadata: { labels: null } }),
      parameters: { labels: [FILLED.labels[0]] },
      at: [`items[1].${NAME}`, `items[2].${NAME}`],
      remedied: { [`items[1].${NAME}`]: '"shop"', [`items[2].${NAME}`]: '"shop"' },
    },
    {
      name: "an item that is nothing",
      stack: list(null),
      parameters: FILLED,
      at: [`items[0].${NAME}`],
      unremedied: "no object to label",
    },
    {
      name: "one item to fill in, another unknown",
      stack: list({ metadata: { labels: unknown } }, {}),
      parameters: FILLED,
      at: [`items[1].${NAME}`],
      unremedied: "an item whose labels are not known",
    },
    {
      name: "one to fill in, another in the way",
      stack: labelled({ tier: "db" }),
      parameters: FILLED,
      at: ["metadata.labels.tier"],
      unremedied: "a value that is there",
    },
    {
      name: "secret labels to fill in",
      stack: labelled({ [SIGNATURE]: SECRET, plaintext: '{"a":"b"}' }),
      parameters: FILLED,
      at: [NAME],
      unremedied: "labels that are secret",
    },
    {
      name: "an old API version",
      unremedied: "no value to fill in",
      stack: labelled({}, "kubernetes:extensions/v1beta1:Ingress"),
      at: [NAME],
    },
  ],
  unknown: [
    { name: "the labels", stack: labelled(unknown), at: ["metadata.labels"] },
    { name: "one value", stack: labelled({ ...app, "app.kubernetes.io/name": unknown }), at: [NAME] },
    { name: "the metadata", stack: object(unknown), at: ["metadata.labels"] },
    { name: "the items", stack: [resource(LIST, "list", { items: unknown })], at: ["items"] },
    { name: "encrypted labels", stack: labelled(encrypted), at: ["metadata.labels"] },
    { name: "a secret value", stack: labelled({ tier: REDACTED }), parameters: TIER, at: ["metadata.labels.tier"] },
  ],
  absent: [
    {
      name: "no metadata",
      unremedied: "no value to fill in",
      stack: [resource(DEPLOYMENT, "web")],
      verdict: "fail",
      at: [NAME],
    },
    {
      name: "no labels",
      unremedied: "no value to fill in",
      stack: object({ name: "web" }),
      verdict: "fail",
      at: [NAME],
    },
    { name: "an empty list", stack: list(), verdict: "pass", at: [] },
  ],
  odd: [
    { name: "a list of labels", stack: labelled(["app"]), verdict: "undetermined", at: ["metadata.labels"] },
    { name: "metadata that is text", stack: object("web"), verdict: "undetermined", at: ["metadata.labels"] },
    {
      name: "a secret label",
      stack: labelled({ ...app, "app.kubernetes.io/name": encrypted }),
      verdict: "pass",
      at: [NAME],
    },
    { name: "an item that is none", stack: list("web"), verdict: "undetermined", at: ["items[0].metadata.labels"] },
  ],
  notApplicable: [
    { name: "an event", stack: labelled({}, "kubernetes:core/v1:Event"), at: [] },
    { name: "a list of endpoints", stack: [resource("kubernetes:core/v1:EndpointsList", "l", { items: [] })], at: [] },
    { name: "a kind that needs none", stack: labelled({ a: "b" }), parameters: { exemptTypes: [DEPLOYMENT] }, at: [] },
  ],
});

const facts = { owner: "shop", environment: "prod", "data-classification": "internal" };
const CONTACTS = {
  requiredLabels: [
    "environment",
    { key: "owner", fill: "shop" },
    { key: "contact", pattern: ".+@example\\.com", fill: "shop@example.com" },
  ],
};
const OWNER = "metadata.labels.owner";

testRule(requiredLabels, {
  compliant: [
    { name: "labels", stack: labelled(facts), at: [OWNER] },
    { name: "annotations", stack: object({ annotations: facts }), at: ["metadata.annotations.owner"] },
    {
      name: "some of each",
      stack: object({ labels: { ...facts, owner: undefined }, annotations: { owner: "shop@example.com" } }),
      at: ["metadata.annotations.owner", "metadata.labels.environment"],
    },
    { name: "unknown labels, but annotations", stack: object({ labels: unknown, annotations: facts }), at: [] },
    {
      name: "an annotation in place of a bad label",
      stack: object({ labels: { owner: "" }, annotations: { owner: "shop" } }),
      parameters: { requiredLabels: ["owner"] },
      at: ["metadata.annotations.owner"],
    },
  ],
  violating: [
    {
      name: "neither",
      unremedied: "no value to fill in",
      stack: object({ labels: { a: "b" }, annotations: { c: "d" } }),
      at: [OWNER],
    },
    {
      name: "one is missing",
      unremedied: "a value that is there",
      stack: labelled({ ...facts, owner: " " }),
      at: [OWNER],
    },
    {
      name: "some to fill in, as labels and annotations",
      stack: object({ annotations: { environment: "prod", other: unknown } }),
      parameters: CONTACTS,
      at: [OWNER],
      remedied: { [OWNER]: '"shop"', "metadata.annotations.contact": '"shop@example.com"' },
    },
    {
      name: "a label in the way",
      stack: labelled({ environment: "prod", contact: "nobody", owner: "x" }),
      parameters: CONTACTS,
      at: ["metadata.labels.contact"],
      unremedied: "a value that is there",
    },
    {
      name: "an annotation in the way",
      stack: object({ annotations: { environment: "prod", contact: "x", owner: "x" } }),
      parameters: CONTACTS,
      at: ["metadata.labels.contact"],
      unremedied: "a value that is there",
    },
    {
      name: "in a list",
      unremedied: "no value to fill in",
      stack: list({ metadata: { labels: { owner: "x" } } }),
      at: ["items[0].metadata.labels.environment"],
    },
  ],
  unknown: [
    { name: "the labels", stack: labelled(unknown), at: ["metadata.labels"] },
    { name: "the annotations", stack: object({ annotations: unknown }), at: ["metadata.annotations"] },
    {
      name: "one annotation",
      stack: object({ annotations: { ...facts, owner: unknown } }),
      at: ["metadata.annotations.owner"],
    },
  ],
  absent: [
    {
      name: "no metadata",
      unremedied: "no value to fill in",
      stack: [resource(DEPLOYMENT, "web")],
      verdict: "fail",
      at: [OWNER],
    },
  ],
  odd: [
    {
      name: "annotations that are text",
      stack: object({ annotations: "x" }),
      verdict: "undetermined",
      at: ["metadata.annotations.owner"],
    },
    {
      name: "another case",
      unremedied: "no value to fill in",
      stack: labelled({ ...facts, owner: undefined, Owner: "x" }),
      verdict: "fail",
      at: [OWNER],
    },
  ],
  notApplicable: [{ name: "a lease", stack: labelled({}, "kubernetes:coordination.k8s.io/v1:Lease"), at: [] }],
});

describe("the kinds", () => {
  test("are all of the SDK's, and exempt where there is a reason", () => {
    expect(recommendedLabels.types.length).toBeGreaterThan(300);
    expect(exemptions.size).toBeGreaterThan(20);
    expect([...exemptions.keys()].every((type) => recommendedLabels.types.includes(type))).toBe(true);
    for (const type of ["core/v1:Pod", "core/v1:Secret", "apps/v1:DeploymentList", "apps/v1:ReplicaSet"])
      expect(exemptions.has(`kubernetes:${type}`), type).toBe(false);
  });

  test.each(["a b", "-a", "a@b", "", "a".repeat(64)])("%j is no label, but an annotation may be", (fill) => {
    expect(() => recommendedLabels.parse({ labels: [{ key: "a", fill }] })).toThrow();
    if (fill !== "") expect(requiredLabels.parse({ requiredLabels: [{ key: "a", fill }] })).toBeTruthy();
  });

  test.each(["", "a b", "-a", "UPPER.example/x", "a/b/c", "/a", "a/"])("%j is no key of a label", (key) =>
    expect(() => recommendedLabels.parse({ labels: [key] })).toThrow());
});
