import {
  type AssessedRule,
  ATTESTATION_FINDINGS,
  ATTESTATION_STATES,
  EXCEPTION_FINDINGS,
  EXCEPTION_STATES,
  EXCLUSIONS,
  SEVERITIES,
  STATUSES,
  VERDICTS,
} from "../../model/index.js";
import type { Push } from "./push.js";

/** Every label that a metric may carry. None takes its values from the resources of a stack. */
export const LABELS = ["verdict", "severity", "excepted", "profile", "status", "state", "kind", "version"] as const;
type Label = (typeof LABELS)[number];

/** One value of a gauge; whole numbers only. */
export interface Point {
  readonly labels: Readonly<Partial<Record<Label, string>>>;
  readonly value: number;
}

/** A gauge. Prometheus and OpenTelemetry derive the name that is usual with them. */
export interface Metric {
  /** As OpenTelemetry writes it: `konductor.results`. */
  readonly name: string;
  /** Seconds; absent for a plain number. */
  readonly unit?: "s";
  readonly description: string;
  readonly points: readonly Point[];
}

/** The numbers of an assessment. What may be counted is told even when it is none, so that an alert never lacks its series. */
export function metricsOf({ assessment, at, findings }: Push): readonly Metric[] {
  const { tool, rules, summary, population, inputs, exceptions, attestations } = assessment;
  const collected = inputs
    .flatMap(({ time }) => (time === undefined ? [] : [Date.parse(time)]))
    .filter(Number.isFinite);
  return [
    gauge("build.info", "Always 1; the version of Konductor that made the assessment.", [
      { labels: { version: tool.version }, value: 1 },
    ]),
    gauge("assessment.timestamp", "When the assessment was made, in seconds since 1970.", [seconds(at)], "s"),
    gauge(
      "oldest.state.timestamp",
      "When the stack whose last deployment is the oldest was deployed, in seconds since 1970, as far as inputs tell.",
      collected
        .sort((a, b) => a - b)
        .slice(0, 1)
        .map(seconds),
      "s",
    ),
    gauge("gate.open", "1 when nothing is found at the gate, else 0.", [
      { labels: {}, value: findings.length === 0 ? 1 : 0 },
    ]),
    gauge(
      "inputs",
      "Inputs by status.",
      tally("status", ["assessed", "not assessed"], inputs, ({ status }) => status),
    ),
    gauge("results", "Results of rules on resources, by verdict and the rule's severity.", resultPoints(rules)),
    gauge(
      "controls",
      "Controls by profile and status.",
      summary.controls.flatMap(({ profile, statuses }) =>
        STATUSES.map((status) => ({ labels: { profile, status }, value: statuses[status] })),
      ),
    ),
    gauge("resources", "Resources of the inputs: evaluated, or why not.", [
      { labels: { state: "evaluated" }, value: population.evaluated },
      ...EXCLUSIONS.map((state) => ({ labels: { state }, value: population.excluded[state] })),
    ]),
    gauge(
      "exceptions",
      "Exceptions by state.",
      tally("state", EXCEPTION_STATES, exceptions, ({ state }) => state),
    ),
    gauge(
      "exception.findings",
      "What is wrong, or soon will be, with exceptions.",
      tally("kind", EXCEPTION_FINDINGS, assessment.exceptionFindings, ({ kind }) => kind),
    ),
    gauge(
      "attestations",
      "Attestations and inheritances by state.",
      tally("state", ATTESTATION_STATES, attestations, ({ state }) => state),
    ),
    gauge(
      "attestation.findings",
      "What is wrong, or soon will be, with attestations.",
      tally("kind", ATTESTATION_FINDINGS, assessment.attestationFindings, ({ kind }) => kind),
    ),
  ].filter(({ points }) => points.length > 0);
}

function gauge(name: string, description: string, points: readonly Point[], unit?: "s"): Metric {
  return { name: `konductor.${name}`, description, points, ...(unit === undefined ? {} : { unit }) };
}

function seconds(milliseconds: number): Point {
  return { labels: {}, value: Math.floor(milliseconds / 1000) };
}

/** How many of the things there are of each value, none included. */
function tally<T>(label: Label, values: readonly string[], things: readonly T[], of: (thing: T) => string): Point[] {
  const counts = new Map(values.map((value) => [value, 0]));
  for (const thing of things) counts.set(of(thing), (counts.get(of(thing)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ labels: { [label]: value }, value: count }));
}

/** An excepted failure stays a failure: its verdict is `fail`, and a label says that it is excepted. */
function resultPoints(rules: readonly AssessedRule[]): Point[] {
  return SEVERITIES.flatMap((severity) => {
    const own = rules.filter((rule) => rule.severity === severity);
    const sum = (count: (rule: AssessedRule) => number) => own.reduce((total, rule) => total + count(rule), 0);
    const excepted = sum((rule) => rule.excepted);
    return VERDICTS.flatMap((verdict) => {
      const total = sum(({ results }) => results[verdict]);
      const point = (is: boolean, value: number) => ({ labels: { verdict, severity, excepted: String(is) }, value });
      return verdict === "fail" ? [point(false, total - excepted), point(true, excepted)] : [point(false, total)];
    });
  });
}
