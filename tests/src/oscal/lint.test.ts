import { describe, expect, test } from "vitest";
import { oscalDocument } from "../../../src/oscal/document.js";
import { LINT_CHECKS, lintOscal } from "../../../src/oscal/lint.js";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const CATALOGS = [
  { catalog: "nist", ids: new Set(["ac-2", "ac-2.1", "sc-28"]), parameters: new Set(["ac-02_odp.01"]) },
  { catalog: "iso", ids: new Set(["a.8.24"]), parameters: new Set<string>() },
];

const HASH = { algorithm: "SHA-256", value: "a".repeat(64) };
/** Clean, with everything that the checks look at. */
const RESULTS = {
  uuid: id(1),
  metadata: { title: "t", parties: [{ uuid: id(2), type: "organization" }] },
  "import-ap": { href: `#${id(3)}` },
  "local-definitions": {
    "objectives-and-methods": [{ "control-id": "sc-28", parts: [{ id: "sc-28_own", name: "objective" }] }],
  },
  results: [
    {
      uuid: id(4),
      "local-definitions": {
        components: [{ uuid: id(5), type: "software" }],
        "inventory-items": [{ uuid: id(6), "implemented-components": [{ "component-uuid": id(5) }] }],
      },
      "reviewed-controls": {
        "control-selections": [{ "include-controls": [{ "control-id": "ac-2", "statement-ids": ["ac-2_smt.a"] }] }],
      },
      observations: [
        {
          uuid: id(7),
          origins: [{ actors: [{ type: "tool", "actor-uuid": id(5) }] }],
          subjects: [{ "subject-uuid": id(6), type: "inventory-item" }],
        },
        { uuid: id(8), props: [{ name: "population", value: "0" }] },
      ],
      risks: [{ uuid: id(9), "related-observations": [{ "observation-uuid": id(7) }] }],
      findings: [
        {
          uuid: id(10),
          target: { type: "statement-id", "target-id": "ac-2_smt.a", status: { state: "not-satisfied" } },
          "related-observations": [{ "observation-uuid": id(7).toUpperCase() }],
          "related-risks": [{ "risk-uuid": id(9) }],
        },
        { uuid: id(11), target: { "target-id": "sc-28_own", status: { state: "satisfied" } } },
      ],
    },
  ],
  "back-matter": { resources: [{ uuid: id(3), rlinks: [{ href: "x", hashes: [HASH] }] }] },
};

function lint(model: string, root: unknown, ...beside: readonly [string, unknown][]) {
  const parsed = [[model, root] as const, ...beside].map(([name, value], i) => {
    const document = oscalDocument(`f${i}.json`, { [name]: value });
    if (document === undefined) throw new Error(`${name} is no model`);
    return document;
  });
  return lintOscal(parsed, CATALOGS);
}

const told = (model: string, root: unknown, ...beside: readonly [string, unknown][]) =>
  lint(model, root, ...beside).findings.map(({ check, path, message }) => `${check} ${path}: ${message}`);

/** The clean document with one text changed. */
function changed(from: string, to: string): unknown {
  const text = JSON.stringify(RESULTS);
  expect(text).toContain(from);
  return JSON.parse(text.replace(from, to));
}

