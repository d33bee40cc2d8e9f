/** Precompiles the templates of the HTML report, so that a run compiles nothing and loads only the runtime of Handlebars. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync, transformSync } from "esbuild";
import Handlebars from "handlebars";
import { TEMPLATE_WORDS } from "../reports/html/words.js";

const FOLDER = "reports/html";
const FILE = `${FOLDER}/templates.generated.ts`;

/** @returns the file to write and its text */
export function htmlTemplates(root: string, header: string): readonly [file: string, text: string] {
  const folder = join(root, FOLDER, "templates");
  const templates = readdirSync(folder)
    .filter((name) => name.endsWith(".hbs"))
    .sort()
    .map(
      (name) =>
        `  "${name.replace(/\.hbs$/, "")}": ${precompiled(worded(readFileSync(join(folder, name), "utf8"), name))},`,
    );
  const asset = (name: string) => readFileSync(join(root, FOLDER, "assets", name), "utf8");
  const sheets = readdirSync(join(root, FOLDER, "assets/css")).sort();
  const style = minified(sheets.map((name) => asset(`css/${name}`)).join("\n"), "css");
  const script = bundled(join(root, FOLDER, "assets/js/report.mjs"));
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

/** The template with its words put in. */
function worded(source: string, file: string): string {
  return source.replace(/\[\[(\w+)(.*?)\]\]/gs, (_, key: string, rest: string) => {
    const words = TEMPLATE_WORDS[key];
    if (words === undefined) throw new Error(`${file}: there are no words ${key} in reports/html/words.ts`);
    const given = rest.split("|").slice(1);
    return words.replace(/\{([^{}]+)\}/g, "{{$1}}").replace(/<(\w+) (\d+)>/g, (_tag, name: string, n: string) => {
      const attributes = given[Number(n) - 1] ?? "";
      return `<${name}${attributes.startsWith("{{") ? "" : " "}${attributes}>`;
    });
  });
}

// Strict: a name that a view lacks is an error, not an empty string. Known helpers only: a value is never taken for one.
function precompiled(source: string): string {
  const options = {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { icon: true, slot: true, urn: true },
    preventIndent: true,
  };
  return String(Handlebars.precompile(source.trimEnd(), options));
}

const TARGET = ["es2022", "chrome111"];

function minified(source: string, loader: "css"): string {
  return transformSync(source, { loader, minify: true, legalComments: "none", target: TARGET }).code.trim();
}

/** The modules of the script as one, which the page runs by its hash. */
function bundled(entry: string): string {
  const options = { bundle: true, minify: true, write: false, format: "iife", legalComments: "none" } as const;
  const [output] = buildSync({ ...options, entryPoints: [entry], target: TARGET }).outputFiles;
  return output?.text.trim() ?? "";
}

/** As a Content-Security-Policy names a source. */
function sha256(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
