import { all } from "../../../src/authoring/index.js";
import { containerRule } from "../shared/workload.js";

export const noSecretsInEnvironment = containerRule({
  id: "k8s-no-secrets-in-env",
  title: "Secrets reach containers as files, not as environment variables",
  severity: "medium",
  rationale:
    "The environment is inherited by every child process, written to crash dumps and logs, and does not follow a rotated secret.",
  remediation:
    "Mount the Secret as a volume and read the file, in place of env.valueFrom.secretKeyRef and envFrom.secretRef.",
  limits: "Secrets that stand in env.value as plain text, or in a ConfigMap, are not recognised.",
  check: (container) =>
    all(
      container
        .get("env")
        .every((variable) => variable.get("valueFrom", "secretKeyRef").isUnset("no reference to a Secret")),
      container.get("envFrom").every((source) => source.get("secretRef").isUnset("no reference to a Secret")),
    ),
});
