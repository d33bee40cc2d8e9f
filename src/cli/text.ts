import { line, type Palette, type Printable, pad, print } from "./terminal.js";

const WIDTH = 100;

/** Text broken into lines of at most 100 characters, each after `indent` spaces. */
export function wrap(text: string, indent: number): Printable[] {
  const lines: string[] = [];
  let current = "";
  for (const word of print(text).text.split(" ")) {
    if (current !== "" && indent + current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current].map((one) => line`${pad("", indent)}${print(one)}`);
}

/** A heading and paragraphs below it; nothing when there are none. */
export function section(title: string, paragraphs: readonly (string | Printable)[], colors: Palette): Printable[] {
  if (paragraphs.length === 0) return [];
  const lines = paragraphs.flatMap((one) => (typeof one === "string" ? wrap(one, 2) : [line`  ${one}`]));
  return [print(""), colors.bold(title), ...lines];
}
