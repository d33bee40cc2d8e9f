import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDeclaration } from "../../../src/packaging/declaration.js";
import { problemsOf } from "../data/fixture.js";

const folder = mkdtempSync(join(tmpdir(), "konductor-declaration-"));

function written(text: string): string {
  const file = join(folder, "pack.yaml");
  writeFileSync(file, text);
  return file;
}

test("a declaration is a request, named after its folder", () => {
  const file = written('profile: low\ndisplayName: Low\ndescription: What low asks.\nexclude: ["aws-*"]\n');
  expect(readDeclaration(file, "my-low")).toEqual({
    profile: "low",
    displayName: "Low",
    description: "What low asks.",
    exclude: ["aws-*"],
    name: "konductor-my-low",
  });
});

test.each([
  ["profile: low\ndisplayName: Low\n", "pack.yaml:1:1: description: "],
  [
    "profile: low\ndisplayname: x\ndisplayName: Low\ndescription: d\n",
    'pack.yaml:2:1: displayname: unknown key "displayname": did you mean "displayName"?',
  ],
  ['profile: low\ndisplayName: " "\ndescription: d\n', "pack.yaml:2:14: displayName: expected text, found none"],
  ["profile: low\ndisplayName: x\ndescription: d\nrules: []\n", "pack.yaml:4:8: rules: "],
  ["- a\n", "pack.yaml:1:1: "],
  ["profile: [\n", "pack.yaml:"],
])("%j is refused", (text, expected) => {
  expect(problemsOf(folder, () => readDeclaration(written(text), "x"))).toContainEqual(
    expect.stringContaining(expected),
  );
});
