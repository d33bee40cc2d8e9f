import type { types } from "@pulumi/kubernetes";
import { type AnySubject, type Check, each, type Ref, type Subject, unknown } from "../../../src/authoring/index.js";

export type ObjectMeta = types.input.meta.v1.ObjectMeta;

/** Any Kubernetes object, or a list of them. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
  items?: KubernetesObject[];
  [field: string]: unknown;
}

/** The objects that a resource declares: itself, or the items of a list. Undefined when the list is not known. */
export function objects<T>(resource: Subject<T>): Ref<T>[] | undefined {
  if (!resource.type.endsWith("List")) return [resource];
  return (resource as unknown as Ref<{ items: T[] }>).get("items").items() as unknown as Ref<T>[] | undefined;
}

/** Every object that a resource declares fulfils the check. */
export function everyObject<T>(resource: Subject<T>, check: (object: Ref<T>) => Check): Check {
  const found = objects(resource);
  if (found === undefined) return unknown((resource as unknown as Ref<{ items: T[] }>).get("items"), "a known list");
  return each(found, check);
}

/** The namespace of an object: its own, the provider's, or `default`. Undefined when it is not known. */
export function namespaceOf(resource: AnySubject, object: Ref<never> | Ref<unknown>): string | undefined {
  const own = (object as unknown as Ref<KubernetesObject>).get("metadata").get("namespace");
  if (own.obstacle !== undefined) return undefined;
  if (!own.isAbsent) return own.value();
  const provider = resource.provider<{ namespace?: string }>()?.get("namespace");
  if (provider?.obstacle !== undefined) return undefined;
  return provider?.value() ?? "default";
}