const ref = (member: string, uuid: string) => `"${member}":"${uuid}"`;
const R = "assessment-results.results[0]";
const BREACHES: readonly (readonly [string, string, string, string])[] = [
  [
    "duplicate-uuid",
    ref("uuid", id(11)),
    ref("uuid", id(10)),
    `${R}.findings[1].uuid: ${id(10)} is given to ${R}.findings[0]`,
  ],
  [
    "dangling-reference",
    ref("risk-uuid", id(9)),
    ref("risk-uuid", id(99)),
    `${R}.findings[0].related-risks[0].risk-uuid: nothing`,
  ],
  [
    "dangling-reference",
    ref("subject-uuid", id(6)),
    ref("subject-uuid", id(99)),
    `${R}.observations[0].subjects[0].subject-uuid`,
  ],
  [
    "dangling-reference",
    ref("actor-uuid", id(5)),
    ref("actor-uuid", id(99)),
    `${R}.observations[0].origins[0].actors[0].actor-uuid`,
  ],
  ["dangling-reference", `"#${id(3)}"`, `"#${id(99)}"`, "assessment-results.import-ap.href: nothing has the UUID"],
  ["reference-of-another-kind", ref("risk-uuid", id(9)), ref("risk-uuid", id(7)), `${id(7)} is ${R}.observations[0]`],
  ["reference-of-another-kind", '"type":"inventory-item"', '"type":"component"', "one of components is expected here"],
  ["unknown-control", '"ac-2","statement-ids":["ac-2_smt.a"]', '"ac-9"', '"ac-9" is no control of nist'],
  ["unknown-control", '"ac-2","statement-ids":["ac-2_smt.a"]', '"AC-02(01)"', "OSCAL writes it ac-2.1"],
  [
    "unknown-control",
    '"target-id":"ac-2_smt.a"',
    '"target-id":"ac-9_smt"',
    `${R}.findings[0].target.target-id: "ac-9_smt" is of "ac-9", which is no`,
  ],
  [
    "unknown-control",
    '"target-id":"ac-2_smt.a"',
    '"target-id":"ac-2"',
    "name a statement or an objective of it: ac-2_smt",
  ],
  ["statement-of-another-control", '["ac-2_smt.a"]', '["ac-2.1_smt"]', '"ac-2.1_smt" is not of ac-2'],
  ["statement-of-another-control", '"id":"sc-28_own"', '"id":"ac-2_own"', "objectives-and-methods[0].parts[0].id"],
  ["hash-algorithm", '"SHA-256"', '"sha256"', '"sha256" is none of SHA-224, SHA-256'],
  ["hash-algorithm", HASH.value, "abc", "hashes[0].value: a value of SHA-256 has 64 hexadecimal digits"],
  ["hash-algorithm", '"SHA-256"', '"constructor"', "is none of"],
  [
    "uncited-observation",
    '{"name":"population","value":"0"}',
    '{"name":"population","value":"1"}',
    `${R}.observations[1]: no finding cites it`,
  ],
  [
    "risk-missing",
    `"related-risks":[{"risk-uuid":"${id(9)}"}]`,
    '"remarks":"none"',
    `${R}.findings[0]: it is not satisfied`,
  ],
];

describe("OSCAL assessment results", () => {
  test("that are clean have no finding, and every check has a case below", () => {
    expect(lint("assessment-results", RESULTS)).toEqual({ findings: [], notes: [] });
    // Those of catalogues and profiles have theirs in catalog.test.ts.
    const others = LINT_CHECKS.filter((check) => check !== "duplicate-id" && check !== "unknown-parameter");
    expect(new Set(BREACHES.map(([check]) => check))).toEqual(new Set(others));
  });

  test.each(BREACHES)("%s: %s becomes %s", (check, from, to, expected) => {
    const findings = told("assessment-results", changed(from, to));
    expect(findings.filter((one) => one.startsWith(`${check} `)).join("\n")).toContain(expected);
  });

  test("a finding of another result cites nothing of this one", () => {
    const cites = (uuid: string) => `{"observation-uuid":"${uuid}"}`;
    const root = changed(cites(id(7).toUpperCase()), `${cites(id(7))},${cites(id(21))}`) as typeof RESULTS;
    const results = [...root.results, { uuid: id(20), observations: [{ uuid: id(21) }] }];
    expect(told("assessment-results", { ...root, results })).toEqual([
      expect.stringContaining("uncited-observation assessment-results.results[1].observations[0]"),
    ]);
  });

  test("what an imported plan may hold is not missed, what has to be here is", () => {
    const root = changed(`"#${id(3)}"`, '"plan.json"') as typeof RESULTS;
    const text = JSON.stringify(root).replace(ref("component-uuid", id(5)), ref("component-uuid", id(99)));
    expect(told("assessment-results", JSON.parse(text))).toEqual([]);
    const lost = text.replace(ref("risk-uuid", id(9)), ref("risk-uuid", id(98)));
    expect(told("assessment-results", JSON.parse(lost))).toHaveLength(1);
  });

  test("references lead into a document beside it", () => {
    const root = changed(ref("subject-uuid", id(6)), ref("subject-uuid", id(50)));
    const beside = { uuid: id(40), "local-definitions": { "inventory-items": [{ uuid: id(50) }] } };
    expect(told("assessment-results", root)).toHaveLength(1);
    expect(told("assessment-results", root, ["assessment-plan", beside])).toEqual([]);
  });
});

