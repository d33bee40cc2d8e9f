import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/input-files.js";
import { run } from "./run.js";

const ROOT = join(__dirname, "../../..");
const example = (variant: string) => join(ROOT, "examples", "aws-web-app", `stack.${variant}.json`);
const folder = temporaryFolder();
const runs = () => join(folder.path, "runs");

/** The careless application under the name of the compliant one: the same stack, before it was mended. */
function unmended(): string {
  const text = readFileSync(example("careless"), "utf8").replaceAll("careless", "compliant");
  return folder.write("before.json", text);
}

beforeAll(async () => {
  for (const [i, input] of [unmended(), example("compliant")].entries()) {
    const args = ["assess", input, "--out", join(folder.path, `out${i}`), "--format", "json", "--quiet"];
    await run([...args, "--history", runs()]);
  }
});

describe("the time of a run", () => {
  const keep = (...more: string[]) =>
    run(["assess", example("compliant"), "--out", join(folder.path, "at"), "--format", "json", "--quiet", ...more]);

  it("is the one of --at, which goes on from the last", async () => {
    const history = ["--history", join(folder.path, "timed")];
    expect((await keep("--at", "2026-03-02T01:00:00Z", ...history)).code).toBe(0);
    expect((await keep("--at", "2026-03-03T01:00:00Z", ...history)).code).toBe(0);
    const { stdout } = await run(["history", "list", join(folder.path, "timed"), "--json"]);
    expect((JSON.parse(stdout) as { at: string }[]).map(({ at }) => at)).toEqual([
      "2026-03-02T01:00:00Z",
      "2026-03-03T01:00:00Z",
    ]);
    const { code, stderr } = await keep("--at", "2026-03-02T23:00:00Z", ...history);
    expect([code, stderr]).toEqual([2, expect.stringContaining("is before the last run of the history, 2026-03-03")]);
  });
});

describe("konductor history", () => {
  it("lists runs with their counts", async () => {
    const { code, stdout } = await run(["history", "list", runs(), "--json"]);
    expect(code).toBe(0);
    const listed = JSON.parse(stdout) as { number: number; results: { fail: number }; at: string }[];
    expect(listed.map(({ number }) => number)).toEqual([1, 2]);
    expect(listed[0]?.results.fail).toBeGreaterThan(50);
    expect(listed[1]?.results.fail).toBe(0);
    expect(listed[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect((await run(["history", "list", runs()])).stdout.split("\n").length).toBe(3);
  });

  it("tells what was fixed, what went with its resource, and what stayed", async () => {
    const { stdout } = await run(["history", "diff", runs(), "1", "latest", "--json"]);
    const found = JSON.parse(stdout) as Record<string, unknown[]>;
    expect(found["new"]).toEqual([]);
    expect((found["fixed"] ?? []).length + (found["gone"] ?? []).length).toBeGreaterThan(50);
    expect((await run(["history", "diff", runs(), "2", "1"])).stdout).toMatch(/^\d+ new\n/);
  });

  it("shows a run with the day each finding was first seen, and the trend", async () => {
    expect((await run(["history", "show", runs(), "1"])).stdout).toMatch(/\n {2}fail +since \d{4}-\d\d-\d\d {2}aws-/);
    const { stdout } = await run(["history", "trend", runs(), "--json"]);
    const trend = JSON.parse(stdout) as { open: number; remedied: number; runs: unknown[] };
    expect([trend.open, trend.runs.length]).toEqual([0, 2]);
    expect(trend.remedied).toBeGreaterThan(50);
  });

  it("says which runs there are, and where there are none", async () => {
    const missing = await run(["history", "show", runs(), "7"]);
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringContaining('there is no run "7": they are 1 to 2, and latest'),
    ]);
    const none = await run(["history", "list", join(folder.path, "nothing")]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("holds no run")]);
  });
});

describe("the ratchet", () => {
  const assess = (input: string, ...args: string[]) =>
    run(["assess", input, "--out", join(folder.path, "ratchet"), "--format", "json", "--quiet", ...args]);

  it("opens while nothing is new or worse, and closes when something is", async () => {
    const first = join(runs(), "run-000001.json");
    expect((await assess(unmended(), "--fail-on", "new,worse", "--baseline", first)).code).toBe(0);
    expect((await assess(example("compliant"), "--fail-on", "new,worse", "--baseline", first)).code).toBe(0);
    // Of a folder the last run counts, which is that of the mended application.
    expect((await assess(unmended(), "--fail-on", "new,worse", "--baseline", runs())).code).toBe(1);
  });

  it("asks for a baseline, and for one that is a run", async () => {
    const none = await assess(unmended(), "--fail-on", "new");
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("give it with --baseline")]);
    const other = await assess(unmended(), "--fail-on", "new", "--baseline", example("careless"));
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("is no run of a history")]);
    const missing = await assess(unmended(), "--fail-on", "new", "--baseline", join(folder.path, "nothing"));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("cannot be read")]);
  });
});
