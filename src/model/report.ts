import type { Assessment } from "./assessment.js";

/** One way of telling an assessment: a pure function of it. `reports/<format>/render.ts` exports one as `format`. */
export interface ReportFormat {
  /** Its name on the command line: "html". */
  readonly id: string;
  /** The file that it is written to: "report.html". */
  readonly file: string;
  readonly description: string;
  /** The text in pieces, so that a large one is written as it comes. The same assessment gives the same pieces. */
  readonly render: (assessment: Assessment) => Iterable<string>;
}
