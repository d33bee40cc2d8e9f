import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { run } from "./run.js";

const CARELESS = join(__dirname, "../../../examples/aws-web-app/stack.careless.json");
const folder = temporaryFolder();
const runs = () => join(folder.path, "runs");

interface Exported {
  readonly deployment: { readonly resources: { urn: string; aliases?: string[] }[] };
}

/** The careless application, with one of its buckets under another name. */
function renamed(
  name: string,
  aliases: (old: string) => readonly string[],
): { input: string; old: string; urn: string } {
  const text = readFileSync(CARELESS, "utf8");
  const { urn: old } = (JSON.parse(text) as Exported).deployment.resources.find(({ urn }) =>
    /:Bucket(V2)?::/.test(urn),
  ) as {
    urn: string;
  };
  const urn = `${old.slice(0, old.lastIndexOf("::"))}::${name}`;
  const state = JSON.parse(text.replaceAll(JSON.stringify(old), JSON.stringify(urn))) as Exported;
  for (const one of state.deployment.resources) if (one.urn === urn) one.aliases = [...aliases(old)];
  return { input: folder.write(`${name}.json`, JSON.stringify(state)), old, urn };
}

/** Assesses with the history, and gives the assessment. */
async function assess(input: string, ...more: string[]): Promise<AssessmentDocument & { code: number }> {
  const out = join(folder.path, "out");
  const { code, stderr } = await run(["assess", input, "--out", out, "--format", "json", "--quiet", ...more]);
  expect(stderr).toBe("");
  return { ...(JSON.parse(readFileSync(join(out, "assessment.json"), "utf8")) as AssessmentDocument), code };
}
const open = ({ results }: AssessmentDocument) =>
  results.filter(({ verdict }) => !/^(pass|not-applicable)$/.test(verdict));

describe("assess --history", () => {
  const { input, old, urn } = renamed("renamed", (old) => [old]);
  let [first, second, third] = [] as Awaited<ReturnType<typeof assess>>[];
  beforeAll(async () => {
    first = await assess(CARELESS, "--history", runs());
    second = await assess(input, "--history", runs());
    third = await assess(CARELESS, "--history", runs(), "--baseline", runs(), "--fail-on", "new,worse");
  });

  it("dates every result that is no pass, and no other", () => {
    const dated = first?.results.filter(({ tracking }) => tracking !== undefined) ?? [];
    expect(dated).toEqual(open(first as never));
    expect(dated.length).toBeGreaterThan(50);
    expect(new Set(dated.map(({ tracking }) => tracking?.since))).toEqual(new Set([first?.history?.at]));
    expect(first?.history).toMatchObject({ runs: [], count: 0 });
  });

  it("tells the runs before, and follows what was renamed", () => {
    expect(second?.history).toMatchObject({
      count: 1,
      runs: [{ at: first?.history?.at, results: first?.summary.results }],
    });
    expect(second?.history?.runs[0]?.controls).toEqual(first?.summary.controls);
    const mine = open(second as never).filter((result) => result.urn === urn);
    expect(mine.length).toBeGreaterThan(2);
    for (const { tracking } of mine) expect(tracking).toEqual({ since: first?.history?.at, formerly: old });
    expect(new Set(open(second as never).map(({ tracking }) => tracking?.since))).toEqual(
      new Set([first?.history?.at]),
    );
  });

  it("holds that a name of before, without an alias, is another resource", () => {
    const mine = open(third as never).filter((result) => result.urn === old);
    for (const { tracking } of mine) expect(tracking).toEqual({ since: third?.history?.at });
    expect(third?.code).toBe(1);
  });

  it("opens the ratchet for what was only renamed", async () => {
    const baseline = ["--baseline", join(runs(), "run-000001.json"), "--fail-on", "new,worse"];
    expect((await assess(input, ...baseline)).code).toBe(0);
    expect((await assess(renamed("nobody", () => []).input, ...baseline)).code).toBe(1);
  });

  it("says in the difference what it was called", async () => {
    const { stdout } = await run(["history", "diff", runs(), "1", "2"]);
    expect(stdout).toMatch(/^\d+ unchanged\n$/);
    const shown = await run(["history", "show", runs(), "2", "--json"]);
    expect(JSON.parse(shown.stdout).findings[0]).toMatchObject({ since: first?.history?.at });
  });

  it("shows the trend of one control", async () => {
    const { stdout } = await run(["history", "trend", runs(), "--control", "sc-28(1)"]);
    expect(stdout.trimEnd().split("\n")).toEqual(
      [1, 2, 3].map((n) =>
        expect.stringMatching(new RegExp(`^ +${n}  \\S+  SC-28\\(1\\)  [a-z-]+  \\(fisma-moderate\\)$`)),
      ),
    );
    const none = await run(["history", "trend", runs(), "--control", "ZZ-1"]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no run tells of the control "ZZ-1"')]);
  });

  it("seals what the runs before found with the rest, and replays it to the byte", async () => {
    const [key, bundle] = ["signer.pem", "bundle"].map((name) => join(folder.path, name)) as [string, string];
    expect((await run(["keygen", key])).code).toBe(0);
    const elsewhere = folder.write("else.json", readFileSync(CARELESS, "utf8").replaceAll("careless", "elsewhere"));
    await assess(elsewhere, "--history", runs());
    await assess(input, "--history", runs(), "--bundle", bundle, "--key", key, "--fail-on", "none");
    const sealed = JSON.parse(readFileSync(join(bundle, "reports/assessment.json"), "utf8")) as AssessmentDocument;
    expect(sealed.history?.count).toBe(4);
    const told = readFileSync(join(bundle, "run.json"), "utf8");
    expect([told.includes(old), told.includes("elsewhere")], "what is of another stack").toEqual([true, false]);
    expect(sealed.results.some(({ tracking }) => tracking?.formerly === old)).toBe(true);
    const replayed = await run(["verify", bundle, "--key", `${key}.pub`, "--replay"]);
    expect([replayed.code, replayed.stderr]).toEqual([0, ""]);
  });

  it("ends before it judges where a run is damaged", async () => {
    const file = join(folder.path, "damaged", "run-000001.json");
    const whole = JSON.parse(readFileSync(join(runs(), "run-000002.json"), "utf8"));
    folder.write("damaged/run-000001.json", "");
    for (const part of [
      { stacks: 1 },
      { resources: [[9, "x"]] },
      { standings: { r: { fail: [-1] } } },
      { formerly: [[0, 1]] },
    ]) {
      writeFileSync(file, JSON.stringify({ ...whole, ...part }));
      const { code, stderr } = await run([
        "assess",
        input,
        "--out",
        join(folder.path, "x"),
        "--history",
        join(file, ".."),
      ]);
      expect([part, code, stderr]).toEqual([part, 2, expect.stringContaining("is no run of a history")]);
    }
  });
});
