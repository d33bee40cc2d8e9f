import type { types } from "@pulumi/kubernetes";
import {
  type AnyKind,
  all,
  type Check,
  type Exemption,
  kind,
  type Ref,
  type RuleSpec,
  rule,
  type Subject,
  unknown,
} from "../../../src/authoring/index.js";
import { tokensByKind } from "./kinds.generated.js";
import { type ObjectMeta, objects } from "./meta.js";

export type PodSpec = types.input.core.v1.PodSpec;
export type Container = types.input.core.v1.Container;

/** Where each kind of workload keeps its pod template. */
const TEMPLATES = {
  Pod: [],
  PodTemplate: ["template"],
  ReplicationController: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
} as const;
type WorkloadKind = keyof typeof TEMPLATES;

interface Tree {
  metadata?: ObjectMeta;
  spec?: PodSpec;
  [field: string]: unknown;
}

/** Everything that runs pods, in every API version that the SDK knows, and lists of it. */
export const workload = kind<Tree>({
  name: "workload",
  types: (Object.keys(TEMPLATES) as WorkloadKind[]).flatMap((name) => [
    ...tokensByKind[name],
    ...tokensByKind[`${name}List`],
  ]) as unknown as [string, ...string[]],
  identifiedBy: [],
});

/** One pod or pod template. */
export interface Pod {
  /** The object that declares it: the Deployment, or one item of a list. */
  readonly object: Ref<Tree>;
  /** Labels and annotations that its pods will have. */
  readonly metadata: Ref<ObjectMeta>;
  readonly spec: Ref<PodSpec>;
}

/** The pods that a workload runs; undefined when the list of objects is not known. */
export function podsOf(subject: Subject<Tree>): Pod[] | undefined {
  return subject.once(findPods) ?? undefined;
}

function findPods(subject: Subject<Tree>): Pod[] | null {
  const name = subject.type.slice(subject.type.lastIndexOf(":") + 1).replace(/List$/, "") as WorkloadKind;
  const found = objects(subject)?.map((object) => {
    let template = object as Ref<Tree>;
    for (const step of TEMPLATES[name]) template = template.get(step) as Ref<Tree>;
    return { object, metadata: template.get("metadata"), spec: template.get("spec") };
  });
  return found ?? null;
}

/** Every pod of the workload fulfils the check. */
export function everyPod(subject: Subject<Tree>, check: (pod: Pod) => Check): Check {
  const pods = podsOf(subject);
  if (pods === undefined) return unknown(subject.get("items"), "a known list");
  return all(...pods.map(check));
}

/** Which containers of a pod a rule is about. Ephemeral ones are init-like: they take part in neither probes nor limits. */
export const ALL_CONTAINERS = ["containers", "initContainers", "ephemeralContainers"] as const;
export const MAIN_CONTAINERS = ["containers"] as const;

/** Every container of the pod fulfils the check. */
export function everyContainer(
  pod: Pod,
  check: (container: Ref<Container>, pod: Pod) => Check,
  lists: readonly (typeof ALL_CONTAINERS)[number][] = ALL_CONTAINERS,
): Check {
  return all(
    ...lists.map((list) =>
      (pod.spec.get(list) as Ref<Container[]>).every((container) => check(container as Ref<Container>, pod)),
    ),
  );
}

type Texts = Pick<RuleSpec<Tree, never>, "id" | "title" | "severity" | "rationale" | "remediation" | "limits">;

/** A rule on every pod of every workload. */
export function podRule(
  spec: Texts & {
    companions?: readonly AnyKind[];
    exempt?: (subject: Subject<Tree>) => readonly Exemption[];
    check: (pod: Pod, subject: Subject<Tree>) => Check;
  },
) {
  return rule({
    ...spec,
    resource: workload,
    check: (subject) => everyPod(subject, (pod) => spec.check(pod, subject)),
  });
}

/** A rule on every container of every pod, init and ephemeral ones included unless `containers` says otherwise. */
export function containerRule(
  spec: Texts & {
    containers?: readonly (typeof ALL_CONTAINERS)[number][];
    check: (container: Ref<Container>, pod: Pod) => Check;
  },
) {
  return podRule({ ...spec, check: (pod) => everyContainer(pod, spec.check, spec.containers) });
}
