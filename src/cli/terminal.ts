import { createColors } from "picocolors";

/** What a command may touch of the world around it; tests hand in their own. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: NodeJS.WritableStream & { isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Text that may go to a terminal as it is: values in it are escaped, and what is left of escapes is our own colour. */
export class Printable {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** C0, C1, DEL, line separators, bidirectional and invisible format characters: they can move, hide or turn text. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Escapes whatever a terminal could take for a command or that would hide other text. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) as number;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

type Value = string | number | Printable;

/** Tag for lines of output: the values in it are escaped unless they are `Printable` already. */
export function line(strings: TemplateStringsArray, ...values: readonly Value[]): Printable {
  return new Printable(String.raw({ raw: strings }, ...values.map((value) => print(value).text)));
}

export function print(value: Value): Printable {
  return value instanceof Printable ? value : new Printable(escapeControls(String(value)));
}

/** The value, padded with spaces to a width in characters. */
export function pad(value: string | number, width: number, side: "left" | "right" = "right"): Printable {
  const { text } = print(value);
  return new Printable(side === "left" ? text.padStart(width) : text.padEnd(width));
}

const STYLES = ["bold", "dim", "red", "green", "yellow", "cyan"] as const;
export type Palette = Readonly<Record<(typeof STYLES)[number], (value: Value) => Printable>>;

/** Colours for a stream: only on a terminal, never with NO_COLOR, always with FORCE_COLOR. */
export function palette(stream: { isTTY?: boolean }, env: Terminal["env"]): Palette {
  const set = (name: string) => env[name] !== undefined && env[name] !== "" && env[name] !== "0";
  const on = !set("NO_COLOR") && env["TERM"] !== "dumb" && (set("FORCE_COLOR") || stream.isTTY === true);
  const colors = createColors(on);
  const style = (name: (typeof STYLES)[number]) => (value: Value) => new Printable(colors[name](print(value).text));
  return Object.fromEntries(STYLES.map((name) => [name, style(name)])) as unknown as Palette;
}

export function writeLine(stream: NodeJS.WritableStream, text: Printable | undefined = undefined): void {
  stream.write(`${text?.text ?? ""}\n`);
}
