import { stringify } from "csv-stringify/sync";
import type { Assessment, ReportFormat } from "../../src/model/index.js";
import { workbook } from "../shared/workbook.js";
import { page } from "./page.js";
import { COLUMNS, isStated, type StatementRow, statementsOf } from "./statement.js";

const shared = { applies: isStated, needs: "a profile of ISO/IEC 27001, as --profile iso-27001-2022" };

export const format = {
  id: "iso-soa",
  file: "soa.html",
  description: "a statement of applicability of ISO/IEC 27001: a page, a workbook and CSV",
  render: page,
  ...shared,
  others: [
    { file: "soa.xlsx", render: sheet, ...shared },
    { file: "soa.csv", render: table, ...shared },
  ],
} satisfies ReportFormat;

const HEAD = ["profile", ...COLUMNS.map(([title]) => title)];

function cells(row: StatementRow): string[] {
  return [row.profile, ...COLUMNS.map(([, , value]) => value(row))];
}

function sheet(assessment: Assessment): Generator<Uint8Array> {
  const columns = [["profile", 20] as const, ...COLUMNS.map(([title, width]) => [title, width] as const)];
  const rows = statementsOf(assessment).flatMap((statement) => statement.rows.map(cells));
  return workbook([{ name: "statement of applicability", columns, rows }]);
}

/** RFC 4180, in which no cell is a formula. */
function* table(assessment: Assessment): Generator<string> {
  const rows = statementsOf(assessment).flatMap((statement) => statement.rows.map(cells));
  yield stringify([HEAD.map((title) => title.replaceAll(" ", "_")), ...rows], {
    record_delimiter: "\r\n",
    escape_formulas: true,
  });
}
