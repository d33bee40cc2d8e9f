import type { types } from "@pulumi/kubernetes";
import { type AnySubject, kind, type Ref, type Subject } from "../../../src/authoring/index.js";
import { tokensByKind } from "./kinds.generated.js";
import { namespaceOf, objects } from "./meta.js";

export type ServiceAccount = types.input.core.v1.ServiceAccount;

export const serviceAccount = kind<ServiceAccount>({
  name: "service account",
  types: [...tokensByKind.ServiceAccount, ...tokensByKind.ServiceAccountList],
  identifiedBy: [],
});

/** `namespace/name` of every object that a resource declares; `?` stands for what is not known yet. */
function names(resource: Subject<ServiceAccount>): string[] {
  return (objects(resource) ?? []).map((object) => key(resource, object));
}

function key(resource: Subject<ServiceAccount>, object: Ref<ServiceAccount>): string {
  return `${namespaceOf(resource, object) ?? "?"}/${object.get("metadata").get("name").value() ?? "?"}`;
}

/** The service accounts of a namespace that bear a name, and whether others, still unnamed, may be meant. */
export function findServiceAccounts(
  from: AnySubject,
  namespace: string,
  name: string,
): { found: Ref<ServiceAccount>[]; maybe: Ref<ServiceAccount>[] } {
  const pick = (keys: readonly string[]) => {
    const picked: Ref<ServiceAccount>[] = [];
    for (const resource of from.sharing(serviceAccount, names, keys))
      for (const object of objects(resource) ?? []) if (keys.includes(key(resource, object))) picked.push(object);
    return picked;
  };
  return {
    found: pick([`${namespace}/${name}`]),
    maybe: pick([`${namespace}/?`, `?/${name}`, "?/?"]),
  };
}
