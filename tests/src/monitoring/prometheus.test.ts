import { describe, expect, test } from "vitest";
import { SEVERITIES, STATUSES, VERDICTS } from "../../../src/model/index.js";
import { LABELS, metricsOf } from "../../../src/monitoring/payload/metrics.js";
import { prometheusText } from "../../../src/monitoring/payload/prometheus.js";
import { labelsOf, openTarget } from "../../../src/monitoring/targets.js";
import { HIDDEN, hostileRound, WORST } from "../../support/hostile.js";
import { type Family, hostilePush, parsePrometheus, push } from "./fixture.js";

const PUSH = push();
const families = new Map(parsePrometheus(prometheusText(PUSH)).map((family) => [family.name, family]));

function value(name: string, labels: Readonly<Record<string, string>> = {}): number {
  const found = families
    .get(name)
    ?.metrics.filter((metric) => Object.entries(labels).every(([key, text]) => metric.labels?.[key] === text));
  if (found === undefined || found.length === 0) throw new Error(`there is no ${name} ${JSON.stringify(labels)}`);
  return found.reduce((sum, metric) => sum + Number(metric.value), 0);
}

describe("the numbers", () => {
  const { summary, population, inputs, exceptions } = PUSH.assessment;

  test("are those of the summary, by verdict and severity", () => {
    for (const verdict of VERDICTS) expect(value("konductor_results", { verdict })).toBe(summary.results[verdict]);
    for (const severity of SEVERITIES) {
      expect(value("konductor_results", { verdict: "fail", severity })).toBe(summary.failures[severity]);
      const excepted = { verdict: "fail", severity, excepted: "true" };
      expect(value("konductor_results", excepted)).toBe(summary.excepted[severity]);
    }
    expect(summary.results.fail).toBeGreaterThan(0);
    expect(value("konductor_results", { excepted: "true" })).toBeGreaterThan(0);
  });

  test("of controls, resources, inputs and exceptions are there, none too", () => {
    expect(summary.controls.length).toBe(2);
    for (const { profile, statuses } of summary.controls)
      for (const status of STATUSES) expect(value("konductor_controls", { profile, status })).toBe(statuses[status]);
    expect(value("konductor_resources")).toBe(population.total);
    expect(value("konductor_resources", { state: "evaluated" })).toBe(population.evaluated);
    expect(value("konductor_inputs")).toBe(inputs.length);
    expect(value("konductor_inputs", { status: "not assessed" })).toBe(1);
    expect(value("konductor_exceptions")).toBe(exceptions.length);
    expect(value("konductor_exceptions", { state: "refused" })).toBeGreaterThan(0);
    expect(value("konductor_exception_findings")).toBe(PUSH.assessment.exceptionFindings.length);
    expect(value("konductor_attestations")).toBe(PUSH.assessment.attestations.length);
    expect(value("konductor_attestation_findings")).toBe(PUSH.assessment.attestationFindings.length);
  });

  test("tell the time that was handed in, and whether the gate is open", () => {
    expect(value("konductor_assessment_timestamp_seconds")).toBe(Math.floor(PUSH.at / 1000));
    expect(value("konductor_oldest_state_timestamp_seconds")).toBe(Date.parse("2026-03-02T09:14:00Z") / 1000);
    expect(value("konductor_gate_open")).toBe(0);
    expect(prometheusText(push({ findings: [] }))).toContain("\nkonductor_gate_open 1\n");
  });
});

describe("the text format", () => {
  const HONEST = shapes(prometheusText(hostilePush((text) => text)));

  // The rules of `promtool check metrics` and of the textfile collector that a parser does not look at.
  test("has help and type for each metric, no time stamp, no series twice, and ends with a line", () => {
    const text = prometheusText(PUSH);
    expect(families.size).toBe(metricsOf(PUSH).length);
    for (const { name, help, type } of families.values()) {
      expect(name).toMatch(/^konductor_[a-z]+(_[a-z]+)*$/);
      expect(name).not.toMatch(/_(total|count|sum|bucket|info_info)$/);
      expect([help.length > 10, type]).toEqual([true, "GAUGE"]);
    }
    const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    for (const line of samples) expect(line).toMatch(/^[a-z_]+(\{([a-z]+="[^"\\\n]*",?)+\})? \d+$/);
    expect(new Set(samples.map((line) => line.replace(/ \d+$/, ""))).size).toBe(samples.length);
    expect(text.endsWith("\n")).toBe(true);
    expect(text).not.toContain("urn:pulumi");
  });

  test("has as many series for many resources as for few", () => {
    const series = (one: string) => one.split("\n").length;
    expect(series(prometheusText(hostilePush((text) => text)))).toBe(series(prometheusText(PUSH)));
  });

  test.each([
    ...WORST.map((text) => (one: string) => `${text}${one}${text}`),
    ...Array.from({ length: 20 }, (_, i) => hostileRound(i)),
  ])("stays what it is whatever a profile is called (%#)", (change) => {
    const text = prometheusText(hostilePush(change));
    expect(HIDDEN.exec(text.replaceAll("\n", ""))?.[0]).toBeUndefined();
    expect(shapes(text)).toEqual(HONEST);
    const profiles = parsePrometheus(text)
      .find(({ name }) => name === "konductor_controls")
      ?.metrics.map(({ labels }) => labels?.["profile"]);
    expect(new Set(profiles).size).toBe(2);
  });
});

/** All but what a time says that is none. */
function shapes(text: string) {
  return parsePrometheus(text).flatMap((family) => (family.name.includes("oldest") ? [] : [shape(family)]));
}

function shape({ name, type, metrics }: Family) {
  return { name, type, metrics: metrics.map(({ value, labels }) => ({ value, labels: Object.keys(labels ?? {}) })) };
}

describe("labels of the user", () => {
  test("stand in every series, escaped", () => {
    const labels = labelsOf({ KONDUCTOR_PUSH_LABELS: "pipeline=shop, team=a%2Cb%22c%5Cd" });
    expect(labels).toEqual({ pipeline: "shop", team: 'a,b"c\\d' });
    const all = parsePrometheus(prometheusText(push({ labels }))).flatMap(({ metrics }) => metrics);
    expect(all.length).toBeGreaterThan(50);
    for (const metric of all) expect(metric.labels).toMatchObject(labels);
  });

  test.each([...LABELS, "a-b", "__name", "1a", "ä"])("may not be called %s", (name) => {
    expect(() => labelsOf({ KONDUCTOR_PUSH_LABELS: `${name}=x` })).toThrow(/KONDUCTOR_PUSH_LABELS.*label/);
  });

  test("are pairs", () => {
    expect(() => labelsOf({ KONDUCTOR_PUSH_LABELS: "a=b,hidden" })).toThrow("pair 2 is none");
    expect(() => labelsOf({ KONDUCTOR_PUSH_LABELS: "a=%E0" })).toThrow("pair 1 is none");
  });
});

test.each([
  "prometheus",
  "prometheus:",
  "prometheus:metrics.txt",
  "prometheus:out/.prom",
])("%s names no .prom", (text) => {
  expect(() => openTarget(text, {})).toThrow("takes a file that ends in .prom");
});
