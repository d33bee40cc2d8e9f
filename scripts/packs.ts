/**
 * Makes the ready-made packs in their folders, packs/<id> with a pack.yaml: the README, which is committed so that a
 * change of what a pack holds is seen in review; `--check` fails when one is stale instead; `--build` makes the rest.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { globSync } from "tinyglobby";
import { allRules } from "../packs/rules.js";
import { tool } from "../src/cli/tool.js";
import { openData } from "../src/data/compiled.js";
import { loadData } from "../src/data/frameworks.js";
import { type Framework, InputError } from "../src/model/index.js";
import { DECLARATION, readDeclaration } from "../src/packaging/declaration.js";
import { packFiles } from "../src/packaging/files.js";
import { type PackPlan, planPack } from "../src/packaging/plan.js";
import { readmeOf } from "../src/packaging/readme.js";

const ROOT = resolve(__dirname, "..");
const README = "README.md";

/** The packs by their folders. */
function plans(frameworks: readonly Framework[]): [folder: string, plan: PackPlan][] {
  const files = globSync(`packs/*/${DECLARATION}`, { cwd: ROOT }).sort();
  return files.map((file) => {
    const folder = join(ROOT, file, "..");
    const request = readDeclaration(relative(process.cwd(), join(ROOT, file)), file.split("/")[1] as string);
    return [folder, planPack(request, allRules(), frameworks)];
  });
}

/** Puts the file in place as a whole; true when it was not there like that before. */
function put(file: string, content: Uint8Array): boolean {
  if (existsSync(file) && readFileSync(file).equals(content)) return false;
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
  return true;
}

/** Everything but the README. */
function build(): void {
  const dist = join(ROOT, "dist");
  const bundle = readFileSync(join(dist, "pack.js"));
  const license = readFileSync(join(ROOT, "LICENSE"));
  for (const [folder, plan] of plans(openData(join(dist, "data")).frameworks()))
    for (const [name, content] of packFiles(plan, { tool, version: tool.version, bundle, license }))
      if (name !== README) put(join(folder, name), content);
}

function readmes(check: boolean): void {
  for (const [folder, plan] of plans(loadData(ROOT, allRules()).frameworks)) {
    const file = join(folder, README);
    const content = Buffer.from(readmeOf(plan));
    if (!check) put(file, content);
    else if (!existsSync(file) || !readFileSync(file).equals(content)) {
      console.error(`${relative(process.cwd(), file)} is stale: run npm run generate`);
      process.exitCode = 1;
    }
  }
}

try {
  if (process.argv.includes("--build")) build();
  else readmes(process.argv.includes("--check"));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.located);
  process.exitCode = 2;
}
