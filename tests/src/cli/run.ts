/** Runs the command line inside the test's own process, with everything it prints collected. */
import { Writable } from "node:stream";
import { main } from "../../../src/cli/main.js";
import type { Terminal } from "../../../src/cli/terminal.js";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly env?: Terminal["env"];
  /** stdout and stderr are terminals. */
  readonly tty?: boolean;
}

function collector(isTTY: boolean): { stream: Writable & { isTTY?: boolean }; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => Buffer.concat(chunks).toString("utf8") };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** `konductor ARGS` */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = collector(options.tty === true);
  const stderr = collector(options.tty === true);
  const code = await main(args, {
    stdin: options.stdin ?? nothing(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: options.env ?? {},
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
