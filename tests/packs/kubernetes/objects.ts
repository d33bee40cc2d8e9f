import { type ResourceSpec, resource } from "../../support/resources.js";

export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
/** Where a Deployment keeps its pod, and its first container. */
export const POD = "spec.template.spec";
export const MAIN = `${POD}.containers[0]`;
export const INIT = `${POD}.initContainers[0]`;

/** A Deployment with this pod spec, and a container unless the spec brings its own. */
export function deployment(spec: object = {}): ResourceSpec {
  return resource(DEPLOYMENT, "web", { spec: { template: { spec: { containers: [{ name: "main" }], ...spec } } } });
}

/** A Deployment whose only container is this one, beside other settings of the pod. */
export function withContainer(container: unknown, spec: object = {}): ResourceSpec {
  return deployment({ containers: [container], ...spec });
}

/** A Deployment with a container that fulfils the rule and another of a list of its own. */
export function withAnother(
  list: "initContainers" | "ephemeralContainers",
  good: object,
  other: unknown,
): ResourceSpec {
  return deployment({ containers: [good], [list]: [other] });
}

/** The same pod as every kind of workload has it, with the path to its spec. */
export function inEveryKind(spec: object): { name: string; stack: ResourceSpec[]; path: string }[] {
  const template = { spec };
  const list = (items: object[]) => ({ items });
  const kinds: [type: string, props: Record<string, unknown>, path: string][] = [
    ["core/v1:Pod", { spec }, "spec"],
    ["core/v1:PodList", list([{ spec }]), "items[0].spec"],
    ["core/v1:PodTemplate", { template }, "template.spec"],
    ["core/v1:ReplicationController", { spec: { template } }, POD],
    ["apps/v1:ReplicaSet", { spec: { template } }, POD],
    ["extensions/v1beta1:Deployment", { spec: { template } }, POD],
    ["apps/v1beta2:StatefulSet", { spec: { template } }, POD],
    ["apps/v1:StatefulSetList", list([{ spec: { template } }]), `items[0].${POD}`],
    ["apps/v1:DaemonSet", { spec: { template } }, POD],
    ["batch/v1:Job", { spec: { template } }, POD],
    ["batch/v1beta1:CronJob", { spec: { jobTemplate: { spec: { template } } } }, `spec.jobTemplate.${POD}`],
    [
      "batch/v1:CronJobList",
      list([{ spec: { jobTemplate: { spec: { template } } } }]),
      `items[0].spec.jobTemplate.${POD}`,
    ],
  ];
  return kinds.map(([type, props, path]) => ({
    name: `as ${type}`,
    stack: [resource(`kubernetes:${type}`, "web", props)],
    path,
  }));
}
