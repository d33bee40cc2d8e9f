import { createHash } from "node:crypto";
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import type * as z from "zod";
import { InputError } from "../model/index.js";
import { DISK, type Files } from "./files.js";
import { unknownId } from "./nearest.js";
import type { Problems } from "./problems.js";

export type Path = readonly (string | number)[];

/** Aliases that a file may resolve: enough for shared lists, far too few for a bomb. */
const MOST_ALIASES = 100;

/** A YAML or JSON file that has been read: its plain data, and where each part of it stands. */
export class Source {
  constructor(
    readonly file: string,
    readonly data: unknown,
    /** `sha256:` of the bytes. */
    readonly digest: string,
    readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  /** A problem at `path`: at the key of its entry, or at the value. What is absent is told at what should hold it. */
  problem(path: Path, message: string, on: "key" | "value" = "value"): InputError {
    return new InputError(message, { ...this.place(path, on), path: pathText(path) });
  }

  /** Where `path` stands, as `problem` tells it. */
  place(path: Path, on: "key" | "value" = "value"): { file: string; line: number; column: number } {
    const { line, col } = this.lines.linePos(this.#offset(path, on));
    return { file: this.file, line, column: col };
  }

  /** The line on which the value at `path` begins, from 1. */
  line(path: Path): number {
    return this.lines.linePos(this.#offset(path, "value")).line;
  }

  #offset(path: Path, on: "key" | "value"): number {
    let node: Node | null | undefined = this.document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const [i, part] of path.entries()) {
      if (isAlias(node)) node = node.resolve(this.document);
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && item.key.value === part);
        if (pair === undefined) return offset;
        const key = pair.key as Node;
        node = pair.value as Node | null;
        const useKey = node === null || (on === "key" && i === path.length - 1);
        offset = (useKey ? key : node)?.range?.[0] ?? offset;
      } else if (isSeq(node)) {
        node = node.items[Number(part)] as Node | undefined;
        if (node === undefined) return offset;
        offset = node.range?.[0] ?? offset;
      } else return offset;
    }
    return offset;
  }
}

/**
 * Reads a YAML file (JSON is YAML) strictly: one document, unique keys that are text, no tags. What is wrong goes to
 * `problems`, with line and column.
 * @param file path as the caller wants it shown, relative to the working directory or absolute
 */
export function readSource(file: string, problems: Problems, files: Files = DISK): Source | undefined {
  let bytes: Buffer;
  try {
    bytes = files.read(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    problems.add(new InputError(missing ? "there is no such file" : `cannot be read: ${message(error)}`, { file }));
    return undefined;
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    problems.add(new InputError("is not UTF-8 text", { file }));
    return undefined;
  }
  return parseSource(file, text, problems, `sha256:${createHash("sha256").update(bytes).digest("hex")}`);
}

/** As `readSource`, of text that is at hand. */
export function parseSource(file: string, text: string, problems: Problems, digest: string): Source | undefined {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    strict: true,
    uniqueKeys: true,
    resolveKnownTags: false,
    logLevel: "error",
  });
  const wrong = [...document.errors, ...document.warnings];
  // The parser meets a depth that it cannot follow again and again on its way out: once is enough.
  const tooDeep = wrong.find((error) => error.code === "RESOURCE_EXHAUSTION");
  for (const error of tooDeep ? [tooDeep] : wrong) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const what = error === tooDeep ? "nested too deeply" : (error.message.split("\n")[0] as string);
    problems.add(new InputError(what, { file, line, column: col }));
  }
  if (wrong.length > 0) return undefined;
  const before = problems.count;
  keysAreText(file, document.contents, lineCounter, problems);
  if (problems.count > before) return undefined;
  try {
    const data: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return new Source(file, data, digest, document, lineCounter);
  } catch (error) {
    // Thrown for aliases that name nothing, and for aliases that multiply.
    const lost = lostAlias(document);
    if (lost === undefined) problems.add(new InputError(message(error), { file }));
    else {
      const { line, col } = lineCounter.linePos(lost.range?.[0] ?? 0);
      const text = `there is no anchor &${lost.source}; put text that begins with * in quotes`;
      problems.add(new InputError(text, { file, line, column: col }));
    }
    return undefined;
  }
}

function lostAlias(document: Document.Parsed): Alias | undefined {
  let lost: Alias | undefined;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      lost = alias;
      return visit.BREAK;
    },
  });
  return lost;
}

/** Refuses keys such as 4.10, which YAML takes for the number 4.1, and collections as keys. */
function keysAreText(file: string, node: unknown, lines: LineCounter, problems: Problems): void {
  if (isSeq(node)) for (const item of node.items) keysAreText(file, item, lines, problems);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key) || typeof key.value !== "string" || key.value === "__proto__") {
      const { line, col } = lines.linePos((key as Node | null)?.range?.[0] ?? 0);
      problems.add(new InputError("a key must be text; put it in quotes", { file, line, column: col }));
    }
    keysAreText(file, value, lines, problems);
  }
}

/**
 * Checks the data of `source` by `schema`; each issue goes to `problems` at its place.
 * @returns the parsed value, or undefined when anything is wrong
 */
export function conform<T>(schema: z.ZodType<T>, source: Source, problems: Problems): T | undefined {
  const known = new Map<string, readonly string[]>();
  const result = schema.safeParse(source.data, {
    error: (issue) => {
      const shape = (issue.inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
      if (issue.code === "unrecognized_keys" && shape) known.set(issue.keys.join(), Object.keys(shape));
      return undefined;
    },
  });
  if (result.success) return result.data;
  for (const issue of result.error.issues.flatMap(branch)) {
    const path = issue.path as (string | number)[];
    if (issue.code === "unrecognized_keys") {
      const keys = known.get(issue.keys.join()) ?? [];
      for (const key of issue.keys) {
        const text = unknownId("key", key, keys).replace(/[^?]$/, "$&.");
        problems.add(source.problem([...path, key], `${text} Known here: ${keys.join(", ")}`, "key"));
      }
    } else if (issue.code === "invalid_key") {
      problems.add(source.problem(path, issue.issues[0]?.message ?? issue.message, "key"));
    } else problems.add(source.problem(path, issue.message));
  }
  return undefined;
}

/** Of a union, what is wrong with the one member that the value was meant for, if its shape tells which. */
function branch(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const root = (code: string) => (issues: readonly z.core.$ZodIssue[]) =>
    issues.some((one) => one.path.length === 0 && one.code === code);
  const shaped = issue.errors.filter((issues) => !root("invalid_type")(issues));
  const meant = shaped.find((issues) => !root("invalid_value")(issues)) ?? shaped[0];
  if (meant === undefined) return [issue];
  return meant.map((one) => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(branch);
}

function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
