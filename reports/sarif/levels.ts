import type { Result as SarifResult } from "sarif";
import type { Severity } from "../../src/model/index.js";
import { RESULT_GROUPS, type ResultGroup } from "../../src/model/sample.js";

type Kind = NonNullable<SarifResult["kind"]>;
type Level = NonNullable<SarifResult["level"]>;

/** The level of a failure; whatever did not fail has the level "none". */
export const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** `open` is SARIF's word for "not enough was known to decide", `review` for "a person has to look". */
export const KINDS: Readonly<Record<ResultGroup, Kind>> = {
  fail: "fail",
  excepted: "fail",
  error: "review",
  undetermined: "open",
  pass: "pass",
  "not-applicable": "notApplicable",
};

/** What is kept when not all can be: failures by severity, then what could not be judged, then the rest. */
export function urgency(group: ResultGroup, severity: number): number {
  return group === "fail" ? severity : SEVERITY_RANKS + RESULT_GROUPS.indexOf(group);
}
const SEVERITY_RANKS = 5;
