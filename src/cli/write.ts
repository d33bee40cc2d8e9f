import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Assessment, InputError, type ReportPart } from "../model/index.js";
import { loadFormats } from "./formats.js";
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
 * Writes assessment.json and the reports made from it, all or none.
 * @param idle gets each part that has nothing to tell, of which there is no file
 * @returns the names of the files
 */
export async function renderReports(
  assessment: Assessment,
  formats: readonly string[],
  out: string,
  idle: (part: ReportPart) => void = () => {},
): Promise<readonly string[]> {
  const applies = (part: ReportPart) => part.applies?.(assessment) !== false;
  const files: ReportFile[] = [{ name: "assessment.json", content: assessmentJson(assessment) }];
  const parts = (await loadFormats(formats)).flatMap((format) => [format, ...(format.others ?? [])]);
  for (const part of parts.filter(applies)) files.push({ name: part.file, content: await part.render(assessment) });
  writeReports(out, files);
  for (const part of parts.filter((part) => !applies(part))) {
    const path = join(out, part.file);
    // One of an earlier run would be taken for one of this.
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path);
    idle(part);
  }
  return files.map((file) => file.name);
}

/**
 * Makes sure that reports can be put into a folder.
 * @throws InputError when the path is something else than a folder
 */
export function prepareFolder(folder: string): void {
  if (folder === "") throw new InputError("--out takes a folder for the reports, and its name is empty");
  try {
    makeFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "is a file, or lies under one" : `cannot be made (${code})`;
    throw new InputError(`${why}: --out takes a folder for the reports`, { file: folder });
  }
  if (!statSync(folder).isDirectory()) throw new InputError("is no folder; --out takes one", { file: folder });
}

/** Level by level: `mkdirSync` with `recursive` never returns where a folder exists and takes none, as /proc. */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const path of missing) {
    try {
      mkdirSync(path);
    } catch (error) {
      // Another run may have made it meanwhile.
      if (!existsSync(path)) throw error;
    }
  }
}

/** Writes all files, or leaves those that were there as they were: each goes to a temporary one, renamed at the end. */
export function writeReports(folder: string, files: readonly ReportFile[]): void {
  const temporary = new Map<string, string>();
  // Seen before the first is renamed, so that no folder ends up with old and new reports side by side.
  for (const { name } of files)
    if (statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
      throw new InputError("is a folder, where a report is to be written; remove it or choose another --out", {
        file: join(folder, name),
      });
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

/** Puts text in the place of a file, or makes it: whole or not at all, with the mode that it had, through symbolic links. */
export function replaceFile(file: string, text: string): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const mode = statSync(target, { throwIfNoEntry: false })?.mode;
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx", ...(mode === undefined ? {} : { mode }) });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
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
