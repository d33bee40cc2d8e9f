import type { types } from "@pulumi/kubernetes";
import {
  type AnySubject,
  all,
  any,
  type Check,
  fail,
  kind,
  PASS,
  type Ref,
  type Subject,
  unknown,
} from "../../../src/authoring/index.js";
import { tokensByKind } from "./kinds.generated.js";
import { namespaceOf, type ObjectMeta, objects } from "./meta.js";

export type NetworkPolicy = types.input.networking.v1.NetworkPolicy;
type Selector = types.input.meta.v1.LabelSelector;

export const networkPolicy = kind<NetworkPolicy>({
  name: "network policy",
  types: [...tokensByKind.NetworkPolicy, ...tokensByKind.NetworkPolicyList],
  identifiedBy: [],
});

/**
 * Index keys of a policy: `namespace|` for all, `namespace|label` and `namespace|label=value` by the first label that it
 * selects, `namespace|*` when it selects by none.
 */
function selections(resource: Subject<NetworkPolicy>): string[] {
  return (objects(resource) ?? []).flatMap((policy) => {
    const namespace = namespaceOf(resource, policy) ?? "?";
    const [first] = policy.get("spec").get("podSelector").get("matchLabels").entries() ?? [];
    const value = first?.[1].value();
    if (first === undefined || value === undefined) return [`${namespace}|`, `${namespace}|*`];
    return [`${namespace}|`, `${namespace}|${first[0]}`, `${namespace}|${first[0]}=${String(value)}`];
  });
}

/** A network policy that may select pods, with the check whether it does. */
export interface Selection {
  readonly policy: Ref<NetworkPolicy>;
  readonly selects: Check;
}

/** The network policies that may select pods of a namespace with these labels. */
export function selectingPolicies(from: AnySubject, namespace: string, metadata: Ref<ObjectMeta>): Selection[] {
  const labels = labelKeys(metadata);
  const keys = labels.map((label) => `${namespace}|${label}`);
  // Of some policies the namespace is not known.
  if (from.sharing(networkPolicy, selections, STRAY).length > 0) keys.push(...labels.map((label) => `?|${label}`));
  const found: Selection[] = [];
  for (const resource of from.sharing(networkPolicy, selections, keys)) {
    for (const policy of objects(resource) ?? []) {
      const own = namespaceOf(resource, policy);
      if (own !== undefined && own !== namespace) continue;
      const selected = selects(policy.get("spec").get("podSelector"), metadata);
      const inNamespace = own === undefined ? unknown(policy.get("metadata").get("namespace"), namespace) : PASS;
      found.push({ policy, selects: all(inNamespace, selected) });
    }
  }
  return found;
}

const STRAY = ["?|"];

/** What the index has behind the namespace of policies that may select by these labels; of all, when they are not known. */
function labelKeys(metadata: Ref<ObjectMeta>): string[] {
  const entries = metadata.get("labels").entries();
  if (entries === undefined) return [""];
  const keys = ["*"];
  for (const [label, value] of entries)
    keys.push(value.obstacle === undefined ? `${label}=${String(value.value())}` : label);
  return keys;
}

/** A label selector holds for labels: matchLabels and matchExpressions together; an empty one holds for all. */
export function selects(selector: Ref<Selector>, metadata: Ref<ObjectMeta>): Check {
  const label = (name: string) => metadata.get("labels").get(name as never) as Ref<string>;
  const wanted = selector.get("matchLabels").entries();
  if (wanted === undefined) return unknown(selector.get("matchLabels"), "known labels");
  const equal = wanted.map(([name, value]) => {
    const text = value.value();
    return typeof text === "string" ? label(name).is(text) : unknown(value, "a known label");
  });
  const expressions = selector.get("matchExpressions").every((expression) => {
    const name = expression.get("key").value();
    const values = expression.get("values").items();
    if (name === undefined || values === undefined) return unknown(expression, "a known expression");
    const texts = values.map((value) => String(value.value() ?? ""));
    const at = label(name);
    const operator = expression.get("operator").value();
    if (operator === "In") return any(...texts.map((text) => at.is(text)));
    if (operator === "NotIn") return at.noneOf(texts);
    if (operator === "Exists") return at.matches(() => true, `label ${name}`);
    if (operator === "DoesNotExist") return at.isAbsent ? PASS : fail(at, `no label ${name}`);
    return unknown(expression.get("operator"), "In, NotIn, Exists or DoesNotExist");
  });
  return all(...equal, expressions);
}

/** The policy isolates the pods that it selects in this direction; without policyTypes, ingress and what it has rules for. */
export function isolates(policy: Ref<NetworkPolicy>, direction: "Ingress" | "Egress"): Check {
  const spec = policy.get("spec");
  const named = spec.get("policyTypes");
  if (!named.isAbsent) return named.includes(direction);
  return direction === "Ingress" ? PASS : spec.get("egress").isSet("policyTypes with Egress");
}
