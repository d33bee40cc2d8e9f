/** What the short report leaves out stands there. */
export const FULL = "report-full.md";

/** How much is told. */
export interface Extent {
  readonly fixes: number;
  readonly rules: number;
  readonly results: number;
  readonly inputs: number;
}

export const EVERYTHING: Extent = {
  fixes: Number.POSITIVE_INFINITY,
  rules: Number.POSITIVE_INFINITY,
  results: Number.POSITIVE_INFINITY,
  inputs: Number.POSITIVE_INFINITY,
};
