import type { types } from "@pulumi/kubernetes";
import {
  type AnyKind,
  all,
  type Check,
  type Draft,
  type Exemption,
  each,
  kind,
  not,
  PASS,
  type Ref,
  type RemedySpec,
  type RuleSpec,
  rule,
  type Subject,
  unknown,
  type z,
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
  /** All containers, init and ephemeral ones included; undefined when some list of them is not known. */
  readonly containers: readonly Ref<Container>[] | undefined;
  /** No container of any kind is declared. */
  readonly empty: boolean;
}

/** The pods that a workload runs; undefined when the list of objects is not known. */
export function podsOf(subject: Subject<Tree>): Pod[] | undefined {
  return subject.once(findPods);
}

function findPods(subject: Subject<Tree>): Pod[] | undefined {
  const name = subject.type.slice(subject.type.lastIndexOf(":") + 1).replace(/List$/, "") as WorkloadKind;
  return objects(subject)?.map((object) => {
    let template = object as Ref<Tree>;
    for (const step of TEMPLATES[name]) template = template.get(step) as Ref<Tree>;
    const spec = template.get("spec");
    const known = knownContainers(spec);
    return { object, metadata: template.get("metadata"), spec, containers: known, empty: known?.length === 0 };
  });
}

function knownContainers(spec: Ref<PodSpec>): Ref<Container>[] | undefined {
  const found: Ref<Container>[] = [];
  for (const list of CONTAINER_LISTS) {
    const items = (spec.get(list) as Ref<Container[]>).items();
    if (items === undefined) return undefined;
    for (const item of items) found.push(item);
  }
  return found;
}

/** Every pod of the workload fulfils the check. */
export function everyPod(subject: Subject<Tree>, check: (pod: Pod) => Check): Check {
  const pods = podsOf(subject);
  return pods === undefined ? unknown(subject.get("items"), "a known list") : each(pods, check);
}

const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers"] as const;
type ContainerList = (typeof CONTAINER_LISTS)[number];

function containers(pod: Pod, list: ContainerList): Ref<Container[]> {
  return pod.spec.get(list) as Ref<Container[]>;
}

/** Every container of the pod, init and ephemeral ones included, fulfils the check. */
export function everyContainer(pod: Pod, check: (container: Ref<Container>) => Check): Check {
  if (pod.containers !== undefined) return each(pod.containers, check);
  return all(
    containers(pod, "containers").every(check),
    containers(pod, "initContainers").every(check),
    containers(pod, "ephemeralContainers").every(check),
  );
}

/** Every container that runs as long as the pod does: main containers, and init containers that restart (sidecars). */
export function everyRunningContainer(pod: Pod, check: (container: Ref<Container>) => Check): Check {
  return all(
    containers(pod, "containers").every(check),
    containers(pod, "initContainers").every((container) =>
      unless(not(container.get("restartPolicy").is("Always"), container, "an init container that ends"), () =>
        check(container),
      ),
    ),
  );
}

/** The check, where the condition does not excuse from it. */
function unless(excuse: Check, check: () => Check): Check {
  if (excuse.outcome === "pass") return excuse;
  const outcome = check();
  return outcome.outcome === "fail" && excuse.outcome === "unknown" ? excuse : outcome;
}

/** Pods that a rule has nothing to say of, and why. */
export interface Exception {
  readonly pods: (pod: Pod) => Check;
  readonly because: string;
}

/** Windows pods, which the API server refuses when they set what is for Linux alone. */
export function onWindows(because: string): Exception {
  return { pods: (pod) => pod.spec.get("os", "name").is("windows"), because };
}

type Shape = Record<string, z.ZodType>;

interface WorkloadRule<S extends Shape>
  extends Pick<RuleSpec<Tree, S>, "id" | "title" | "severity" | "rationale" | "remediation" | "limits"> {
  parameters?: S;
  except?: Exception;
}
type Values<S extends Shape> = z.output<z.ZodObject<S>>;

/** How a pod or a container that fails is mended, wherever its workload keeps it. */
interface PartRemedy<A extends readonly unknown[]> extends Pick<RemedySpec<Tree, unknown>, "does" | "risk"> {
  apply: (...draft: A) => void;
}

