import type { Assessment, ReportFormat } from "../../src/model/index.js";
import { momentOf } from "../../src/model/moment.js";
import { visible } from "../../src/model/present.js";
import { catalogTitles, controlsByRule, plainRows } from "../../src/model/rows.js";
import { type Context, eventOf } from "./event.js";

export const format = {
  id: "ocsf",
  file: "ocsf.ndjson",
  description: "OCSF 1.5.0 Compliance Findings for security data lakes and SIEMs, an event for each result",
  render,
} satisfies ReportFormat;

/** One event a line, which pipelines into data lakes take as it comes and nobody has to read whole. */
function* render(assessment: Assessment): Generator<string> {
  const { tool, rules, controls } = assessment;
  const context: Context = {
    tool,
    moment: momentOf(assessment),
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    controls: controlsByRule(controls),
    standards: catalogTitles(assessment),
  };
  for (const row of plainRows(assessment)) yield `${JSON.stringify(eventOf(row, context), shown)}\n`;
}

function shown(_key: string, value: unknown): unknown {
  return typeof value === "string" ? visible(value) : value;
}
