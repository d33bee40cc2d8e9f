import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SCRIPT_WORDS } from "../../reports/html/script-words.js";
import { TEMPLATE_WORDS } from "../../reports/html/words.js";

const HTML = join(__dirname, "../../reports/html");
const read = (folder: string, end: string) =>
  readdirSync(join(HTML, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => ({ name, text: readFileSync(join(HTML, folder, name), "utf8") }));
const templates = read("templates", ".hbs");
const scripts = read("assets/js", ".mjs");

/** What is left for people to read when words, values and elements are taken out. */
function prose(template: string): string {
  const own = template.replace(/\[\[.*?\]\]/gs, "").replace(/\{\{\{?.*?\}\}\}?/gs, "");
  const attributes = [...own.matchAll(/\b(?:aria-label|title|placeholder|data-label)="([^"]*)"/g)].map(
    ([, text]) => text,
  );
  return [own.replace(/<[^>]*>/gs, ""), ...attributes].join(" ");
}

const KEYS = ["Enter", "Escape"];

/** Literals of a script that read like a sentence or a label, and are no names of keys. */
function sentences(script: string): string[] {
  const code = script.replace(/^\s*(\/\/|\/\*\*?|\*).*$/gm, "");
  return [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`([^`]*)`/g)]
    .map(([, quoted, ticked]) => quoted ?? ticked ?? "")
    .filter((text) => !KEYS.includes(text) && /^[A-Z][a-z]+( [a-z]+)*[.:]?$|^[a-z]+( [a-z]+){2,}[.:]?$/.test(text));
}

describe("words of the page", () => {
  test("none stand in a template", () => {
    expect(templates.length).toBeGreaterThan(30);
    for (const { name, text } of templates) expect(prose(text), name).not.toMatch(/[A-Za-z]{2,}/);
    expect(prose('<p title="Who">{{x}} is here</p>')).toMatch(/is here.*Who/);
  });

  test("none stand in a script", () => {
    expect(scripts.length).toBeGreaterThan(8);
    for (const { name, text } of scripts) expect(sentences(text), name).toEqual([]);
    expect(sentences('x = "Nothing was found"; y = `and so many more`')).toHaveLength(2);
  });

  test("every one is used, by a template or by the script", () => {
    const used = new Set(templates.flatMap(({ text }) => [...text.matchAll(/\[\[(\w+)/g)].map(([, key]) => key)));
    expect(Object.keys(TEMPLATE_WORDS).filter((key) => !used.has(key))).toEqual([]);
    const said = scripts.map(({ text }) => text).join("\n");
    for (const key of Object.keys(SCRIPT_WORDS)) expect(said).toMatch(new RegExp(`["']${key}["']`));
    for (const [, key = ""] of said.matchAll(/\bsay\("([\w-]+)"/g)) expect(SCRIPT_WORDS).toHaveProperty([key]);
  });

  test("no script writes markup", () => {
    for (const { name, text } of scripts)
      expect(text, name).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|setHTML/,
      );
  });
});
