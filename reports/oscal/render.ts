import type { ReportFormat } from "../../src/model/index.js";
import { assessmentResults } from "./results.js";

export const format = {
  id: "oscal",
  file: "oscal-assessment-results.json",
  description: "OSCAL 1.2.1: assessment results, plan of action, component definition, mapping",
  render: assessmentResults,
} satisfies ReportFormat;
