/** Prints how many cases each rule is tested on, from what the last test run left; fails when a rule or a column is missing. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { allRules } from "../packs/rules.js";

const FOLDER = resolve(__dirname, "..", "out", "rule-cases");
const COLUMNS = ["compliant", "violating", "unknown", "absent", "odd", "not applicable", "remedied"] as const;

type Counts = Readonly<Record<(typeof COLUMNS)[number], number>>;

const totals = new Map<string, number>();
const missing: string[] = [];
console.log(`| rule | ${COLUMNS.join(" | ")} |\n| --- |${" ---: |".repeat(COLUMNS.length)}`);
for (const { id, remedy } of allRules()) {
  const file = join(FOLDER, `${id}.json`);
  if (!existsSync(file)) {
    missing.push(id);
    continue;
  }
  const counts = JSON.parse(readFileSync(file, "utf8")) as Counts;
  for (const column of COLUMNS) totals.set(column, (totals.get(column) ?? 0) + counts[column]);
  console.log(`| ${id} | ${COLUMNS.map((column) => counts[column]).join(" | ")} |`);
  const optional = ["not applicable", "unknown", ...(remedy ? [] : ["remedied"])];
  const required = COLUMNS.filter((column) => !optional.includes(column));
  if (required.some((column) => !(counts[column] > 0))) missing.push(id);
}
console.log(`| ${allRules().length} rules | ${COLUMNS.map((column) => totals.get(column) ?? 0).join(" | ")} |`);
for (const id of missing) console.error(`${id} has no complete table of cases`);
process.exit(missing.length > 0 || allRules().length === 0 ? 1 : 0);
