import type { Rule } from "../../../../src/model/index.js";
import { type ResourceSpec, resource, unknown } from "../../../support/resources.js";
import { type Case, testRule } from "../../../support/rule-tester.js";

export const RBAC = "rbac.authorization.k8s.io";

/** A rule of a role in short: `verbs groups resources`, each a list with commas; `core` is the empty group. */
export function permits(text: string, more: object = {}): object {
  const [verbs = "", apiGroups = "", resources = ""] = text.split(" ").map((list) => list.split(","));
  return { verbs, apiGroups: [...apiGroups].map((group) => (group === "core" ? "" : group)), resources, ...more };
}

export function clusterRole(rules: unknown, more: object = {}): ResourceSpec {
  return resource(`kubernetes:${RBAC}/v1:ClusterRole`, "role", { metadata: { name: "role" }, rules, ...more });
}

/** Tests a rule on roles: `bad` are permissions that it forbids, `good` look like them and are none. */
export function testRoleRule(
  rule: Rule,
  spec: {
    bad: readonly string[];
    good: readonly string[];
    compliant?: readonly Case[];
    violating?: readonly Case[];
    harmless?: string;
  },
): void {
  const [first = ""] = spec.bad;
  const forbidden = permits(first) as { verbs: string[]; apiGroups: string[]; resources: string[] };
  const open = permits(spec.harmless ?? first);
  const types = rule.types.filter((type) => !type.endsWith("List"));
  const lists = rule.types.filter((type) => type.endsWith("List"));
  testRule(rule, {
    compliant: [
      ...spec.good.map((text) => ({ name: `allowed: ${text}`, stack: [clusterRole([permits(text)])], at: [] })),
      { name: "no rules", stack: [clusterRole([])], at: ["rules"] },
      {
        name: "verbs not known on a resource that does not matter",
        stack: [clusterRole([permits("get core events", { apiGroups: unknown })])],
        at: [],
      },
      ...(spec.compliant ?? []),
    ],
    violating: [
      ...spec.bad.map((text) => ({
        name: `forbidden: ${text}`,
        stack: [clusterRole([permits("get core events"), permits(text)])],
        at: ["rules[1]"],
      })),
      ...types.map((type) => ({
        name: `in ${type}`,
        stack: [resource(type, "role", { rules: [forbidden] })],
        at: ["rules[0]"],
      })),
      ...lists.map((type) => ({
        name: `in ${type}`,
        stack: [resource(type, "roles", { items: [{ rules: unknown }, { rules: [forbidden] }] })],
        at: ["items[1].rules[0]"],
      })),
      { name: "beside a rule not known", stack: [clusterRole([unknown, forbidden])], at: ["rules[1]"] },
      { name: "in an aggregated role", stack: [clusterRole([forbidden], { aggregationRule: {} })], at: ["rules[0]"] },
      ...(spec.violating ?? []),
    ],
    unknown: [
      { name: "rules not known", stack: [clusterRole(unknown)], at: ["rules"] },
      { name: "verbs not known", stack: [clusterRole([{ ...open, verbs: unknown }])], at: ["rules[0].verbs"] },
      {
        name: "a resource not known",
        stack: [clusterRole([{ ...open, resources: ["events", unknown] }])],
        at: ["rules[0].resources[1]"],
      },
      {
        name: "rules put together by a controller",
        stack: [clusterRole([], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] } })],
        at: ["aggregationRule"],
      },
    ],
    absent: [
      { name: "nothing", verdict: "pass", stack: [resource(rule.types[0] as string, "role")], at: ["rules"] },
      { name: "a rule without lists", verdict: "pass", stack: [clusterRole([{}])], at: [] },
    ],
    odd: [
      { name: "rules that are text", verdict: "undetermined", stack: [clusterRole("*")], at: ["rules.resources"] },
      {
        name: "a null among the verbs",
        verdict: "fail",
        stack: [clusterRole([{ ...forbidden, verbs: [null, ...forbidden.verbs] }])],
        at: ["rules[0]"],
      },
    ],
  });
}
