import { describe, expect, test } from "vitest";
import type { Catalog, Control, Profile, Prose } from "../../../src/model/index.js";
import { catalogDocument, profileDocument } from "../../../src/oscal/catalog.js";
import { oscalDocument } from "../../../src/oscal/document.js";
import { lintOscal } from "../../../src/oscal/lint.js";
import { HOSTILE } from "../../support/hostile.js";
import { at, type Doc, propOf, schemaProblems } from "../../support/oscal.js";
import { withTexts } from "../../support/small.js";

const control = (id: string, more: Partial<Control> = {}): Control => ({
  ...{ id, title: `Title of ${id}`, group: id.slice(0, 2), baselines: ["low"], related: [], methods: ["TEST"] },
  parameters: {},
  ...more,
});
const CATALOG: Catalog = {
  ...{ id: "acme", title: "Acme controls", version: "2.0", publisher: "Acme", url: "https://example.com/controls" },
  reporting: "satisfaction",
  groups: { AC: "Access", SC: "Protection", XX: "Nothing" },
  controls: [
    control("AC-2", { related: ["SC-1", "ZZ-9"], parameters: { "AC-02_ODP[01]": "time period" } }),
    control("AC-2(1)", { enhances: "AC-2" }),
    control("AC-3(2)", { enhances: "AC-3", assurance: true }),
    control("SC-1", { withdrawn: true, baselines: [], methods: [] }),
  ],
  clauses: {},
};
const PROFILE: Profile = {
  ...{ id: "acme-low", title: "Acme, low", catalog: "acme", controls: ["AC-2", "AC-2(1)"] },
  excluded: { "AC-3(2)": "Nobody needs it." },
  parameters: { "AC-02_ODP[01]": 30 },
};
const PROSE: Prose = {
  ...{ catalog: "acme", source: "Acme's text", digest: "sha256:00" },
  controls: { "AC-2": { statement: "a. Do:\n  1. this; and\n  2. that.", guidance: "*Think*." } },
};
const MAKING = { tool: { name: "konductor", version: "1.0.0" }, at: "2026-03-02T00:00:00Z" };
/** As it is read from a file. */
const written = (document: object): Doc => JSON.parse(JSON.stringify(document)) as Doc;
const catalog = written(catalogDocument(CATALOG, PROSE, MAKING));
const profile = written(profileDocument(PROFILE, CATALOG, MAKING));
const told = (...documents: readonly object[]) =>
  lintOscal(
    documents.map((one, i) => oscalDocument(`f${i}`, one) as never),
    [],
  ).findings.map(({ check, path, message }) => `${check} ${path}: ${message}`);
/** The document with one text changed. */
const changed = (document: Doc, from: string, to: string): Doc => {
  const text = JSON.stringify(document);
  expect(text).toContain(from);
  return JSON.parse(text.replace(from, to)) as Doc;
};

describe("a catalogue", () => {
  const groups = at<Doc[]>(catalog, "catalog", "groups");

  test("has its groups, and enhancements within what they enhance where that is known", () => {
    expect(groups.map((one) => [one["id"], one["title"], at<Doc[]>(one, "controls")?.map(({ id }) => id)])).toEqual([
      ["ac", "Access", ["ac-2", "ac-3.2"]],
      ["sc", "Protection", ["sc-1"]],
      ["xx", "Nothing", undefined],
    ]);
    expect(at(groups[0], "controls", 0, "controls", 0, "id")).toBe("ac-2.1");
  });

  test("tells parameters, relations that exist, and what is withdrawn", () => {
    expect(at(groups[0], "controls", 0, "params")).toEqual([{ id: "ac-02_odp.01", label: "time period" }]);
    expect(at(groups[0], "controls", 0, "links")).toEqual([{ href: "#sc-1", rel: "related" }]);
    expect(propOf(at(groups[1], "controls", 0), "status")).toBe("withdrawn");
    expect(propOf(at(groups[0], "controls", 1), "label")).toBe("AC-3(2)");
  });

  test("has the text where it was imported, as paragraphs that are no markup, and else says that it has none", () => {
    expect(at(groups[0], "controls", 0, "parts")).toEqual([
      { id: "ac-2_smt", name: "statement", prose: "a. Do:\n\n1\\. this; and\n\n2\\. that." },
      { id: "ac-2_gdn", name: "guidance", prose: "\\*Think\\*." },
    ]);
    const bare = written(catalogDocument(CATALOG, undefined, MAKING));
    expect(JSON.stringify(bare)).not.toContain("parts");
    expect(at(bare, "catalog", "metadata", "remarks")).toContain("the text was not imported");
  });
});

