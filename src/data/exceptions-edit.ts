import type { Exception, ExceptionLimits } from "../model/index.js";
import { assembleExceptions, type ExceptedRule } from "./exceptions.js";
import { appendEntry, checkedText, withoutPlace } from "./list-edit.js";
import type { Problems } from "./problems.js";
import type { ExceptionYaml } from "./schemas.js";
import type { Source } from "./source.js";

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
  const check = (given: Source, problems: Problems) => assembleExceptions([given], rules, problems);
  const { source } = checkedText(file, before, check);
  const named = { id: id ?? nextId(source), ...entry };
  const after = appendEntry(before, source, "exceptions", named);
  const { exceptions, limits } = checkedText(file, after, check, withoutPlace).set;
  const exception = exceptions.at(-1);
  if (exception?.id !== named.id) throw new Error("the new entry was not written");
  return { text: after, exception, limits };
}

/** `EX-1`, `EX-2`: the number after the greatest. */
function nextId({ data }: Source): string {
  const { exceptions } = data as { exceptions: readonly { id: string }[] };
  const numbers = exceptions.map(({ id }) => Number(/^EX-(\d{1,9})$/.exec(id)?.[1] ?? 0));
  return `EX-${Math.max(0, ...numbers) + 1}`;
}
