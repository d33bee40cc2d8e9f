/** OSCAL files of real runs, read by others: NIST's schemas and compliance-trestle, where they are at hand. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { estate } from "../../bench/estate.js";
import { run } from "../src/cli/run.js";
import { at, type Doc, hasSchemas, propOf, schemaProblems } from "../support/oscal.js";

const folder = mkdtempSync(join(tmpdir(), "konductor-oscal-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STACKS = 20;
const RUNS: Readonly<Record<string, () => readonly string[]>> = {
  "the careless examples": () =>
    ["aws-web-app", "kubernetes-app"].map((name) => `examples/${name}/stack.careless.json`),
  "an estate of 2,000 resources in 20 stacks": () =>
    Array.from({ length: STACKS }, (_, i) => {
      const file = join(folder, `stack-${i}.json`);
      writeFileSync(file, estate(100, `stack-${i}`));
      return file;
    }),
};

/** Reads each file with trestle's own model for it; prints one line a file. */
const READER = `
import json, sys
from pathlib import Path
from trestle.oscal import OSCAL_VERSION, assessment_results, catalog, component, mapping, poam, profile
models = {
    "assessment-results": assessment_results.AssessmentResults,
    "plan-of-action-and-milestones": poam.PlanOfActionAndMilestones,
    "component-definition": component.ComponentDefinition,
    "mapping-collection": mapping.MappingCollection,
    "catalog": catalog.Catalog,
    "profile": profile.Profile,
}
print(OSCAL_VERSION)
for name in sys.argv[1:]:
    path = Path(name)
    root = next(iter(json.loads(path.read_text("utf8"))))
    print(path.name, models[root].oscal_read(path).metadata.title)
`;

/** Resolves a profile, whose catalogue lies beside it; prints how many controls come of it. */
const RESOLVER = `
import sys
from pathlib import Path
from trestle.core.catalog.catalog_interface import CatalogInterface
from trestle.core.profile_resolver import ProfileResolver
catalog = ProfileResolver.get_resolved_profile_catalog(Path.cwd(), str(Path(sys.argv[1]).resolve()))
print(CatalogInterface(catalog).get_count_of_controls_in_catalog(True))
`;

/** A Python that may have trestle installed. */
const python = process.env["TRESTLE_PYTHON"] ?? "python3";
const hasTrestle = spawnSync(python, ["-c", "import trestle.oscal.mapping"]).status === 0;
if (!hasTrestle)
  console.log(
    `skipped: ${python} has no compliance-trestle; install it, or set TRESTLE_PYTHON to a Python that has it`,
  );

const parsed = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Doc;

/** Files that start with `oscal-` in a folder, by their paths. */
function oscalFiles(out: string): string[] {
  return readdirSync(out)
    .filter((one) => one.startsWith("oscal-"))
    .map((one) => join(out, one));
}

function expectReadByTrestle(files: readonly string[]): void {
  const read = spawnSync(python, ["-c", READER, ...files], { encoding: "utf8" });
  expect([read.status, read.stderr]).toEqual([0, ""]);
  const [version, ...titles] = read.stdout.trim().split("\n");
  expect(version).toMatch(/^1\.2\./);
  expect(titles).toHaveLength(files.length);
}

