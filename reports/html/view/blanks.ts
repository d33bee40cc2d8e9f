import type { ClosedRow, OpenRow } from "./results.js";

const BASE = {
  index: 0,
  name: "-",
  type: "-",
  urn: "-",
  providerId: "-",
  input: 0,
  inputHref: "inputs",
  stack: "-",
} as const;

/** Rows that have every part that a row can have, for the script to copy, fill in and strip of what is not there. */
export const BLANK_OPEN: OpenRow = {
  ...BASE,
  anchor: "blank-open-row",
  verdict: "fail",
  excepted: true,
  exception: { id: "-", href: "inputs", approvedBy: "-", worth: "-" },
  reason: "-",
  source: "-",
  since: "-",
  formerly: "-",
  observations: [{ path: "-", observed: "-", expected: "-", urn: "-" }],
  also: [{ path: "-", observed: "-" }],
  more: "-",
  companions: ["-"],
  moreCompanions: "-",
};
export const BLANK_CLOSED: ClosedRow = { ...BASE, anchor: "blank-closed-row", verdict: "pass", seen: "-" };
