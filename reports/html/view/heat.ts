import type { AssessedControl, AssessedProfile } from "../../../src/model/assessment.js";
import type { ResultGroup } from "../../../src/model/sample.js";
import type { Page } from "./page.js";
import { count, counted } from "./words.js";

/** Stacks that stand in the open; the rest folds away. */
const OPEN_STACKS = 20;
/** The worst of a cell, in this order. */
const WORST: readonly ResultGroup[] = ["fail", "error", "undetermined", "excepted", "pass"];
/** How strongly a cell is tinted: by fourths of the controls that were judged. */
const SHADES = 4;

const WORDS: Readonly<Record<ResultGroup, string>> = {
  fail: "contradicted",
  error: "in error",
  undetermined: "undetermined",
  excepted: "excepted",
  pass: "passing",
  "not-applicable": "not judged",
};

type Group = AssessedProfile["groups"][number];
type Cell = { readonly group: ResultGroup; readonly controls: number; readonly judged: number } | undefined;

/**
 * Families by stacks: a cell tells the worst that rules found there, and of how many controls. The stacks with most that is
 * contradicted come first. Undefined where there is one stack only, of which the bars tell the same.
 */
export function heatView(page: Page, profile: AssessedProfile, number: number) {
  const { inputs, controls } = page.assessment;
  const stacks = inputs.flatMap(({ status }, i) => (status === "assessed" ? [i] : []));
  const spoken = controls.filter((control) => control.profile === profile.id && control.evidence.length > 0);
  const families = profile.groups
    .map((group) => ({ group, controls: spoken.filter((control) => control.group === group.id) }))
    .filter((family) => family.controls.length > 0);
  if (stacks.length < 2 || families.length === 0) return undefined;
  const rows = stacks.map((input) => {
    const cells = families.map((family) => ({ ...family, cell: cellOf(page, family.controls, input) }));
    const failing = cells.reduce((sum, { cell }) => sum + (cell?.group === "fail" ? cell.controls : 0), 0);
    return { input, cells, failing };
  });
  rows.sort((a, b) => b.failing - a.failing || a.input - b.input);
  const told = rows.map(({ input, cells }) => ({
    stack: page.stackOf(input),
    href: page.anchors.input(input),
    cells: cells.map(({ group, cell }) => cellView(page, profile, group, input, cell)),
  }));
  const table = (some: typeof told) => ({ title: profile.title, families: families.map(head), rows: some });
  const head = ({ group }: { group: Group }) => ({
    id: group.id,
    title: group.title,
    href: page.anchors.family(profile.id, group.id),
  });
  return {
    id: `heat-${number}`,
    open: table(told.slice(0, OPEN_STACKS)),
    rest: told.length > OPEN_STACKS ? table(told.slice(OPEN_STACKS)) : undefined,
    restCount: counted(Math.max(0, told.length - OPEN_STACKS), "more stack"),
  };
}

function cellOf({ held, ruleNumbers }: Page, controls: readonly AssessedControl[], input: number): Cell {
  const found = new Map<ResultGroup, number>();
  for (const { evidence } of controls) {
    const rules = [...new Set(evidence.map((row) => ruleNumbers.get(row.rule)))].filter((rule) => rule !== undefined);
    const worst = WORST.find((group) => rules.some((rule) => held.cell(rule, input, group) > 0));
    if (worst !== undefined) found.set(worst, (found.get(worst) ?? 0) + 1);
  }
  const group = WORST.find((one) => found.has(one));
  if (group === undefined) return undefined;
  return { group, controls: found.get(group) ?? 0, judged: [...found.values()].reduce((sum, n) => sum + n, 0) };
}

function cellView({ anchors }: Page, profile: AssessedProfile, { id }: Group, input: number, cell: Cell) {
  const family = anchors.family(profile.id, id);
  if (cell === undefined) return { id, cell };
  const { group, controls, judged } = cell;
  return {
    id,
    cell: {
      href: family,
      filter: `control=${family}&stack=${anchors.input(input)}&verdict=${group === "fail" ? "unexcepted" : group}`,
      group,
      word: WORDS[group],
      shade: Math.min(SHADES, Math.max(1, Math.ceil((SHADES * controls) / judged))),
      n: count(controls),
      judged: counted(judged, "control"),
    },
  };
}
