import type { Assessment } from "./assessment.js";

/** A file's content in pieces, so that a large one is written as it comes. */
export type Content = Iterable<string | Uint8Array>;

/** One file of a format: a pure function of the assessment. The same assessment gives the same bytes. */
export interface ReportPart {
  /** The file that it is written to: "report.html". */
  readonly file: string;
  readonly render: (assessment: Assessment) => Content | Promise<Content>;
  /** False where the assessment has nothing to put into it and its standard allows no empty one: then there is no file. */
  readonly applies?: (assessment: Assessment) => boolean;
  /** What it takes to apply, in words that go on after "needs"; told when it was asked for and does not. */
  readonly needs?: string;
}

/** One way of telling an assessment. `reports/<format>/render.ts` exports one as `format`. */
export interface ReportFormat extends ReportPart {
  /** Its name on the command line: "html". */
  readonly id: string;
  readonly description: string;
  /** Files beside the first. */
  readonly others?: readonly ReportPart[];
}
