import type { SingleBar } from "cli-progress";
import type { Terminal } from "./terminal.js";

/** Shorter runs show no bar. */
const PATIENCE_MS = 1000;

/** A bar on stderr for runs that last, when stderr is a terminal. */
export class Progress {
  #bar: SingleBar | undefined;
  #started = false;
  #done = 0;
  #results = 0;
  readonly #since = Date.now();

  private constructor(private readonly total: number) {}

  static async of(total: number, terminal: Terminal, quiet: boolean): Promise<Progress> {
    const progress = new Progress(total);
    if (quiet || terminal.stderr.isTTY !== true) return progress;
    const { SingleBar, Presets } = await import("cli-progress");
    const format = "Assessing {bar} {value}/{total} inputs, {results} results";
    const stream = terminal.stderr as NodeJS.WriteStream;
    progress.#bar = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
    return progress;
  }

  /** Counts a result; the bar moves now and then. */
  result(): void {
    if ((++this.#results & 1023) === 0) this.#show();
  }

  input(): void {
    this.#done += 1;
    this.#show();
  }

  /** Takes the bar away, for lines of text or for good. */
  stop(): void {
    if (this.#started) this.#bar?.stop();
    this.#started = false;
  }

  #show(): void {
    const bar = this.#bar;
    if (bar === undefined || Date.now() - this.#since < PATIENCE_MS) return;
    if (!this.#started) bar.start(this.total, this.#done, { results: this.#results });
    this.#started = true;
    bar.update(this.#done, { results: this.#results });
  }
}
