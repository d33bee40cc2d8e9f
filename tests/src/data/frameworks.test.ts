import { describe, expect, test } from "vitest";
import { loadData } from "../../../src/data/frameworks.js";
import { InputErrors } from "../../../src/data/problems.js";
import { problemsOf, RULES, SOUND, tree } from "./fixture.js";

function problems(changes: Record<string, string | Buffer | null>): string[] {
  const root = tree(changes);
  return problemsOf(root, () => loadData(root, RULES));
}

/** `SOUND` with one text replaced in one file. */
function changed(file: string, from: string, to: string): Record<string, string> {
  const text = SOUND[file] as string;
  expect(text).toContain(from);
  return { [file]: text.replace(from, to) };
}

describe("a sound data set", () => {
  const { frameworks, crosswalks, forgotten } = loadData(tree(), RULES);
  const [demo, other] = frameworks;

  test("has its catalogues with controls in the order of groups and files", () => {
    expect(demo?.catalog.controls.map((control) => [control.id, control.group])).toEqual([
      ["AC-1", "AC"],
      ["AC-2", "AC"],
      ["AC-2(1)", "AC"],
      ["AU-1", "AU"],
      ["AU-2", "AU"],
    ]);
    expect(demo?.catalog.controls[0]).toEqual({
      id: "AC-1",
      title: "First",
      group: "AC",
      baselines: ["low", "high"],
      related: ["AU-1"],
      methods: [],
      parameters: { "AC-01_ODP": "days" },
      disposition: { disposition: "technical", reason: "Seen in the settings." },
    });
    expect(demo?.catalog.controls[2]).toMatchObject({ withdrawn: true, enhances: "AC-2" });
    expect(other?.catalog.controls.map((control) => [control.id, control.group])).toEqual([
      ["A.5.1", "A.5"],
      ["A.5.10", "A.5"],
    ]);
    expect(other?.catalog.clauses).toEqual({ "4.1": "Context" });
  });

  test("has its profiles resolved on top of each other", () => {
    const byId = Object.fromEntries((demo?.profiles ?? []).map((profile) => [profile.id, profile]));
    expect(byId["demo-low"]?.controls).toEqual(["AC-1"]);
    expect(byId["demo-high"]?.controls).toEqual(["AC-1", "AC-2"]);
    expect(byId["demo-tailored"]).toEqual({
      id: "demo-tailored",
      title: "Tailored",
      catalog: "demo",
      controls: ["AC-1", "AU-1"],
      excluded: { "AC-2": "Nobody has ports." },
      // The value for AC-2 went with AC-2.
      parameters: { "AC-01_ODP": 20 },
    });
    expect(other?.profiles[0]?.controls).toEqual(["A.5.1", "A.5.10"]);
  });

  test("has its mapping in the order of controls", () => {
    expect(demo?.mapping.map((row) => [row.control, row.rule, row.statement])).toEqual([
      ["AC-1", "aws-demo-kept", undefined],
      ["AC-1", "aws-demo-kept", "ac-1_smt.a"],
      ["AC-2", "aws-demo-ports", undefined],
    ]);
    expect(demo?.mapping[0]?.parameters).toEqual({ days: "AC-01_ODP" });
    expect(other?.mapping).toEqual([]);
  });

  test("has its crosswalk, and no rule is forgotten", () => {
    const map = { "AC-1": { controls: [{ id: "A.5.1", partial: true }], clauses: ["4.1"] } };
    expect(crosswalks).toEqual([{ from: "demo", to: "other", newInTarget: ["A.5.10"], map }]);
    expect(forgotten).toEqual([]);
  });

  test("names a rule that is neither mapped nor listed", () => {
    expect(loadData(tree({ "mappings/unmapped.yaml": "{}\n" }), RULES).forgotten).toEqual(["aws-demo-plain"]);
  });

  test("has digests that follow the sources and nothing else", () => {
    const again = loadData(tree(), RULES).frameworks[0]?.digests;
    expect(again).toEqual(demo?.digests);
    const [moved] = loadData(tree(changed("mappings/demo/aws.yaml", "All of it.", "Most of it.")), RULES).frameworks;
    expect(moved?.digests).toEqual({ ...demo?.digests, mapping: moved?.digests.mapping });
    expect(moved?.digests.mapping).not.toBe(demo?.digests.mapping);
    expect(demo?.digests.catalog).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

const CATALOG = "controls/demo/catalog.yaml";
const AC = "controls/demo/catalog/ac.yaml";
const AU = "controls/demo/catalog/au.yaml";
const DISPOSITIONS = "controls/demo/dispositions/ac.yaml";
const LOW = "controls/demo/profiles/low.yaml";
const TAILORED = "controls/demo/profiles/tailored.yaml";
const MAPPING = "mappings/demo/aws.yaml";
const CROSSWALK = "controls/crosswalks/demo--other.yaml";

// Each: what is wrong, the change, and the problem that it gives.
// biome-ignore format: a table reads by its lines
const CASES: readonly (readonly [string, Record<string, string | Buffer | null>, string])[] = [
  ["a folder with another id", changed(CATALOG, "id: demo", "id: dem"), `${CATALOG}:1:5: id: expected "demo", the name of the folder`],
  ["an unknown key", changed(AC, "title: Second\n", "title: Second\n  tilte: x\n"), `${AC}:8:3: AC-2.tilte: unknown key "tilte": did you mean "title"? Known here: title, group, enhances, withdrawn, baselines, related, level, introduced, assurance, methods, parameters`],
  ["a duplicate key", changed(AU, "AU-2:", "AU-1:"), `${AU}:2:1: Map keys must be unique`],
  ["a wrong type", changed(AC, "title: First", "title: [First]"), `${AC}:2:10: AC-1.title: Invalid input: expected string, received array`],
  ["a missing key", changed(AU, "{ title: Fourth }", "{}"), `${AU}:2:7: AU-2.title: Invalid input: expected string, received undefined`],
  ["an empty title", changed(AU, "title: Fourth", 'title: " "'), `${AU}:2:16: AU-2.title: expected text, found none`],
  ["a key that is a number", changed(AU, "AU-2:", "4.10:"), `${AU}:2:1: a key must be text; put it in quotes`],
  ["a tag", changed(AU, "Fourth", "!!js/function x"), `${AU}:2:16: Unresolved tag: tag:yaml.org,2002:js/function`],
  ["two documents", changed(AU, "AU-2:", "---\nAU-2:"), `${AU}:2:1: Source contains multiple documents; please use YAML.parseAllDocuments()`],
  ["an empty file", { [AU]: "" }, `${AU}:1:1: Invalid input: expected record, received null`],
  ["bytes that are no text", { [AU]: Buffer.from([0x41, 0xff, 0xfe]) }, `${AU}: is not UTF-8 text`],
  ["depth", { [AU]: `AU-1: ${"[".repeat(5000)}` }, "nested too deeply"],
  ["an alias bomb", { [AU]: bomb() }, `${AU}: Excessive alias count indicates a resource exhaustion attack`],
  ["an alias to nothing", changed(AU, "Fourth", "*x"), `${AU}:2:16: there is no anchor &x; put text that begins with * in quotes`],
  ["an unknown group", changed(AU, "AU-2:", "XX-2:"), `${AU}:2:1: XX-2: unknown group "XX-2"`],
  ["an unknown group that is named", changed(AU, "title: Fourth", "title: Fourth, group: AX"), `${AU}:2:24: AU-2.group: unknown group "AX": did you mean "AC"?`],
  ["a control in another family's file", changed(AU, "AU-2:", "AC-9:"), `${AU}:2:1: AC-9: belongs to AC, and this file is for AU`],
  ["a file for no family", { "controls/demo/catalog/zz.yaml": "{}" }, 'controls/demo/catalog/zz.yaml:1:1: the file\'s name: unknown group "zz"'],
  ["an unknown enhancement base", changed(AC, "enhances: AC-2", "enhances: AC-22"), `${AC}:14:13: AC-2(1).enhances: unknown control "AC-22": did you mean "AC-2"?`],
  ["an unknown related control", changed(AC, "[AU-1]", "[AU-7]"), `${AC}:4:13: AC-1.related[0]: unknown control "AU-7": did you mean "AU-1"?`],
  ["an unknown baseline", changed(AC, "[low, high]", "[low, hihg]"), `${AC}:3:20: AC-1.baselines[1]: unknown baseline "hihg": did you mean "high"?`],
  ["an ODP declared twice", changed(AC, '"AC-02_ODP[01]": ports', '"AC-01_ODP": ports'), `${AC}:10:18: AC-2.parameters.AC-01_ODP: ODP AC-01_ODP is declared already, by AC-1`],
  ["a control without a disposition", changed(DISPOSITIONS, 'AC-2: { disposition: hybrid, reason: "Partly seen." }\n', ""), `${AC}:6:1: AC-2: control AC-2 is in the baseline high and has no disposition; add one in dispositions/`],
  ["a selected control without one", changed(TAILORED, "[AU-1]", "[AU-1, AU-2]"), `${TAILORED}:1:1: no disposition for AU-2; give each one`],
  ["a disposition for nothing", changed(DISPOSITIONS, "AC-1:", "AC-1: { disposition: technical, reason: x }\nAC-11:"), `${DISPOSITIONS}:2:1: AC-11: unknown control "AC-11": did you mean "AC-1"?`],
  ["a disposition for a withdrawn control", changed(DISPOSITIONS, "AC-1:", "AC-2(1): { disposition: technical, reason: x }\nAC-1:"), `${DISPOSITIONS}:1:1: AC-2(1): control AC-2(1) is withdrawn and takes no disposition`],
  ["a disposition of no kind", changed(DISPOSITIONS, "technical", "technicl"), 'Invalid option: expected one of "technical"|"hybrid"|"organisational"|"inherited"'],
  ["an unknown baseline of a profile", changed(LOW, "baseline: low", "baseline: lwo"), `${LOW}:4:11: baseline: unknown baseline "lwo": did you mean "low"?`],
  ["an unknown catalogue", changed(LOW, "catalog: demo", "catalog: deno"), `${LOW}:3:10: catalog: unknown catalogue "deno": did you mean "demo"?`],
  ["a profile of two minds", changed(LOW, "baseline: low", "baseline: low\ninclude: all"), `${LOW}:1:1: expected one of baseline, include and extends; only extends can have an include beside it`],
  ["a profile of none", changed(LOW, "baseline: low\n", ""), `${LOW}:1:1: expected one of baseline, include and extends; only extends can have an include beside it`],
  ["an unknown base", changed(TAILORED, "demo-high", "demo-hgh"), `${TAILORED}:4:10: extends: unknown profile "demo-hgh": did you mean "demo-high"?`],
  ["a profile that extends itself", changed(TAILORED, "demo-high", "demo-tailored"), `${TAILORED}:4:10: extends: profile "demo-tailored" extends this one, or is not valid itself`],
  ["a base of another catalogue", changed(TAILORED, "demo-high", "other"), `${TAILORED}:4:10: extends: profile "other" is of the catalogue other`],
  ["a withdrawn control included", changed(TAILORED, "[AU-1]", '["AC-2(1)"]'), `${TAILORED}:5:11: include[0]: control AC-2(1) is withdrawn`],
  ["a control excluded that is not there", changed(TAILORED, "  AC-2:", "  AU-2:"), `${TAILORED}:7:3: exclude.AU-2: control AU-2 is not in the profile, so it cannot be left out`],
  ["an exclusion without a reason", changed(TAILORED, "Nobody has ports.", '""'), `${TAILORED}:7:9: exclude.AC-2: expected text, found none`],
  ["an ODP of nobody", changed(LOW, '"AC-01_ODP"', '"AC-01_OPD"'), `${LOW}:6:3: parameters.AC-01_OPD: unknown ODP "AC-01_OPD": did you mean "AC-01_ODP"?`],
  ["an ODP of a control outside the profile", changed(LOW, '"AC-01_ODP"', '"AC-02_ODP[01]"'), `${LOW}:6:3: parameters.AC-02_ODP[01]: ODP AC-02_ODP[01] belongs to AC-2, which is not in the profile`],
  ["an ODP value that is a list", changed(LOW, ": 30", ": [30]"), `${LOW}:6:16: parameters.AC-01_ODP: expected text, a number or true/false`],
  ["a profile id that is taken", changed(TAILORED, "id: demo-tailored", "id: demo-low"), `profile id "demo-low" is taken by`],
  ["a rule that does not exist", changed(MAPPING, "rule: aws-demo-ports", "rule: aws-demo-prots"), `${MAPPING}:5:15: controls.AC-2[0].rule: unknown rule "aws-demo-prots": did you mean "aws-demo-ports"?`],
  ["a mapping of an unknown control", changed(MAPPING, "  AC-2:", "  AC-22:"), `${MAPPING}:4:3: controls.AC-22: unknown control "AC-22": did you mean "AC-2"?`],
  ["a mapping of a withdrawn control", changed(MAPPING, "  AC-2:", "  AC-2(1):"), `${MAPPING}:4:3: controls.AC-2(1): control AC-2(1) is withdrawn`],
  ["one rule twice", changed(MAPPING, ", statement: ac-1_smt.a", ""), `${MAPPING}:8:15: controls.AC-1[1].rule: rule aws-demo-kept stands twice under AC-1; keep one, or give each its own statement`],
  ["a statement of another control", changed(MAPPING, "ac-1_smt.a", "ac-2_smt.a"), `controls.AC-1[1].statement: expected a statement or objective of AC-1: an id that begins with "ac-1_"`],
  ["a parameter that the rule has not", changed(MAPPING, "{ days:", "{ dys:"), `controls.AC-1[0].parameters.dys: rule aws-demo-kept has no parameter "dys": did you mean "days"?`],
  ["an ODP that the catalogue has not", changed(MAPPING, "AC-01_ODP }", "AC-10_ODP }"), `controls.AC-1[0].parameters.days: unknown ODP "AC-10_ODP": did you mean "AC-01_ODP"?`],
  ["a mapping without a reason", changed(MAPPING, '"Half of it."', '""'), `${MAPPING}:7:58: controls.AC-1[0].because: expected text, found none`],
  ["a mapping for another provider", changed(MAPPING, "provider: aws", "provider: gcp"), `${MAPPING}:2:11: provider: expected "aws", the name of the file`],
  ["a rule of another provider", { "mappings/demo/gcp.yaml": "catalog: demo\nprovider: gcp\ncontrols:\n  AC-1: [{ rule: aws-demo-plain, coverage: full, because: x }]\n", "mappings/unmapped.yaml": "{}", }, "mappings/demo/gcp.yaml:4:18: controls.AC-1[0].rule: rule aws-demo-plain is of aws, this file of gcp"],
  ["mappings for no catalogue", { "mappings/demos/aws.yaml": "{}" }, 'mappings/demos: unknown catalogue "demos": did you mean "demo"?'],
  ["a reason for a rule that is mapped", changed("mappings/unmapped.yaml", "aws-demo-plain", "aws-demo-kept"), "mappings/unmapped.yaml:1:1: aws-demo-kept: rule aws-demo-kept is mapped; delete it"],
  ["a reason for no rule", changed("mappings/unmapped.yaml", "aws-demo-plain", "aws-demo-plane"), 'unknown rule "aws-demo-plane": did you mean "aws-demo-plain"?'],
  ["a crosswalk to an unknown control", changed(CROSSWALK, "id: A.5.1,", "id: A.5.2,"), `${CROSSWALK}:6:22: map.AC-1.controls[0].id: unknown control "A.5.2": did you mean "A.5.1"?`],
  ["a crosswalk from an unknown control", changed(CROSSWALK, "  AC-1:", "  AC-7:"), `${CROSSWALK}:5:3: map.AC-7: unknown control "AC-7": did you mean "AC-1"?`],
  ["a crosswalk to an unknown clause", changed(CROSSWALK, '"4.1"', '"4.2"'), `${CROSSWALK}:7:15: map.AC-1.clauses[0]: unknown clause "4.2": did you mean "4.1"?`],
  ["a missing catalogue file", { [CATALOG]: null }, `${CATALOG}: there is no such file`],
];

function bomb(): string {
  const lines = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`);
  return ["a0: &a0 [x]", ...lines].join("\n");
}

describe("what is wrong is told with its place", () => {
  test.each(CASES)("%s", (_, changes, expected) => {
    const found = problems(changes);
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.some((problem) => problem.includes(expected)),
      found.join("\n"),
    ).toBe(true);
  });

  test("one mistake gives one problem, and no others that only follow from it", () => {
    const several = CASES.filter(([, changes]) => problems(changes).length > 1).map(([name]) => name);
    expect(several).toEqual([]);
  });

  test("all files are told at once", () => {
    const found = problems({
      ...changed(LOW, "baseline: low", "baseline: lwo"),
      ...changed(MAPPING, "rule: aws-demo-ports", "rule: x"),
      ...changed(CROSSWALK, '"4.1"', '"4.2"'),
    });
    expect(found.map((problem) => problem.split(":", 1)[0])).toEqual([LOW, MAPPING, CROSSWALK]);
  });

  test("the error itself says everything, one problem a line", () => {
    const root = tree(changed(LOW, "baseline: low", "baseline: lwo\nx: 1\ny: 2"));
    let error: unknown;
    try {
      loadData(root, RULES);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InputErrors);
    expect((error as InputErrors).located.split("\n")).toHaveLength(2);
  });
});
