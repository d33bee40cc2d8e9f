import { InputError } from "../model/index.js";

/**
 * Parses JSON.
 * @throws InputError with line and column; none of the text is in the message
 */
export function parseJson(text: string, file: string): unknown {
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch (error) {
    const offset = firstWrong(plain, (error as Error).message);
    const before = plain.slice(0, offset);
    const line = before.split("\n").length;
    const column = offset - before.lastIndexOf("\n");
    const what = offset >= plain.length ? "ends too early" : "something else is expected here";
    throw new InputError(`malformed JSON: ${what}`, { file, line, column });
  }
}

/**
 * Where JSON goes wrong. V8 tells the position but for unexpected tokens; those are found by halving, since every
 * beginning that stops before the token fails in another way.
 */
function firstWrong(text: string, message: string): number {
  const told = /\bat position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  if (!unexpectedToken(text)) return text.length;
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (unexpectedToken(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return good;
}

function unexpectedToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as Error).message.startsWith("Unexpected token");
  }
}
