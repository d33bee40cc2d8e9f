import { symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { expandInputs } from "../../../src/inputs/index.js";
import { InputError } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";

const folder = temporaryFolder();
const at = (path: string) => join(folder.path, path);
const names = (...args: string[]) => expandInputs(args).map((file) => relative(folder.path, file.path));

for (const name of [
  "a/two.json",
  "a/one.json.gz",
  "a/deep/er/three.json",
  "a/notes.txt",
  "a/four.json.zst",
  "a/x.json.bak",
])
  folder.write(name, "{}");
for (const name of ["a/node_modules/p/package.json", "a/.vscode/settings.json", "lone/readme.md"])
  folder.write(name, "{}");
symlinkSync(at("a"), at("a/deep/loop"));
symlinkSync(at("a/two.json"), at("a/also-two.json"));

const BACKEND = [
  "meta.yaml",
  "stacks/shop/prod.json",
  "stacks/shop/prod.json.bak",
  "stacks/shop/prod.json.attrs",
  "stacks/shop/prod.json.1700000000",
  "stacks/shop/dev.json.gz",
  "stacks/shop/dev.json.gz.bak",
  "stacks/shop/prod.pulumi-tags",
  "stacks/legacy.json",
  "history/shop/prod/prod-17.history.json",
  "history/shop/prod/prod-17.checkpoint.json",
  "backups/shop/prod/prod.17.json",
  "locks/organization/shop/prod/1.json",
  "workspaces/w.json",
];
for (const name of BACKEND) {
  folder.write(join("bucket/.pulumi", name), "{}");
  folder.write(join("copied", name), "{}");
}
folder.write("bucket/export.json", "{}");

describe("arguments", () => {
  it("files are named by the user, in order of their paths", () => {
    expect(expandInputs([at("a/two.json"), at("a/one.json.gz"), "-"])).toEqual([
      { path: "-", named: true },
      { path: at("a/one.json.gz"), named: true },
      { path: at("a/two.json"), named: true },
    ]);
  });

  it("a file counts once, by whatever way it is reached, and a user's word stays", () => {
    const once = [{ path: at("a/also-two.json"), named: true }];
    expect(expandInputs([at("a/two.json"), at("a/also-two.json"), at("a/../a/two.json")])).toEqual(once);
    expect(expandInputs([at("a"), at("a/two.json")])).toContainEqual(once[0]);
    expect(expandInputs(["-", "-"])).toHaveLength(1);
  });

  it("folders are walked, and circles of links end", () => {
    const found = expandInputs([at("a")]);
    expect(found.every((file) => !file.named)).toBe(true);
    expect(found.map((file) => relative(folder.path, file.path))).toEqual([
      "a/also-two.json",
      "a/deep/er/three.json",
      "a/four.json.zst",
      "a/one.json.gz",
    ]);
  });

  it("of a state backend only the stacks are taken", () => {
    const stacks = ["stacks/legacy.json", "stacks/shop/dev.json.gz", "stacks/shop/prod.json"];
    expect(names(at("bucket"))).toEqual([...stacks.map((name) => `bucket/.pulumi/${name}`), "bucket/export.json"]);
    expect(names(at("bucket/.pulumi"))).toEqual(stacks.map((name) => `bucket/.pulumi/${name}`));
    expect(names(at("copied"))).toEqual(stacks.map((name) => `copied/${name}`));
    expect(names(at("bucket/.pulumi/stacks/shop"))).toHaveLength(2);
  });

  it("patterns name what they match", () => {
    expect(expandInputs([at("a/t*.json")])).toEqual([{ path: at("a/two.json"), named: true }]);
    expect(names(at("{a,bucket}/**/{three,export}.json"))).toEqual(["a/deep/er/three.json", "bucket/export.json"]);
    const here = relative(process.cwd(), folder.path);
    expect(expandInputs([`${here}/a/tw?.json`]).map((file) => file.path)).toEqual([`${here}/a/two.json`]);
  });

  it("a file with the signs of a pattern in its name is a file", () => {
    const path = folder.write("odd/[a]*.json", "{}");
    expect(expandInputs([path])).toEqual([{ path, named: true }]);
  });
});

describe("an argument that means nothing", () => {
  it.each([
    ["missing.json", /no such file/],
    ["a/nothing*.json", /no file matches/],
    ["lone", /no stack/],
  ])("%s", (name, says) => {
    const path = at(name);
    try {
      expandInputs([at("a"), path]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).where).toEqual({ file: path });
      expect((error as InputError).message).toMatch(says);
    }
  });

  it("a link to nothing is left to the reader, which tells it", () => {
    symlinkSync(at("gone"), folder.write("links/a.json", "{}").replace("a.json", "b.json"));
    expect(names(at("links"))).toEqual(["links/a.json", "links/b.json"]);
  });
});
