import type { ControlStatus, Coverage, DispositionKind, Reporting, VerdictCounts } from "../model/index.js";

/** What speaks for or against one control. */
export interface ControlEvidence {
  readonly disposition: DispositionKind;
  /** One entry a mapping row. */
  readonly rows: readonly {
    readonly coverage: Coverage;
    /** Present when the row speaks to a part of the control only. */
    readonly statement?: string;
    readonly results: VerdictCounts;
    /** How many of the fails stand under an approved exception. */
    readonly excepted?: number;
    /** How many resources the rule would have judged, had it not been disabled. */
    readonly disabled?: number;
  }[];
  /** A valid attestation covers what no rule can show. */
  readonly attested?: boolean;
  /** A provider answers for it; by the disposition alone unless it is said otherwise. */
  readonly inherited?: boolean;
}

/**
 * The status of a control: the first that holds, in the order of `STATUSES`. Partial coverage alone never satisfies,
 * and full coverage of one statement is partial coverage of its control. Where a rule was not allowed to judge, what is
 * left of the evidence is a part at best, and a control is neither attested nor inherited that a rule could have
 * contradicted.
 */
export function controlStatus({
  disposition,
  rows,
  attested = false,
  inherited = disposition === "inherited",
}: ControlEvidence): ControlStatus {
  const some = (holds: (row: ControlEvidence["rows"][number]) => boolean) => rows.some(holds);
  if (some((row) => row.results.fail > (row.excepted ?? 0))) return "not-satisfied";
  if (some((row) => row.results.error > 0)) return "error";
  if (some((row) => row.results.undetermined > 0)) return "undetermined";
  if (some((row) => row.results.fail > 0)) return "excepted";
  const silenced = some((row) => (row.disabled ?? 0) > 0);
  const passing = rows.filter((row) => row.results.pass > 0);
  if (silenced) return passing.length > 0 ? "partial" : "no-evidence";
  if (passing.some((row) => row.coverage === "full" && row.statement === undefined)) return "satisfied";
  if (passing.length > 0) return attested || inherited ? "satisfied" : "partial";
  if (attested) return "attested";
  return inherited ? "inherited" : "no-evidence";
}

const LABELS: Readonly<Record<Reporting, Readonly<Record<ControlStatus, string>>>> = {
  satisfaction: {
    "not-satisfied": "not satisfied",
    error: "error",
    undetermined: "undetermined",
    excepted: "excepted",
    satisfied: "satisfied",
    partial: "partly shown",
    attested: "attested",
    inherited: "inherited",
    "no-evidence": "no technical evidence",
  },
  support: {
    "not-satisfied": "contradicts",
    error: "error",
    undetermined: "undetermined",
    excepted: "contradicts, excepted",
    satisfied: "supports",
    partial: "supports",
    attested: "attested",
    inherited: "inherited",
    "no-evidence": "no technical evidence",
  },
};

/** The word for a status. Certification bodies object to a tool that calls a control of ISO 27001 passed or failed. */
export function statusLabel(status: ControlStatus, reporting: Reporting): string {
  return LABELS[reporting][status];
}
