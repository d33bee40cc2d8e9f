import type { Assessment, ReportFormat } from "../../src/model/index.js";
import { workbook } from "../shared/workbook.js";
import { controls, exceptions } from "./governance.js";
import { population } from "./population.js";
import { results } from "./results.js";
import { summary } from "./summary.js";

export const format = {
  id: "xlsx",
  file: "report.xlsx",
  description: "a workbook: summary, controls, results, exceptions, population",
  render,
} satisfies ReportFormat;

function render(assessment: Assessment): Generator<Uint8Array> {
  const sheets = [summary, controls, results, exceptions, population].map((sheet) => sheet(assessment));
  return workbook(sheets);
}
