import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import type { Result } from "../model/index.js";

const CHUNK = 1 << 20;
const COMMA = 44;
const NEWLINE = 10;

/**
 * Results on disk, as the elements of a JSON array, one a line, so that a run's memory does not grow with them. `path`
 * is used by the first flush; `remove` it when the reports are written.
 */
export class ResultsFile implements Iterable<Result> {
  #fd: number | undefined;
  #buffer = Buffer.allocUnsafe(CHUNK);
  #used = 0;
  #size = 0;
  #count = 0;
  /** The system keeps open files from being unlinked. */
  #named = false;

  constructor(readonly path: string) {}

  add(result: Result): void {
    const text = JSON.stringify(result);
    // A UTF-16 unit takes three bytes at most.
    const most = text.length * 3 + 2;
    if (this.#used + most > this.#buffer.length) this.#flush(most);
    if (this.#count++ > 0) {
      this.#buffer[this.#used++] = COMMA;
      this.#buffer[this.#used++] = NEWLINE;
    }
    this.#used += this.#buffer.write(text, this.#used);
  }

  /** The bytes as they stand between the brackets of the array, in pieces that are good until the next is asked for. */
  *chunks(): Generator<Buffer> {
    this.#flush(0);
    if (this.#fd === undefined) return;
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let at = 0; at < this.#size; ) {
      const read = readSync(this.#fd, chunk, 0, CHUNK, at);
      if (read === 0) throw new Error(`${this.path} was cut short while it was read`);
      yield chunk.subarray(0, read);
      at += read;
    }
  }

  *[Symbol.iterator](): Generator<Result> {
    let rest: Buffer = Buffer.alloc(0);
    for (const chunk of this.chunks()) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const line = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(start, end)]) : chunk.subarray(start, end);
        rest = line.subarray(0, 0);
        start = end + 1;
        yield JSON.parse(line.toString("utf8", 0, line.length - 1)) as Result;
      }
      rest = Buffer.concat([rest, chunk.subarray(start)]);
    }
    if (rest.length > 0) yield JSON.parse(rest.toString("utf8")) as Result;
  }

  remove(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
    if (this.#named) unlinkSync(this.path);
  }

  #open(): number {
    const fd = openSync(this.path, "w+", 0o600);
    try {
      // Without a name already, it cannot be left behind, however the process ends.
      unlinkSync(this.path);
    } catch {
      this.#named = true;
    }
    return fd;
  }

  /** Writes what is buffered, and makes room for `next` bytes. */
  #flush(next: number): void {
    if (this.#used > 0) {
      const fd = (this.#fd ??= this.#open());
      for (let at = 0; at < this.#used; ) at += writeSync(fd, this.#buffer, at, this.#used - at, this.#size + at);
      this.#size += this.#used;
      this.#used = 0;
    }
    if (next > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(next);
  }
}
