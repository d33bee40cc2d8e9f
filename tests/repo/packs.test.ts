import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPack } from "../../src/packaging/pack-file.js";
import { run } from "../src/cli/run.js";
import { temporaryFolder } from "../support/input-files.js";
import { ROOT } from "./sources.js";

const PACKS = join(ROOT, "packs");
const packs = readdirSync(PACKS).filter((name) => existsSync(join(PACKS, name, "pack.yaml")));
const FILES = ["LICENSE", "PulumiPolicy.yaml", "README.md", "index.js", "pack.json", "package.json"];
const temporary = temporaryFolder();

/** The files that `npm pack` puts into the archive, which is what is published. */
function packed(folder: string): string[] {
  const out = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
  });
  const [archive] = JSON.parse(out) as [{ files: { path: string }[] }];
  return archive.files.map(({ path }) => path).sort();
}

test("there are ready-made packs", () => {
  expect(packs).toEqual(
    expect.arrayContaining([
      "everything",
      "fisma-moderate",
      "iso-27001-2022",
      "nist-800-53-r5-high",
      "nist-800-53-r5-low",
    ]),
  );
});

describe.each(packs)("the pack %s", (id) => {
  const folder = join(PACKS, id);

  test("is built, and is what the command builds", async () => {
    const pack = readPack(folder);
    expect(pack?.name).toBe(`konductor-${id}`);
    const profile = pack?.profile?.id ?? "everything";
    const out = join(temporary.path, id);
    expect((await run(["pack", "build", profile, "--out", out])).code).toBe(0);
    const built = readPack(out);
    // Its declaration only gives it other words.
    const { displayName, description } = pack as NonNullable<typeof pack>;
    expect({ ...built, displayName, description }).toEqual(pack);
    const read = (from: string, name: string) => readFileSync(join(from, name));
    for (const name of ["index.js", "LICENSE"]) expect(read(folder, name).equals(read(out, name))).toBe(true);
  });

  test("is published with its own files and no other", () => {
    expect(packed(folder)).toEqual(FILES);
  });

  test("only its declaration and its README are in version control", () => {
    const args = ["ls-files", "--cached", "--others", "--exclude-standard", folder];
    const known = spawnSync("git", args, { cwd: ROOT, encoding: "utf8" });
    if (known.status !== 0)
      return expect(readFileSync(join(ROOT, ".gitignore"), "utf8")).toContain("/packs/*/index.js");
    expect(known.stdout.trim().split("\n").sort()).toEqual([`packs/${id}/README.md`, `packs/${id}/pack.yaml`]);
  });
});

test("the package of the project holds the command's own needs, and no ready-made pack", () => {
  const files = packed(ROOT);
  expect(files).toEqual(
    expect.arrayContaining(["LICENSE", "PulumiPolicy.yaml", "dist/pack.js", "dist/data/pack.json"]),
  );
  expect(files.filter((file) => file.startsWith("packs/"))).toEqual([]);
});
