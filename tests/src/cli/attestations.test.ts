import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { HOSTILE } from "../../support/hostile.js";
import { temporaryFolder } from "../../support/input-files.js";
import { ROOT, stackExport, state } from "../../support/states.js";
import { run } from "./run.js";

const folder = temporaryFolder();
let files = 0;
const newName = (name: string) => join(folder.path, `${files++}-${name}`);
const key = state("aws:kms/key:Key", "k", { enableKeyRotation: true, deletionWindowInDays: 30 });
const stack = folder.write("stack.json", JSON.stringify(stackExport([ROOT, key])));

/** An attestation that is valid up to the end of 2026-06-30. */
function attestationsFile(changes: Readonly<Record<string, unknown>> = {}, more: object = {}): string {
  const entry = {
    control: "AC-1",
    statement: "It is so.",
    owner: "office",
    attestedBy: "head",
    attestedOn: "2026-03-01",
    validFor: "P4M",
    method: "INTERVIEW",
    ...changes,
  };
  return folder.write(`${files++}-attestations.yaml`, JSON.stringify({ attestations: [entry], ...more }));
}

async function assess(...args: readonly string[]) {
  const out = newName("out");
  return { out, ...(await run(["assess", stack, "--out", out, "--format", "json", ...args])) };
}
const read = (out: string): AssessmentDocument => JSON.parse(readFileSync(join(out, "assessment.json"), "utf8"));
const control = (out: string, id: string) => read(out).controls.find((one) => one.id === id);

