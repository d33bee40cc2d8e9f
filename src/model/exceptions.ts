import type { Severity } from "./rule.js";

/** Why a failure is excepted. */
export const DEVIATIONS = ["false-positive", "operational-requirement", "risk-adjustment"] as const;
export type Deviation = (typeof DEVIATIONS)[number];

/** What an exception is worth on a day; the first is the best. Only an active one excepts. */
export const EXCEPTION_STATES = ["active", "expired", "refused", "not-approved"] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** Resources by globs; of several keys each has to hold. A tag that is not known never matches. */
export interface ResourceSelector {
  readonly urn?: string;
  readonly type?: string;
  readonly name?: string;
  /** The key as it stands, the value as a glob. */
  readonly tag?: { readonly key: string; readonly value: string };
}

/** Stacks by globs; of several keys each has to hold. An organisation that is not known never matches. */
export interface StackSelector {
  readonly organization?: string;
  readonly project?: string;
  readonly stack?: string;
}

/** What an exceptions file says of one exception. */
export interface ExceptionEntry {
  readonly id: string;
  /** Rule ids and globs over them, as written. */
  readonly rules: readonly string[];
  /** Any of them. */
  readonly resources: readonly ResourceSelector[];
  /** Any of them; every stack when there are none. */
  readonly stacks: readonly StackSelector[];
  readonly reason: string;
  readonly ticket?: string;
  readonly compensatingControl?: string;
  readonly deviation: Deviation;
  readonly requestedBy: string;
  /** With `approvedOn`, or neither: then it is a request, which grants nothing. */
  readonly approvedBy?: string;
  /** `YYYY-MM-DD`, the whole day in UTC; it holds from the beginning of that day. */
  readonly approvedOn?: string;
  /** `YYYY-MM-DD`; it holds up to the end of that day in UTC. */
  readonly expires: string;
  readonly origin: { readonly file: string; readonly line: number };
}

/** An exception as it is loaded: what it says, and what follows from the rules that there are. */
export interface Exception extends ExceptionEntry {
  /** Ids of the rules that `rules` names, sorted. */
  readonly covers: readonly string[];
  /** That of the most severe rule among them: the limits for it hold. */
  readonly severity: Severity;
}

/** What an approval may grant. */
export interface ExceptionLimits {
  /** Days from approval to expiry at most, by severity. */
  readonly days: Readonly<Record<Severity, number>>;
  /** Days before expiry from which on it is told. */
  readonly warnDays: number;
  /** Severities for which an operational requirement is accepted. */
  readonly operationalRequirement: readonly Severity[];
}

export const DEFAULT_LIMITS: ExceptionLimits = {
  days: { critical: 30, high: 90, medium: 180, low: 365 },
  warnDays: 30,
  operationalRequirement: ["medium", "low"],
};

/** All exceptions of a run, as plain JSON. */
export interface ExceptionSet {
  readonly exceptions: readonly Exception[];
  readonly limits: ExceptionLimits;
  /** `sha256:` by file. */
  readonly digests: Readonly<Record<string, string>>;
}

/** What is wrong, or soon will be, with an exception. The first three break the policy on exceptions: it grants nothing. */
export const EXCEPTION_FINDINGS = [
  "self-approved",
  "over-long",
  "deviation-not-allowed",
  "expired",
  "not-approved",
  "over-broad",
  "expiring",
  "unused",
] as const;
export type ExceptionFindingKind = (typeof EXCEPTION_FINDINGS)[number];

export interface ExceptionFinding {
  readonly kind: ExceptionFindingKind;
  /** Its id. */
  readonly exception: string;
  /** In words that go on after the id. */
  readonly message: string;
}

/** An exception as an assessment tells it. */
export interface AssessedException extends ExceptionEntry {
  /** That of the most severe rule that it covers. */
  readonly severity: Severity;
  readonly state: ExceptionState;
  /** Failing results that it covers; they are excepted only while it is active. */
  readonly covered: number;
}

/** The exception that covers a failing result; the failure is excepted only when it is active. */
export interface ResultException {
  readonly id: string;
  readonly state: ExceptionState;
  readonly approvedBy?: string;
  readonly expires: string;
}
