import { jsonText } from "../../src/model/escape.js";
import type { Assessment, ReportFormat } from "../../src/model/index.js";
import { resultRows } from "../../src/model/rows.js";

export const format = {
  id: "ndjson",
  file: "results.ndjson",
  description: "a line of JSON for each result and control",
  render,
} satisfies ReportFormat;

function* render(assessment: Assessment): Generator<string> {
  for (const row of resultRows(assessment)) yield `${jsonText(row)}\n`;
}
