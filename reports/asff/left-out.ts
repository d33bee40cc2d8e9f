import type { Assessment } from "../../src/model/index.js";
import { momentOf } from "../../src/model/moment.js";
import { visible } from "../../src/model/present.js";
import { plainRows } from "../../src/model/rows.js";
import { groupOf, RESULT_GROUPS, type ResultGroup } from "../../src/model/sample.js";
import { LEFT_OUT, type LeftOut, placeOf } from "./places.js";

type Counts = Partial<Record<ResultGroup, number>>;

/** asff-left-out.json: how many results are findings, and which are not, by reason and type. */
export function* leftOut(assessment: Assessment): Generator<string> {
  const moment = momentOf(assessment);
  const told: Counts = {};
  const out = new Map<LeftOut, Map<string, Counts>>();
  for (const row of plainRows(assessment)) {
    const place = placeOf(row, moment);
    add(typeof place === "string" ? countsOf(out, place, row.type) : told, groupOf(row));
  }
  const reasons = (Object.keys(LEFT_OUT) as LeftOut[]).filter((reason) => out.has(reason));
  const document = {
    about: "Results by verdict: those that are findings in asff.ndjson, and those that are not, by reason and type.",
    findings: inOrder(told),
    leftOut: reasons.map((reason) => {
      const types = [...(out.get(reason) as Map<string, Counts>)].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        reason,
        because: LEFT_OUT[reason],
        types: types.map(([type, results]) => ({ type: visible(type), results: inOrder(results) })),
      };
    }),
  };
  yield `${JSON.stringify(document, undefined, 2)}\n`;
}

function countsOf(out: Map<LeftOut, Map<string, Counts>>, reason: LeftOut, type: string): Counts {
  let types = out.get(reason);
  if (types === undefined) out.set(reason, (types = new Map()));
  let counts = types.get(type);
  if (counts === undefined) types.set(type, (counts = {}));
  return counts;
}

function add(counts: Counts, group: ResultGroup): void {
  counts[group] = (counts[group] ?? 0) + 1;
}

function inOrder(counts: Counts): Counts {
  return Object.fromEntries(
    RESULT_GROUPS.flatMap((group) => (counts[group] === undefined ? [] : [[group, counts[group]]])),
  );
}
