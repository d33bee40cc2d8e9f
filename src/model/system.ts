/** An outcome that a programme wants shown, and the controls that it names. */
export interface Indicator {
  readonly id: string;
  readonly title: string;
  /** Key of its theme in `IndicatorSet.themes`. */
  readonly theme: string;
  /** Control ids; some indicators name none. */
  readonly controls: readonly string[];
}

/** The indicators of a programme, as compiled at build time. */
export interface IndicatorSet {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly publisher: string;
  readonly url: string;
  /** The catalogue that the controls are of. */
  readonly catalog: string;
  /** Theme id to its title, in the order of the set. */
  readonly themes: Readonly<Record<string, string>>;
  readonly indicators: readonly Indicator[];
}

/** How far something is implemented, in the words of FedRAMP's Security Decision Record. */
export const IMPLEMENTATION_STATUSES = ["Implemented", "Partially Implemented", "Not Implemented"] as const;
export type ImplementationStatus = (typeof IMPLEMENTATION_STATUSES)[number];

/** What people say of a rule or an indicator of FedRAMP's; the lists are empty where they say nothing. */
export interface SystemStatement {
  readonly id: string;
  readonly status?: ImplementationStatus;
  /** How it is met, or why not and at what risk. */
  readonly implementation: readonly string[];
  /** How the provider makes sure of it. */
  readonly validation: readonly string[];
  /** What an independent assessor found. */
  readonly assessment: readonly string[];
}

/** A port that the system is reached on. */
export interface SystemPort {
  readonly service?: string;
  /** A number, or a range as `8000-8080`. */
  readonly port?: string;
  readonly protocol?: string;
  readonly encryption?: string;
  readonly purpose?: string;
}

/** What no stack tells of a system and a record of it needs. */
export interface SystemFacts {
  /** Address of FedRAMP's certification package overview of the system. */
  readonly certificationPackageOverview: string;
  /** Version of the record. */
  readonly version?: string;
  readonly ports: readonly SystemPort[];
  /** On FedRAMP's rules, in the order of the file. */
  readonly requirements: readonly SystemStatement[];
  /** On indicators, in the order of the file. */
  readonly indicators: readonly SystemStatement[];
}

/** As an assessment tells it: with all the indicators, whether or not somebody spoke of them. */
export interface AssessedSystem extends SystemFacts {
  readonly indicatorSet: IndicatorSet;
}
