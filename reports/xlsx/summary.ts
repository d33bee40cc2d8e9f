import { type Assessment, SEVERITIES, STATUSES } from "../../src/model/index.js";
import { provenanceFacts, updatesFacts } from "../../src/model/origins.js";
import { count, GROUP_WORDS, tallyWord } from "../../src/model/present.js";
import { groupCounts, RESULT_GROUPS } from "../../src/model/sample.js";
import { type Cell, MOST_ROWS, type Sheet } from "../shared/sheet.js";

/** What was judged, the numbers of results and controls, and what this workbook leaves out. */
export function summary(assessment: Assessment): Sheet {
  return {
    name: "summary",
    columns: [
      ["about", 20],
      ["what", 40],
      ["value", 80],
    ],
    rows: [...run(assessment), ...results(assessment), ...controls(assessment), ...population(assessment)],
  };
}

function run({ tool, assessedAt, provenance, parameters, inputs, skipped }: Assessment): Cell[][] {
  return [
    ["report", "made by", `${tool.name} ${tool.version}`],
    ["report", "assessed at", assessedAt],
    ...(provenance === undefined ? [] : provenanceFacts(provenance)).map(({ name, value }) => ["report", name, value]),
    ["report", "exceptions judged on (UTC)", parameters.date],
    ["report", "limits", "Judged is what the stacks declare and record, not the live cloud."],
    ...inputs.map(({ path, status, error, organization, project, stack }) => [
      status === "assessed" ? "input" : "not assessed",
      path,
      status === "assessed" ? [organization, project, stack].filter(Boolean).join("/") : (error ?? "no reason"),
    ]),
    ...inputs.flatMap(({ path, updates }) =>
      updates === undefined ? [] : updatesFacts(updates).map(({ name, value }) => [name, path, value]),
    ),
    ...skipped.map(({ path, reason }) => ["skipped", path, reason]),
    ...parameters.disabled.map(({ rule, because }) => ["rule disabled", rule, because]),
  ].filter(([, , value]) => value !== undefined);
}

function results({ summary }: Assessment): Cell[][] {
  const excepted = SEVERITIES.reduce((sum, severity) => sum + summary.excepted[severity], 0);
  const counts = groupCounts(summary.results, excepted);
  const total = RESULT_GROUPS.reduce((sum, group) => sum + counts[group], 0);
  const left = total - (MOST_ROWS - 1);
  const rows: Cell[][] = RESULT_GROUPS.map((group) => ["results", GROUP_WORDS[group], counts[group]]);
  if (left > 0)
    rows.push([
      "results",
      "left out",
      `${count(left)}: a sheet holds ${count(MOST_ROWS)} rows; assessment.json has all`,
    ]);
  return rows;
}

function controls({ summary, profiles }: Assessment): Cell[][] {
  return summary.controls.flatMap(({ profile, statuses }) => {
    const known = profiles.find((one) => one.id === profile);
    return STATUSES.filter((status) => statuses[status] > 0).map((status) => [
      known?.title ?? profile,
      `controls ${tallyWord(status, known?.reporting ?? "satisfaction")}`,
      statuses[status],
    ]);
  });
}

function population({ population }: Assessment): Cell[][] {
  return [
    ["population", "resources", population.total],
    ["population", "evaluated", population.evaluated],
    ["population", "adds up", population.balanced ? "yes" : "no: do not rely on this report"],
  ];
}
