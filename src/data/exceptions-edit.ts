import { isMap, isSeq, type Node, stringify } from "yaml";
import { type Exception, type ExceptionLimits, InputError } from "../model/index.js";
import { assembleExceptions, type ExceptedRule } from "./exceptions.js";
import { InputErrors, Problems } from "./problems.js";
import type { ExceptionYaml } from "./schemas.js";
import { parseSource, type Source } from "./source.js";

/** An entry yet to be written; without an id it gets the next free one. */
export type NewException = Omit<ExceptionYaml, "id"> & { readonly id?: string };

export interface EditedExceptions {
  /** The whole file, with the new entry last. */
  readonly text: string;
  readonly exception: Exception;
  readonly limits: ExceptionLimits;
}

const EMPTY = "exceptions: []\n";

/**
 * Adds an entry to the text of an exceptions file; all that it says, comments and order included, stays.
 * @param text what stands in the file; undefined when there is none yet
 * @throws InputErrors when the file is not well-formed as it stands, or the entry would not be
 */
export function addException(
  file: string,
  text: string | undefined,
  { id, ...entry }: NewException,
  rules: readonly ExceptedRule[],
): EditedExceptions {
  const before = text === undefined || text.trim() === "" ? EMPTY : text;
  const { source } = checked(file, before, rules, (problem) => problem);
  const named = { id: id ?? nextId(source), ...entry };
  const after = extended(file, before, source, named);
  const { exceptions, limits } = checked(file, after, rules, ofEntry).set;
  const exception = exceptions.at(-1);
  if (exception?.id !== named.id) throw new Error("the new entry was not written");
  return { text: after, exception, limits };
}

/** The text with an entry behind the last one; what stood there is left byte for byte where the list is a block. */
function extended(file: string, before: string, { document }: Source, entry: object): string {
  const list = isMap(document.contents) ? document.contents.get("exceptions") : undefined;
  if (!isSeq(list) || !list.range) throw new InputError("exceptions is an alias; write the list itself", { file });
  const last = list.items.at(-1) as Node | undefined;
  if (list.flow || !last?.range) {
    list.flow &&= list.items.length > 0;
    document.addIn(["exceptions"], document.createNode(entry));
    return document.toString({ lineWidth: 0 });
  }
  const [start] = list.range;
  const indent = " ".repeat(start - before.lastIndexOf("\n", start - 1) - 1);
  const lines = stringify([entry], { lineWidth: 0 }).trimEnd().split("\n");
  const added = lines.map((line) => (line === "" ? "" : indent + line));
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const end = before.indexOf("\n", last.range[1] - 1) + 1 || before.length;
  const head = before.slice(0, end);
  return [
    head.endsWith("\n") ? head : head + newline,
    ...added.map((line) => newline + line),
    newline,
    before.slice(end),
  ].join("");
}

function checked(
  file: string,
  text: string,
  rules: readonly ExceptedRule[],
  tell: (problem: InputError) => InputError,
) {
  const problems = new Problems();
  const source = parseSource(file, text, problems, "");
  const set = source && assembleExceptions([source], rules, problems);
  try {
    problems.throwIfAny();
  } catch (error) {
    throw error instanceof InputErrors ? new InputErrors(error.problems.map(tell)) : error;
  }
  return { source, set } as { source: Source; set: NonNullable<typeof set> };
}

/** What is wrong with the new entry is told by its key: the lines are those of a file that is not written. */
function ofEntry({ message, where }: InputError): InputError {
  return new InputError(message, { path: where.path?.replace(/^exceptions\[\d+\]\.?/, "") ?? "" });
}

/** `EX-1`, `EX-2`: the number after the greatest. */
function nextId({ data }: Source): string {
  const { exceptions } = data as { exceptions: readonly { id: string }[] };
  const numbers = exceptions.map(({ id }) => Number(/^EX-(\d{1,9})$/.exec(id)?.[1] ?? 0));
  return `EX-${Math.max(0, ...numbers) + 1}`;
}