describe("assess --attestations", () => {
  it("tells that a control is attested, by whom, and records file, digest and day", async () => {
    const file = attestationsFile();
    const { code, out, stdout } = await assess("--attestations", file, "--date", "2026-03-31");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Controls {4}of 287 controls, 0 contradicted, .* 1 attested, 0 inherited and \d+ open\n/);
    expect(stdout).toMatch(
      /^Attested {4}1 valid\n {12}\d+ controls would be inherited, and no valid entry names the provider$/m,
    );
    const report = read(out);
    expect(control(out, "AC-1")).toMatchObject({
      status: "attested",
      attestation: { owner: "office", expires: "2026-06-30" },
    });
    expect(report.attestations).toMatchObject([{ control: "AC-1", state: "valid", profiles: ["fisma-moderate"] }]);
    expect(report.parameters).toMatchObject({
      date: "2026-03-31",
      arguments: ["assess", stack, "--profile", "fisma-moderate", "--attestations", file, "--date", "2026-03-31"],
      digests: { [`attestations ${file}`]: expect.stringMatching(/^sha256:/) },
      attestationLimits: { validFor: "P1Y", warnDays: 30 },
    });
    const total = Object.values(report.summary.controls[0]?.statuses ?? {}).reduce((sum, n) => sum + n, 0);
    expect(total).toBe(287);
  });

  it.each([
    ["on its last day", "2026-06-30", "attested"],
    ["in its last second", "2026-06-30T23:59:59Z", "attested"],
    ["in its last hour, told from the west", "2026-06-30T18:59:59-05:00", "attested"],
    ["a second later, told from the west", "2026-06-30T19:00:00-05:00", "no-evidence"],
    ["on the day after", "2026-07-01", "no-evidence"],
    ["in its first second", "2026-03-01T00:00:00Z", "attested"],
    ["in the second before", "2026-02-28T23:59:59Z", "no-evidence"],
    ["on its first day, told from the east", "2026-03-01T09:00:00+09:00", "attested"],
  ])("%s (%s): %s", async (_, date, status) => {
    const { out } = await assess("--attestations", attestationsFile(), "--date", date);
    expect(control(out, "AC-1")?.status).toBe(status);
  });

  it("takes today from the clock and records it, so that the run can be performed again", async () => {
    const first = await assess("--attestations", attestationsFile());
    const { arguments: words, date } = read(first.out).parameters;
    expect(words.slice(-2)).toEqual(["--date", date]);
    const out = newName("again");
    await run([...words, "--out", out, "--format", "json"]);
    const bytes = (name: string) => readFileSync(join(name, "assessment.json"), "utf8");
    expect(bytes(out)).toBe(bytes(first.out));
  });

  it("may be repeated, and leaves no trace when it is not given", async () => {
    const inherited = folder.write(
      "inherited.yaml",
      "inherited:\n  - { control: PE-3, provider: Cloud, authorisation: A-1, attestedBy: t, attestedOn: 2026-01-01, validFor: P1Y }\n",
    );
    const args = ["--attestations", attestationsFile(), "--attestations", inherited, "--date", "2026-03-31"];
    const { out } = await assess(...args);
    expect(read(out).attestations.map(({ kind, control: id }) => [kind, id])).toEqual([
      ["attestation", "AC-1"],
      ["inheritance", "PE-3"],
    ]);
    expect([control(out, "PE-3")?.status, control(out, "PE-2")?.status]).toEqual(["inherited", "no-evidence"]);
    const empty = await assess("--attestations", folder.write("empty.yaml", "{}"), "--date", "2026-03-31");
    expect(empty.stdout).toMatch(/^Attested {4}nothing\n/m);
    expect(control(empty.out, "PE-2")?.status).toBe("no-evidence");
    const plain = await assess();
    expect(control(plain.out, "PE-2")?.status).toBe("inherited");
    const dated = await assess("--date", "2026-03-31");
    expect(readFileSync(join(dated.out, "assessment.json"))).toEqual(readFileSync(join(plain.out, "assessment.json")));
    expect(read(plain.out)).toMatchObject({ attestations: [], attestationFindings: [] });
    expect(plain.stdout).not.toContain("Attested ");
  });

  it("speaks of ISO 27001 as well, and tells what no profile of the run holds", async () => {
    const file = attestationsFile({ control: "A.5.1" });
    const iso = await assess("--profile", "iso-27001-2022", "--attestations", file, "--date", "2026-03-31");
    expect(control(iso.out, "A.5.1")).toMatchObject({ status: "attested", label: "attested" });
    const nist = await assess("--attestations", file, "--date", "2026-03-31");
    expect(nist.stdout).toContain("A.5.1 attestation is of a control in no profile that was assessed");
  });

  it("lets --fail-on ask for findings about attestations", async () => {
    const args = ["--attestations", attestationsFile(), "--date", "2026-07-01", "--fail-on"];
    expect((await assess(...args, "any")).code).toBe(0);
    const expired = await assess(...args, "any,expired-attestation");
    expect(expired.code).toBe(1);
    expect(expired.stdout).toContain("Gate closed: 1 finding about attestations");
    expect(expired.stdout).toContain("AC-1 attestation expired after 2026-06-30");
    const examined = attestationsFile({ method: "EXAMINE" });
    const soft = ["--attestations", examined, "--date", "2026-04-01", "--fail-on"];
    expect((await assess(...soft, "expired-attestation")).code).toBe(0);
    expect((await assess(...soft, "any-attestation")).code).toBe(1);
  });

  it.each<[string, () => string, RegExp]>([
    [
      "an unknown control",
      () => attestationsFile({ control: "AC-222" }),
      /attestations\.yaml:1:\d+: .*unknown control "AC-222": did you mean "AC-22"/,
    ],
    ["a withdrawn control", () => attestationsFile({ control: "AC-2(10)" }), /AC-2\(10\) is withdrawn/],
    [
      "a century",
      () => attestationsFile({ validFor: "P100Y" }),
      /:1:\d+: attestations\[0\]\.validFor: P100Y is too long/,
    ],
    ["a file that is not there", () => join(folder.path, "none.yaml"), /none\.yaml: there is no such file/],
    [
      "evidence that changed",
      () => attestationsFile({ evidence: [{ path: "stack.json", sha256: "0".repeat(64) }] }),
      /:1:\d+: .*stack\.json has another digest/,
    ],
  ])("ends with exit code 2 for %s, before anything is judged", async (_, file, says) => {
    const { code, stderr, out } = await assess("--attestations", file());
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(() => readdirSync(out)).toThrow("ENOENT");
  });

  it("prints no control character of a file's texts", async () => {
    const hostile = HOSTILE.filter((text) => text.length < 200).join(" ");
    const entry = {
      control: "PE-3",
      provider: hostile,
      authorisation: hostile,
      attestedBy: hostile,
      attestedOn: "2026-01-01",
      validFor: "P1M",
    };
    const file = attestationsFile({ statement: hostile, owner: hostile }, { inherited: [entry] });
    const { stdout, stderr } = await assess("--attestations", file, "--date", "2026-03-31");
    expect(stdout).toContain("PE-3 inheritance from ");
    expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});

describe("konductor attest", () => {
  const said = ["--owner", "office", "--attested-by", "head", "--attested-on", "2026-03-01", "--method", "EXAMINE"];
  const attest = (file: string, ...args: readonly string[]) =>
    run(["attest", "AC-1", "--file", file, ...said, ...args]);

  it("writes an entry with the digests of its evidence, which counts", async () => {
    const policy = folder.write("policies/access policy.md", "The policy.\n");
    const file = newName("new.yaml");
    const { code, stdout } = await attest(
      file,
      ...["--statement", "Approved: yes", "--valid-for", "P4M"],
      ...["--evidence", relative(process.cwd(), policy), "--evidence", "https://example.org/policy"],
    );
    expect([code, stdout]).toEqual([
      0,
      `AC-1 written to ${file}, attested by head; it holds from 2026-03-01 up to the end of 2026-06-30 (UTC)\n`,
    ]);
    const { out } = await assess("--attestations", file, "--date", "2026-06-30", "--fail-on", "any-attestation,any");
    expect(control(out, "AC-1")).toMatchObject({
      status: "attested",
      attestation: {
        statement: "Approved: yes",
        evidence: [
          { path: "policies/access policy.md", sha256: createHash("sha256").update("The policy.\n").digest("hex") },
          { url: "https://example.org/policy" },
        ],
      },
    });
    folder.write("policies/access policy.md", "Another policy.\n");
    expect((await assess("--attestations", file)).stderr).toContain("has another digest");
  });

  it("adds to what is there, for a year from today where nothing else is said", async () => {
    const file = folder.write(`${files++}-more.yaml`, "# Ours.\ninherited: [] # none yet\n");
    const { code } = await run([
      "attest",
      "AT-1",
      "--file",
      file,
      "--owner",
      "o",
      "--attested-by",
      "a",
      "--method",
      "INTERVIEW",
    ]);
    expect(code).toBe(0);
    expect((await attest(file)).code).toBe(0);
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^# Ours\.\ninherited: \[\] # none yet\n\nattestations:\n {2}- control: AT-1\n/);
    expect(text.match(/validFor: P1Y/g)).toHaveLength(2);
    const { out } = await assess("--attestations", file);
    expect(control(out, "AT-1")?.status).toBe("attested");
  });

  it.each<[string, readonly string[], RegExp]>([
    ["a control that is attested", [], /control: AC-1 is attested at .*renew that entry/],
    ["a day that is none", ["--attested-on", "2026-02-29"], /--attested-on.*expected a day of the calendar/s],
    ["a century", ["--valid-for", "P100Y"], /validFor: P100Y is too long/],
    ["a duration that is none", ["--valid-for", "1y"], /validFor: expected a duration/],
    ["an unknown method", ["--method", "TEST"], /--method.*EXAMINE, INTERVIEW/s],
    ["the id of a part", ["--statement", "ac-1_smt.a"], /statement: expected what is attested, in words/],
    ["evidence that is not there", ["--evidence", join(folder.path, "none.md")], /none\.md: there is no such file/],
    ["evidence without a name", ["--evidence", ""], /--evidence takes a file or an address, and this one is empty/],
    ["a folder as evidence", ["--evidence", folder.path], /is no file/],
    [
      "a folder that is not there",
      ["--file", join(folder.path, "no", "x.yaml")],
      /x\.yaml: lies in a folder that does not exist/,
    ],
    ["JSON", ["--file", "x.json"], /x\.json: is JSON; add the entry by hand, or keep attestations in YAML/],
  ])("refuses %s and leaves the file as it was", async (_, args, says) => {
    const file = newName("old.yaml");
    await attest(file);
    const before = readFileSync(file, "utf8");
    const { code, stderr } = await attest(file, ...args);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("refuses a technical and an unknown control, and writes nothing", async () => {
    const file = newName("never.yaml");
    const technical = await run(["attest", "AU-12", "--file", file, ...said]);
    expect(technical.stderr).toContain("it would count for nothing, so it was not written: AU-12 is technical");
    const unknown = await run(["attest", "AC-222", "--file", file, ...said]);
    expect(unknown.stderr).toContain('control: unknown control "AC-222": did you mean "AC-22"?');
    expect([technical.code, unknown.code]).toEqual([2, 2]);
    expect(readdirSync(folder.path).some((name) => name.endsWith("never.yaml"))).toBe(false);
  });
});
