import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type ControlStatus, STATUSES } from "../../../src/model/index.js";

use([SVGRenderer, BarChart, GridComponent]);

/** Units of the drawing; a row is shown at this size where the page is wide enough. */
export const BAR_WIDTH = 560;
export const ROW_HEIGHT = 22;

type Counts = Readonly<Record<ControlStatus, number>>;

/**
 * Draws stacked bars, a row each, all to one scale.
 * @returns the SVG elements of each row, without the `<svg>` around them; row `i` begins at `y = i * ROW_HEIGHT`. Colours are
 *   left to style sheets: `bar bar-<status>` for segments, `num num-<status>` for their numbers.
 */
export function stackedBars(rows: readonly Counts[]): string[] {
  if (rows.length === 0) return [];
  const chart = init(null, null, { renderer: "svg", ssr: true, width: BAR_WIDTH, height: rows.length * ROW_HEIGHT });
  try {
    chart.setOption(option(rows));
    return rowsOf(chart.renderToSVGString(), rows.length);
  } finally {
    // A chart that is not disposed of keeps a timer, and the process with it.
    chart.dispose();
  }
}

function option(rows: readonly Counts[]) {
  const totals = rows.map((counts) => STATUSES.reduce((sum, status) => sum + counts[status], 0));
  return {
    animation: false,
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: { type: "value", show: false, min: 0, max: Math.max(1, ...totals) },
    yAxis: { type: "category", show: false, inverse: true, data: rows.map((_, i) => String(i)) },
    series: STATUSES.map((status) => ({
      type: "bar",
      stack: "all",
      silent: true,
      barWidth: ROW_HEIGHT - 4,
      itemStyle: { color: status },
      label: { show: true, color: status },
      emphasis: { disabled: true },
      data: rows.map((counts) => (counts[status] === 0 ? "-" : counts[status])),
    })),
  };
}

/** Takes over from the drawing what is known to be safe and the same each time: shapes, places and whole numbers. */
function rowsOf(svg: string, rows: number): string[] {
  const result: string[] = new Array(rows).fill("");
  const known = new Set<string>(STATUSES);
  const add = (row: number, status: string, element: string) => {
    if (known.has(status) && row >= 0 && row < rows) result[row] += element;
  };
  for (const [tag] of svg.matchAll(/<path [^>]*>/g)) {
    const shape = /\bd="([MmLlHhVvZz0-9 .,-]+)"/.exec(tag)?.[1];
    const status = /\bfill="([a-z-]+)"/.exec(tag)?.[1];
    const row = /ecmeta_data_index="(\d+)"/.exec(tag)?.[1];
    if (shape && status && row) add(Number(row), status, `<path class="bar bar-${status}" d="${shape}"/>`);
  }
  for (const [, x = "", y = "", status = "", text = ""] of svg.matchAll(
    /<text [^>]*translate\(([\d.]+) ([\d.]+)\)" fill="([a-z-]+)"[^>]*>(\d+)<\/text>/g,
  ))
    add(Math.floor(Number(y) / ROW_HEIGHT), status, `<text class="num num-${status}" x="${x}" y="${y}">${text}</text>`);
  return result;
}
