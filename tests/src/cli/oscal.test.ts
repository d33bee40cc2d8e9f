import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "konductor-oscal-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ID = "00000000-0000-4000-8000-000000000001";

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const CLEAN = file("clean.json", { catalog: { uuid: ID } });
const REQUIREMENT = { "control-id": "AC-02(03)", statements: [{ uuid: ID, "statement-id": "ac-3_smt" }] };
const BAD = file("bad\u001b[31m.json", {
  "component-definition": {
    uuid: ID,
    components: [
      { "control-implementations": [{ "implemented-requirements": [{ "control-id": "ac-2" }, REQUIREMENT] }] },
    ],
  },
});

describe("konductor oscal lint", () => {
  test("says that a clean document is one", async () => {
    expect(await run(["oscal", "lint", CLEAN])).toEqual({
      code: 0,
      stdout: "Nothing found in 1 document\n",
      stderr: "",
    });
  });

  test("tells what is wrong, where, and by which check; a name moves no cursor", async () => {
    const { code, stdout } = await run(["oscal", "lint", CLEAN, BAD]);
    expect(code).toBe(1);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("bad\\x1b[31m.json: component-definition.components[0].");
    expect(stdout).toContain('"AC-02(03)" is no control of nist-800-53-r5; OSCAL writes it ac-2.3 (unknown-control)');
    expect(stdout).toContain("(duplicate-uuid)");
    expect(stdout).toContain("(statement-of-another-control)");
    expect(stdout).toContain("3 findings in 2 documents");
  });

  test("--json gives the same to programs", async () => {
    const { code, stdout } = await run(["oscal", "lint", BAD, "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings).toHaveLength(3);
    expect(JSON.parse(stdout).findings[0]).toMatchObject({ check: "duplicate-uuid", file: BAD });
  });

  test.each([
    ["a file that is not there", [join(folder, "none.json")], "there is no such file"],
    ["a folder", [folder], "cannot be read (EISDIR)"],
    ["malformed JSON", [file("torn.json", '{"catalog":')], "torn.json:1:12: malformed JSON"],
    ["another document", [CLEAN, file("other.json", { openapi: "3.1.0" })], "not an OSCAL document in JSON"],
    ["nothing", [], "missing required argument"],
  ])("%s is bad input", async (_, files, expected) => {
    const { code, stderr, stdout } = await run(["oscal", "lint", ...files]);
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
    expect(stdout).toBe("");
  });
});

describe("assess --format oscal", () => {
  const careless = "examples/aws-web-app/stack.careless.json";

  test("writes what lints clean, and takes away a plan that has nothing in it any more", async () => {
    const out = join(folder, "out");
    const assess = (...inputs: string[]) => run(["assess", ...inputs, "--out", out, "--format", "oscal", "--quiet"]);
    expect((await assess(careless)).code).toBe(1);
    const written = () => readdirSync(out).filter((name) => name.startsWith("oscal-"));
    const all = ["assessment-results", "component-definition", "mapping", "poam"].map((name) => `oscal-${name}.json`);
    expect(written()).toEqual(all);
    const { code, stdout } = await run(["oscal", "lint", ...all.map((name) => join(out, name))]);
    expect([code, stdout]).toEqual([0, "Nothing found in 4 documents\n"]);
    expect((await assess("examples/aws-web-app/stack.compliant.json")).code).toBe(0);
    expect(written()).toEqual(all.slice(0, 3));
  });
});
