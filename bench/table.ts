import type { Cost } from "./process.js";

export interface Row {
  readonly what: string;
  readonly cost: Cost;
  /** `node -e 0`, for the ratio. */
  readonly bare?: Cost;
  /** JSON.parse of the same file, for the ratios. */
  readonly parse?: Cost;
  /** Budgets. */
  readonly seconds?: number;
  readonly megabytes?: number;
}

/** The rows as lines of text in columns. */
export function table(rows: readonly Row[]): string {
  const head = ["", "seconds", "budget", "cpu", "x node -e 0", "x JSON.parse", "MB", "budget", "x JSON.parse", ""];
  const body = rows.map(({ what, cost, bare, parse, seconds, megabytes }) => [
    what,
    cost.seconds.toFixed(2),
    seconds?.toFixed(2) ?? "",
    cost.cpu.toFixed(2),
    bare ? (cost.seconds / bare.seconds).toFixed(1) : "",
    parse ? (cost.seconds / parse.seconds).toFixed(1) : "",
    cost.megabytes.toFixed(0),
    megabytes?.toFixed(0) ?? "",
    parse ? (cost.megabytes / parse.megabytes).toFixed(1) : "",
    over(cost.seconds, seconds) || over(cost.megabytes, megabytes) ? "OVER" : "",
  ]);
  const all = [head, ...body];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .join("\n");
}

function over(value: number, budget: number | undefined): boolean {
  return budget !== undefined && value > budget;
}
