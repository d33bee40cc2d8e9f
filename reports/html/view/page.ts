import type { Assessment } from "../../../src/model/index.js";
import { type Sample, sampleResults } from "../../../src/model/sample.js";
import { Anchors } from "./anchors.js";

/** Results that the page holds at most. A page of a few megabytes still opens at once on a telephone. */
const LIMITS = { open: 2000, closed: 500 };

/** What all parts of the page share. */
export interface Page {
  readonly assessment: Assessment;
  readonly sample: Sample;
  readonly anchors: Anchors;
  /** Index by rule id, for the filter. */
  readonly ruleNumbers: ReadonlyMap<string, number>;
  /** Name of an input's stack: `acme/webapp/production`. */
  readonly stackOf: (input: number) => string;
}

export function pageOf(assessment: Assessment): Page {
  const anchors = new Anchors();
  return {
    assessment,
    sample: sampleResults(assessment, LIMITS),
    anchors,
    ruleNumbers: new Map(assessment.rules.map((rule, i) => [rule.id, i])),
    stackOf: (index) => {
      const input = assessment.inputs[index];
      if (input === undefined) return "";
      const { organization, project, stack, path } = input;
      return project === "" && stack === "" ? path : [organization, project, stack].filter(Boolean).join("/");
    },
  };
}
