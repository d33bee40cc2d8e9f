import { containerRule } from "../shared/workload.js";

export const runsAsNonRoot = containerRule({
  id: "k8s-run-as-non-root",
  title: "Containers run as a user other than root",
  severity: "high",
  rationale: "A process that is root in its container is root on the node once it breaks out.",
  remediation: "Set securityContext.runAsNonRoot to true for the pod, and do not set it to false for a container.",
  limits: "The user that an image names is not seen, nor what an admission controller changes.",
  check: (container, pod) =>
    container.get("securityContext", "runAsNonRoot").else(pod.spec.get("securityContext", "runAsNonRoot")).is(true),
});
