import { describe, expect, it } from "vitest";
import { attestationState } from "../../../src/engine/index.js";
import {
  type Assessment,
  ATTESTATION_FINDINGS,
  type Attestation,
  type AttestationFindingKind,
  type AttestationLimits,
  DEFAULT_ATTESTATION_LIMITS,
  type Inheritance,
  type LoadedAttestation,
  type Resource,
} from "../../../src/model/index.js";
import { assessStacks, demoFramework, demoRule, row, setup, stackOf, thing } from "./fixture.js";

const TODAY = "2026-03-15";
const framework = demoFramework({
  mapping: [row("AC-2", "a"), row("AC-3", "a", { coverage: "full" })],
  controls: { "AC-1": "organisational", "AC-2": "hybrid", "AC-3": "technical", "PE-1": "inherited" },
});
const rules = [demoRule("a", "high")];
const CATALOG = framework.catalog.id;
const [PROFILE] = framework.profiles.map(({ id }) => id) as [string];

const common = {
  catalog: CATALOG,
  evidence: [{ url: "https://example.org" }],
  attestedBy: "head",
  attestedOn: "2026-03-01",
  validFor: "P1Y",
  expires: "2027-02-28",
  origin: { file: "attestations.yaml", line: 2 },
};
const DISPOSITIONS = { "AC-1": "organisational", "AC-2": "hybrid", "AC-3": "technical", "PE-1": "inherited" } as const;
const dispositionOf = (control: string) =>
  control in DISPOSITIONS ? { disposition: DISPOSITIONS[control as keyof typeof DISPOSITIONS] } : {};

function attested(control: string, more: Partial<Attestation> = {}): LoadedAttestation {
  return {
    kind: "attestation",
    control,
    owner: "office",
    method: "EXAMINE",
    ...common,
    ...more,
    ...dispositionOf(control),
  };
}
function inherited(control: string, more: Partial<Inheritance> = {}): LoadedAttestation {
  return {
    kind: "inheritance",
    control,
    provider: "Cloud",
    authorisation: "A-1",
    ...common,
    ...more,
    ...dispositionOf(control),
  };
}

function assessed(
  entries: readonly LoadedAttestation[] | undefined,
  resources: readonly Resource[] = [thing("t")],
  limits: Partial<AttestationLimits> = {},
): Assessment {
  const set = { entries: entries ?? [], limits: { ...DEFAULT_ATTESTATION_LIMITS, ...limits }, digests: {} };
  const attestations = { set, today: TODAY };
  return assessStacks(setup([framework], rules, entries === undefined ? {} : { attestations }), stackOf(...resources));
}
const statuses = ({ controls }: Assessment) => Object.fromEntries(controls.map(({ id, status }) => [id, status]));
const kinds = ({ attestationFindings }: Assessment) => attestationFindings.map(({ kind, control }) => [kind, control]);

describe("what an attestation is worth", () => {
  it.each([
    ["2026-02-28", "not-yet-valid"],
    ["2026-03-01", "valid"],
    ["2027-02-28", "valid"],
    ["2027-03-01", "expired"],
  ])("on %s: %s", (today, state) => {
    expect(attestationState(attested("AC-1"), today)).toBe(state);
    expect(attestationState(inherited("PE-1"), today)).toBe(state);
    expect(attestationState(attested("AC-3"), today)).toBe("misplaced");
    expect(attestationState(inherited("AC-2"), today)).toBe("misplaced");
  });
});

describe("a control", () => {
  it("rests on rules, on an attestation, on an inheritance, or on nothing", () => {
    expect(statuses(assessed(undefined))).toEqual({
      "AC-1": "no-evidence",
      "AC-2": "partial",
      "AC-3": "satisfied",
      "PE-1": "inherited",
    });
    const all = assessed([attested("AC-1"), attested("AC-2"), inherited("PE-1")]);
    expect(statuses(all)).toEqual({
      "AC-1": "attested",
      "AC-2": "satisfied",
      "AC-3": "satisfied",
      "PE-1": "inherited",
    });
    expect(all.controls.map(({ attestation, inheritance }) => [attestation?.owner, inheritance?.provider])).toEqual([
      ["office", undefined],
      ["office", undefined],
      [undefined, undefined],
      [undefined, "Cloud"],
    ]);
    expect(all.controls[0]?.attestation).not.toHaveProperty("disposition");
    expect(all.summary.controls[0]?.statuses).toMatchObject({ attested: 1, satisfied: 2, inherited: 1 });
    expect(all.profiles[0]?.groups[0]?.statuses.attested).toBe(1);
  });

  it("is inherited only by a valid entry once somebody was asked", () => {
    expect(statuses(assessed([]))["PE-1"]).toBe("no-evidence");
    expect(statuses(assessed([inherited("PE-1", { expires: "2026-03-14" })]))["PE-1"]).toBe("no-evidence");
    expect(statuses(assessed([attested("PE-1")]))["PE-1"]).toBe("attested");
  });

  it.each([
    ["a failure", "fail", "not-satisfied"],
    ["an error", "error", "error"],
    ["a doubt", "undetermined", "undetermined"],
  ] as const)("keeps %s of a rule, whatever is attested", (_, verdict, status) => {
    const all = assessed([attested("AC-2")], [thing("t", { a: verdict })]);
    expect(statuses(all)["AC-2"]).toBe(status);
    expect(all.controls.find(({ id }) => id === "AC-2")?.attestation).toBeDefined();
  });

  it("is not touched by what counts for nothing", () => {
    const without = assessed([]);
    const nothing = [
      attested("AC-1", { expires: "2026-03-14" }),
      attested("AC-2", { attestedOn: "2026-03-16" }),
      attested("AC-3"),
      inherited("AC-2"),
      inherited("PE-1", { expires: "2026-01-01" }),
      attested("AC-1", { catalog: "elsewhere" }),
    ];
    const all = assessed(nothing, [thing("t", { a: "not-applicable" })]);
    expect(all.controls).toEqual(assessed([], [thing("t", { a: "not-applicable" })]).controls);
    expect(statuses(all)["AC-3"]).toBe("no-evidence");
    for (const part of ["summary", "controls", "profiles"] as const)
      expect(assessed(nothing)[part]).toEqual(without[part]);
  });
});