test("a profile has its selection, its values, what it leaves out and why, and where its catalogue lies", () => {
  const root = at(profile, "profile");
  expect(at(root, "imports", 0, "include-controls")).toEqual([{ "with-ids": ["ac-2", "ac-2.1"] }]);
  expect(at(root, "modify", "set-parameters")).toEqual([{ "param-id": "ac-02_odp.01", values: ["30"] }]);
  const excluded = at<Doc[]>(root, "metadata", "props").find((one) => one["name"] === "excluded");
  expect(excluded).toMatchObject({ value: "AC-3(2)", class: "ac-3.2", remarks: "Nobody needs it." });
  expect(at(root, "back-matter", "resources", 0, "rlinks")).toEqual([{ href: "oscal-catalog-acme.json" }]);
  expect(at(root, "imports", 0, "href")).toBe(`#${at(root, "back-matter", "resources", 0, "uuid")}`);
});

describe("the linter", () => {
  test("finds nothing in either", () => {
    expect(told(catalog, profile)).toEqual([]);
  });

  test.each([
    ["duplicate-id", "catalog", '"id":"ac-3.2"', '"id":"ac-2.1"', '"ac-2.1" is the id of catalog.groups[0]'],
    ["duplicate-id", "catalog", '"id":"ac-2_gdn"', '"id":"ac-2_smt"', "parts[1].id"],
    ["dangling-reference", "catalog", '"#sc-1"', '"#sc-9"', "nothing has the id sc-9"],
    ["unknown-control", "profile", '"ac-2.1"', '"ac-9"', '"ac-9" is no control of f0'],
    ["unknown-control", "profile", '"ac-2.1"', '"AC-02(01)"', "OSCAL writes it ac-2.1"],
    ["unknown-parameter", "profile", '"ac-02_odp.01"', '"ac-02_odp.07"', '"ac-02_odp.07" is no parameter of f0'],
  ])("finds %s in a %s where %s becomes %s", (check, where, from, to, expected) => {
    const findings = told(
      where === "catalog" ? changed(catalog, from, to) : catalog,
      where === "profile" ? changed(profile, from, to) : profile,
    );
    expect(findings.filter((one) => one.startsWith(check)).join("\n")).toContain(expected);
  });

  test("lets parameters be that were one once", () => {
    expect(told(catalog, changed(profile, '"ac-02_odp.01"', '"ac-2_prm_1"'))).toEqual([]);
  });
});

describe("NIST's schemas hold", () => {
  test("of both", () => {
    expect([...schemaProblems(catalog), ...schemaProblems(profile)]).toEqual([]);
  });

  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))("around %s", (_, hostile) => {
    const around = <T>(value: T) => withTexts(value, (text) => `${hostile}${text}${hostile}`);
    for (const document of [
      catalogDocument({ ...around(CATALOG), groups: { AC: hostile } }, PROSE, MAKING),
      catalogDocument(
        { ...CATALOG, title: hostile },
        { ...around(PROSE), controls: { "AC-2": { statement: hostile } } },
        MAKING,
      ),
      profileDocument(around(PROFILE), around(CATALOG), MAKING),
    ])
      expect(schemaProblems(written(document))).toEqual([]);
  });
});
