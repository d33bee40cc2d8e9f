import { cut, visible } from "../../src/model/present.js";

/**
 * Text of a stack as a code span: the only place where GitHub links no mention, issue, commit or address. Cut, made
 * visible, on one line, fenced by more backticks than it holds. Not for tables, where a pipe ends a cell even here.
 */
export function code(text: string, limit = 200): string {
  const inner = visible(cut(text, limit));
  if (inner === "") return "(empty)";
  const runs = inner.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  // One space on each side is taken off again by the reader, unless there is nothing else.
  const pad = /^[` ]|[` ]$/.test(inner) && /[^ ]/.test(inner) ? " " : "";
  return `${fence}${pad}${inner}${pad}${fence}`;
}

/** Text of rules and catalogues as plain words: nothing in it is markup, a link or a mention. */
export function plain(text: string, limit = 400): string {
  return visible(cut(text, limit))
    .replace(/[\\`*_{}[\]()|~$!]/g, "\\$&")
    .replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? "")
    .replace(/(?:@|#|:\/\/|www\.)+/gi, "`$&`");
}

/** Text of people as plain words on one line, which is no markup even where it begins a line. */
export function paragraph(text: string, limit?: number): string {
  return plain(text.trim().replace(/\s*[\r\n]+\s*/g, " "), limit)
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}
