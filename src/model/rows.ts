import type { AssessedControl, Assessment, Result } from "./assessment.js";
import type { Coverage } from "./catalog.js";
import type { ResultException } from "./exceptions.js";
import type { Place } from "./place.js";
import { exceptionText, observationText, observedText } from "./present.js";
import type { Observation, Severity, Verdict } from "./rule.js";
import { parseUrn } from "./stack.js";
import { present } from "./told.js";

/** One result and one control that its rule speaks to: a line of results.ndjson. Its JSON Schema is published. */
export interface ResultRow extends Place {
  /** Place of the result in `results` of assessment.json: a result has a row for each of its controls. */
  readonly result: number;
  /** The input as given on the command line. */
  readonly input: string;
  readonly organization?: string;
  readonly project: string;
  readonly stack: string;
  /** Time of the deployment, from its manifest. */
  readonly collectedAt?: string;
  readonly rule: string;
  readonly title: string;
  /** Absent where the assessment does not tell the rule. */
  readonly severity?: Severity;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** What the provider calls the resource: its ARN, else its physical id. */
  readonly providerId?: string;
  readonly verdict: Verdict;
  /** A failure under an active exception; it stays a failure. */
  readonly excepted: boolean;
  /** The exception that covers the failure, active or not. */
  readonly exception?: ResultException;
  readonly reason?: string;
  /** RFC 3339 in UTC: the run that first saw it, where a history was handed in. */
  readonly firstDetected?: string;
  readonly observations: readonly Observation[];
  readonly companions: readonly string[];
  readonly sourcePosition?: string;
  /** Absent where the rule speaks to no control of the assessed profiles. */
  readonly control?: RowControl;
}

export interface RowControl {
  readonly profile: string;
  readonly catalog: string;
  readonly id: string;
  readonly title: string;
  readonly status: AssessedControl["status"];
  /** The word for the status in the catalogue's way of reporting. */
  readonly label: string;
  /** What the rule shows of the control at best. */
  readonly coverage: Coverage;
}

/** A result with its place in the assessment and what it is told with, once. */
export type PlainRow = Omit<ResultRow, "control">;

/** Every result, one row each, in the order of the assessment. One pass; nothing is kept. */
export function* plainRows({ results, rules, inputs }: Assessment): Generator<PlainRow> {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  let index = 0;
  for (const { input, ...result } of results) {
    const rule = known.get(result.rule);
    const source = inputs[input];
    yield {
      result: index++,
      input: source?.path ?? "",
      ...(source?.organization === undefined ? {} : { organization: source.organization }),
      project: source?.project ?? "",
      stack: source?.stack ?? "",
      ...(source?.time === undefined ? {} : { collectedAt: source.time }),
      rule: result.rule,
      title: rule?.title ?? "",
      ...(rule === undefined ? {} : { severity: rule.severity }),
      urn: result.urn,
      type: result.type,
      name: parseUrn(result.urn)?.name ?? "",
      ...(result.providerId === undefined ? {} : { providerId: result.providerId }),
      ...present<Place>({ partition: result.partition, account: result.account, region: result.region }),
      verdict: result.verdict,
      excepted: result.exception?.state === "active",
      ...(result.exception === undefined ? {} : { exception: result.exception }),
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      ...(result.tracking === undefined ? {} : { firstDetected: result.tracking.since }),
      observations: result.observations,
      companions: result.companions,
      ...(result.sourcePosition === undefined ? {} : { sourcePosition: result.sourcePosition }),
    };
  }
}

/** Every result with each control of the assessed profiles that its rule speaks to; once without where there is none. */
export function* resultRows(assessment: Assessment): Generator<ResultRow> {
  const controls = controlsByRule(assessment.controls);
  for (const row of plainRows(assessment)) {
    const own = controls.get(row.rule);
    if (own === undefined) yield row;
    else for (const control of own) yield { ...row, control };
  }
}

/** What each rule speaks to, in the order of the controls; a rule that speaks to several statements of one is there once. */
export function controlsByRule(controls: readonly AssessedControl[]): ReadonlyMap<string, readonly RowControl[]> {
  const found = new Map<string, RowControl[]>();
  for (const { profile, catalog, id, title, status, label, evidence } of controls) {
    for (const rule of new Set(evidence.map((row) => row.rule))) {
      const coverage = coverageOf(evidence.filter((row) => row.rule === rule));
      const row = { profile, catalog, id, title, status, label, coverage };
      const same = found.get(rule);
      if (same) same.push(row);
      else found.set(rule, [row]);
    }
  }
  return found;
}

/** Titles of the assessed catalogues by their ids. */
export function catalogTitles({ profiles }: Pick<Assessment, "profiles">): ReadonlyMap<string, string> {
  return new Map(profiles.map(({ catalog, catalogTitle }) => [catalog, catalogTitle]));
}

/** Controls behind the title of their catalogue, each once whatever the number of profiles: `ISO/IEC 27001:2022 A.8.24`. */
export function requirements(controls: readonly RowControl[], titles: ReadonlyMap<string, string>): string[] {
  return [...new Set(controls.map(({ catalog, id }) => `${titles.get(catalog) ?? catalog} ${id}`))];
}

/** The whole of one statement is a part of its control. */
function coverageOf(rows: AssessedControl["evidence"]): Coverage {
  if (rows.some((row) => row.coverage === "full" && row.statement === undefined)) return "full";
  return rows.some((row) => row.coverage !== "supporting") ? "partial" : "supporting";
}

/** The observations that tell a result: those that decided, or all where none did. */
export function telling({ observations }: Pick<Result, "observations">): readonly Observation[] {
  const deciding = observations.filter((one) => one.expected !== undefined);
  return deciding.length > 0 ? deciding : observations;
}

/** A result in words: why, or what was seen, and the exception that covers it. Not escaped for any format. */
export function resultText(result: Pick<Result, "observations" | "reason" | "exception">): string {
  const parts = result.reason === undefined ? telling(result).map(observationText) : [result.reason];
  if (result.exception !== undefined) parts.push(exceptionText(result.exception));
  return parts.join("; ");
}

/** The telling observations as three columns, in which the same place is the same observation. */
export function tellingColumns(
  result: Pick<Result, "observations">,
): Record<"property" | "observed" | "expected", string> {
  const told = telling(result);
  const joined = (part: (observation: Observation) => string) => told.map(part).join(" | ");
  return {
    property: joined(({ path }) => path),
    observed: joined(observedText),
    expected: joined(({ expected }) => expected ?? ""),
  };
}
