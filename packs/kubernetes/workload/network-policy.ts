import { all, any, type Check, told, unknown } from "../../../src/authoring/index.js";
import { namespaceOf } from "../shared/meta.js";
import { isolates, networkPolicy, type Selection, selectingPolicies } from "../shared/network-policy.js";
import { type Pod, podRule } from "../shared/workload.js";

export const selectedByNetworkPolicy = podRule({
  id: "k8s-pod-selected-by-network-policy",
  title: "Network policies select every pod, for ingress and egress",
  severity: "medium",
  companions: [networkPolicy],
  rationale: "A pod that no policy selects may be reached from, and may reach, every other pod of the cluster.",
  remediation:
    "Add a NetworkPolicy to the pod's namespace whose podSelector matches its labels, with policyTypes Ingress and Egress.",
  limits:
    "Policies of other stacks and of other kinds (Cilium, Calico, admin policies) are not seen, nor whether the cluster enforces any.",
  except: {
    pods: (pod) => pod.spec.get("hostNetwork").is(true),
    because: "pods on the host's network are beyond network policies",
  },
  check: (pod, subject) => {
    const namespace = namespaceOf(subject, pod.object);
    if (namespace === undefined) return unknown(pod.object, "a known namespace");
    const policies = selectingPolicies(subject, namespace, pod.metadata);
    return all(isolated(pod, policies, "Ingress"), isolated(pod, policies, "Egress"));
  },
});

function isolated(pod: Pod, policies: readonly Selection[], direction: "Ingress" | "Egress"): Check {
  const outcome = any(...policies.map(({ policy, selects }) => all(selects, isolates(policy, direction))));
  return told(outcome, pod.metadata.get("labels"), `a network policy for ${direction.toLowerCase()}`);
}
