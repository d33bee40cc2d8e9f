import type {
  AssessedSystem,
  AssessmentHead,
  AssessmentParameters,
  AttestationSet,
  Crosswalk,
  ExceptionSet,
  Framework,
  ParameterValues,
  Place,
  Prose,
  Provenance,
  Resource,
  Result,
  Rule,
  StackGraph,
  TagReading,
  Tracker,
  UpdateHistory,
} from "../model/index.js";
import type { Layers } from "./tailor.js";

/** All that an assessment rests on besides the stacks. */
export interface AssessmentSetup {
  readonly tool: AssessmentHead["tool"];
  readonly assessedAt?: string;
  readonly provenance?: Provenance;
  readonly frameworks: readonly Framework[];
  /** Profiles in the order asked for. */
  readonly profiles: readonly string[];
  /** Every one runs, whether or not a control of the profiles speaks of it. */
  readonly rules: readonly Rule[];
  /** Effective parameter values by rule id. */
  readonly values: ReadonlyMap<string, ParameterValues>;
  /** What is told of the parameters; ODP values, what is disabled, the date and limits are added here. */
  readonly parameters: Omit<
    AssessmentParameters,
    "odp" | "disabled" | "date" | "exceptionLimits" | "attestationLimits"
  >;
  /** Layers that come over `values`. */
  readonly layers?: Layers;
  /** Of a replay: what a result was while the secrets were there. Comes before anything is counted. */
  readonly revise?: (result: Result) => Result;
  readonly crosswalks: readonly Crosswalk[];
  readonly prose: readonly Prose[];
  /** Tells where the resources of a stack stand; without it that is not known of any. */
  readonly placesIn?: (graph: StackGraph) => (resource: Resource) => Place;
  readonly exceptions?: {
    readonly set: ExceptionSet;
    /** `YYYY-MM-DD`, the day in UTC. */
    readonly today: string;
    /** What is known of a resource's tags; asked only where an exception goes by them. */
    readonly tagsOf?: (resource: Resource, graph: StackGraph) => TagReading | undefined;
  };
  readonly attestations?: {
    readonly set: AttestationSet;
    /** As that of the exceptions. */
    readonly today: string;
  };
  /** What is known of the findings of the runs before; absent without a history. */
  readonly tracker?: Tracker;
  /** Handed on as it is: nothing is judged by it. */
  readonly system?: AssessedSystem;
}

/** An input as the caller knows it before it is read. */
export interface InputName {
  readonly path: string;
  /** `sha256:` of its bytes; empty when there are none. */
  readonly digest: string;
  /** The updates of its stack. */
  readonly updates?: UpdateHistory;
}