describe("findings", () => {
  const cases: readonly [AttestationFindingKind, LoadedAttestation, string][] = [
    ["wrong-disposition", attested("AC-3"), "is technical: rules could show it, and no word takes their place"],
    ["wrong-disposition", inherited("AC-2"), "is hybrid, not inherited: no provider answers for the whole of it"],
    ["expired", attested("AC-1", { expires: "2026-03-14" }), "attestation expired after 2026-03-14"],
    ["expired", inherited("PE-1", { expires: "2026-03-14" }), "inheritance from Cloud expired after 2026-03-14"],
    ["not-yet-valid", attested("AC-1", { attestedOn: "2026-03-16" }), "attestation is valid from 2026-03-16 on only"],
    ["expiring", attested("AC-1", { expires: "2026-04-14" }), "attestation ends in 30 days, with 2026-04-14"],
    ["expiring", attested("AC-1", { expires: "2026-03-16" }), "attestation ends in 1 day, with 2026-03-16"],
    ["expiring", attested("AC-1", { expires: TODAY }), "attestation ends today, with 2026-03-15"],
    ["without-evidence", attested("AC-1", { evidence: [] }), "attestation names nothing that was examined"],
    ["without-evidence", inherited("PE-1", { evidence: [] }), "inheritance from Cloud names nothing that was examined"],
    ["unused", attested("AC-7"), "attestation is of a control in no profile that was assessed"],
  ];
  it.each(cases)("%s: %#", (kind, entry, message) => {
    const { attestationFindings } = assessed([entry]);
    expect(attestationFindings).toEqual([{ kind, catalog: CATALOG, control: entry.control, on: entry.kind, message }]);
  });

  it("contradicted: tells how many results speak against it, those that are excepted left out", () => {
    const things = [thing("t1", { a: "fail" }), thing("t2", { a: "fail" }), thing("t3")];
    expect(assessed([attested("AC-2")], things).attestationFindings.map(({ message }) => message)).toEqual([
      "attestation is outweighed: 2 failing results contradict it",
    ]);
    const one = assessed([attested("AC-2")], things.slice(1)).attestationFindings[0];
    expect(one).toMatchObject({
      kind: "contradicted",
      message: "attestation is outweighed: 1 failing result contradicts it",
    });
  });

  it("none for what is valid and supported, for an interview without papers, and a day before it is told", () => {
    const entries = [
      attested("AC-1", { method: "INTERVIEW", evidence: [] }),
      attested("AC-2", { expires: "2026-04-15" }),
      inherited("PE-1"),
    ];
    expect(kinds(assessed(entries))).toEqual([]);
    expect(kinds(assessed(entries, [thing("t")], { warnDays: 31 }))).toEqual([["expiring", "AC-2"]]);
  });

  it("come the gravest first, each kind somewhere in this file", () => {
    const all = assessed([
      attested("AC-7"),
      attested("AC-1", { evidence: [], expires: "2026-03-14" }),
      attested("AC-3"),
    ]);
    expect(kinds(all)).toEqual([
      ["wrong-disposition", "AC-3"],
      ["expired", "AC-1"],
      ["without-evidence", "AC-1"],
      ["unused", "AC-7"],
    ]);
    expect(new Set([...cases.map(([kind]) => kind), "contradicted"])).toEqual(new Set(ATTESTATION_FINDINGS));
  });
});

it("the entries are told with their state and the profiles that hold their control, and the day is recorded", () => {
  const all = assessed([attested("AC-7"), inherited("PE-1"), attested("AC-1", { expires: "2026-03-14" })]);
  expect(all.attestations.map(({ control, state, profiles }) => [control, state, profiles])).toEqual([
    ["AC-7", "valid", []],
    ["PE-1", "valid", [PROFILE]],
    ["AC-1", "expired", [PROFILE]],
  ]);
  expect(all.attestations[0]).not.toHaveProperty("disposition");
  expect(all.parameters).toMatchObject({ date: TODAY, attestationLimits: DEFAULT_ATTESTATION_LIMITS });
  expect(assessed(undefined)).toMatchObject({ attestations: [], attestationFindings: [] });
  expect(assessed(undefined).parameters).not.toHaveProperty("date");
});
