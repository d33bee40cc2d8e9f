import { CommanderError } from "commander";
import { InputErrors } from "../data/problems.js";
import { InputError } from "../model/index.js";
import type { Run } from "./options.js";
import { buildProgram } from "./program.js";
import { line, palette, print, type Terminal, writeLine } from "./terminal.js";

/**
 * Runs one command line.
 * @param argv arguments after the program's name
 * @returns the exit code: 0 clean, 1 findings at the gate, 2 usage or bad input, 3 internal error
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let run: Run | undefined;
  try {
    const program = buildProgram(terminal, (chosen) => (run = chosen));
    await program.parseAsync([...argv], { from: "user" });
    return run === undefined ? 2 : await run(terminal);
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Says what went wrong and gives the exit code. */
function explain(error: unknown, terminal: Terminal): number {
  // Commander has written its own message by now; its exit code is 1 for what is a usage error here.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const colors = palette(terminal.stderr, terminal.env);
  const say = (title: string, text: string) => writeLine(terminal.stderr, line`${colors.red(title)} ${text}`);
  if (error instanceof InputError) {
    const problems = error instanceof InputErrors ? error.problems : [error];
    for (const problem of problems) say("error:", problem.located);
    return 2;
  }
  const { name, message, code, stack } = error as NodeJS.ErrnoException;
  if (code !== undefined && FULL.has(code)) {
    say("error:", `the disk is full (${code}): nothing was changed; make room and run again`);
    return 2;
  }
  if (code !== undefined && REFUSALS.has(code)) {
    say("error:", message);
    return 2;
  }
  // Other messages may quote what was read, so only what the system or this program itself says is passed on.
  say("internal error:", code !== undefined || name === "PopulationError" ? message : name);
  const frames = (stack ?? "").split("\n").filter((frame) => /^\s+at /.test(frame));
  for (const frame of frames) writeLine(terminal.stderr, print(frame));
  writeLine(terminal.stderr, print("No report was written. Please report this."));
  return 3;
}

const FULL = new Set(["ENOSPC", "EDQUOT"]);

/** The system says no to a path that the user chose. */
const REFUSALS = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR", "ENAMETOOLONG"]);

async function start(): Promise<void> {
  // A reader that has seen enough, such as head, closes the pipe: no error, and nothing more to say.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  process.exitCode = await main(process.argv.slice(2), process);
}

if (require.main === module) void start();