interface PodRule<S extends Shape> extends WorkloadRule<S> {
  companions?: readonly AnyKind[];
  check: (pod: Pod, subject: Subject<Tree>, parameters: Values<S>) => Check;
  remedy?: PartRemedy<[pod: Draft<PodSpec>, parameters: Values<S>]>;
}

/** A rule on every pod of every workload. */
export function podRule<S extends Shape = Record<never, z.ZodType>>(spec: PodRule<S>) {
  const { remedy, ...rest } = spec;
  const mend = remedy && {
    ...remedy,
    apply: (draft: Draft<Tree>, pod: Pod, subject: Subject<Tree>, parameters: Values<S>) => {
      if (spec.check(pod, subject, parameters).outcome === "fail") remedy.apply(draft.at(pod.spec), parameters);
    },
  };
  return workloadRule(rest, mend, (pods) => pods.length === 0, "it declares no pods");
}

interface ContainerRule<S extends Shape> extends WorkloadRule<S> {
  /** Leaves out containers that end before the pod does, or that a person attaches. */
  running?: boolean;
  check: (container: Ref<Container>, pod: Pod, parameters: Values<S>) => Check;
  remedy?: PartRemedy<[container: Draft<Container>, parameters: Values<S>, pod: Draft<PodSpec>]>;
}

/** A rule on every container of every pod, init and ephemeral ones included unless it is for `running` ones. */
export function containerRule<S extends Shape = Record<never, z.ZodType>>(spec: ContainerRule<S>) {
  const { running, check, remedy, ...rest } = spec;
  const every = running === true ? everyRunningContainer : everyContainer;
  const mend = remedy && {
    ...remedy,
    apply: (draft: Draft<Tree>, pod: Pod, _: Subject<Tree>, parameters: Values<S>) => {
      every(pod, (container) => {
        const outcome = check(container, pod, parameters);
        if (outcome.outcome === "fail") remedy.apply(draft.at(container), parameters, draft.at(pod.spec));
        return outcome;
      });
    },
  };
  return workloadRule<S>(
    { ...rest, check: (pod, _, parameters) => every(pod, (container) => check(container, pod, parameters)) },
    mend,
    (pods) => pods.every((pod) => pod.empty),
    "it declares no containers",
  );
}

/** What comes of a change to a pod template, whatever the change. */
const NEW_PODS =
  "Pods are made anew; a bare Pod or a Job that exists already is replaced, so that the Job runs once more.";

function workloadRule<S extends Shape>(
  spec: Omit<PodRule<S>, "remedy">,
  mend: PartRemedy<[draft: Draft<Tree>, pod: Pod, subject: Subject<Tree>, parameters: Values<S>]> | undefined,
  isEmpty: (pods: Pod[]) => boolean,
  whenEmpty: string,
) {
  const { except, check, ...rest } = spec;
  const nothing: readonly Exemption[] = [[PASS, whenEmpty]];
  return rule<Tree, S>({
    ...rest,
    resource: workload,
    exempt: (subject) => {
      const pods = podsOf(subject);
      if (pods !== undefined && isEmpty(pods)) return nothing;
      return except === undefined ? NONE : [[everyPod(subject, except.pods), except.because]];
    },
    check: (subject, parameters) => {
      const pods = podsOf(subject);
      // Where there is one pod, the exemption above has spoken for it.
      return pods?.length === 1 ? check(pods[0] as Pod, subject, parameters) : everyOne(subject, spec, parameters);
    },
    ...(mend && {
      remedy: {
        does: mend.does,
        risk: `${mend.risk} ${NEW_PODS}`,
        apply: (draft, parameters, subject) => {
          const judged = podsOf(subject)?.filter((pod) => except === undefined || except.pods(pod).outcome === "fail");
          for (const pod of judged ?? []) mend.apply(draft, pod, subject, parameters);
        },
      },
    }),
  });
}

/** Every pod fulfils the rule's check or is excused from it. */
function everyOne<S extends Shape>(subject: Subject<Tree>, spec: PodRule<S>, parameters: Values<S>): Check {
  const { except, check } = spec;
  if (except === undefined) return everyPod(subject, (pod) => check(pod, subject, parameters));
  return everyPod(subject, (pod) => unless(except.pods(pod), () => check(pod, subject, parameters)));
}

const NONE: readonly Exemption[] = [];
