import { any, type Check, type Ref, told } from "../../../src/authoring/index.js";
import { containerRule, type PodSpec } from "../shared/workload.js";

type Resources = Ref<NonNullable<PodSpec["resources"]>>;
type Name = "cpu" | "memory";

const AMOUNT = "a quantity above 0";

/** A quantity such as `500m`, `1`, `64Mi`. */
function quantity(resources: Resources, of: "limits" | "requests", name: Name): Ref<string> {
  return (resources.get(of) as Ref<Record<Name, string>>).get(name);
}

function isAmount(amount: Ref<string>): Check {
  return amount.matches((text) => Number.parseFloat(text) > 0, AMOUNT);
}

/** A limit is set. */
const limited = (name: Name) => (resources: Resources) => isAmount(quantity(resources, "limits", name));

/** A request is set; Kubernetes takes the limit for it where only the limit is. */
const requested = (name: Name) => (resources: Resources) => {
  const request = quantity(resources, "requests", name);
  if (!request.isAbsent) return isAmount(request);
  return told(any(isAmount(request), isAmount(quantity(resources, "limits", name))), request, AMOUNT);
};

type Texts = Pick<Parameters<typeof containerRule>[0], "id" | "title" | "severity" | "rationale" | "remediation">;

/** A rule on one quantity, which each running container sets, or the pod for all of them together. */
function resourceRule(spec: Texts & { isSet: (resources: Resources) => Check }) {
  const { isSet, ...texts } = spec;
  return containerRule({
    ...texts,
    limits:
      "Defaults that a LimitRange of the namespace adds are not seen, nor whether the amount suits the program. Init containers that end are not judged.",
    running: true,
    check: (container, pod) => {
      const own = isSet(container.get("resources") as Resources);
      const shared = pod.spec.get("resources") as Resources;
      return own.outcome === "pass" || shared.isAbsent ? own : any(own, isSet(shared));
    },
  });
}

export const cpuLimits = resourceRule({
  id: "k8s-cpu-limits",
  title: "Containers have a CPU limit",
  severity: "low",
  rationale: "A container without a limit that goes astray, or mines for an intruder, takes what its neighbours need.",
  remediation: "Set resources.limits.cpu for each container, or for the pod as a whole.",
  isSet: limited("cpu"),
});

export const cpuRequests = resourceRule({
  id: "k8s-cpu-requests",
  title: "Containers request CPU",
  severity: "low",
  rationale:
    "Without a request the scheduler counts nothing for the container, and under load it gets next to nothing.",
  remediation: "Set resources.requests.cpu for each container, or for the pod as a whole.",
  isSet: requested("cpu"),
});

export const memoryLimits = resourceRule({
  id: "k8s-memory-limits",
  title: "Containers have a memory limit",
  severity: "medium",
  rationale: "A container without a limit can use up the node's memory, and the kernel then ends processes of others.",
  remediation: "Set resources.limits.memory for each container, or for the pod as a whole.",
  isSet: limited("memory"),
});

export const memoryRequests = resourceRule({
  id: "k8s-memory-requests",
  title: "Containers request memory",
  severity: "low",
  rationale:
    "Pods that request no memory are the first to be evicted, and let the scheduler fill a node beyond what it has.",
  remediation: "Set resources.requests.memory for each container, or for the pod as a whole.",
  isSet: requested("memory"),
});
