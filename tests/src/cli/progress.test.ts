import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Progress } from "../../../src/cli/progress.js";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

/** What is printed by a run over three inputs that takes `milliseconds` for the first. */
async function printed(milliseconds: number, { isTTY = true, quiet = false } = {}): Promise<string> {
  let text = "";
  const stderr = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        text += chunk;
        done();
      },
    }),
    { isTTY, columns: 80 },
  );
  const terminal = { stdin: (async function* () {})(), stdout: stderr, stderr, env: {} };
  const progress = await Progress.of(3, terminal, quiet);
  progress.input();
  vi.advanceTimersByTime(milliseconds);
  for (let i = 0; i < 2048; i++) progress.result();
  progress.input();
  progress.stop();
  return text;
}

describe("the progress bar", () => {
  it("is there when a run lasts and stderr is a terminal, and goes away at the end", async () => {
    const text = await printed(1500);
    expect(text).toMatch(/Assessing .*[12]\/3 inputs, \d+ results/);
    // Clears its line and gives the cursor back.
    expect(text.endsWith("\u001b[?25h") || text.includes("\u001b[?25h")).toBe(true);
    expect(text).toContain("\u001b[2K");
  });

  it("is not there for a short run, without a terminal, or with --quiet", async () => {
    expect(await printed(500)).toBe("");
    expect(await printed(5000, { isTTY: false })).toBe("");
    expect(await printed(5000, { quiet: true })).toBe("");
  });
});
