import { all } from "../../../src/authoring/index.js";
import { containerRule, everyContainer, podRule } from "../shared/workload.js";

export const noHostIpc = podRule({
  id: "k8s-no-host-ipc",
  title: "Pods do not share the node's IPC namespace",
  severity: "high",
  rationale: "Shared memory and message queues of every process on the node can be read and written from such a pod.",
  remediation: "Leave hostIPC out, or set it to false.",
  limits: "What an admission controller changes is not seen.",
  check: (pod) => pod.spec.get("hostIPC").isNot(true),
  remedy: {
    does: "Leaves hostIPC out.",
    risk: "Programs that share memory with processes of the node, or of other pods by way of it, stop working.",
    apply: (pod) => pod.get("hostIPC").remove(),
  },
});

export const noHostNetwork = podRule({
  id: "k8s-no-host-network",
  title: "Pods do not use the node's network",
  severity: "high",
  rationale:
    "On the node's network a pod reaches what listens on localhost and the metadata service as the node does, and no network policy holds it.",
  remediation: "Leave hostNetwork out, or set it to false; publish ports by a Service.",
  limits: "Network plugins and node agents need it: except those by name.",
  check: (pod) => pod.spec.get("hostNetwork").isNot(true),
  remedy: {
    does: "Leaves hostNetwork out.",
    risk: "Network plugins, node agents and whatever is reached at the node's address stop working.",
    apply: (pod) => pod.get("hostNetwork").remove(),
  },
});

export const noHostPid = podRule({
  id: "k8s-no-host-pid",
  title: "Pods do not share the node's process namespace",
  severity: "high",
  rationale:
    "A pod that sees the processes of the node reads their environment, and with a little more privilege enters them.",
  remediation: "Leave hostPID out, or set it to false.",
  limits: "What an admission controller changes is not seen.",
  check: (pod) => pod.spec.get("hostPID").isNot(true),
  remedy: {
    does: "Leaves hostPID out.",
    risk: "Agents that watch or trace processes of the node stop working.",
    apply: (pod) => pod.get("hostPID").remove(),
  },
});

export const noHostPort = containerRule({
  id: "k8s-no-host-port",
  title: "Containers do not claim ports of the node",
  severity: "medium",
  rationale:
    "A port on the node answers to everyone who reaches the node, past Services and, with many plugins, past network policies.",
  remediation: "Leave hostPort out of the container's ports and publish the port by a Service.",
  limits: "Ports that a pod on the node's network opens are judged by k8s-no-host-network.",
  check: (container) => container.get("ports").every((port) => port.get("hostPort").or(0).is(0)),
  remedy: {
    does: "Leaves hostPort out of the container's ports.",
    risk: "Whoever reaches the program at a port of the node no longer does.",
    apply: (container) => {
      for (const port of container.get("ports").items()) if (!port.get("hostPort").is(0)) port.get("hostPort").remove();
    },
  },
});

export const noHostProcess = podRule({
  id: "k8s-no-windows-host-process",
  title: "No Windows container runs as a process of the host",
  severity: "critical",
  rationale:
    "A HostProcess container is no container: it runs on the Windows node with the rights of its account there.",
  remediation: "Leave securityContext.windowsOptions.hostProcess out, for the pod and for each container.",
  limits: "What an admission controller changes is not seen.",
  check: (pod) =>
    all(
      pod.spec.get("securityContext", "windowsOptions").get("hostProcess").isNot(true),
      everyContainer(pod, (container) =>
        container.get("securityContext", "windowsOptions").get("hostProcess").isNot(true),
      ),
    ),
});
