import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { HOSTILE } from "../../support/hostile.js";
import { temporaryFolder } from "../../support/input-files.js";
import { ROOT, stackExport, state, urnOf } from "../../support/states.js";
import { run } from "./run.js";

const folder = temporaryFolder();
const KEY = "aws:kms/key:Key";
const RULE = "aws-kms-rotation";
const URN = urnOf(KEY, "k");
let files = 0;
const newName = (name: string) => join(folder.path, `${files++}-${name}`);

const stack = folder.write(
  "stack.json",
  JSON.stringify(stackExport([ROOT, state(KEY, "k", { enableKeyRotation: false, deletionWindowInDays: 30 })])),
);

/** An approved exception for the one failure of the stack. */
function exceptionsFile(changes: Readonly<Record<string, unknown>> = {}): string {
  const entry = {
    id: "EX-1",
    rules: [RULE],
    resources: [{ urn: URN }],
    reason: "Imported material.",
    deviation: "risk-adjustment",
    requestedBy: "team",
    approvedBy: "office",
    approvedOn: "2026-03-01",
    expires: "2026-06-30",
    ...changes,
  };
  return folder.write(`${files++}-exceptions.yaml`, JSON.stringify({ exceptions: [entry] }));
}

async function assess(...args: readonly string[]) {
  const out = newName("out");
  return { out, ...(await run(["assess", stack, "--out", out, "--format", "json", ...args])) };
}
const read = (out: string): AssessmentDocument => JSON.parse(readFileSync(join(out, "assessment.json"), "utf8"));

