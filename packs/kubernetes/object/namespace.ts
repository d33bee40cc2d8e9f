import { type Check, type Ref, rule } from "../../../src/authoring/index.js";
import { everyObject } from "../shared/meta.js";
import { namespaced } from "../shared/namespaced.js";

export const notDefaultNamespace = rule({
  id: "k8s-no-default-namespace",
  title: "Objects live in a namespace made for them",
  severity: "low",
  scope: "metadata",
  resource: namespaced,
  rationale:
    "In the default namespace programs of different owners share secrets, accounts, quotas and network policies.",
  remediation: "Set metadata.namespace to a Namespace of the application, or namespace of the provider.",
  limits:
    "Helm releases and custom resources are not judged. A namespace that only the context of the kubeconfig names is not seen before the provider has written it into the inputs.",
  check: (subject) =>
    everyObject(subject, (object) => {
      const own = object.get("metadata", "namespace");
      const provided = own.isAbsent ? subject.provider<{ namespace?: string }>()?.get("namespace") : undefined;
      return isDedicated(provided === undefined || provided.isAbsent ? own : provided);
    }),
});

function isDedicated(namespace: Ref<string>): Check {
  return namespace.matches((name) => name !== "" && name !== "default", "a namespace other than default");
}
