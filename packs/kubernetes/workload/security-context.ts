import { all } from "../../../src/authoring/index.js";
import { containerRule, everyContainer, onWindows, podRule } from "../shared/workload.js";

export const runsAsNonRoot = containerRule({
  id: "k8s-run-as-non-root",
  title: "Containers run as a user other than root",
  severity: "high",
  rationale: "A process that is root in its container is root on the node once it breaks out.",
  remediation: "Set securityContext.runAsNonRoot to true for the pod, and do not set it to false for a container.",
  limits: "The user that an image names is not seen, nor what an admission controller changes.",
  check: (container, pod) =>
    container.get("securityContext", "runAsNonRoot").else(pod.spec.get("securityContext", "runAsNonRoot")).is(true),
  remedy: {
    does: "Sets securityContext.runAsNonRoot of the container to true, unless runAsUser says root.",
    risk: "A container whose image names no user, or names root, does not start.",
    apply: (container, _, pod) => {
      const own = container.get("securityContext", "runAsUser");
      const user = own.value() === undefined ? pod.get("securityContext", "runAsUser") : own;
      if (user.is(0)) container.decline(`${user.path} is 0, so that the container could not start`);
      container.get("securityContext", "runAsNonRoot").set(true);
    },
  },
});

export const noPrivilegeEscalation = containerRule({
  id: "k8s-no-privilege-escalation",
  title: "Containers cannot gain more privileges than they start with",
  severity: "high",
  rationale: "A setuid binary in the image makes root of whoever can run it, unless the kernel is told to refuse.",
  remediation:
    "Set securityContext.allowPrivilegeEscalation to false for every container; there is no such pod setting.",
  limits: "Windows pods are known by spec.os.name only. What an admission controller sets is not seen.",
  except: onWindows("Windows has no setuid programs"),
  check: (container) => container.get("securityContext", "allowPrivilegeEscalation").is(false),
  remedy: {
    does: "Sets securityContext.allowPrivilegeEscalation of the container to false, unless it is privileged or adds CAP_SYS_ADMIN.",
    risk: "Programs that become another user by a setuid file, such as sudo or ping of older images, fail.",
    apply: (container) => {
      const context = container.get("securityContext");
      const added = context.get("capabilities", "add").items();
      if (context.get("privileged").is(true) || added.some((name) => name.is("CAP_SYS_ADMIN")))
        container.decline("Kubernetes refuses it for a container that is privileged or adds CAP_SYS_ADMIN");
      context.get("allowPrivilegeEscalation").set(false);
    },
  },
});

export const notPrivileged = containerRule({
  id: "k8s-no-privileged",
  title: "No container is privileged",
  severity: "critical",
  rationale: "A privileged container has every capability and device of the node: its isolation is gone.",
  remediation: "Leave securityContext.privileged out, and add the one capability or device that is needed.",
  limits: "Other ways to the node, such as hostPath volumes and added capabilities, have rules of their own.",
  check: (container) => container.get("securityContext", "privileged").isNot(true),
  remedy: {
    does: "Leaves securityContext.privileged of the container out.",
    risk: "Programs that need devices of the node or all capabilities, such as storage and network drivers, fail.",
    apply: (container) => container.get("securityContext", "privileged").remove(),
  },
});

export const readOnlyRoot = containerRule({
  id: "k8s-read-only-root-filesystem",
  title: "Containers cannot write to their root file system",
  severity: "medium",
  rationale:
    "Where an image cannot be changed, tools that an intruder brings along find no place and programs stay what was scanned.",
  remediation: "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program must write.",
  limits: "Windows pods are known by spec.os.name only. Writable volumes over paths of programs are not judged.",
  except: onWindows("Windows containers need a writable root file system"),
  check: (container) => container.get("securityContext", "readOnlyRootFilesystem").is(true),
  remedy: {
    does: "Sets securityContext.readOnlyRootFilesystem of the container to true.",
    risk: "A program that writes anywhere but to a volume fails: /tmp, caches and pid files are the usual places.",
    apply: (container) => container.get("securityContext", "readOnlyRootFilesystem").set(true),
  },
});

export const seccompProfile = containerRule({
  id: "k8s-seccomp-runtime-default",
  title: "Containers run under a seccomp profile",
  severity: "medium",
  rationale: "Most break-outs need a system call that an ordinary program never makes; a profile refuses those.",
  remediation:
    "Set securityContext.seccompProfile.type of the pod to RuntimeDefault, or to Localhost with a profile of your own.",
  limits:
    "The annotations of Kubernetes before 1.19 and a kubelet that applies RuntimeDefault by itself are not seen, nor what a Localhost profile allows.",
  except: onWindows("Windows has no seccomp"),
  check: (container, pod) => {
    const own = container.get("securityContext", "seccompProfile");
    return own
      .else(pod.spec.get("securityContext", "seccompProfile"))
      .get("type")
      .oneOf(["RuntimeDefault", "Localhost"]);
  },
  remedy: {
    does: "Sets securityContext.seccompProfile of the container to the type RuntimeDefault.",
    risk: "Programs that make system calls which the runtime's profile refuses, such as debuggers and nested containers, fail.",
    apply: (container) => container.get("securityContext", "seccompProfile").set({ type: "RuntimeDefault" }),
  },
});

export const securityContextSet = podRule({
  id: "k8s-security-context-set",
  title: "Pods and containers define a security context",
  severity: "low",
  rationale: "Without one, user, capabilities and file system are whatever the image and the runtime happen to give.",
  remediation: "Set spec.securityContext of the pod template, and securityContext of every container.",
  limits: "Any setting counts: the rules on single settings judge which.",
  check: (pod) =>
    all(
      pod.spec.get("securityContext").isSet("a security context"),
      everyContainer(pod, (container) => container.get("securityContext").isSet("a security context")),
    ),
});
