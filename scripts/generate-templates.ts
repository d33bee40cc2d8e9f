/** Precompiles the templates of the HTML report, so that a run compiles nothing and loads only the runtime of Handlebars. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import Handlebars from "handlebars";

const FOLDER = "reports/html";
const FILE = `${FOLDER}/templates.generated.ts`;

/** @returns the file to write and its text */
export function htmlTemplates(root: string, header: string): readonly [file: string, text: string] {
  const folder = join(root, FOLDER, "templates");
  const templates = readdirSync(folder)
    .filter((name) => name.endsWith(".hbs"))
    .sort()
    .map((name) => `  "${name.replace(/\.hbs$/, "")}": ${precompiled(readFileSync(join(folder, name), "utf8"))},`);
  const asset = (name: string) => readFileSync(join(root, FOLDER, "assets", name), "utf8");
  const sheets = readdirSync(join(root, FOLDER, "assets/css")).sort();
  const style = minified(sheets.map((name) => asset(`css/${name}`)).join("\n"), "css");
  const script = minified(asset("report.js"), "js");
  const constants = {
    style,
    script,
    sprite: asset("sprite.svg").replaceAll("\n", ""),
    styleHash: sha256(style),
    scriptHash: sha256(script),
  };
  const lines = [
    "// @ts-nocheck",
    header.trim(),
    `export const assets = ${JSON.stringify(constants, undefined, 2)};`,
    `export const templates = {\n${templates.join("\n")}\n};`,
  ];
  return [FILE, `${lines.join("\n")}\n`];
}

// Strict: a name that a view lacks is an error, not an empty string. Known helpers only: a value is never taken for one.
function precompiled(source: string): string {
  const options = {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { icon: true, urn: true },
    preventIndent: true,
  };
  return String(Handlebars.precompile(source.trimEnd(), options));
}

function minified(source: string, loader: "css" | "js"): string {
  return transformSync(source, {
    loader,
    minify: true,
    legalComments: "none",
    target: ["es2022", "chrome111"],
  }).code.trim();
}

/** As a Content-Security-Policy names a source. */
function sha256(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