describe("other models", () => {
  test("a plan's observations may be cited by items and risks", () => {
    const plan = {
      uuid: id(1),
      observations: [{ uuid: id(2) }, { uuid: id(3) }, { uuid: id(4) }],
      risks: [{ uuid: id(5), "related-observations": [{ "observation-uuid": id(2) }] }],
      "poam-items": [{ uuid: id(6), "related-observations": [{ "observation-uuid": id(3) }] }],
    };
    expect(told("plan-of-action-and-milestones", plan)).toEqual([
      expect.stringContaining("uncited-observation plan-of-action-and-milestones.observations[2]"),
    ]);
  });

  test("a component's statements are those of its control, its source is there", () => {
    const requirement = {
      uuid: id(4),
      "control-id": "ac-2",
      statements: [{ uuid: id(5), "statement-id": "sc-28_smt" }],
    };
    const implementation = { uuid: id(3), source: `#${id(9)}`, "implemented-requirements": [requirement] };
    const root = { uuid: id(1), components: [{ uuid: id(2), "control-implementations": [implementation] }] };
    expect(told("component-definition", root).map((one) => one.split(" ", 1)[0])).toEqual([
      "dangling-reference",
      "statement-of-another-control",
    ]);
  });

  test("a mapping's controls are looked up on both sides", () => {
    const items = (ref: string) => [{ type: "control", "id-ref": ref }];
    const maps = [
      { uuid: id(2), sources: items("ac-2"), targets: items("a.8.24") },
      { uuid: id(3), sources: items("sc-28"), targets: items("a.9.99") },
    ];
    expect(told("mapping-collection", { uuid: id(1), mappings: [{ maps }] })).toEqual([
      'unknown-control mapping-collection.mappings[0].maps[1].targets[0].id-ref: "a.9.99" is no control of nist and iso',
    ]);
  });

  test("controls of a catalogue that is not known are not looked up, and that is said", () => {
    const root = { uuid: id(1), imports: [{ "include-controls": [{ "with-ids": ["cis-1.1", "cis-1.2"] }] }] };
    const { findings, notes } = lint("profile", root);
    expect(findings).toEqual([]);
    expect(notes.map((one) => one.message)).toEqual([expect.stringContaining("names 2 controls, none of them")]);
  });
});

describe("what is odd", () => {
  test.each([
    ["no object", 7],
    ["a list", []],
    ["a model that is no object", { "assessment-results": [] }],
    ["another document", { swagger: {} }],
    ["null", null],
  ])("%s is no document", (_, data) => {
    expect(oscalDocument("f.json", data)).toBeUndefined();
  });

  test.each([
    [
      "wrong types everywhere",
      { uuid: 7, results: [null, 3, "x", { findings: {}, observations: [[], { uuid: [] }] }] },
    ],
    [
      "names of every object's own",
      { constructor: { "subject-uuid": id(1), type: "constructor" }, toString: { uuid: id(1) } },
    ],
    ["nothing", {}],
  ])("%s ends in no error", (_, root) => {
    expect(() => lint("assessment-results", root)).not.toThrow();
  });

  test("depth costs no stack", () => {
    const depth = 200_000;
    const text = `${'{"parts":['.repeat(depth)}{"uuid":"${id(1)}"},{"uuid":"${id(1)}"}${"]}".repeat(depth)}`;
    expect(lint("catalog", JSON.parse(text)).findings).toHaveLength(1);
  });
});
