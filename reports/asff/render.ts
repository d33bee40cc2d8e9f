import type { Assessment, ReportFormat } from "../../src/model/index.js";
import { batches, request } from "./batches.js";
import { leftOut } from "./left-out.js";

export const format = {
  id: "asff",
  file: "asff.ndjson",
  description: "AWS Security Finding Format, each line a request of BatchImportFindings",
  render,
  others: [{ file: "asff-left-out.json", render: leftOut }],
} satisfies ReportFormat;

function* render(assessment: Assessment): Generator<string> {
  for (const batch of batches(assessment)) {
    yield* request(batch);
    yield "\n";
  }
}
