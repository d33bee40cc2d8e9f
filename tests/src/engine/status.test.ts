import { describe, expect, it } from "vitest";
import { type ControlEvidence, controlStatus, statusLabel } from "../../../src/engine/index.js";
import {
  COVERAGES,
  type ControlStatus,
  type Coverage,
  DISPOSITIONS,
  type DispositionKind,
  STATUSES,
  VERDICTS,
  type Verdict,
} from "../../../src/model/index.js";

type Row = ControlEvidence["rows"][number];

function row(results: Partial<Record<Verdict, number>>, coverage: Coverage = "partial", more: Partial<Row> = {}): Row {
  return {
    coverage,
    results: { fail: 0, error: 0, undetermined: 0, pass: 0, "not-applicable": 0, ...results },
    ...more,
  };
}

const TABLE: readonly [status: ControlStatus, why: string, evidence: Partial<ControlEvidence>][] = [
  [
    "not-satisfied",
    "one failure among passes, errors and doubts",
    { rows: [row({ pass: 9, fail: 1, error: 1, undetermined: 1 }, "full")] },
  ],
  [
    "not-satisfied",
    "one rule fails though another with full coverage passes",
    { rows: [row({ pass: 1 }, "full"), row({ fail: 1 }, "supporting")] },
  ],
  ["not-satisfied", "one failure of two is excepted", { rows: [row({ fail: 2 }, "partial", { excepted: 1 })] }],
  ["not-satisfied", "a failure of an inherited control", { disposition: "inherited", rows: [row({ fail: 1 })] }],
  ["not-satisfied", "a failure of an attested control", { attested: true, rows: [row({ fail: 1 })] }],
  [
    "error",
    "an error comes before doubt, exception and pass",
    { rows: [row({ error: 1, undetermined: 1, pass: 1, fail: 1 }, "full", { excepted: 1 })] },
  ],
  [
    "undetermined",
    "doubt comes before exception and pass",
    { rows: [row({ undetermined: 1, pass: 1, fail: 1 }, "full", { excepted: 1 })] },
  ],
  ["undetermined", "doubt comes before inheritance", { disposition: "inherited", rows: [row({ undetermined: 1 })] }],
  ["excepted", "all failures are excepted", { rows: [row({ fail: 2, pass: 5 }, "full", { excepted: 2 })] }],
  ["satisfied", "full coverage passes", { disposition: "technical", rows: [row({ pass: 1 }, "full")] }],
  [
    "satisfied",
    "full coverage passes beside partial coverage of nothing",
    { rows: [row({ pass: 1 }, "full"), row({ "not-applicable": 3 })] },
  ],
  [
    "satisfied",
    "partial coverage passes and the provider answers for the rest",
    { disposition: "inherited", rows: [row({ pass: 1 })] },
  ],
  [
    "satisfied",
    "partial coverage passes and the rest is attested",
    { disposition: "hybrid", attested: true, rows: [row({ pass: 1 })] },
  ],
  ["partial", "partial coverage passes", { disposition: "technical", rows: [row({ pass: 100 })] }],
  ["partial", "a hybrid control of which rules show a part", { disposition: "hybrid", rows: [row({ pass: 1 })] }],
  [
    "partial",
    "an organisational control that a rule supports",
    { disposition: "organisational", rows: [row({ pass: 1 }, "supporting")] },
  ],
  [
    "partial",
    "full coverage of one statement is not the control",
    { rows: [row({ pass: 1 }, "full", { statement: "ac-2_smt.h" })] },
  ],
  [
    "partial",
    "the rule with full coverage judged nothing",
    { rows: [row({ "not-applicable": 1 }, "full"), row({ pass: 1 })] },
  ],
  ["attested", "attested, and no rule shows anything", { disposition: "organisational", attested: true }],
  ["attested", "attested by us comes before inherited from others", { disposition: "inherited", attested: true }],
  [
    "attested",
    "attested, and the mapped rules did not apply",
    { disposition: "hybrid", attested: true, rows: [row({ "not-applicable": 2 }, "full")] },
  ],
  ["error", "an error of an attested control", { attested: true, rows: [row({ error: 1, pass: 1 })] }],
  ["undetermined", "doubt about an attested control", { attested: true, rows: [row({ undetermined: 1, pass: 1 })] }],
  [
    "excepted",
    "an excepted failure of an attested control",
    { attested: true, rows: [row({ fail: 1 }, "full", { excepted: 1 })] },
  ],
  [
    "partial",
    "attested, and one of the rules was disabled",
    { attested: true, rows: [row({ pass: 1 }), row({}, "partial", { disabled: 1 })] },
  ],
  [
    "no-evidence",
    "attested, and the only rule was disabled",
    { attested: true, rows: [row({}, "partial", { disabled: 1 })] },
  ],
  [
    "no-evidence",
    "an inherited control for which no provider is named",
    { disposition: "inherited", inherited: false },
  ],
  [
    "partial",
    "partial coverage passes, and no provider is named for the rest",
    { disposition: "inherited", inherited: false, rows: [row({ pass: 1 })] },
  ],
  ["inherited", "inherited, and no rule is mapped", { disposition: "inherited" }],
  [
    "inherited",
    "inherited, and the mapped rules did not apply",
    { disposition: "inherited", rows: [row({ "not-applicable": 2 })] },
  ],
  ["no-evidence", "no rule is mapped", { disposition: "organisational" }],
  ["no-evidence", "the mapped rules judged no resource", { disposition: "technical", rows: [row({}, "full")] }],
  [
    "no-evidence",
    "the mapped rules did not apply",
    { disposition: "technical", rows: [row({ "not-applicable": 4 }, "full")] },
  ],
];

