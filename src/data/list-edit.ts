import { isMap, isSeq, type Node, stringify } from "yaml";
import { InputError } from "../model/index.js";
import { InputErrors, Problems } from "./problems.js";
import { parseSource, type Source } from "./source.js";

/**
 * The text of a file with an entry behind the last one of a list; what stood there is left byte for byte where the list is
 * a block, and where there is no such list yet.
 * @throws InputError when the list is an alias
 */
export function appendEntry(before: string, { file, document }: Source, key: string, entry: object): string {
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const map = document.contents;
  if (isMap(map) && !map.flow && !map.has(key)) {
    const head = before.endsWith("\n") ? before : before + newline;
    return [head, `${newline}${key}:`, ...linesOf(entry, "  ").map((line) => newline + line), newline].join("");
  }
  const list = isMap(map) ? map.get(key) : undefined;
  if (list !== undefined && !(isSeq(list) && list.range))
    throw new InputError(`${key} is an alias; write the list itself`, { file });
  const last = list?.items.at(-1) as Node | undefined;
  if (list === undefined || list.flow || !last?.range) {
    if (list) list.flow &&= list.items.length > 0;
    document.addIn([key], list ? document.createNode(entry) : document.createNode([entry]));
    return document.toString({ lineWidth: 0 });
  }
  const [start] = list.range as [number, number, number];
  const indent = " ".repeat(start - before.lastIndexOf("\n", start - 1) - 1);
  const end = before.indexOf("\n", last.range[1] - 1) + 1 || before.length;
  const head = before.slice(0, end);
  return [
    head.endsWith("\n") ? head : head + newline,
    ...linesOf(entry, indent).map((line) => newline + line),
    newline,
    before.slice(end),
  ].join("");
}

function linesOf(entry: object, indent: string): string[] {
  const lines = stringify([entry], { lineWidth: 0 }).trimEnd().split("\n");
  return lines.map((line) => (line === "" ? "" : indent + line));
}

/**
 * Reads text as a file, and hands it to `check`.
 * @param tell how a problem is told
 * @throws InputErrors with every problem
 */
export function checkedText<T>(
  file: string,
  text: string,
  check: (source: Source, problems: Problems) => T,
  tell: (problem: InputError) => InputError = (problem) => problem,
): { readonly source: Source; readonly set: T } {
  const problems = new Problems();
  const source = parseSource(file, text, problems, "");
  const set = source && check(source, problems);
  try {
    problems.throwIfAny();
  } catch (error) {
    throw error instanceof InputErrors ? new InputErrors(error.problems.map(tell)) : error;
  }
  return { source, set } as { source: Source; set: T };
}

/** What is wrong with a new entry is told by its key: the lines are those of a file that is not written. */
export function withoutPlace({ message, where }: InputError): InputError {
  return new InputError(message, { path: where.path?.replace(/^\w+\[\d+\]\.?/, "") ?? "" });
}
