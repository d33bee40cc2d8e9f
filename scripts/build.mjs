/**
 * Builds dist/: the command line, the policy pack, the compiled catalogues, the JSON Schemas; and the
 * ready-made packs in their folders.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { globSync } from "tinyglobby";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Zod brings its messages in 50 languages, and all of them would be read at each start. */
const englishOnly = {
  name: "english-only",
  setup: (host) =>
    host.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    })),
};

/** Reports are bundles of their own, so that no start reads the charts of a report that nobody asked for. */
const reportsApart = {
  name: "reports-apart",
  setup: (host) =>
    host.onResolve({ filter: /\/render\.js$/ }, ({ path, importer }) =>
      importer.endsWith("formats.generated.ts")
        ? { path: `./reports/${basename(dirname(path))}.js`, external: true }
        : undefined,
    ),
};

/** Bundles one entry point into one CommonJS file. */
function bundle(entry, outfile, shebang = "") {
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
    plugins: [englishOnly, reportsApart],
    loader: { ".hbs": "text", ".css": "text" },
    // Some packages ask for their own URL, which a CommonJS file has not.
    define: { "import.meta.url": "importMetaUrl" },
    // The directive that esbuild writes comes too late behind a banner.
    banner: { js: `${shebang}"use strict"; const importMetaUrl = require("node:url").pathToFileURL(__filename).href;` },
  });
}

/** Runs a TypeScript file of scripts/; the build fails when it does. */
async function run(script, ...options) {
  const args = ["--import", "tsx", join(ROOT, "scripts", script), ...options];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Failed(script);
}

/** A step failed, and has said why. */
class Failed extends Error {}

const targets = [
  ["src/cli/main.ts", "dist/cli.js", "#!/usr/bin/env node\n"],
  ["packs/index.ts", "dist/pack.js"],
  ...globSync("reports/*/render.ts", { cwd: ROOT }).map((entry) => [entry, `dist/${dirname(entry)}.js`]),
];
const missing = targets.map(([entry]) => entry).filter((entry) => !existsSync(join(ROOT, entry)));
if (missing.length > 0) {
  console.error(`the build cannot begin: ${missing.join(" and ")} is missing`);
  process.exit(1);
}
mkdirSync(join(ROOT, "dist"), { recursive: true });
try {
  await Promise.all([
    ...targets.map(([entry, out, shebang]) => bundle(entry, out, shebang)),
    run("compile-data.ts"),
    run("assessment-schema.ts"),
    run("config-schema.ts"),
  ]);
  chmodSync(join(ROOT, "dist/cli.js"), 0o755);
  await run("packs.ts", "--build");
} catch (error) {
  // esbuild and the scripts tell their errors themselves.
  if (!(error instanceof Failed) && !Array.isArray(error?.errors)) throw error;
  process.exitCode = 1;
}
