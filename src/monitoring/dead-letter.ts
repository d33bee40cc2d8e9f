import { closeSync, createReadStream, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { InputError } from "../model/index.js";
import type { Message } from "./target.js";

const SCHEMA = "konductor/dead-letter/1";

/** A request that nobody took: all of it but what is secret, which is added anew when it is sent again. */
export interface Letter extends Message {
  readonly schema: typeof SCHEMA;
  readonly method: "POST";
  /** The kind of target that it is for. */
  readonly target: string;
  /** The target in words. Never read back: a file must not say where credentials are sent. */
  readonly to: string;
  /** RFC 3339 in UTC: when it was given up. */
  readonly at: string;
  readonly reason: string;
  /** 0 where it was not tried, since the one before it was given up. */
  readonly attempts: number;
}

/** Letters as lines of JSON. The file is there whole when `close` has returned; without a letter there is none. */
export class DeadLetters {
  #fd: number | undefined;
  readonly #temporary: string;

  constructor(readonly file: string) {
    this.#temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  }

  add(letter: Omit<Letter, "schema" | "method">): void {
    this.#fd ??= this.#open();
    const bytes = Buffer.from(`${JSON.stringify({ schema: SCHEMA, method: "POST", ...letter })}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
  }

  /** It tells what is wrong with a stack, so it is for nobody else. One that a killed process left goes first. */
  #open(): number {
    rmSync(this.#temporary, { force: true });
    return openSync(this.#temporary, "wx", 0o600);
  }

  /** Puts the letters in the place of those that an earlier attempt left there. True when there are any. */
  close(): boolean {
    if (this.#fd === undefined) {
      rmSync(this.file, { force: true });
      return false;
    }
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    this.#fd = undefined;
    renameSync(this.#temporary, this.file);
    return true;
  }

  /** Without `close` before it, leaves the file as it was. */
  discard(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    rmSync(this.#temporary, { force: true });
  }
}

/**
 * The letters of a file, one at a time.
 * @throws InputError at the line that is none
 */
export async function* readDeadLetters(file: string): AsyncGenerator<Letter> {
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      yield letterIn(text, file, line);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof InputError || code === undefined) throw error;
    throw new InputError(code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`, { file });
  }
  if (line === 0) throw new InputError("is empty: there is nothing to send again", { file });
}

function letterIn(text: string, file: string, line: number): Letter {
  let letter: Partial<Letter> | null;
  try {
    letter = JSON.parse(text) as Partial<Letter> | null;
  } catch {
    throw new InputError("is damaged: this line is no JSON", { file, line });
  }
  const texts = [letter?.target, letter?.subject, letter?.body];
  if (letter?.schema !== SCHEMA || texts.some((one) => typeof one !== "string"))
    throw new InputError("is no request that a push gave up", { file, line });
  return letter as Letter;
}
