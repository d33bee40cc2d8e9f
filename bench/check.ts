/**
 * `npm run bench:check`: fails when a ratio of the pack is over its budget, or has grown beyond what noise explains over
 * the committed one. `npm run bench:check -- --update` commits to today's.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packRatios, type Ratio, ratioTable } from "./pack.js";

const BASELINE = join(__dirname, "baseline.json");
/** How much a ratio of two medians may differ from run to run on a busy machine. */
const NOISE = 1.25;
const ROUNDS = 7;

type Baseline = Readonly<Record<string, number>>;

/** What is wrong with the ratios, in words. */
export function problems(ratios: readonly Ratio[], baseline: Baseline): string[] {
  const found: string[] = [];
  for (const { what, ours, trivial, budget } of ratios) {
    const ratio = ours / trivial;
    const before = baseline[what];
    if (!(ratio <= budget)) found.push(`${what}: ${ratio.toFixed(2)} is over the budget of ${budget}`);
    if (before === undefined) found.push(`${what}: not in the baseline; run with --update`);
    else if (ratio > before * NOISE) found.push(`${what}: ${ratio.toFixed(2)} was ${before.toFixed(2)}`);
  }
  for (const what of Object.keys(baseline))
    if (!ratios.some((ratio) => ratio.what === what)) found.push(`${what}: is in the baseline, and was not measured`);
  return found;
}

async function main(update: boolean): Promise<void> {
  const ratios = await packRatios(ROUNDS);
  console.log(ratioTable(ratios));
  if (update) {
    const rounded = ratios.map(({ what, ours, trivial }) => [what, Number((ours / trivial).toFixed(2))]);
    writeFileSync(BASELINE, `${JSON.stringify(Object.fromEntries(rounded), undefined, 2)}\n`);
    return;
  }
  const found = problems(ratios, JSON.parse(readFileSync(BASELINE, "utf8")) as Baseline);
  for (const one of found) console.error(one);
  if (found.length > 0) process.exitCode = 1;
}

if (require.main === module) void main(process.argv.includes("--update"));
