import type { Assessment, Difference } from "../../model/index.js";

/** What monitoring is told: an assessment, and what the caller knows beside it. Payloads are pure functions of it. */
export interface Push {
  readonly assessment: Assessment;
  /** `sha256:` of assessment.json. */
  readonly digest: string;
  /** Milliseconds since 1970, whole: when the assessment was made. */
  readonly at: number;
  /** Why the gate is closed, in words; empty when it is open. */
  readonly findings: readonly string[];
  /** What has changed since a run before this one, where one was given. */
  readonly since?: Difference;
  /** Set by the user, to tell one pipeline from another. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Longest text of a stack in a payload, in UTF-16 units: receivers have limits of their own. */
export const LONGEST_TEXT = 2000;
