import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Assessment, InputError } from "../model/index.js";
import { ResultsFile } from "./results-file.js";

/** One file of a report folder: its name and its content in pieces. */
export interface ReportFile {
  readonly name: string;
  readonly content: Iterable<string | Uint8Array>;
}

/** assessment.json: everything but the results indented, results one a line. */
export function* assessmentJson(assessment: Assessment): Generator<string | Uint8Array> {
  const { results, ...head } = assessment;
  const text = JSON.stringify(head, undefined, 2);
  yield `${text.slice(0, text.lastIndexOf("\n"))},\n  "results": [`;
  let first = true;
  for (const piece of results instanceof ResultsFile ? results.chunks() : lines(results)) {
    if (first) yield "\n";
    first = false;
    yield piece;
  }
  yield first ? "]\n}\n" : "\n]\n}\n";
}

function* lines(results: Assessment["results"]): Generator<string> {
  let separator = "";
  for (const result of results) {
    yield `${separator}${JSON.stringify(result)}`;
    separator = ",\n";
  }
}

/**
 * Makes sure that reports can be put into a folder.
 * @throws InputError when the path is something else than a folder
 */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "is a file, or lies under one" : `cannot be made (${code})`;
    throw new InputError(`${why}: --out takes a folder for the reports`, { file: folder });
  }
  if (!statSync(folder).isDirectory()) throw new InputError("is no folder; --out takes one", { file: folder });
}

/** Writes all files, or leaves those that were there as they were: each goes to a temporary one, renamed at the end. */
export function writeReports(folder: string, files: readonly ReportFile[]): void {
  const temporary = new Map<string, string>();
  try {
    for (const { name, content } of files) {
      const path = join(folder, `.${name}.${process.pid}.tmp`);
      temporary.set(path, join(folder, name));
      writePieces(path, content);
    }
    for (const [from, to] of temporary) renameSync(from, to);
  } finally {
    for (const path of temporary.keys()) rmSync(path, { force: true });
  }
}

const CHUNK = 1 << 16;

function writePieces(path: string, content: Iterable<string | Uint8Array>): void {
  const fd = openSync(path, "w");
  try {
    let text = "";
    for (const piece of content) {
      if (typeof piece === "string") {
        text += piece;
        if (text.length < CHUNK) continue;
      }
      if (text !== "") writeAll(fd, Buffer.from(text));
      text = "";
      if (typeof piece !== "string") writeAll(fd, piece);
    }
    if (text !== "") writeAll(fd, Buffer.from(text));
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
