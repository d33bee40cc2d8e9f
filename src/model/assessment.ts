import type {
  AssessedAttestation,
  AssessedInheritance,
  Attestation,
  AttestationFinding,
  AttestationLimits,
  Inheritance,
} from "./attestations.js";
import type { Coverage, DispositionKind, Reporting } from "./catalog.js";
import type { AssessedException, ExceptionFinding, ExceptionLimits, ResultException } from "./exceptions.js";
import type { AssessedHistory, Tracking } from "./history.js";
import type { Place } from "./place.js";
import type { Provenance, StackUpdates } from "./provenance.js";
import type { Observation, Severity, Verdict } from "./rule.js";
import type { Exclusion } from "./stack.js";
import type { AssessedSystem } from "./system.js";

/** Decided in this order; the first that holds. */
export const STATUSES = [
  "not-satisfied",
  "error",
  "undetermined",
  "excepted",
  "satisfied",
  "partial",
  "attested",
  "inherited",
  "no-evidence",
] as const;
export type ControlStatus = (typeof STATUSES)[number];

/** How many results of each verdict. */
export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** The single source of every output: what was judged, by what, and what came of it. */
export interface Assessment extends AssessmentHead {
  /**
   * Every result by input, then in the order of the state, then by rule. May be read again and again; a large run keeps
   * them on disk and reads them as they are asked for, so take one pass and keep no more than is needed.
   */
  readonly results: Iterable<Result>;
}

/** The assessment as it stands in assessment.json; its JSON Schema is published. */
export interface AssessmentDocument extends AssessmentHead {
  readonly results: readonly Result[];
}

/** All of an assessment but its results. */
export interface AssessmentHead {
  readonly schema: "konductor/assessment/1";
  readonly tool: { readonly name: string; readonly version: string };
  /** RFC 3339, handed in by the caller; absent unless asked for, so that the same inputs give the same bytes. */
  readonly assessedAt?: string;
  /** Who assessed, of which commit, in which build; absent where nothing was handed in. */
  readonly provenance?: Provenance;
  /** The runs before, where a history was handed in. */
  readonly history?: AssessedHistory;
  readonly parameters: AssessmentParameters;
  readonly inputs: readonly AssessedInput[];
  /** Files that a folder held and that are nothing of Pulumi's. */
  readonly skipped: readonly { path: string; reason: string }[];
  readonly population: Population;
  readonly summary: Summary;
  readonly profiles: readonly AssessedProfile[];
  readonly controls: readonly AssessedControl[];
  readonly rules: readonly AssessedRule[];
  readonly priorities: readonly Priority[];
  /** In the order of their files, with what each covered. */
  readonly exceptions: readonly AssessedException[];
  readonly exceptionFindings: readonly ExceptionFinding[];
  /** In the order of their files: attestations, and what is inherited. */
  readonly attestations: readonly (AssessedAttestation | AssessedInheritance)[];
  readonly attestationFindings: readonly AttestationFinding[];
  /** What people say of the system, where a file of theirs was brought. */
  readonly system?: AssessedSystem;
}

export interface AssessmentParameters {
  /** The command line, without what does not change the judgement: where the reports go and in which formats. */
  readonly arguments: readonly string[];
  /** Effective values of the parameters that are not at their default, and where each comes from. */
  readonly rules: readonly EffectiveParameter[];
  /** Rules that layers of the configuration switched off, and why: tailoring. */
  readonly disabled: readonly DisabledRule[];
  /** ODP values of the profiles that were asked for. */
  readonly odp: readonly { profile: string; id: string; value: string | number | boolean }[];
  /** `YYYY-MM-DD`, the day in UTC on which exceptions and attestations were judged; absent without any: nothing else asks for it. */
  readonly date?: string;
  /** What an approval could grant; beside the date. */
  readonly exceptionLimits?: ExceptionLimits;
  /** How long an attestation could be valid; beside the date. */
  readonly attestationLimits?: AttestationLimits;
  /** What was asked of the samples, where some were asked for. */
  readonly sample?: SampleRequest;
  /** SHA-256 by source: catalogue, profiles, mapping, rules, parameters file, layers, exceptions, attestations, system file, imported prose. */
  readonly digests: Readonly<Record<string, string>>;
}

/** Samples to draw: how many results of each rule, and the text that decides which. */
export interface SampleRequest {
  readonly size: number;
  readonly seed: string;
}

export interface EffectiveParameter {
  readonly rule: string;
  readonly parameter: string;
  readonly value: unknown;
  readonly origin: string;
  /** Indexes into `inputs`; absent where it is so for every input that was assessed. */
  readonly inputs?: readonly number[];
  /** Present where it holds for resources with these tags only, each with one of the values. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
}

export interface DisabledRule {
  readonly rule: string;
  readonly because: string;
  readonly origin: string;
  /** How many resources the rule would have judged. */
  readonly resources: number;
  /** Indexes into `inputs`; absent where it is so for every input that was assessed. */
  readonly inputs?: readonly number[];
}

export interface AssessedInput {
  /** As given on the command line; `-` is standard input. */
  readonly path: string;
  readonly organization?: string;
  /** Empty, like the stack, the digest and the format, where the input could not be read so far. */
  readonly project: string;
  readonly stack: string;
  /** `sha256:` of the bytes as given. */
  readonly digest: string;
  /** Format that it was read as: "stack export", "checkpoint", "preview". */
  readonly format: string;
  /** Time of the deployment, from its manifest. */
  readonly time?: string;
  /** Version of the CLI that wrote it. */
  readonly cliVersion?: string;
  /** Its updates, where their history was handed in. */
  readonly updates?: StackUpdates;
  readonly status: "assessed" | "not assessed";
  /** Why it was not assessed. */
  readonly error?: string;
  /** Odd but legal: pending operations, dangling parents, a stack never updated. */
  readonly notes: readonly string[];
}

