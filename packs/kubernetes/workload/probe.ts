import { PASS } from "../../../src/authoring/index.js";
import { type Container, containerRule, type Exception } from "../shared/workload.js";

/** Jobs, and pods that are not started again, come to an end: nothing has to keep them serving. */
const ENDING: Exception = {
  pods: (pod) =>
    /:(Cron)?Job(List)?$/.test(pod.object.owner.type)
      ? PASS
      : pod.spec.get("restartPolicy").oneOf(["Never", "OnFailure"]),
  because: "it runs to its end, and serves nobody meanwhile",
};

type Texts = Pick<Parameters<typeof containerRule>[0], "id" | "title" | "severity" | "rationale" | "remediation">;

/** A rule that running containers have this probe. */
function probeRule(probe: keyof Container & ("livenessProbe" | "readinessProbe"), texts: Texts) {
  return containerRule({
    ...texts,
    limits: "Whether the probe asks for something that tells is not judged. Init containers that end have no probes.",
    running: true,
    except: ENDING,
    check: (container) => container.get(probe).isSet("a probe"),
  });
}

export const livenessProbe = probeRule("livenessProbe", {
  id: "k8s-liveness-probe",
  title: "Containers have a liveness probe",
  severity: "low",
  rationale: "A process that hangs without ending is started again only when somebody notices, unless a probe does.",
  remediation: "Set livenessProbe to a cheap request that fails when the process no longer works.",
});

export const readinessProbe = probeRule("readinessProbe", {
  id: "k8s-readiness-probe",
  title: "Containers have a readiness probe",
  severity: "low",
  rationale:
    "Without one, requests are sent to a pod that has not started yet, and a broken release replaces the working one.",
  remediation: "Set readinessProbe to a request that succeeds once the container can serve.",
});
