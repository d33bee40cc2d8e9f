import { all, z } from "../../../src/authoring/index.js";
import { drops, everyAdded, plainName } from "../shared/capabilities.js";
import { containerRule, onWindows } from "../shared/workload.js";

const WINDOWS = onWindows("Windows has no Linux capabilities");

export const dropsAll = containerRule({
  id: "k8s-drop-all-capabilities",
  title: "Containers drop all capabilities",
  severity: "medium",
  rationale: "Runtimes give a container some fourteen powers of root, and hardly any program needs one of them.",
  remediation: 'Set securityContext.capabilities.drop to ["ALL"] for every container and add back what is needed.',
  limits:
    "Which capabilities are added back is judged by k8s-no-added-capabilities. Windows pods are known by spec.os.name only.",
  except: WINDOWS,
  check: drops("ALL"),
});

export const addsNone = containerRule({
  id: "k8s-no-added-capabilities",
  title: "Containers add no capabilities beyond those allowed",
  severity: "high",
  rationale: "Capabilities such as SYS_ADMIN or SYS_PTRACE are as good as root on the node.",
  remediation: "Take the capability out of securityContext.capabilities.add, or listen on a port from 1024 instead.",
  limits:
    "Capabilities that the runtime gives by default are not judged here. Windows pods are known by spec.os.name only.",
  except: WINDOWS,
  parameters: {
    allowed: z
      .array(z.string())
      .default(["NET_BIND_SERVICE"])
      .describe("Capabilities that containers may add; case and the prefix CAP_ do not matter."),
  },
  check: (container, _, { allowed }) =>
    everyAdded(
      container,
      (name) => allowed.some((other) => plainName(other) === name),
      allowed.length === 0 ? "no added capability" : `none but ${allowed.join(", ")}`,
    ),
});

const dropsRawSockets = drops("ALL", "NET_RAW");

export const noRawSockets = containerRule({
  id: "k8s-no-net-raw",
  title: "Containers cannot open raw sockets",
  severity: "medium",
  rationale:
    "With raw sockets, which runtimes give by default, a pod can forge packets and ARP or DNS answers of its neighbours.",
  remediation: "Add ALL or NET_RAW to securityContext.capabilities.drop, and keep NET_RAW and ALL out of add.",
  limits: "A runtime that is configured to give no NET_RAW is not seen. Windows pods are known by spec.os.name only.",
  except: WINDOWS,
  check: (container) =>
    all(
      dropsRawSockets(container),
      everyAdded(container, (name) => name !== "NET_RAW" && name !== "ALL", "neither NET_RAW nor ALL"),
    ),
});
