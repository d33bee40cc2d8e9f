import type { PastRun } from "../../../src/model/index.js";
import type { Page } from "./page.js";
import { Trusted } from "./shown.js";
import { count, counted } from "./words.js";

/** Units of a drawing. */
const WIDTH = 300;
const HEIGHT = 72;
/** Room for dots and lines at the edges. */
const EDGE = 6;
/** Runs that the table shows in the open, the last of them. */
const OPEN_RUNS = 12;

type Measure = (run: PastRun) => number;

/** How the numbers went from run to run, this one being the last; undefined where no history was handed in. */
export function trendView({ assessment }: Page) {
  const { history, summary, profiles } = assessment;
  if (history === undefined || history.runs.length === 0) return undefined;
  const excepted = Object.values(summary.excepted).reduce((sum, n) => sum + n, 0);
  const now: PastRun = {
    at: history.at,
    results: { ...summary.results, excepted },
    controls: summary.controls,
  };
  const runs = [...history.runs, now];
  const contradicted = profiles.map((profile) => ({
    name: "Controls contradicted",
    title: profile.title,
    of: (run: PastRun) => run.controls.find((one) => one.profile === profile.id)?.statuses["not-satisfied"] ?? 0,
  }));
  const measures: { name: string; title: string; of: Measure }[] = [
    { name: "Results that fail", title: "", of: ({ results }) => results.fail - results.excepted },
    { name: "Results undetermined", title: "", of: ({ results }) => results.undetermined },
    ...contradicted,
  ];
  const rows = runs.map((run) => ({
    at: run.at,
    cells: measures.map(({ of, ...measure }) => ({ ...measure, n: count(of(run)) })),
    passing: count(run.results.pass),
    excepted: count(run.results.excepted),
  }));
  rows.reverse();
  return {
    runs: counted(runs.length, "run"),
    from: day(runs[0]?.at ?? ""),
    to: day(history.at),
    left: history.count > history.runs.length ? counted(history.count - history.runs.length, "earlier run") : "",
    charts: measures.map(({ name, title, of }, i) => chartView(name, title, runs, of, i)),
    heads: measures.map(({ name, title }) => ({ name, title })),
    rows: rows.slice(0, OPEN_RUNS),
    rest: rows.slice(OPEN_RUNS),
    restCount: counted(Math.max(0, rows.length - OPEN_RUNS), "more run"),
  };
}

function day(time: string): string {
  return time.slice(0, "2026-03-02".length);
}

function chartView(name: string, title: string, runs: readonly PastRun[], of: Measure, number: number) {
  const values = runs.map(of);
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  return {
    name,
    title,
    key: `trend-${number}`,
    box: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    first: count(first),
    last: count(last),
    change: last === first ? "" : count(Math.abs(last - first)),
    less: last < first,
    drawing: new Trusted(drawn(values, places(runs))),
  };
}

/** From 0 to 1 by time; evenly where times do not tell. */
function places(runs: readonly PastRun[]): number[] {
  const times = runs.map((run) => Date.parse(run.at));
  const [from = 0, to = 0] = [times[0], times.at(-1)];
  const told = to > from && times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0));
  return runs.map((_, i) => (told ? ((times[i] ?? 0) - from) / (to - from) : i / Math.max(1, runs.length - 1)));
}

/** A line through the values, from zero up, and a dot for each; numbers of our own only. */
function drawn(values: readonly number[], at: readonly number[]): string {
  const most = Math.max(1, ...values);
  const points = values.map((value, i) => {
    const x = EDGE + (at[i] ?? 0) * (WIDTH - 2 * EDGE);
    const y = HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE);
    return [x.toFixed(1), y.toFixed(1)] as const;
  });
  const line = points.map(([x, y]) => `${x},${y}`).join(" ");
  const base = HEIGHT - EDGE;
  const dots = points.map(
    ([x, y], i) => `<circle class="dot${i === points.length - 1 ? " last" : ""}" cx="${x}" cy="${y}" r="2.5"/>`,
  );
  return `<path class="ground" d="M0 ${base}H${WIDTH}"/><polyline class="line" points="${line}"/>${dots.join("")}`;
}