describe("assess --exceptions", () => {
  it("opens the gate for a failure under an active exception, which stays one in the report", async () => {
    const file = exceptionsFile();
    expect((await assess()).code).toBe(1);
    const { code, out, stdout } = await assess("--exceptions", file, "--date", "2026-03-31");
    expect(code).toBe(0);
    expect(stdout).toContain("1 active; they except 1 of the failures");
    const report = read(out);
    const failing = report.results.filter((one) => one.verdict === "fail");
    expect(failing.map(({ rule, exception }) => [rule, exception])).toEqual([
      [RULE, { id: "EX-1", state: "active", approvedBy: "office", expires: "2026-06-30" }],
    ]);
    expect(report.summary).toMatchObject({ results: { fail: 1 }, failures: { medium: 1 }, excepted: { medium: 1 } });
    expect(report.priorities).toEqual([]);
    expect(report.parameters).toMatchObject({
      date: "2026-03-31",
      arguments: ["assess", stack, "--profile", "fisma-moderate", "--exceptions", file, "--date", "2026-03-31"],
      digests: { [`exceptions ${file}`]: expect.stringMatching(/^sha256:/) },
    });
  });

  it.each([
    ["on its last day", "2026-06-30", 0],
    ["in its last second", "2026-06-30T23:59:59Z", 0],
    ["in its last hour, told from the west", "2026-06-30T18:59:59-05:00", 0],
    ["a second later, told from the west", "2026-06-30T19:00:00-05:00", 1],
    ["on the day after", "2026-07-01", 1],
    ["on its first day", "2026-03-01T00:00:00Z", 0],
    ["on the day before", "2026-02-28T23:59:59Z", 1],
  ])("%s (%s): exit code %i", async (_, date, code) => {
    expect((await assess("--exceptions", exceptionsFile(), "--date", date)).code).toBe(code);
  });

  it("takes today from the clock, and records the day, so that the run can be performed again", async () => {
    const file = exceptionsFile();
    const first = await assess("--exceptions", file);
    const { arguments: words, date } = read(first.out).parameters;
    expect(words.slice(-2)).toEqual(["--date", date]);
    expect(Math.abs(Date.parse(`${date}`) - Date.now())).toBeLessThan(2 * 86_400_000);
    const out = newName("again");
    await run([...words, "--out", out, "--format", "json"]);
    const bytes = (folderName: string) => readFileSync(join(folderName, "assessment.json"), "utf8");
    expect(bytes(out)).toBe(bytes(first.out));
  });

  it("may be repeated, and leaves no trace when it is not given", async () => {
    const more = exceptionsFile({ id: "EX-2", resources: [{ name: "other" }] });
    const { out } = await assess("--exceptions", exceptionsFile(), "--exceptions", more, "--date", "2026-03-31");
    expect(read(out).exceptions.map(({ id, covered }) => [id, covered])).toEqual([
      ["EX-1", 1],
      ["EX-2", 0],
    ]);
    const plain = await assess();
    const dated = await assess("--date", "2026-03-31");
    expect(readFileSync(join(dated.out, "assessment.json"))).toEqual(readFileSync(join(plain.out, "assessment.json")));
    expect(plain.stdout).not.toContain("xception");
  });

  it("lets --fail-on ask for findings about exceptions", async () => {
    const args = ["--exceptions", exceptionsFile({ approvedBy: "Team" }), "--date", "2026-03-31", "--fail-on"];
    expect((await assess(...args, "critical")).code).toBe(0);
    expect((await assess(...args, "critical,expired-exception")).code).toBe(0);
    const refused = await assess(...args, "critical,refused-exception");
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("Gate closed: 1 finding about exceptions");
    expect(refused.stdout).toContain("EX-1 approved by Team, who requested it");
  });

  it.each<[string, () => readonly string[], RegExp]>([
    [
      "an unknown rule",
      () => ["--exceptions", exceptionsFile({ rules: ["aws-kms-rotatio"] })],
      /exceptions\.yaml:1:\d+: .*did you mean "aws-kms-rotation"/,
    ],
    [
      "a file that is not there",
      () => ["--exceptions", join(folder.path, "none.yaml")],
      /none\.yaml: there is no such file/,
    ],
    ["30 February", () => ["--date", "2026-02-30"], /--date.*expected a day as YYYY-MM-DD, or a time/s],
    ["a date without a zone", () => ["--date", "2026-02-03T00:00:00"], /--date.*expected a day/s],
  ])("ends with exit code 2 for %s, before anything is judged", async (_, args, says) => {
    const { code, stderr, out } = await assess(...args());
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(() => readdirSync(out)).toThrow("ENOENT");
  });

  it("prints no control character of a file's texts", async () => {
    const hostile = HOSTILE.filter((text) => text.length < 200).join(" ");
    const file = exceptionsFile({ reason: hostile, requestedBy: hostile, approvedBy: hostile });
    const { stdout, stderr } = await assess("--exceptions", file, "--date", "2026-03-31");
    expect(stdout).toContain("who requested it");
    expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});

describe("konductor except", () => {
  const said = ["--reason", "Imported: material", "--requested-by", "team", "--expires", "2026-06-30"];
  const except = (file: string, ...args: readonly string[]) =>
    run(["except", URN, RULE, "--file", file, ...said, ...args]);

  it("writes a request, which grants nothing until it is approved", async () => {
    const file = newName("new.yaml");
    const { code, stdout } = await except(file);
    expect([code, stdout]).toEqual([
      0,
      `EX-1 written to ${file}, a request: it grants nothing until approvedBy and approvedOn stand with it\n`,
    ]);
    const waiting = await assess("--exceptions", file, "--date", "2026-03-31");
    expect(waiting.code).toBe(1);
    expect(waiting.stdout).toContain("EX-1 waits for an approval");
    expect(read(waiting.out).exceptions).toMatchObject([
      { id: "EX-1", state: "not-approved", covered: 1, requestedBy: "team" },
    ]);
  });

  it("adds to what is there, with an approval and all that can be said", async () => {
    const file = newName("more.yaml");
    await except(file);
    const approved = ["--approved-by", "office", "--approved-on", "2026-03-01"];
    const more = ["--ticket", "T-1", "--compensating-control", "c", "--deviation", "false-positive", "--id", "K"];
    const before = readFileSync(file, "utf8");
    const { code, stdout } = await except(file, ...approved, ...more);
    expect([code, stdout]).toEqual([
      0,
      `K written to ${file}, approved by office; it holds up to the end of 2026-06-30 (UTC)\n`,
    ]);
    expect(readFileSync(file, "utf8").startsWith(before)).toBe(true);
    const { code: gate, out } = await assess("--exceptions", file, "--date", "2026-03-31");
    expect(gate).toBe(0);
    expect(read(out).exceptions[1]).toMatchObject({
      ticket: "T-1",
      compensatingControl: "c",
      deviation: "false-positive",
      covered: 1,
      resources: [{ urn: URN }],
    });
  });

  it("names one resource even where its name holds a wildcard", async () => {
    const file = newName("wild.yaml");
    await run(["except", urnOf(KEY, "a*b"), `${RULE},aws-kms-*`, "--file", file, ...said]);
    const text = readFileSync(file, "utf8");
    expect(text).toContain("::a?b\n");
    expect(text).toContain("- aws-kms-*\n");
  });

  it("keeps the file's mode, writes through a link, and leaves nothing beside it", async () => {
    const file = folder.write("modes/exceptions.yaml", "exceptions: []\n");
    chmodSync(file, 0o640);
    symlinkSync(file, join(folder.path, "modes", "link.yaml"));
    expect((await except(join(folder.path, "modes", "link.yaml"))).code).toBe(0);
    expect(lstatSync(join(folder.path, "modes", "link.yaml")).isSymbolicLink()).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readFileSync(file, "utf8")).toContain("EX-1");
    expect(readdirSync(join(folder.path, "modes")).sort()).toEqual(["exceptions.yaml", "link.yaml"]);
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      "an approval by who asks",
      ["--approved-by", "TEAM", "--approved-on", "2026-03-01"],
      /grant nothing, so it was not written: approved by TEAM, who requested it/,
    ],
    [
      "too long an approval",
      ["--approved-by", "x", "--approved-on", "2025-03-01"],
      /runs for 486 days; for medium rules 180 are the most/,
    ],
    ["an approver alone", ["--approved-by", "x"], /approvedBy needs approvedOn/],
    ["a day that is none", ["--approved-on", "2026-02-30"], /--approved-on.*expected a day of the calendar/s],
    [
      "an expiry before the approval",
      ["--approved-by", "x", "--approved-on", "2026-07-01"],
      /expires before it is approved/,
    ],
    [
      "an unknown deviation",
      ["--deviation", "whim"],
      /--deviation.*false-positive, operational-requirement, risk-adjustment/s,
    ],
    ["an id that is taken", ["--id", "EX-1"], /id "EX-1" is taken/],
    [
      "a folder that is not there",
      ["--file", join(folder.path, "no", "x.yaml")],
      /x\.yaml: lies in a folder that does not exist/,
    ],
    ["JSON", ["--file", "x.json"], /x\.json: is JSON/],
  ])("refuses %s and leaves the file as it was", async (_, args, says) => {
    const file = newName("old.yaml");
    await except(file);
    const before = readFileSync(file, "utf8");
    const { code, stderr } = await except(file, ...args);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("refuses what is no URN, an unknown rule, and a damaged file", async () => {
    const file = newName("never.yaml");
    expect((await run(["except", "assets", RULE, "--file", file, ...said])).stderr).toContain('"assets" is no URN');
    const unknown = await run(["except", URN, "aws-kms-rotatio", "--file", file, ...said]);
    expect(unknown.stderr).toContain('rules[0]: unknown rule "aws-kms-rotatio": did you mean "aws-kms-rotation"?');
    const damaged = folder.write("damaged.yaml", "exceptions: {\n");
    expect((await except(damaged)).stderr).toMatch(/damaged\.yaml:2:1: /);
    expect(readFileSync(damaged, "utf8")).toBe("exceptions: {\n");
    const binary = folder.write("binary.yaml", Buffer.from([0xff, 0xfe]));
    expect((await except(binary)).stderr).toContain("is not UTF-8 text");
  });
});
