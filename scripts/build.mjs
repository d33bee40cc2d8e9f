/** Builds dist/: the command line, the policy pack, the compiled catalogues, the JSON Schema of an assessment. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Bundles one entry point into one CommonJS file. */
function bundle(entry, outfile, options = {}) {
  return build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    charset: "utf8",
    sourcemap: false,
    legalComments: "none",
    logLevel: "warning",
    // The Pulumi SDKs load their own files at run time, and the host provides them.
    external: ["@pulumi/*"],
    loader: { ".hbs": "text", ".css": "text" },
    ...options,
  });
}

/** Runs a TypeScript file of scripts/; the build fails when it does. */
async function run(script) {
  const args = ["--import", "tsx", join(ROOT, "scripts", script)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Failed(script);
}

/** A step failed, and has said why. */
class Failed extends Error {}

const targets = [
  ["src/cli/main.ts", "dist/cli.js", { banner: { js: "#!/usr/bin/env node" } }],
  ["packs/index.ts", "dist/pack.js"],
];
const missing = targets.map(([entry]) => entry).filter((entry) => !existsSync(join(ROOT, entry)));
if (missing.length > 0) {
  console.error(`the build cannot begin: ${missing.join(" and ")} is missing`);
  process.exit(1);
}
mkdirSync(join(ROOT, "dist"), { recursive: true });
try {
  await Promise.all([
    ...targets.map(([entry, out, options]) => bundle(entry, out, options)),
    run("compile-data.ts"),
    run("assessment-schema.ts"),
  ]);
  chmodSync(join(ROOT, "dist/cli.js"), 0o755);
} catch (error) {
  // esbuild and the scripts tell their errors themselves.
  if (!(error instanceof Failed) && !Array.isArray(error?.errors)) throw error;
  process.exitCode = 1;
}
