/** Builds dist/: the command line, the policy pack, the compiled catalogues, the JSON Schema of an assessment. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const DIST = join(ROOT, "dist");

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
function run(script, ...args) {
  const file = join(ROOT, "scripts", script);
  const { status, error } = spawnSync(process.execPath, ["--import", "tsx", file, ...args], {
    cwd: ROOT,
    stdio: "inherit",
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const targets = [
  ["src/cli/main.ts", "dist/cli.js", { banner: { js: "#!/usr/bin/env node" } }],
  ["packs/index.ts", "dist/pack.js"],
];
const missing = targets.map(([entry]) => entry).filter((entry) => !existsSync(join(ROOT, entry)));
mkdirSync(DIST, { recursive: true });
await Promise.all(
  targets.filter(([entry]) => !missing.includes(entry)).map(([entry, out, options]) => bundle(entry, out, options)),
);
if (!missing.includes("src/cli/main.ts")) chmodSync(join(DIST, "cli.js"), 0o755);
run("compile-data.ts");
if (existsSync(join(ROOT, "scripts/assessment-schema.ts"))) run("write-schema.ts");
if (missing.length > 0) {
  console.error(`the build is not complete: ${missing.join(" and ")} do not exist`);
  process.exitCode = 1;
}
