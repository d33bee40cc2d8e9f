import type { Log, Result as SarifResult } from "sarif";
import { describe, expect, test } from "vitest";
import { format, MOST_BYTES } from "../../reports/sarif/render.js";
import { MOST_RESULTS } from "../../reports/sarif/results.js";
import { type Assessment, parseSourcePosition, type Result, SEVERITIES } from "../../src/model/index.js";
import { count } from "../../src/model/present.js";
import { groupOf } from "../../src/model/sample.js";
import { sampleAssessment } from "../support/assessment.js";
import { bytesOf, textOfPart } from "../support/formats.js";
import { sarifProblems } from "../support/sarif.js";
import { smallAssessment, withTexts } from "../support/small.js";

const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true });
const results = [...assessment.results];
const read = async (from: Assessment) => JSON.parse(await textOfPart(format, from)) as Log;
const runOf = (log: Log) => log.runs[0] as Log["runs"][number];
const verdicts = (told: readonly SarifResult[]) => told.map((one) => one.properties?.["verdict"]);
/** What a result is told from, by what both have. */
const key = (rule: string | undefined, urn: string | undefined) => `${rule} ${urn}`;
const keyOf = (one: SarifResult) => key(one.ruleId, one.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName);

describe("results.sarif", () => {
  test("is of the shape that SARIF 2.1.0 asks for, also with nothing in it", async () => {
    expect(sarifProblems(await read(assessment))).toEqual([]);
    expect(sarifProblems(await read(smallAssessment()))).toEqual([]);
    expect(sarifProblems(await read({ ...assessment, results: [], inputs: [], rules: [], exceptions: [] }))).toEqual(
      [],
    );
  });

  test("the check sees what is wrong", async () => {
    const broken = async (change: (run: Log["runs"][number]) => void) => {
      const log = await read(assessment);
      change(runOf(log));
      return sarifProblems(log).join();
    };
    expect(await broken((run) => Object.assign(run.results?.[0] ?? {}, { colour: "red" }))).toContain("colour");
    expect(await broken((run) => Object.assign(run.results?.at(-1) ?? {}, { level: "error" }))).toContain("level");
    expect(await broken((run) => Object.assign(run.results?.[0] ?? {}, { ruleIndex: 999 }))).toContain("ruleIndex");
    expect(await broken((run) => delete run.results?.[0]?.suppressions)).toContain("suppressions");
  });

  test("tells every rule, with help and the controls it speaks to", async () => {
    const { rules = [] } = runOf(await read(assessment)).tool.driver;
    expect(rules.map((rule) => rule.id)).toEqual(assessment.rules.map((rule) => rule.id));
    rules.forEach((rule, i) => {
      const known = assessment.rules[i];
      for (const text of [known?.rationale, known?.remediation, known?.limits]) expect(rule.help?.text).toContain(text);
      expect(rule.properties?.["controls"]).toEqual(known?.controls);
      expect(rule.properties?.tags?.length).toBeLessThanOrEqual(20);
    });
  });

  test("tells every result once, failures first and the worst of them first", async () => {
    const told = runOf(await read(assessment)).results ?? [];
    expect(told.map(keyOf).toSorted()).toEqual(results.map((one) => key(one.rule, one.urn)).toSorted());
    const severity = new Map(assessment.rules.map((rule) => [rule.id, SEVERITIES.indexOf(rule.severity)]));
    const ranks = told
      .filter((one) => one.properties?.["verdict"] === "fail" && one.properties?.["excepted"] === false)
      .map((one) => severity.get(one.ruleId ?? ""));
    expect(ranks).toEqual(ranks.toSorted());
    expect(verdicts(told).slice(0, ranks.length)).toEqual(ranks.map(() => "fail"));
    expect(new Set(told.map((one) => `${one.properties?.["verdict"]} ${one.kind}`))).toEqual(
      new Set(["fail fail", "error review", "undetermined open", "pass pass", "not-applicable notApplicable"]),
    );
  });

  test("each lies where the program makes the resource, or in the input", async () => {
    const told = runOf(await read(assessment)).results ?? [];
    const known = new Map(results.map((one) => [key(one.rule, one.urn), one]));
    const uris = told.map((one) => {
      const result = known.get(keyOf(one)) as Result;
      const place = one.locations?.[0]?.physicalLocation;
      const position = parseSourcePosition(result.sourcePosition);
      expect(place?.region?.startLine).toBe(position?.line);
      expect(place?.artifactLocation?.uri).toBe(position?.path ?? assessment.inputs[result.input]?.path);
      expect(place?.artifactLocation?.uriBaseId === undefined).toBe(position === undefined);
      return place?.artifactLocation?.uri;
    });
    expect(new Set(uris).size).toBe(4);
  });

  test("an active exception suppresses its failure and says why; any other does not", async () => {
    const told = runOf(await read(assessment)).results ?? [];
    const suppressed = told.filter((one) => (one.suppressions ?? []).length > 0);
    expect(suppressed.length).toBe(results.filter((one) => groupOf(one) === "excepted").length);
    expect(suppressed.length).toBeGreaterThan(0);
    for (const { kind, suppressions } of suppressed) {
      expect([kind, suppressions?.[0]?.status]).toEqual(["fail", "accepted"]);
      expect(suppressions?.[0]?.justification).toMatch(/^The trail .*approved by security-office/);
    }
    expect(told.some((one) => one.properties?.["exceptionState"] === "expired")).toBe(true);
  });

  test("fingerprints tell results apart, and stay whatever else is in the run", async () => {
    const prints = ({ results: told = [] }: Log["runs"][number]) =>
      new Map(told.map((one) => [keyOf(one), one.partialFingerprints?.["konductorResult/v1"]]));
    const all = prints(runOf(await read(assessment)));
    expect(new Set(all.values()).size).toBe(results.length);
    const few = { ...assessment, rules: assessment.rules.toReversed(), results: results.slice(40, 60) };
    for (const [result, print] of prints(runOf(await read(few)))) expect(print).toBe(all.get(result));
  });

  test("tells inputs that were not assessed and rules that ended in an error", async () => {
    const [invocation] = runOf(await read(assessment)).invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    const texts = invocation?.toolExecutionNotifications?.map((one) => one.message.text) ?? [];
    const failed = assessment.rules.filter((rule) => rule.results.error > 0);
    expect(texts).toHaveLength(1 + failed.length);
    expect(texts[0]).toMatch(/^not assessed: exports\/torn\.json: .*a resource has no URN/);
    expect(texts[1]).toContain(failed[0]?.id);
  });

  test("text of a stack makes no link and no placeholder, and a path leads nowhere else", async () => {
    const from = withTexts(smallAssessment(), (text) => `[x](http://evil.example){0}${text}`);
    const { results: told = [] } = runOf(await read(from));
    expect(told.length).toBeGreaterThan(10);
    for (const { message } of told) expect(message.text).not.toMatch(/(?<!\\)[[\]]|(?<!\{)\{\d/);
    for (const path of ["../../etc/passwd", "a/%2e%2e/%2e%2e/b", "/etc/passwd", "a\\..\\b", "c:/x", ""]) {
      const results = smallAssessment().results.map((one) => ({ ...one, sourcePosition: `project:///${path}#1,1` }));
      const log = await read({ ...smallAssessment(), results });
      const uris = runOf(log).results?.map((one) => one.locations?.[0]?.physicalLocation?.artifactLocation?.uri) ?? [];
      expect(uris.length).toBe(results.length);
      expect(uris.filter((uri) => !uri?.startsWith("exports/"))).toEqual([]);
    }
  });
});

describe("more than code scanning takes", () => {
  const large = sampleAssessment({ resources: 15_000, stacks: 20, exceptions: true });

  test("the most urgent stay, and the report says how many do not", async () => {
    const bytes = await bytesOf(format, large);
    const run = runOf(JSON.parse(bytes.toString("utf8")));
    const told = run.results ?? [];
    const total = [...large.results].length;
    expect(total).toBeGreaterThan(MOST_RESULTS);
    expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
    expect(bytes.length).toBeGreaterThan(0.9 * MOST_BYTES);
    expect(told.length).toBeLessThanOrEqual(MOST_RESULTS);
    const { fail, error, undetermined } = large.summary.results;
    const open = told.filter((one) => ["fail", "error", "undetermined"].includes(one.properties?.["verdict"]));
    expect(open.length).toBe(fail + error + undetermined);
    const notes = run.invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(notes.at(-1)?.message.text).toContain(
      `${count(total - told.length)} of ${count(total)} results are left out`,
    );
  });

  test("failures are cut too, the least severe first", async () => {
    const many = { results: () => repeated(large, 60_000) };
    const bytes = await bytesOf(format, { ...large, results: many.results() });
    expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
    const told = runOf(JSON.parse(bytes.toString("utf8"))).results ?? [];
    expect(new Set(verdicts(told))).toEqual(new Set(["fail"]));
    expect(told.length).toBeGreaterThan(10_000);
    const severity = new Map(large.rules.map((rule) => [rule.id, SEVERITIES.indexOf(rule.severity)]));
    const ranks = told.map((one) => severity.get(one.ruleId ?? "") ?? -1);
    expect(ranks).toEqual(ranks.toSorted());
    const worse = [...many.results()].filter((one) => (severity.get(one.rule) ?? 0) < Math.max(...ranks));
    expect(worse.length).toBe(ranks.filter((rank) => rank < Math.max(...ranks)).length);
  });
});

/** The failures of an assessment again and again. */
function* repeated({ results: all }: Assessment, times: number): Generator<Result> {
  const failing = [...all].filter((result) => groupOf(result) === "fail");
  for (let i = 0; i < times; i++) yield failing[i % failing.length] as Result;
}
