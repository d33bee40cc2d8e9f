import { noToken } from "../../../../packs/kubernetes/workload/service-account.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { DEPLOYMENT, POD } from "../objects.js";

const TOKEN = "automountServiceAccountToken";
const web = (spec: object, metadata: object = { namespace: "shop" }, options: object = {}) =>
  resource(DEPLOYMENT, "web", { metadata, spec: { template: { spec } } }, options);
const account = (token: unknown, metadata: object = { name: "app", namespace: "shop" }, name = "sa") =>
  resource("kubernetes:core/v1:ServiceAccount", name, { metadata, [TOKEN]: token });
/** Why a pod that leaves the matter to its account is not mended. */
const ELSEWHERE = "its account stands in another resource";
const asApp = web({ serviceAccountName: "app" });

testRule(noToken, {
  compliant: [
    { name: "off for the pod", stack: [web({ [TOKEN]: false })], at: [`${POD}.${TOKEN}`] },
    { name: "off for its account", stack: [asApp, account(false)], at: [TOKEN] },
    {
      name: "off for its account, by the old field",
      stack: [web({ serviceAccount: "app" }), account(false)],
      at: [TOKEN],
    },
    {
      name: "the pod overrides its account",
      stack: [web({ [TOKEN]: false, serviceAccountName: "app" }), account(true)],
      at: [`${POD}.${TOKEN}`],
    },
    {
      name: "off for the default account",
      stack: [web({}), account(false, { name: "default", namespace: "shop" })],
      at: [TOKEN],
    },
    {
      name: "off for the default account, which an empty name stands for",
      stack: [web({ serviceAccountName: "" }), account(false, { name: "default", namespace: "shop" })],
      at: [TOKEN, `${POD}.serviceAccountName`],
    },
    {
      name: "off for its account, by the old field beside an empty name",
      stack: [web({ serviceAccountName: "", serviceAccount: "app" }), account(false)],
      at: [TOKEN, `${POD}.serviceAccount`],
    },
    {
      name: "an account in a list",
      stack: [
        asApp,
        resource("kubernetes:core/v1:ServiceAccountList", "l", {
          items: [{ metadata: { name: "app", namespace: "shop" }, [TOKEN]: false }],
        }),
      ],
      at: [`items[0].${TOKEN}`],
    },
    {
      name: "both in the namespace of their provider",
      stack: [
        web({ serviceAccountName: "app" }, {}, { provider: "k8s" }),
        account(false),
        resource("pulumi:providers:kubernetes", "k8s", { namespace: "shop" }),
      ],
      at: [TOKEN],
    },
  ],
  violating: [
    {
      name: "on for the pod",
      stack: [web({ [TOKEN]: true, serviceAccountName: "app" }), account(false)],
      at: [`${POD}.${TOKEN}`],
    },
    { name: "on for its account", unremedied: ELSEWHERE, stack: [asApp, account(true)], at: [TOKEN] },
    {
      name: "account says nothing",
      unremedied: ELSEWHERE,
      stack: [
        asApp,
        resource("kubernetes:core/v1:ServiceAccount", "sa", { metadata: { name: "app", namespace: "shop" } }),
      ],
      at: [TOKEN],
    },
    {
      name: "an empty name, which is the default account's",
      stack: [web({ serviceAccountName: "" }), account(false)],
      at: [`${POD}.serviceAccountName`],
    },
    {
      name: "an empty name in the old field as well",
      stack: [web({ serviceAccountName: "", serviceAccount: "" })],
      at: [`${POD}.serviceAccount`],
    },
    {
      name: "the default account of another namespace",
      stack: [web({}), account(false, { name: "default", namespace: "other" })],
      at: [`${POD}.${TOKEN}`],
    },
  ],
  unknown: [
    { name: "pod not known", stack: [web({ [TOKEN]: unknown })], at: [`${POD}.${TOKEN}`] },
    {
      name: "account not known",
      stack: [web({ serviceAccountName: unknown }), account(false)],
      at: [`${POD}.serviceAccountName`],
    },
    { name: "account outside the stack", stack: [asApp], at: ["companion(service account app outside this stack)"] },
    { name: "setting of the account not known", stack: [asApp, account(unknown)], at: [TOKEN] },
    {
      name: "name of an account not known",
      stack: [asApp, account(false, { name: unknown, namespace: "shop" })],
      at: ["metadata.name"],
    },
    {
      name: "namespace not known",
      stack: [web({ serviceAccountName: "app" }, { namespace: unknown }), account(false)],
      at: [`${POD}.serviceAccountName`],
    },
  ],
  absent: [{ name: "nothing said", verdict: "fail", stack: [web({})], at: [`${POD}.${TOKEN}`] }],
  odd: [
    {
      name: "a spec that is text",
      verdict: "undetermined",
      stack: [resource(DEPLOYMENT, "web", { spec: "x" })],
      at: [`${POD}.${TOKEN}`],
    },
    { name: "text", verdict: "pass", stack: [web({ [TOKEN]: "false" })], at: [`${POD}.${TOKEN}`] },
  ],
  notApplicable: [
    { name: "an empty list", stack: [resource("kubernetes:apps/v1:DeploymentList", "l", { items: [] })], at: [] },
  ],
});