describe("catalogues and profiles", () => {
  const out = join(folder, "controls");
  let files: string[] = [];

  beforeAll(async () => {
    const ids = ["nist-800-53-r5", "fisma-moderate", "nist-800-53-r5-low", "iso-27001-2022"];
    expect(await run(["controls", "export", ...ids, "--out", out])).toMatchObject({ code: 0, stderr: "" });
    files = oscalFiles(out);
    expect(files.map((file) => file.slice(out.length + 1))).toEqual([
      "oscal-catalog-iso-27001-2022.json",
      "oscal-catalog-nist-800-53-r5.json",
      "oscal-profile-fisma-moderate.json",
      "oscal-profile-iso-27001-2022.json",
      "oscal-profile-nist-800-53-r5-low.json",
    ]);
  });

  test("hold every control and parameter once, and what each profile selects", () => {
    const text = readFileSync(join(out, "oscal-catalog-nist-800-53-r5.json"), "utf8");
    expect(text.match(/"name": "label"/g)).toHaveLength(1196);
    expect(text.match(/"value": "withdrawn"/g)).toHaveLength(182);
    const moderate = parsed(join(out, "oscal-profile-fisma-moderate.json"));
    expect(at<string[]>(moderate, "profile", "imports", 0, "include-controls", 0, "with-ids")).toHaveLength(287);
  });

  test.skipIf(!hasSchemas)("NIST's schemas hold", () => {
    for (const file of files) expect([file, ...schemaProblems(parsed(file))]).toEqual([file]);
  });

  test("the linter finds nothing, together or each alone", async () => {
    for (const some of [files, ...files.map((file) => [file])])
      expect(await run(["oscal", "lint", ...some])).toMatchObject({ code: 0, stderr: "" });
  });

  test.skipIf(!hasTrestle)("compliance-trestle reads every file", () => expectReadByTrestle(files));

  test.skipIf(!hasTrestle).each([
    ["fisma-moderate", 287],
    ["iso-27001-2022", 93],
  ])("compliance-trestle finds the catalogue of %s, and %i controls in it", (id, count) => {
    mkdirSync(join(out, ".trestle"), { recursive: true });
    const resolved = spawnSync(python, ["-c", RESOLVER, `oscal-profile-${id}.json`], { encoding: "utf8", cwd: out });
    expect([resolved.status, resolved.stdout.trim()], resolved.stderr).toEqual([0, String(count)]);
  });

  test("of what nobody knows there are none, and it is said what there is", async () => {
    const { code, stderr } = await run(["controls", "export", "fisma-modrate", "--out", join(folder, "none")]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('"fisma-modrate"')]);
    expect(stderr).toContain("fisma-moderate");
  });
});

describe.each(Object.entries(RUNS))("%s", (name, inputs) => {
  const out = join(folder, name.replaceAll(" ", "-"));
  let files: string[] = [];

  beforeAll(async () => {
    const profiles = ["--profile", "fisma-moderate", "--profile", "iso-27001-2022"];
    const ran = await run(["assess", ...inputs(), ...profiles, "--out", out, "--format", "oscal", "--quiet"]);
    expect([ran.code, ran.stderr]).toEqual([1, ""]);
    files = oscalFiles(out);
    expect(files).toHaveLength(4);
  });

  test.skipIf(!hasSchemas)("NIST's schemas hold", () => {
    for (const file of files) expect([file, ...schemaProblems(parsed(file))]).toEqual([file]);
  });

  test("the linter finds nothing", async () => {
    expect(await run(["oscal", "lint", ...files])).toEqual({
      code: 0,
      stdout: "Nothing found in 4 documents\n",
      stderr: "",
    });
  });

  test.skipIf(!hasTrestle)("compliance-trestle reads every file", () => expectReadByTrestle(files));

  test("the counts are those of assessment.json, and the file is about as large", () => {
    const { summary } = parsed(join(out, "assessment.json")) as { summary: { results: Record<string, number> } };
    const file = files.find((one) => one.endsWith("assessment-results.json")) as string;
    const observations = at<Doc[]>(parsed(file), "assessment-results", "results", 0, "observations");
    const counts: Record<string, number> = {};
    for (const one of observations) {
      const verdict = propOf(one, "result") as string;
      const count = propOf(one, verdict === "not-applicable" ? "not-applicable" : "population");
      counts[verdict] = (counts[verdict] ?? 0) + Number(count);
    }
    const told = Object.entries(summary.results).filter(([, count]) => count > 0);
    expect(counts).toEqual(Object.fromEntries(told));
    expect(observations.length).toBeLessThan(Object.values(counts).reduce((a, b) => a + b, 0));
    expect(statSync(file).size).toBeLessThan(1.2 * statSync(join(out, "assessment.json")).size);
  });
});
