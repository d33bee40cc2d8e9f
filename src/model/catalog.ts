/** How the statuses of a catalogue are told: NIST controls are satisfied or not; ISO controls are supported or contradicted. */
export type Reporting = "satisfaction" | "support";

/** One control or enhancement, facts only. */
export interface Control {
  readonly id: string;
  readonly title: string;
  /** Key of its family or theme in `Catalog.groups`. */
  readonly group: string;
  readonly enhances?: string;
  readonly withdrawn?: boolean;
  readonly baselines: readonly string[];
  readonly related: readonly string[];
  readonly assurance?: boolean;
  /** EXAMINE, INTERVIEW, TEST. */
  readonly methods: readonly string[];
  /** Organisation-defined parameters: id to label. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly disposition?: Disposition;
}

export const DISPOSITIONS = ["technical", "hybrid", "organisational", "inherited"] as const;
export type DispositionKind = (typeof DISPOSITIONS)[number];

/** Who can show a control, and why. */
export interface Disposition {
  readonly disposition: DispositionKind;
  readonly reason: string;
}

export interface Catalog {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly publisher: string;
  readonly url: string;
  readonly reporting: Reporting;
  /** Family or theme id to its title, in the catalogue's order. */
  readonly groups: Readonly<Record<string, string>>;
  readonly controls: readonly Control[];
  /** Management-system clauses: id to title. Empty where a catalogue has none. */
  readonly clauses: Readonly<Record<string, string>>;
}

/** A selection of controls, each with a disposition, and the values of their parameters. */
export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly catalog: string;
  /** Control ids in the catalogue's order. */
  readonly controls: readonly string[];
  /** Left out, with the reason. */
  readonly excluded: Readonly<Record<string, string>>;
  /** ODP id to value. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

export const COVERAGES = ["full", "partial", "supporting"] as const;
export type Coverage = (typeof COVERAGES)[number];

/** One promise: what a rule says of a control. */
export interface MappingRow {
  readonly control: string;
  readonly rule: string;
  readonly coverage: Coverage;
  readonly because: string;
  /** Where finer than the control: a statement or objective id, for example `ac-2_smt.h`. */
  readonly statement?: string;
  /** Rule parameter to the ODP id whose value it takes. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A catalogue with its profiles and mappings, as compiled at build time. */
export interface Framework {
  readonly catalog: Catalog;
  readonly profiles: readonly Profile[];
  readonly mapping: readonly MappingRow[];
  /** SHA-256 of the YAML sources: catalogue, profiles, mappings. */
  readonly digests: { readonly catalog: string; readonly profiles: string; readonly mapping: string };
}

/** From one catalogue's control to those of another. */
export interface Crosswalk {
  readonly from: string;
  readonly to: string;
  readonly newInTarget: readonly string[];
  readonly map: Readonly<
    Record<string, { controls: readonly { id: string; partial?: boolean }[]; clauses: readonly string[] }>
  >;
}

/** Official prose that a user imported, by control id. */
export interface Prose {
  readonly catalog: string;
  readonly source: string;
  readonly digest: string;
  readonly controls: Readonly<Record<string, { statement: string; guidance?: string }>>;
}
