import { stringify } from "csv-stringify/sync";
import type { Assessment, ReportFormat } from "../../src/model/index.js";
import { visible } from "../../src/model/present.js";
import { type ResultRow, resultRows, tellingColumns } from "../../src/model/rows.js";

/** Rows that are written at once. */
const BATCH = 500;

export const format = {
  id: "csv",
  file: "results.csv",
  description: "a row for each rule, resource and control, for spreadsheets and scripts",
  render,
} satisfies ReportFormat;

/** What stands in a row, in this order; a column more comes last. */
const COLUMNS: readonly (readonly [name: string, value: (row: ResultRow) => string | number | undefined])[] = [
  ["result", (row) => row.result],
  ["profile", (row) => row.control?.profile],
  ["control", (row) => row.control?.id],
  ["control_title", (row) => row.control?.title],
  ["control_status", (row) => row.control?.label],
  ["coverage", (row) => row.control?.coverage],
  ["rule", (row) => row.rule],
  ["title", (row) => row.title],
  ["severity", (row) => row.severity],
  ["verdict", (row) => row.verdict],
  ["excepted", (row) => String(row.excepted)],
  ["exception", (row) => row.exception?.id],
  ["exception_state", (row) => row.exception?.state],
  ["exception_approved_by", (row) => row.exception?.approvedBy],
  ["exception_expires", (row) => row.exception?.expires],
  ["reason", (row) => row.reason],
  ["property", (row) => tellingColumns(row).property],
  ["observed", (row) => tellingColumns(row).observed],
  ["expected", (row) => tellingColumns(row).expected],
  ["organization", (row) => row.organization],
  ["project", (row) => row.project],
  ["stack", (row) => row.stack],
  ["type", (row) => row.type],
  ["name", (row) => row.name],
  ["urn", (row) => row.urn],
  ["source_position", (row) => row.sourcePosition],
  ["input", (row) => row.input],
  ["collected_at", (row) => row.collectedAt],
  ["provider_id", (row) => row.providerId],
  ["first_detected", (row) => row.firstDetected],
  ["account", (row) => row.account],
  ["region", (row) => row.region],
];

function* render(assessment: Assessment): Generator<string> {
  yield text([COLUMNS.map(([name]) => name)]);
  let batch: string[][] = [];
  for (const row of resultRows(assessment)) {
    batch.push(COLUMNS.map(([, value]) => visible(String(value(row) ?? ""))));
    if (batch.length < BATCH) continue;
    yield text(batch);
    batch = [];
  }
  if (batch.length > 0) yield text(batch);
}

/** RFC 4180, in which no cell is a formula. */
function text(rows: readonly (readonly string[])[]): string {
  return stringify([...rows] as string[][], { record_delimiter: "\r\n", escape_formulas: true });
}
