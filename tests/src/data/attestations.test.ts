import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadAttestations } from "../../../src/data/attestations.js";
import { openData } from "../../../src/data/compiled.js";
import { attestationState } from "../../../src/engine/index.js";
import { DEFAULT_ATTESTATION_LIMITS } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { FRAMEWORKS, POLICY, POLICY_SHA256 } from "./attestations-fixture.js";
import { problemsOf } from "./fixture.js";

const folder = temporaryFolder();
folder.write("policies/policy.md", POLICY);

const SOUND: Readonly<Record<string, unknown>> = {
  control: "AC-1",
  statement: "It is so.",
  evidence: [{ path: "policies/policy.md", sha256: POLICY_SHA256 }],
  owner: "office",
  attestedBy: "head",
  attestedOn: "2026-01-31",
  validFor: "P1M",
  method: "EXAMINE",
};
const INHERITED: Readonly<Record<string, unknown>> = {
  control: "PE-1",
  provider: "Cloud",
  authorisation: "Moderate, A-1",
  evidence: [{ url: "https://example.org/a", sha256: "A".repeat(64) }, { url: "https://example.org/b" }],
  attestedBy: "team",
  attestedOn: "2026-01-01",
  validFor: "P1Y",
};

/** YAML with a key a line, so that each stands on a line of its own. */
function entry(changes: Readonly<Record<string, unknown>> = {}, sound = SOUND): string {
  const lines = Object.entries({ ...sound, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `    ${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return `  -\n${lines.join("\n")}\n`;
}

const load = (text: string, name = "attestations.yaml") => loadAttestations([folder.write(name, text)], FRAMEWORKS);
const problems = (text: string) => problemsOf(folder.path, () => load(text));

describe("an attestations file", () => {
  test("is loaded with what follows from it, the place of each entry, and its digest", () => {
    const set = load(`attestations:\n${entry()}inherited:\n${entry({}, INHERITED)}`);
    const file = join(folder.path, "attestations.yaml");
    expect(set).toEqual({
      entries: [
        {
          ...SOUND,
          kind: "attestation",
          catalog: "demo",
          expires: "2026-02-27",
          disposition: "organisational",
          origin: { file, line: 3 },
        },
        {
          ...INHERITED,
          kind: "inheritance",
          catalog: "demo",
          evidence: [{ url: "https://example.org/a", sha256: "a".repeat(64) }, { url: "https://example.org/b" }],
          expires: "2026-12-31",
          disposition: "inherited",
          origin: { file, line: 13 },
        },
      ],
      limits: DEFAULT_ATTESTATION_LIMITS,
      digests: { [file]: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
    expect(JSON.parse(JSON.stringify(set))).toEqual(set);
  });

  test("may be JSON, name no evidence and no statement, and be empty", () => {
    const { statement: _, evidence: __, ...bare } = SOUND;
    const set = load(JSON.stringify({ attestations: [bare] }), "attestations.json");
    expect(set.entries[0]).toMatchObject({ evidence: [] });
    expect(set.entries[0]).not.toHaveProperty("statement");
    expect(load("{}").entries).toEqual([]);
    expect(load("attestations: []\ninherited: []\n").entries).toEqual([]);
  });

  test("names a control of several catalogues by its catalogue, and may attest and inherit one control", () => {
    const set = load(
      `attestations:\n${entry({ control: "other/X-1" })}${entry({ control: "PE-1" })}inherited:\n${entry({}, INHERITED)}`,
    );
    expect(set.entries.map(({ kind, catalog, control }) => [kind, catalog, control])).toEqual([
      ["attestation", "other", "X-1"],
      ["attestation", "demo", "PE-1"],
      ["inheritance", "demo", "PE-1"],
    ]);
  });

  test("sets limits, one by one, in one file", () => {
    expect(load("limits: { validFor: P3Y }\n").limits).toEqual({ validFor: "P3Y", warnDays: 30 });
    expect(load("limits: { warnDays: 0 }\n").limits).toEqual({ validFor: "P1Y", warnDays: 0 });
    expect(load(`limits: { validFor: P3Y }\nattestations:\n${entry({ validFor: "P36M" })}`).entries).toHaveLength(1);
    const files = ["one.yaml", "two.yaml"].map((name) => folder.write(name, "limits: {}\n"));
    expect(problemsOf(folder.path, () => loadAttestations(files, FRAMEWORKS))).toEqual([
      `two.yaml:1:1: limits: limits stand in ${files[0]} already; keep them in one file`,
    ]);
  });

  test("reads evidence from where the file lies, in pieces", () => {
    const large = Buffer.alloc(3_000_000, "x");
    folder.write("deep/evidence/large.bin", large);
    const evidence = [
      { path: "evidence/large.bin", sha256: createHash("sha256").update(large).digest("hex") },
      { path: "../policies/policy.md", sha256: POLICY_SHA256.toUpperCase() },
    ];
    const set = load(`attestations:\n${entry({ evidence })}`, "deep/a.yaml");
    expect(set.entries[0]?.evidence).toEqual([evidence[0], { path: "../policies/policy.md", sha256: POLICY_SHA256 }]);
  });
});

describe("an attestations file is refused for", () => {
  mkdirSync(join(folder.path, "afolder"));
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["an unknown key", { onwer: "x" }, '11:5: attestations[0].onwer: unknown key "onwer": did you mean "owner"?'],
    [
      "a missing key",
      { owner: undefined },
      "3:5: attestations[0].owner: Invalid input: expected string, received undefined",
    ],
    [
      "an unknown control",
      { control: "AC-22" },
      '3:14: attestations[0].control: unknown control "AC-22": did you mean "AC-2"?',
    ],
    [
      "an unknown control of a catalogue",
      { control: "demo/AC-11" },
      'unknown control "demo/AC-11": did you mean "demo/AC-1"?',
    ],
    [
      "a withdrawn control",
      { control: "AC-9" },
      "3:14: attestations[0].control: control AC-9 is withdrawn: nothing is left to attest",
    ],
    [
      "a control of several catalogues",
      { control: "X-1" },
      '3:14: attestations[0].control: "X-1" stands in several catalogues; write one of demo/X-1, other/X-1',
    ],
    ["an empty statement", { statement: "' '" }, "4:16: attestations[0].statement: expected text, found none"],
    [
      "the id of a part",
      { statement: "ac-2_smt.h" },
      "4:16: attestations[0].statement: expected what is attested, in words",
    ],
    [
      "30 February",
      { attestedOn: "2026-02-30" },
      "8:17: attestations[0].attestedOn: expected a day of the calendar as YYYY-MM-DD",
    ],
    [
      "29 February of a common year",
      { attestedOn: "2026-02-29" },
      "8:17: attestations[0].attestedOn: expected a day of the calendar",
    ],
    [
      "a date that is no date",
      { attestedOn: "yesterday" },
      "8:17: attestations[0].attestedOn: expected a day of the calendar",
    ],
    [
      "a time",
      { attestedOn: "2026-03-01T00:00:00Z" },
      "8:17: attestations[0].attestedOn: expected a day of the calendar",
    ],
    [
      "a duration that is none",
      { validFor: "1 year" },
      "9:15: attestations[0].validFor: expected a duration in years, months, weeks and days",
    ],
    ["hours", { validFor: "PT24H" }, "9:15: attestations[0].validFor: expected a duration"],
    ["no time at all", { validFor: "P0D" }, "9:15: attestations[0].validFor: expected a duration"],
    [
      "a century",
      { validFor: "P100Y" },
      "9:15: attestations[0].validFor: P100Y is too long: P1Y is the most (limits.validFor sets it, up to P3Y)",
    ],
    ["a day more than a year", { validFor: "P1Y1D" }, "9:15: attestations[0].validFor: P1Y1D is too long"],
    ["a day more than a year, in days", { validFor: "P366D" }, "9:15: attestations[0].validFor: P366D is too long"],
    [
      "a validity beyond the calendar",
      { attestedOn: "9999-12-31" },
      "9:15: attestations[0].validFor: runs beyond the year 9999",
    ],
    [
      "a method of rules",
      { method: "TEST" },
      '10:13: attestations[0].method: Invalid option: expected one of "EXAMINE"|"INTERVIEW"',
    ],
    [
      "another digest",
      { evidence: [{ path: "policies/policy.md", sha256: "0".repeat(64) }] },
      `attestations[0].evidence[0].sha256: policies/policy.md has another digest, ${POLICY_SHA256}: it is not what was attested`,
    ],
    [
      "evidence that is not there",
      { evidence: [{ path: "none.md", sha256: "0".repeat(64) }] },
      '5:24: attestations[0].evidence[0].path: "none.md" there is no such file',
    ],
    [
      "a folder as evidence",
      { evidence: [{ path: "afolder", sha256: "0".repeat(64) }] },
      'attestations[0].evidence[0].path: "afolder" is no file',
    ],
    [
      "a path without a digest",
      { evidence: [{ path: "policies/policy.md" }] },
      "5:16: attestations[0].evidence[0]: a path needs sha256 beside it, the digest of the file",
    ],
    [
      "a path and an address",
      { evidence: [{ path: "a", url: "https://example.org", sha256: "0".repeat(64) }] },
      "5:16: attestations[0].evidence[0]: expected one of path and url",
    ],
    [
      "neither",
      { evidence: [{ sha256: "0".repeat(64) }] },
      "5:16: attestations[0].evidence[0]: expected one of path and url",
    ],
    [
      "an address of another kind",
      { evidence: [{ url: "javascript:alert(1)" }] },
      "attestations[0].evidence[0].url: expected an address that begins with https:// or http://",
    ],
    [
      "a digest that is none",
      { evidence: [{ path: "a", sha256: "abc" }] },
      "attestations[0].evidence[0].sha256: expected a SHA-256: 64 hexadecimal digits",
    ],
  ])("%s", (_, changes, expected) => {
    const found = problems(`attestations:\n${entry(changes)}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^attestations\.yaml:\d+:\d+: /);
    expect(found[0]).toContain(expected);
  });

  test.each([
    [
      "a control twice",
      `attestations:\n${entry()}${entry({ control: "demo/AC-1" })}`,
      "12:14: attestations[1].control: AC-1 is attested at",
    ],
    [
      "a control inherited twice",
      `inherited:\n${entry({}, INHERITED)}${entry({}, INHERITED)}`,
      "11:14: inherited[1].control: PE-1 is inherited at",
    ],
    [
      "an inheritance of a century",
      `inherited:\n${entry({ validFor: "P100Y" }, INHERITED)}`,
      "9:15: inherited[0].validFor: P100Y is too long",
    ],
    [
      "no provider",
      `inherited:\n${entry({ provider: undefined }, INHERITED)}`,
      "3:5: inherited[0].provider: Invalid input",
    ],
    ["a limit of a century", "limits: { validFor: P100Y }\n", "1:21: limits.validFor: P3Y is the most"],
    ["an unknown limit", "limits: { warn: 3 }\n", '1:11: limits.warn: unknown key "warn"'],
    [
      "an unknown key at the top",
      "attestation: []\n",
      '1:1: attestation: unknown key "attestation": did you mean "attestations"?',
    ],
    ["nothing in it", "", "1:1: Invalid input: expected object, received null"],
    ["a key twice", "attestations: []\nattestations: []\n", "2:1: Map keys must be unique"],
  ])("%s", (_, text, expected) => {
    expect(problems(text).join("\n")).toContain(`attestations.yaml:${expected}`);
  });

  test("everything that is wrong, in all files, at once", () => {
    const files = [
      folder.write("a.yaml", `attestations:\n${entry({ control: "AC-22", validFor: "P2Y" })}`),
      folder.write("b.yaml", `attestations:\n${entry()}`),
      folder.write("c.yaml", `attestations:\n${entry()}`),
      join(folder.path, "d.yaml"),
    ];
    const found = problemsOf(folder.path, () => loadAttestations(files, FRAMEWORKS));
    expect(found.map((text) => text.split(":", 1)[0]).sort()).toEqual(["a.yaml", "a.yaml", "c.yaml", "d.yaml"]);
  });
});

test("the examples of docs/attestations.md load, and count for what they say", () => {
  const page = readFileSync(join(__dirname, "../../../docs/attestations.md"), "utf8");
  const [example = "", limits = ""] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((block) => block[1]);
  folder.write("policies/access-control.md", "# Access control policy\n");
  const frameworks = openData().frameworks();
  const set = loadAttestations(
    [folder.write("example.yaml", example), folder.write("limits.yaml", limits)],
    frameworks,
  );
  expect(set.entries.map(({ control, expires }) => [control, expires])).toEqual([
    ["AC-1", "2027-01-14"],
    ["A.6.3", "2026-08-01"],
    ["PE-3", "2027-01-19"],
  ]);
  expect(set.limits.validFor).toBe("P3Y");
  expect(set.entries.map((one) => attestationState(one, "2026-03-01"))).toEqual(["valid", "valid", "valid"]);
});
