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
  remedy: {
    does: "Adds ALL to securityContext.capabilities.drop of the container.",
    risk: "Programs that change owners of files, become another user or bind ports below 1024 fail, unless the capability is added back.",
    apply: (container) => container.get("securityContext", "capabilities").get("drop").add("ALL"),
  },
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
  remedy: {
    does: "Takes every capability but those of `allowed` out of securityContext.capabilities.add of the container.",
    risk: "What the program does by such a capability fails.",
    apply: (container, { allowed }) => {
      const names = new Set(allowed.map(plainName));
      container
        .get("securityContext", "capabilities")
        .get("add")
        .removeItems((added) => !names.has(plainName(`${added.value()}`)));
    },
  },
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
  remedy: {
    does: "Adds NET_RAW to securityContext.capabilities.drop of the container, and takes NET_RAW and ALL out of add.",
    risk: "Programs that open raw sockets, such as ping, and those that relied on an added ALL, fail.",
    apply: (container) => {
      const capabilities = container.get("securityContext", "capabilities");
      const drop = capabilities.get("drop");
      if (!drop.items().some((name) => ["ALL", "NET_RAW"].includes(`${name.value()}`.toUpperCase())))
        drop.add("NET_RAW");
      capabilities.get("add").removeItems((name) => ["ALL", "NET_RAW"].includes(plainName(`${name.value()}`)));
    },
  },
});
