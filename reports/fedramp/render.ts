import type { ReportFormat } from "../../src/model/index.js";
import { recordJson } from "./json.js";
import { recordMarkdown } from "./markdown.js";
import { hasRecord } from "./record.js";

const needs = "--system, a file with what no stack tells of the system, and a profile of NIST SP 800-53";

export const format = {
  id: "fedramp",
  file: "fedramp-sdr.json",
  description: "FedRAMP's Security Decision Record of 2026, as JSON and as Markdown",
  render: recordJson,
  applies: hasRecord,
  needs,
  others: [{ file: "fedramp-sdr.md", render: recordMarkdown, applies: hasRecord, needs }],
} satisfies ReportFormat;
