import type { Severity } from "../../src/model/index.js";
import type { ResultGroup } from "../../src/model/sample.js";

/** A value of one of OCSF's lists: its id, and its caption or, for `OTHER`, our own word. */
export interface Word {
  readonly id: number;
  readonly caption: string;
}

const OTHER = 99;

/** `compliance.status_id`: what came of the rule on the resource. Nothing but a pass is one. */
export const COMPLIANCE: Readonly<Record<ResultGroup, Word>> = {
  fail: { id: 3, caption: "Fail" },
  // It stays a failure; that it is excepted is said by the status of the finding.
  excepted: { id: 3, caption: "Fail" },
  error: { id: OTHER, caption: "Error" },
  // "Did not yield a result due to missing information."
  undetermined: { id: 2, caption: "Warning" },
  pass: { id: 1, caption: "Pass" },
  "not-applicable": { id: OTHER, caption: "Not applicable" },
};

/** `status_id`: what is to be done about the finding. "Resolved" would say that something had been wrong. */
export const FINDING: Readonly<Record<ResultGroup, Word>> = {
  fail: { id: 1, caption: "New" },
  excepted: { id: 3, caption: "Suppressed" },
  error: { id: 1, caption: "New" },
  undetermined: { id: 1, caption: "New" },
  pass: { id: OTHER, caption: "Nothing found" },
  "not-applicable": { id: OTHER, caption: "Not applicable" },
};

export const SEVERITY: Readonly<Record<Severity, Word>> = {
  critical: { id: 5, caption: "Critical" },
  high: { id: 4, caption: "High" },
  medium: { id: 3, caption: "Medium" },
  low: { id: 2, caption: "Low" },
};

/** What passes or does not apply asks for nothing. */
export const INFORMATIONAL: Word = { id: 1, caption: "Informational" };
/** Of a rule that the assessment does not tell. */
export const UNKNOWN: Word = { id: 0, caption: "Unknown" };

/** `cloud.provider` by the provider of the type; a type of any other is of no cloud that is known. */
export const CLOUDS: ReadonlyMap<string, string> = new Map([
  ["aws", "AWS"],
  ["aws-native", "AWS"],
  ["azure", "Azure"],
  ["azure-native", "Azure"],
  ["gcp", "GCP"],
  ["google-native", "GCP"],
]);
