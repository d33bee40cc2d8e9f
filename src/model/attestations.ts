import type { DispositionKind } from "./catalog.js";

/** How somebody made sure: methods of SP 800-53A. TEST is what rules do. */
export const ATTESTATION_METHODS = ["EXAMINE", "INTERVIEW"] as const;
export type AttestationMethod = (typeof ATTESTATION_METHODS)[number];

/** What an attestation, or an inheritance, is worth on a day; the first is the best. Only a valid one counts. */
export const ATTESTATION_STATES = ["valid", "expired", "not-yet-valid", "misplaced"] as const;
export type AttestationState = (typeof ATTESTATION_STATES)[number];

/** What somebody looked at: a file, or an address that is recorded and never fetched. */
export type AttestedEvidence =
  | {
      /** As written: relative to the attestations file. */
      readonly path: string;
      /** Of its bytes, in hexadecimal digits; that of the file when it was loaded. */
      readonly sha256: string;
    }
  | {
      readonly url: string;
      /** As written; nobody checked it. */
      readonly sha256?: string;
    };

/** What an attestation and an inheritance have in common. */
export interface AttestedEntry {
  readonly catalog: string;
  readonly control: string;
  readonly evidence: readonly AttestedEvidence[];
  readonly attestedBy: string;
  /** `YYYY-MM-DD`, the whole day in UTC; it holds from the beginning of that day. */
  readonly attestedOn: string;
  /** Duration of ISO 8601, as written. */
  readonly validFor: string;
  /** `YYYY-MM-DD`, what follows from both: it holds up to the end of that day in UTC. */
  readonly expires: string;
  readonly origin: { readonly file: string; readonly line: number };
}

/** Somebody's word that a control is met, where no rule can show it. */
export interface Attestation extends AttestedEntry {
  readonly kind: "attestation";
  /** What is attested, in words. */
  readonly statement?: string;
  /** Who answers for the control. */
  readonly owner: string;
  readonly method: AttestationMethod;
}

/** That a provider answers for a control, by its authorisation. */
export interface Inheritance extends AttestedEntry {
  readonly kind: "inheritance";
  readonly provider: string;
  /** Its name and id. */
  readonly authorisation: string;
}

/** An entry as it is loaded: what it says, and who can show its control; nobody says so of a control without a disposition. */
export type LoadedAttestation = (Attestation | Inheritance) & { readonly disposition?: DispositionKind };

export interface AttestationLimits {
  /** Duration of ISO 8601: nothing is valid for longer. */
  readonly validFor: string;
  /** Days before expiry from which on it is told. */
  readonly warnDays: number;
}

/** A year, since controls are assessed every year; a provider's certificate may run for three, and nothing for longer. */
export const DEFAULT_ATTESTATION_LIMITS: AttestationLimits = { validFor: "P1Y", warnDays: 30 };
export const LONGEST_VALIDITY = "P3Y";

/** All attestations and inheritances of a run, as plain JSON. */
export interface AttestationSet {
  /** In the order of the files: of each the attestations, then what is inherited. */
  readonly entries: readonly LoadedAttestation[];
  readonly limits: AttestationLimits;
  /** `sha256:` by file. */
  readonly digests: Readonly<Record<string, string>>;
}

/** What is wrong, or soon will be, with an attestation. Under the first three it counts for nothing. */
export const ATTESTATION_FINDINGS = [
  "wrong-disposition",
  "expired",
  "not-yet-valid",
  "contradicted",
  "expiring",
  "without-evidence",
  "unused",
] as const;
export type AttestationFindingKind = (typeof ATTESTATION_FINDINGS)[number];

export interface AttestationFinding {
  readonly kind: AttestationFindingKind;
  readonly catalog: string;
  readonly control: string;
  /** Of what it is a finding. */
  readonly on: "attestation" | "inheritance";
  /** In words that go on after the control's id. */
  readonly message: string;
}

interface Assessed {
  readonly state: AttestationState;
  /** Profiles of the run that hold its control. */
  readonly profiles: readonly string[];
}

/** As an assessment tells it. */
export interface AssessedAttestation extends Attestation, Assessed {}
export interface AssessedInheritance extends Inheritance, Assessed {}
