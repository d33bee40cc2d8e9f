import { constants, isUtf8 } from "node:buffer";
import { InputError } from "../model/index.js";
import { tooDeepAt } from "./depth.js";

export { isObject, type JsonObject } from "../model/index.js";

/** Levels of lists and objects that a document may have; real states stay below 50. */
export const MAX_DEPTH = 500;

/**
 * The text of a file. A byte order mark is dropped.
 * @throws InputError when the bytes are empty, not UTF-8, or nest deeper than `MAX_DEPTH`, with line and column
 */
export function decode(bytes: Buffer): string {
  if (bytes.length === 0) throw new InputError("the file is empty; write it again");
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new InputError("the file is larger than 512 MB, which is more than can be read");
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new InputError(
      "the file is UTF-16, as PowerShell's > writes it; save it as UTF-8, as `pulumi stack export --file FILE` does",
    );
  if (!isUtf8(bytes)) throw new InputError("the file is not valid UTF-8 here", invalidPlace(bytes));
  refuseDepth(bytes);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.toString("utf8", start);
}

/**
 * Parses JSON. Messages never hold any of the text, since that may be secret.
 * @throws InputError with line and column
 */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw explain(text, error.message);
  }
}

/** Engine messages that are worth passing on; others may quote the text. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^Expected ','/, "a comma or a closing bracket is missing"],
  [/^Expected ':'/, "a colon is missing"],
  [/^Expected (property name|double-quoted)/, "a property name in double quotes is missing"],
  [/^Bad control character/, "a string holds a line break or another control character"],
  [/^Bad (escaped|Unicode)/, "a string holds a bad escape sequence"],
  [/^Unexpected non-whitespace/, "more text follows after the end of the document; give one document a file"],
  [/number/, "a number is malformed"],
];

function explain(text: string, message: string): InputError {
  if (text.trim() === "") return new InputError("the file is empty; write it again");
  const told = /\bat position (\d+)/.exec(message)?.[1];
  const ended = /^(Unexpected end|Unterminated string)/.test(message);
  const position = ended ? text.length : told === undefined ? unexpectedToken(text) : Number(told);
  const place = placeInText(text, position);
  if (position >= text.length)
    return new InputError("the JSON ends too early: the file was cut off; write it again", place);
  const reason = REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? "a value is expected";
  return new InputError(`not valid JSON: ${reason}`, place);
}

/**
 * Where a value was expected and something else stood. V8 gives no position for this one mistake; all before it is
 * valid, so that a scan by tokens finds it.
 */
function unexpectedToken(text: string): number {
  const scalar = /-?\d[\d.eE+-]*|true|false|null/y;
  let before: "open" | "separator" | "value" = "separator";
  for (let i = 0; i < text.length; ) {
    const character = text.charAt(i);
    if (" \n\r\t".includes(character)) i += 1;
    else if ("[{".includes(character)) {
      before = "open";
      i += 1;
    } else if ("]},:".includes(character)) {
      const closing = character === "]" || character === "}";
      if (before === "separator" || (before === "open" && !closing)) return i;
      before = closing ? "value" : "separator";
      i += 1;
    } else {
      scalar.lastIndex = i;
      if (character === '"') i = afterString(text, i + 1);
      else if (scalar.test(text)) i = scalar.lastIndex;
      else return i;
      before = "value";
    }
  }
  return text.length;
}

/** The position after the quote that closes the string whose content starts at `from`. */
function afterString(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
  return i + 1;
}

function placeInText(text: string, position: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (;;) {
    const next = text.indexOf("\n", start);
    if (next < 0 || next >= position) return { line, column: position - start + 1 };
    line += 1;
    start = next + 1;
  }
}

function placeAtEnd(before: string): { line: number; column: number } {
  const text = before.startsWith("\uFEFF") ? before.slice(1) : before;
  return placeInText(text, text.length);
}

function refuseDepth(bytes: Buffer): void {
  const offset = tooDeepAt(bytes, MAX_DEPTH);
  if (offset < 0) return;
  throw new InputError(
    `the JSON nests deeper than ${MAX_DEPTH} levels, which no Pulumi state does`,
    placeAtEnd(bytes.toString("utf8", 0, offset)),
  );
}

/** The first line that is not UTF-8, and the column in it. A line feed is never part of a longer character. */
function invalidPlace(bytes: Buffer): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (;;) {
    const next = bytes.indexOf(0x0a, start);
    const content = bytes.subarray(start, next < 0 ? bytes.length : next);
    if (!isUtf8(content)) return { line, column: invalidColumn(content) };
    line += 1;
    start = next + 1;
  }
}

function invalidColumn(line: Buffer): number {
  const text = line.toString("utf8");
  let offset = 0;
  for (let i = 0; i < text.length; i++) {
    const character = String.fromCodePoint(text.codePointAt(i) as number);
    const width = Buffer.byteLength(character);
    if (character === "\uFFFD" && !line.subarray(offset, offset + 3).equals(Buffer.from(character))) return i + 1;
    offset += width;
    i += character.length - 1;
  }
  return text.length;
}
