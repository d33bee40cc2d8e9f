import type { Assessment } from "../../src/model/index.js";
import {
  DEVIATION_WORDS,
  DISPOSITION_NAMES,
  EXCEPTION_FINDING_WORDS,
  EXCEPTION_STATE_WORDS,
  selectorParts,
} from "../../src/model/present.js";
import { groupCounts, RESULT_GROUPS } from "../../src/model/sample.js";
import type { Sheet } from "../shared/sheet.js";

/** A row for each control of each profile. */
export function controls({ controls }: Assessment): Sheet {
  return {
    name: "controls",
    columns: [
      ["profile", 20],
      ["control", 12],
      ["title", 50],
      ["group", 10],
      ["status", 22],
      ["disposition", 16],
      ...RESULT_GROUPS.map((group) => [group, 14] as const),
      ["rules", 60],
      ["reason", 80],
    ],
    rows: controls.map((one) => {
      const counts = groupCounts(one.results, one.excepted);
      return [
        one.profile,
        one.id,
        one.title,
        one.group,
        one.label,
        DISPOSITION_NAMES[one.disposition],
        ...RESULT_GROUPS.map((group) => counts[group]),
        [...new Set(one.evidence.map((row) => row.rule))].join(" | "),
        one.reason,
      ];
    }),
  };
}

/** A row for each exception, with what is wrong with it. */
export function exceptions({ exceptions, exceptionFindings }: Assessment): Sheet {
  const conditions = (selectors: Parameters<typeof selectorParts>[0][]) =>
    selectors
      .map((one) =>
        selectorParts(one)
          .map(({ on, glob }) => `${on}: ${glob}`)
          .join(" and "),
      )
      .join(" | ");
  return {
    name: "exceptions",
    columns: [
      ["exception", 14],
      ["state", 14],
      ["failures covered", 16],
      ["severity", 10],
      ["rules", 40],
      ["resources", 40],
      ["stacks", 30],
      ["deviation", 22],
      ["reason", 60],
      ["compensating control", 40],
      ["ticket", 14],
      ["requested by", 20],
      ["approved by", 20],
      ["approved on", 12],
      ["expires", 12],
      ["findings", 60],
      ["file", 30],
    ],
    rows: exceptions.map((one) => [
      one.id,
      EXCEPTION_STATE_WORDS[one.state],
      one.covered,
      one.severity,
      one.rules.join(" | "),
      conditions([...one.resources]),
      conditions([...one.stacks]),
      DEVIATION_WORDS[one.deviation],
      one.reason,
      one.compensatingControl,
      one.ticket,
      one.requestedBy,
      one.approvedBy,
      one.approvedOn,
      one.expires,
      exceptionFindings
        .filter((finding) => finding.exception === one.id)
        .map(({ kind, message }) => `${EXCEPTION_FINDING_WORDS[kind]}: ${message}`)
        .join(" | "),
      `${one.origin.file}:${one.origin.line}`,
    ]),
  };
}
