import type { Assessment } from "../../src/model/index.js";
import { controlsByRule, plainRows, tellingColumns } from "../../src/model/rows.js";
import type { Cell, Sheet } from "../shared/sheet.js";

/** A row for each result; the controls that its rule speaks to stand in one cell. */
export function results(assessment: Assessment): Sheet {
  return {
    name: "results",
    columns: [
      ["result", 9],
      ["verdict", 15],
      ["excepted", 10],
      ["severity", 10],
      ["rule", 38],
      ["title", 50],
      ["name", 30],
      ["property", 40],
      ["observed", 30],
      ["expected", 40],
      ["reason", 40],
      ["controls", 40],
      ["exception", 14],
      ["exception state", 16],
      ["approved by", 20],
      ["expires", 12],
      ["organization", 16],
      ["project", 20],
      ["stack", 20],
      ["type", 36],
      ["URN", 70],
      ["provider id", 60],
      ["account", 16],
      ["region", 16],
      ["first detected", 22],
      ["source position", 30],
      ["input", 30],
      ["collected at", 22],
    ],
    rows: rows(assessment),
  };
}

function* rows(assessment: Assessment): Generator<readonly Cell[]> {
  const controls = new Map(
    [...controlsByRule(assessment.controls)].map(([rule, own]) => [
      rule,
      own.map(({ profile, id }) => `${profile}/${id}`).join(" | "),
    ]),
  );
  for (const row of plainRows(assessment)) {
    const { property, observed, expected } = tellingColumns(row);
    yield [
      row.result,
      row.verdict,
      row.excepted ? "yes" : "",
      row.severity,
      row.rule,
      row.title,
      row.name,
      property,
      observed,
      expected,
      row.reason,
      controls.get(row.rule),
      row.exception?.id,
      row.exception?.state,
      row.exception?.approvedBy,
      row.exception?.expires,
      row.organization,
      row.project,
      row.stack,
      row.type,
      row.urn,
      row.providerId,
      row.account,
      row.region,
      row.firstDetected,
      row.sourcePosition,
      row.input,
      row.collectedAt,
    ];
  }
}
