import { join } from "node:path";
import { expect, test } from "vitest";
import { portable } from "../../../src/packaging/carried.js";

const set = (file: string) => ({ digests: { [file]: "sha256:00" }, list: [{ file, line: 3, text: `see ${file}` }] });

test.each([
  ["a.yaml", ["a.yaml"]],
  [join(process.cwd(), "deep", "a.yaml"), ["a.yaml"]],
  ["../elsewhere/a.yaml", ["a.yaml"]],
])("%s is named without its folder", (file, [name]) => {
  expect(portable(set(file), [file])).toEqual({
    digests: { [name as string]: "sha256:00" },
    list: [{ file: name, line: 3, text: `see ${file}` }],
  });
});

test("several files are named from the folder that they share", () => {
  const files = ["/x/org/a.yaml", "/x/org/team/a.yaml", "/x/org-b/a.yaml"];
  expect(portable(files, files)).toEqual(["org/a.yaml", "org/team/a.yaml", "org-b/a.yaml"]);
});
