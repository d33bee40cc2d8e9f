import { HIDDEN, visible } from "./present.js";

/** JSON in which no character hides or reorders others: those are escapes, so that a reader gets back what was written. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, i) => escaped(character.charCodeAt(i))).join(""),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // No part of XML 1.0, not even as references.
  "\ufffe": "⟨U+FFFE⟩",
  "\uffff": "⟨U+FFFF⟩",
};

/** Text for an element or an attribute of XML 1.0, with everything shown that hides, also what XML cannot hold. */
export function xmlText(text: string): string {
  return visible(text).replace(/[&<>"'\ufffe\uffff]/g, (character) => ENTITIES[character] ?? "");
}
