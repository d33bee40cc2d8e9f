/**
 * The main job, end to end, without an account or a cloud: previews of the examples judged by the policy pack, and their
 * stacks assessed into a report. Uses the `pulumi` on PATH when there is one, otherwise the harness of the tests.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import picocolors from "picocolors";
import { allRules } from "../packs/rules.js";
import { UNDETERMINED } from "../src/crossguard/index.js";
import { phrase } from "../src/crossguard/message.js";
import { parseUrn, SEVERITIES } from "../src/model/index.js";
import { previewWithCli, pulumiVersion } from "../tests/e2e/harness/cli.js";
import { type Example, examples, ROOT, runExample } from "../tests/e2e/harness/examples.js";

const colour = picocolors.createColors(process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined);
const OUT = join(ROOT, "out", "demo");

interface Violation {
  readonly policy: string;
  readonly level: string;
  readonly urn: string;
}

/** With the real CLI where it works; what keeps it from working is said, and does not keep a newcomer from seeing. */
async function preview(example: Example, version: string | undefined): Promise<readonly Violation[]> {
  if (version !== undefined) {
    try {
      return await previewWithCli(example);
    } catch (error) {
      console.warn(`pulumi ${version} did not get through; the harness runs this preview instead.\n${String(error)}`);
    }
  }
  return (await runExample(example, "preview")).violations;
}

/** Prints what a preview brought up, one line a rule, and says whether it is what the example is there to show. */
function show(example: Example, violations: readonly Violation[]): boolean {
  const decided = violations.filter(({ policy }) => policy !== UNDETERMINED.name);
  const open = violations.length - decided.length;
  const rules = allRules().filter(({ id }) => decided.some(({ policy }) => policy === id));
  rules.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.id < b.id ? -1 : 1));
  const later = open > 0 ? `; ${open} rules wait for values that the update brings` : "";
  const title = `examples/${example.name}/${example.variant}`;
  console.log(`\n${colour.bold(title)}: ${decided.length} violations of ${rules.length} rules${later}`);
  for (const { id, severity, title } of rules) {
    const of = decided.filter(({ policy }) => policy === id);
    const names = of.map(({ urn }) => phrase(parseUrn(urn)?.name ?? urn)).sort();
    const stops = of.some(({ level }) => level === "mandatory");
    const mark = stops ? colour.red("stops") : colour.yellow("warns");
    console.log(`  ${mark} ${severity.padEnd(8)} ${title} ${colour.dim(`(${id})`)}: ${names.join(", ")}`);
  }
  return decided.length > 0 === (example.variant === "careless");
}

/** Runs `konductor assess` on the exports; findings are what it is meant to find, and make it end with 1. */
function assess(files: readonly string[]): boolean {
  const inputs = files.map((file) => relative(ROOT, file));
  const profiles = ["--profile", "fisma-moderate", "--profile", "iso-27001-2022"];
  const args = ["assess", ...inputs, ...profiles, "--out", relative(ROOT, OUT)];
  console.log(`\n${colour.bold(`npx konductor ${args.join(" ")}`)}`);
  const { status } = spawnSync(process.execPath, [join(ROOT, "dist", "cli.js"), ...args], {
    cwd: ROOT,
    stdio: "inherit",
  });
  return status === 1 && existsSync(join(OUT, "report.html"));
}

async function main(): Promise<void> {
  const version = pulumiVersion();
  console.log(
    version === undefined
      ? "There is no pulumi on PATH: the previews run in the harness of tests/e2e, with the real SDKs and the real pack."
      : `The previews run in pulumi ${version}, with stub providers in place of the clouds.`,
  );
  let asExpected = true;
  const all = examples();
  for (const name of new Set(all.map((example) => example.name))) {
    const variants = all.filter((example) => example.name === name);
    const told = await Promise.all(variants.map((example) => preview(example, version)));
    for (const [index, example] of variants.entries()) asExpected = show(example, told[index] ?? []) && asExpected;
  }
  asExpected = assess(all.map(({ file }) => file)) && asExpected;
  if (!asExpected) throw new Error("this is not what the examples are there to show");
  console.log(`\nThe careless programs are caught, the compliant ones pass. The report: ${join(OUT, "report.html")}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
