import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Result } from "../model/index.js";

const CHUNK = 1 << 20;

/**
 * Results on disk, one JSON text a line, so that a run's memory does not grow with them. Made on the first result;
 * `remove` it when the reports are written.
 */
export class ResultsFile implements Iterable<Result> {
  #fd: number | undefined;
  #buffer = Buffer.allocUnsafe(CHUNK);
  #used = 0;
  #size = 0;
  #count = 0;

  constructor(readonly path: string) {}

  get count(): number {
    return this.#count;
  }

  add(result: Result): void {
    const text = JSON.stringify(result);
    // A UTF-16 unit takes three bytes at most; one more for the end of the line.
    const most = text.length * 3 + 1;
    if (this.#used + most > this.#buffer.length) this.#flush(most);
    this.#used += this.#buffer.write(text, this.#used);
    this.#buffer[this.#used++] = 10;
    this.#count += 1;
  }

  /** The bytes of the lines, in pieces that are only good until the next. */
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
    let open: Buffer[] = [];
    for (const chunk of this.chunks()) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        open.push(chunk.subarray(start, end));
        yield JSON.parse(Buffer.concat(open).toString("utf8")) as Result;
        open = [];
        start = end + 1;
      }
      if (start < chunk.length) open.push(Buffer.from(chunk.subarray(start)));
    }
  }

  remove(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
    unlinkSync(this.path);
  }

  /** Writes what is buffered, and makes room for `next` bytes. */
  #flush(next: number): void {
    if (this.#used > 0) {
      if (this.#fd === undefined) {
        mkdirSync(dirname(this.path), { recursive: true });
        this.#fd = openSync(this.path, "w+", 0o600);
        ftruncateSync(this.#fd);
      }
      for (let at = 0; at < this.#used; ) at += writeSync(this.#fd, this.#buffer, at, this.#used - at, this.#size + at);
      this.#size += this.#used;
      this.#used = 0;
    }
    if (next > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(next);
  }
}
