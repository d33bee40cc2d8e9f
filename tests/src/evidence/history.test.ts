import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { History } from "../../../src/evidence/history.js";
import type { RunRecord } from "../../../src/model/index.js";

const root = mkdtempSync(join(tmpdir(), "konductor-history-"));
const writer = join(root, "writer.cjs");
afterAll(() => rmSync(root, { recursive: true, force: true }));

const run = (at: string) =>
  ({
    schema: "konductor/run/1",
    at,
    stacks: [],
    results: {},
    controls: [],
    resources: [],
    standings: {},
  }) as unknown as RunRecord;

/** Appends runs of some size for ever, and says the number of each once it is kept. */
const WRITER = `
import { writeSync } from "node:fs";
import { History } from "./src/evidence/history.js";
const [folder, name] = process.argv.slice(2);
for (let i = 0; ; i++) {
  const urns = Array.from({ length: 2000 }, (_, n) => [0, "urn:" + name + ":" + i + ":" + n]);
  const { number } = new History(folder).append({ schema: "konductor/run/1", at: name + " " + i, stacks: [{ id: "a" }], results: {}, controls: [], resources: urns, standings: {} });
  writeSync(1, number + " " + name + " " + i + "\\n");
}`;
beforeAll(() => {
  const resolveDir = join(__dirname, "../../..");
  buildSync({ stdin: { contents: WRITER, resolveDir, loader: "ts" }, outfile: writer, bundle: true, platform: "node" });
});

describe("a history", () => {
  test("keeps runs in the order in which they were added", () => {
    const history = new History(join(root, "a", "deep"));
    expect(history.list()).toEqual([]);
    for (const at of ["x", "y", "z"]) history.append(run(at));
    expect(history.list().map((stored) => [stored.number, history.read(stored).at])).toEqual([
      [1, "x"],
      [2, "y"],
      [3, "z"],
    ]);
  });

  test("leaves no temporary file, and does not count what others left", () => {
    const folder = join(root, "b");
    mkdirSync(folder);
    writeFileSync(join(folder, ".run.1.2.tmp"), "{");
    writeFileSync(join(folder, "run-x.json"), "{");
    const history = new History(folder);
    history.append(run("x"));
    expect(readdirSync(folder).sort()).toEqual([".run.1.2.tmp", "run-000001.json", "run-x.json"]);
    expect(history.list().length).toBe(1);
  });

  test("says what is wrong with a file or a folder", () => {
    const folder = join(root, "c");
    mkdirSync(folder);
    writeFileSync(join(folder, "run-000001.json"), '{"schema":"konductor/run/1","at":"x"');
    writeFileSync(join(folder, "run-000002.json"), "[]");
    const history = new History(folder);
    const [damaged, other] = history.list();
    expect(() => history.read(damaged as never)).toThrow("is damaged");
    expect(() => history.read(other as never)).toThrow("is no run of a history");
    writeFileSync(join(root, "file"), "");
    expect(() => new History(join(root, "file")).append(run("x"))).toThrow("--history takes a folder");
  });
});

/** Ends writers at a random moment once each has kept a run, and gives what they had confirmed. */
async function killed(folder: string, writers: number, milliseconds: number): Promise<string[]> {
  let told = "";
  const children = Array.from({ length: writers }, (_, i) => {
    const child = spawn(process.execPath, [writer, folder, `w${i}-${Math.random().toString(36).slice(2)}`]);
    const begun = new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdout.on("data", (data) => (told += data));
    return { child, begun, ended: new Promise((resolve) => child.once("close", resolve)) };
  });
  await Promise.all(children.map(({ begun }) => begun));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  for (const { child } of children) child.kill("SIGKILL");
  await Promise.all(children.map(({ ended }) => ended));
  return told.split("\n").slice(0, -1);
}

test("two writers at once, killed in 50 random moments: all that was confirmed is there, and nothing half-written", async () => {
  const folder = join(root, "killed");
  const confirmed: string[] = [];
  for (let i = 0; i < 50; i++) confirmed.push(...(await killed(folder, 2, Math.random() * 40)));
  const history = new History(folder);
  const kept = new Map(history.list().map((stored) => [stored.number, history.read(stored)]));
  expect(confirmed.length).toBeGreaterThanOrEqual(100);
  expect(new Set(confirmed.map((line) => line.split(" ")[0])).size, "numbers given twice").toBe(confirmed.length);
  for (const line of confirmed) {
    const [number, name, i] = line.split(" ");
    expect(kept.get(Number(number))?.at).toBe(`${name} ${i}`);
    expect(kept.get(Number(number))?.resources.length).toBe(2000);
  }
  expect([...kept.keys()], "gaps").toEqual(Array.from({ length: kept.size }, (_, i) => i + 1));
}, 240_000);
