/**
 * Runs the examples' programs, with the real SDKs and a stub of the cloud, and writes the stack export that each gives.
 * `--check` fails when one that is written is stale instead.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { type Example, examples, exportText } from "../tests/e2e/harness/examples.js";
import { run } from "../tests/e2e/harness/run.js";

async function current(example: Example): Promise<string> {
  return exportText(await run({ program: example.program, stack: example.variant, mode: "up" }));
}

async function main(): Promise<void> {
  const check = process.argv.includes("--check");
  for (const example of examples()) {
    const text = await current(example);
    const path = relative(process.cwd(), example.file);
    if (existsSync(example.file) && readFileSync(example.file, "utf8") === text) console.log(`${path} is up to date`);
    else if (check) {
      console.error(`${path} is stale: run npm run examples`);
      process.exitCode = 1;
    } else {
      writeFileSync(example.file, text);
      console.log(`${path} is written`);
    }
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
