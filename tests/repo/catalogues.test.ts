import { relative } from "node:path";
import { describe, expect, test } from "vitest";
import { allRules } from "../../packs/rules.js";
import { loadData } from "../../src/data/frameworks.js";
import { effectiveParameters } from "../../src/data/parameters.js";
import { DISPOSITIONS, type Framework } from "../../src/model/index.js";
import { ROOT } from "./sources.js";

const { frameworks, crosswalks, indicators } = loadData(relative(process.cwd(), ROOT), allRules());

function framework(id: string): Framework {
  const found = frameworks.find((one) => one.catalog.id === id);
  if (!found) throw new Error(`no catalogue ${id}`);
  return found;
}

const nist = framework("nist-800-53-r5");
const iso = framework("iso-27001-2022");

describe("NIST SP 800-53 release 5.2.0", () => {
  const { controls, groups } = nist.catalog;

  test("has 1,196 controls and enhancements in 20 families, 182 of them withdrawn", () => {
    expect(controls).toHaveLength(1196);
    expect(controls.filter((control) => control.withdrawn)).toHaveLength(182);
    expect(new Set(controls.map((control) => control.id)).size).toBe(1196);
    expect(new Set(controls.map((control) => control.group))).toEqual(new Set(Object.keys(groups)));
    expect(Object.keys(groups)).toHaveLength(20);
  });

  test("has enhancements under their control, in order", () => {
    const enhancements = controls.filter((control) => /\(/.test(control.id));
    expect(enhancements.length).toBeGreaterThan(800);
    expect(enhancements.filter((one) => one.enhances !== one.id.replace(/\(\d+\)$/, ""))).toEqual([]);
    const key = (id: string) => (id.match(/\d+/g) ?? []).map(Number);
    for (const [i, control] of controls.entries()) {
      const before = controls[i - 1];
      if (before?.group !== control.group) continue;
      const [[a = 0, b = 0], [c = 0, d = 0]] = [key(before.id), key(control.id)];
      expect(a < c || (a === c && b < d), `${before.id} before ${control.id}`).toBe(true);
    }
  });

  // SP 800-53B, chapter 3.
  test.each([
    ["low", "nist-800-53-r5-low", 149],
    ["moderate", "fisma-moderate", 287],
    ["high", "nist-800-53-r5-high", 370],
    ["privacy", "nist-800-53-r5-privacy", 96],
  ])("has the %s baseline of SP 800-53B as %s with %d controls", (baseline, id, count) => {
    const profile = nist.profiles.find((one) => one.id === id);
    expect(profile?.controls).toHaveLength(count);
    const marked = controls.filter((control) => control.baselines.includes(baseline));
    expect(profile?.controls).toEqual(marked.map((control) => control.id));
  });

  test("has baselines that contain each other", () => {
    const within = (smaller: string, larger: string) =>
      controls
        .filter(({ baselines }) => baselines.includes(smaller) && !baselines.includes(larger))
        .map(({ id }) => id);
    expect(within("low", "moderate")).toEqual([]);
    expect(within("moderate", "high")).toEqual([]);
  });

  test("has values for ODPs in every profile", () => {
    expect(nist.profiles.map((profile) => Object.keys(profile.parameters).length > 0)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

describe("ISO/IEC 27001:2022", () => {
  test("has 93 controls in four themes, and the clauses", () => {
    const themes = Object.keys(iso.catalog.groups).map(
      (group) => iso.catalog.controls.filter((control) => control.group === group).length,
    );
    expect(themes).toEqual([37, 8, 14, 34]);
    expect(Object.keys(iso.catalog.clauses)).toHaveLength(30);
    expect(iso.catalog.reporting).toBe("support");
    expect(iso.profiles.find((profile) => profile.id === "iso-27001-2022")?.controls).toHaveLength(93);
  });
});

describe("the crosswalk", () => {
  test("leads from NIST to ISO; what is new in 2022 has nothing behind it", () => {
    expect(crosswalks.map(({ from, to }) => [from, to])).toEqual([["nist-800-53-r5", "iso-27001-2022"]]);
    const [crosswalk] = crosswalks;
    expect(crosswalk?.newInTarget).toHaveLength(11);
    const reached = new Set(Object.values(crosswalk?.map ?? {}).flatMap((one) => one.controls.map(({ id }) => id)));
    expect(reached.size).toBeGreaterThan(70);
    expect(Object.values(crosswalk?.map ?? {}).some((one) => one.controls.some(({ partial }) => partial))).toBe(true);
  });
});

describe("FedRAMP's key security indicators", () => {
  test("are 46 in 10 themes, and name controls of SP 800-53 that are not withdrawn", () => {
    expect(indicators.map(({ id, catalog }) => [id, catalog])).toEqual([["fedramp-ksi-2026", "nist-800-53-r5"]]);
    const [set] = indicators;
    expect(set?.indicators).toHaveLength(46);
    expect(new Set(set?.indicators.map(({ theme }) => theme))).toEqual(new Set(Object.keys(set?.themes ?? {})));
    expect(Object.keys(set?.themes ?? {})).toHaveLength(10);
    expect(set?.indicators.filter(({ controls }) => controls.length === 0).map(({ id }) => id)).toEqual([
      "KSI-CNA-OFA",
      "KSI-PIY-RES",
    ]);
  });
});

describe("dispositions", () => {
  test.each(
    frameworks.flatMap((one) => one.profiles.map((profile) => [profile.id, one, profile] as const)),
  )("every control of %s has one, with a reason that says something", (_, { catalog }, { controls }) => {
    const byId = new Map(catalog.controls.map((control) => [control.id, control]));
    expect(controls.length).toBeGreaterThan(90);
    for (const id of controls) {
      expect(DISPOSITIONS, id).toContain(byId.get(id)?.disposition?.disposition);
      expect(byId.get(id)?.disposition?.reason.split(/\s+/).length, id).toBeGreaterThanOrEqual(8);
    }
  });

  // Reasons are written for their control: a run of eight words that two of them share was copied.
  test.each(
    frameworks.map((one) => [one.catalog.id, one] as const),
  )("no two reasons of %s share eight words in a row", (_, { catalog }) => {
    const shared = sharedRuns(catalog.controls.map(({ id, disposition }) => [id, disposition?.reason ?? ""]));
    expect(shared).toEqual([]);
  });

  test("shared runs would be seen", () => {
    const run = "one two three four five six seven eight";
    expect(
      sharedRuns([
        ["A", `x ${run}, y`],
        ["B", `${run.toUpperCase()}.`],
      ]),
    ).toEqual([`A and B: ${run}`]);
    expect(
      sharedRuns([
        ["A", run],
        ["B", "one two three four five six seven nine"],
      ]),
    ).toEqual([]);
  });
});

/** Runs of eight words that two texts have in common, without case and punctuation. */
function sharedRuns(texts: readonly (readonly [string, string])[]): string[] {
  const owner = new Map<string, string>();
  const shared: string[] = [];
  for (const [id, text] of texts) {
    const words = text.toLowerCase().match(/[a-z0-9-]+/g) ?? [];
    for (let i = 0; i + 8 <= words.length; i++) {
      const run = words.slice(i, i + 8).join(" ");
      const first = owner.get(run);
      if (first !== undefined && first !== id) shared.push(`${first} and ${id}: ${run}`);
      owner.set(run, id);
    }
  }
  return shared;
}

describe("profiles and rules", () => {
  test.each(
    frameworks.flatMap((one) => one.profiles.map((profile) => profile.id)),
  )("the values of %s fit the rules that take them", (id) => {
    const { values } = effectiveParameters(allRules(), frameworks, [id]);
    for (const rule of values.keys()) expect(allRules().map((one) => one.id)).toContain(rule);
  });
});
