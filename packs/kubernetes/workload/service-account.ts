import { type AnySubject, any, type Check, fail, type Ref, unknown } from "../../../src/authoring/index.js";
import { namespaceOf } from "../shared/meta.js";
import { findServiceAccounts, serviceAccount } from "../shared/service-account.js";
import { type Pod, podRule } from "../shared/workload.js";

export const noToken = podRule({
  id: "k8s-no-service-account-token",
  title: "Pods do not mount a service account token",
  severity: "medium",
  companions: [serviceAccount],
  rationale: "A token in the file system lets whoever takes over the process speak to the API server in its name.",
  remediation: "Set automountServiceAccountToken to false for the pod, or for its ServiceAccount.",
  limits: "Whether the pod needs the API is not judged: except those that do. Projected token volumes are not seen.",
  check: (pod, subject) => {
    const own = pod.spec.get("automountServiceAccountToken");
    return own.isAbsent ? any(own.is(false), accountMountsNone(pod, subject)) : own.is(false);
  },
  remedy: {
    does: "Sets automountServiceAccountToken of the pod to false.",
    risk: "Programs that speak to the API server lose their token, and fail.",
    // Right whatever the account says, which is not seen here: a pod that mounts no token by its account mounts none by this.
    apply: (pod) => pod.get("automountServiceAccountToken").set(false),
  },
});

/** The pod's service account turns the mount off; the account `default` exists in every namespace and mounts. */
function accountMountsNone(pod: Pod, subject: AnySubject): Check {
  const name = accountName(pod);
  const text = name.value();
  const named = text === "" ? DEFAULT : text;
  const namespace = namespaceOf(subject, pod.object);
  if (named === undefined || namespace === undefined) return unknown(name, "a known service account");
  const { found, maybe } = findServiceAccounts(subject, namespace, named);
  const [account] = found;
  if (account) return account.get("automountServiceAccountToken").is(false);
  if (maybe[0]) return unknown(maybe[0].get("metadata").get("name"), "a known name and namespace");
  if (named === DEFAULT) return fail(name, "a service account that mounts no token");
  return unknown(name, "a service account of this stack", `service account ${named} outside this stack`);
}

const DEFAULT = "default";

/** Where the name of the pod's account stands. Kubernetes takes an empty name as none, and an old field in its stead. */
function accountName(pod: Pod): Ref<string> {
  const current = pod.spec.get("serviceAccountName") as Ref<string>;
  const old = pod.spec.get("serviceAccount") as Ref<string>;
  const isOld = current.isAbsent || (current.peek() === "" && !old.isAbsent);
  return (isOld ? old : current).or(DEFAULT);
}