/** Resources in the input = evaluated + excluded by reason; a run in which it does not add up fails. */
export interface Population {
  readonly total: number;
  readonly evaluated: number;
  readonly excluded: Readonly<Record<Exclusion, number>>;
  readonly balanced: boolean;
  readonly byInput: readonly {
    input: number;
    total: number;
    evaluated: number;
    excluded: Readonly<Record<Exclusion, number>>;
  }[];
  readonly byType: readonly { type: string; count: number; evaluated: number; rules: number }[];
  readonly byProvider: readonly { provider: string; count: number }[];
  /** Evaluated resources by the account, and by the region, in which they stand; one that is not known is absent. */
  readonly byAccount: readonly { provider: string; account?: string; count: number }[];
  readonly byRegion: readonly { provider: string; region?: string; count: number }[];
  readonly typesWithoutRule: readonly { type: string; count: number }[];
  /** Types of which only rules on metadata speak, and how many of their resources were evaluated: nothing else was. */
  readonly typesWithMetadataRulesOnly: readonly { type: string; count: number }[];
}

export interface Summary {
  readonly rules: {
    readonly loaded: number;
    /** Those that judged at least one resource. */
    readonly judged: number;
    /** Those that ended in an error somewhere. */
    readonly failed: number;
    /** Those that a layer switched off for at least one input. */
    readonly disabled: number;
  };
  readonly results: VerdictCounts;
  /** Failing results by severity. */
  readonly failures: Readonly<Record<Severity, number>>;
  /** Those among them that stand under an active exception. */
  readonly excepted: Readonly<Record<Severity, number>>;
  /** Controls by profile and status. */
  readonly controls: readonly { profile: string; statuses: Readonly<Record<ControlStatus, number>> }[];
}

export interface AssessedProfile {
  readonly id: string;
  readonly title: string;
  readonly catalog: string;
  readonly catalogTitle: string;
  readonly reporting: Reporting;
  readonly controls: number;
  /** Families or themes in order, with their controls by status. */
  readonly groups: readonly { id: string; title: string; statuses: Readonly<Record<ControlStatus, number>> }[];
  readonly excluded: readonly { id: string; title: string; reason: string }[];
  /** Controls of the catalogue that it neither selects nor excludes; told where controls are supported or contradicted, as a statement of applicability names every one. */
  readonly unselected?: readonly { id: string; title: string }[];
  /** Clauses of a management system: listed, never judged. */
  readonly clauses: readonly { id: string; title: string }[];
}

export interface AssessedControl {
  readonly profile: string;
  readonly catalog: string;
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly status: ControlStatus;
  /** The word for the status in the catalogue's way of reporting: "supports", "contradicts", "no technical evidence". */
  readonly label: string;
  readonly disposition: DispositionKind;
  readonly reason: string;
  /** What the status rests on: one row a rule that is mapped to it. */
  readonly evidence: readonly {
    rule: string;
    coverage: Coverage;
    because: string;
    statement?: string;
    results: VerdictCounts;
    /** How many resources the rule would have judged, had it not been disabled: they keep the control from satisfied. */
    disabled?: number;
    /** Failing results under an active exception. */
    excepted: number;
  }[];
  readonly results: VerdictCounts;
  /** As in the rows of the evidence. */
  readonly excepted: number;
  /** The valid attestation of what no rule can show. A rule that contradicts the control outweighs it. */
  readonly attestation?: Attestation;
  /** Of an inherited control: the valid word on which provider answers for it, by which authorisation. */
  readonly inheritance?: Inheritance;
  readonly prose?: { statement: string; guidance?: string };
  /** Controls, and clauses, of other catalogues that a crosswalk names. */
  readonly crosswalk?: readonly { catalog: string; id: string; partial?: boolean; clause?: boolean }[];
}

export interface AssessedRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rationale: string;
  readonly remediation: string;
  readonly limits: string;
  readonly provider: string;
  readonly phase: "resource" | "stack";
  readonly companions: readonly string[];
  /** `profile/control` of every control of the assessed profiles that it speaks to. */
  readonly controls: readonly string[];
  readonly results: VerdictCounts;
  /** Failing results under an active exception. */
  readonly excepted: number;
  /** Places in `results` of those drawn at random from what the rule judged, where samples were asked for. */
  readonly sample?: readonly number[];
}

/** A change worth making: one rule, all its resources that fail without an exception. Most worth first. */
export interface Priority {
  readonly rule: string;
  readonly severity: Severity;
  readonly resources: number;
  /** Controls that it contradicts, and those among them that nothing else contradicts. */
  readonly controls: number;
  readonly clears: number;
}

export interface Result extends Place {
  /** Index into `inputs`. */
  readonly input: number;
  readonly rule: string;
  readonly urn: string;
  readonly type: string;
  /** What the provider calls the resource: its ARN, else its physical id. Absent where it is not known, or may hold a secret. */
  readonly providerId?: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  /** What was looked at; those with `expected` decided. */
  readonly observations: readonly Observation[];
  /** URNs of the companions that were looked at. */
  readonly companions: readonly string[];
  readonly sourcePosition?: string;
  /** Of a failure: the exception that covers it, active or not. */
  readonly exception?: ResultException;
  /** Of what is no pass: since when it is known, where a history was handed in. */
  readonly tracking?: Tracking;
}
