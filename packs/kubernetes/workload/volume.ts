import { z } from "../../../src/authoring/index.js";
import { RUNTIME_SOCKETS, socketTest } from "../shared/host-path.js";
import { podRule } from "../shared/workload.js";

export const noHostPath = podRule({
  id: "k8s-no-host-path",
  title: "Pods mount no directories of the node",
  severity: "high",
  rationale:
    "A path of the node in a pod is a way to the node's files, and by a symbolic link often to more than that path.",
  remediation: "Use a persistent volume claim, a config map, a secret, or an emptyDir in place of hostPath.",
  limits:
    "Persistent volumes that are themselves a path of the node are not seen. Log and storage agents need hostPath: except those by name.",
  check: (pod) => pod.spec.get("volumes").every((volume) => volume.get("hostPath").isUnset("no hostPath")),
});

export const noRuntimeSocket = podRule({
  id: "k8s-no-runtime-socket",
  title: "Pods do not mount the socket of the container runtime",
  severity: "critical",
  rationale: "Who can speak to the runtime can start a privileged container, and so owns the node.",
  remediation:
    "Remove the hostPath volume; build images with a tool that needs no daemon, and read metrics from the kubelet.",
  limits: "Sockets under other names and behind symbolic links are not recognised; set `sockets` to where yours are.",
  parameters: {
    sockets: z
      .array(z.string())
      .default([...RUNTIME_SOCKETS])
      .describe("Paths of runtime sockets on the nodes; /run stands for /var/run too."),
  },
  check: (pod, _, { sockets }) => {
    const leads = socketTest(sockets);
    return pod.spec
      .get("volumes")
      .every((volume) =>
        volume.get("hostPath", "path").matches((path) => !leads(path), "no path to a runtime socket", "pass"),
      );
  },
});