describe("the status of a control", () => {
  it.each(TABLE)("%s: %s", (status, _, evidence) => {
    expect(controlStatus({ disposition: "technical", rows: [], ...evidence })).toBe(status);
  });

  it("is each of the statuses somewhere in this table", () => {
    expect([...new Set(TABLE.map(([status]) => status))].sort()).toEqual([...STATUSES].sort());
  });

  it("follows the order of precedence for every combination of two rows", () => {
    const rows = COVERAGES.flatMap((coverage) => VERDICTS.map((verdict) => row({ [verdict]: 1 }, coverage)));
    let seen = 0;
    for (const disposition of DISPOSITIONS)
      for (const a of rows)
        for (const b of rows) {
          expect(controlStatus({ disposition, rows: [a, b] })).toBe(expected(disposition, [a, b]));
          expect(controlStatus({ disposition, rows: [b, a] })).toBe(controlStatus({ disposition, rows: [a, b] }));
          seen += 1;
        }
    expect(seen).toBe(4 * 15 * 15);
  });
});

/** The order of the design, said a second time in another way. */
function expected(disposition: DispositionKind, rows: readonly Row[]): ControlStatus {
  const count = (verdict: Verdict) => rows.reduce((sum, { results }) => sum + results[verdict], 0);
  const worst = (["fail", "error", "undetermined"] as const).find((verdict) => count(verdict) > 0);
  if (worst !== undefined) return worst === "fail" ? "not-satisfied" : worst;
  if (count("pass") === 0) return disposition === "inherited" ? "inherited" : "no-evidence";
  const whole = rows.some(({ coverage, results }) => coverage === "full" && results.pass > 0);
  return whole || disposition === "inherited" ? "satisfied" : "partial";
}

describe("the label of a status", () => {
  it.each([
    ["not-satisfied", "not satisfied", "contradicts"],
    ["undetermined", "undetermined", "undetermined"],
    ["satisfied", "satisfied", "supports"],
    ["partial", "partly shown", "supports"],
    ["inherited", "inherited", "inherited"],
    ["no-evidence", "no technical evidence", "no technical evidence"],
  ] as const)("%s is told as %s, or as %s", (status, satisfaction, support) => {
    expect(statusLabel(status, "satisfaction")).toBe(satisfaction);
    expect(statusLabel(status, "support")).toBe(support);
  });

  it("never says of a supported catalogue that a control is met or not", () => {
    for (const status of STATUSES) expect(statusLabel(status, "support")).not.toMatch(/satisf|pass|fail|compl|met/);
  });
});
