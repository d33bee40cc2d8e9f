import { Ajv } from "ajv";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { format as csv } from "../../reports/csv/render.js";
import { format as ndjson } from "../../reports/ndjson/render.js";
import { resultRowSchema } from "../../scripts/assessment-schema.js";
import { type Assessment, type Result, STATUSES } from "../../src/model/index.js";
import { type ResultRow, resultRows } from "../../src/model/rows.js";
import { sampleAssessment } from "../support/assessment.js";
import { textOfPart } from "../support/formats.js";
import { smallAssessment, withTexts } from "../support/small.js";

const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true });
const results = [...assessment.results];

const lines = async (from: Assessment) =>
  (await textOfPart(ndjson, from))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ResultRow);
const records = async (from: Assessment) =>
  parse(await textOfPart(csv, from), { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];

test("rows tell since when a finding is known", async () => {
  const since = "2026-01-02T03:04:05.000Z";
  const tracked = results.map((one) => (one.verdict === "fail" ? { ...one, tracking: { since } } : one));
  const told = { ...assessment, results: tracked };
  const known = (row: { verdict?: string }) => (row.verdict === "fail" ? since : undefined);
  for (const row of await lines(told)) expect(row.firstDetected).toBe(known(row));
  const rows = await records(told);
  for (const row of rows) expect(row["first_detected"]).toBe(known(row) ?? "");
  expect(rows.filter((row) => row["first_detected"] === since).length).toBeGreaterThan(20);
});

describe("results.ndjson", () => {
  test("has a line for each result and each control that its rule speaks to", async () => {
    const rows = await lines(assessment);
    const pairs = results.flatMap((result, index) => {
      const controls = assessment.controls.filter((one) => one.evidence.some((row) => row.rule === result.rule));
      return controls.length === 0 ? [`${index} -`] : controls.map((one) => `${index} ${one.profile} ${one.id}`);
    });
    expect(pairs.length).toBeGreaterThan(results.length);
    expect(
      rows.map((row) => `${row.result} ${row.control ? `${row.control.profile} ${row.control.id}` : "-"}`),
    ).toEqual(pairs);
  });

  test("a line holds the whole of its result, where it comes from and the status of the control", async () => {
    for (const row of await lines(assessment)) {
      const { input, ...result } = results[row.result] as Result;
      expect(row).toMatchObject(result);
      expect(row.stack).toBe(assessment.inputs[input]?.stack);
      expect(row.excepted).toBe(result.exception?.state === "active");
      const control = assessment.controls.find(
        (one) => one.profile === row.control?.profile && one.id === row.control?.id,
      );
      expect(row.control?.status).toBe(control?.status);
      if (row.control) expect(STATUSES).toContain(row.control.status);
    }
  });

  test("a rule without a control in the profiles still has its line", async () => {
    const rows = await lines({ ...assessment, controls: [] });
    expect(rows).toHaveLength(results.length);
    expect(rows.every((row) => row.control === undefined)).toBe(true);
  });

  test("is what its published schema says", async () => {
    const validate = new Ajv({ strict: false }).compile(resultRowSchema());
    for (const row of await lines(smallAssessment())) expect(validate(row), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ result: 1 })).toBe(false);
  });

  test("gives back what it was given, and shows nothing that hides", async () => {
    const odd = "\u202e\u001b[1m\u2028\ud800\u{e0041}\u00a0é";
    const from = withTexts(smallAssessment(), (text) => text + odd);
    const text = await textOfPart(ndjson, from);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
    expect(await lines(from)).toEqual([...resultRows(from)]);
  });
});

describe("results.csv", () => {
  test("tells what the lines of NDJSON tell", async () => {
    const rows = await lines(assessment);
    const told = await records(assessment);
    expect(told.map((row) => [row["result"], row["control"], row["verdict"], row["excepted"], row["urn"]])).toEqual(
      rows.map((row) => [String(row.result), row.control?.id ?? "", row.verdict, String(row.excepted), row.urn]),
    );
    const labels = new Set(
      told.filter((row) => row["profile"] === "iso-27001-2022").map((row) => row["control_status"]),
    );
    expect(labels).toContain("contradicts");
    expect([...labels].join()).not.toMatch(/satisfied|pass|fail/);
  });

  test("property, observed and expected stand beside each other", async () => {
    const row = (await records(assessment)).find((one) => one["verdict"] === "fail");
    const deciding = results[Number(row?.["result"])]?.observations.filter((one) => one.expected !== undefined) ?? [];
    expect(deciding.length).toBeGreaterThan(0);
    expect(row?.["property"]).toBe(deciding.map((one) => one.path).join(" | "));
    expect(row?.["expected"]).toBe(deciding.map((one) => one.expected).join(" | "));
  });

  test("says what the provider calls the resource, where that is known", async () => {
    const told = await records(assessment);
    const ids = told.map((row) => results[Number(row["result"])]?.providerId ?? "");
    expect(told.map((row) => row["provider_id"])).toEqual(ids);
    expect(ids).toContain("");
    expect(ids.filter((id) => id.startsWith("arn:")).length).toBeGreaterThan(10);
  });

  test("every row has as many cells as the head, whatever they hold", async () => {
    const from = withTexts(smallAssessment(), (text) => `"${text},\r\n;"`);
    const table = parse(await textOfPart(csv, from), { record_delimiter: "\r\n" }) as string[][];
    expect(table.length).toBe(1 + [...resultRows(from)].length);
    expect(new Set(table.map((row) => row.length)).size).toBe(1);
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])("%j is no formula", async (start) => {
    const from = withTexts(smallAssessment(), (text) => start + text);
    const cells = (parse(await textOfPart(csv, from), { record_delimiter: "\r\n" }) as string[][]).slice(1).flat();
    const attacked = cells.filter((cell) => cell.includes("urn:pulumi"));
    expect(attacked.length).toBeGreaterThan(10);
    for (const cell of attacked) expect(cell).toMatch(/^(?:'|␉|␍)/);
  });
});
