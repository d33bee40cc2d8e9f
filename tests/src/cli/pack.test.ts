import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { version } from "../../../package.json";
import { allRules } from "../../../packs/rules.js";
import { writePackFolder } from "../../../src/cli/pack-folder.js";
import { openData } from "../../../src/data/compiled.js";
import { readPack } from "../../../src/packaging/pack-file.js";
import { run } from "./run.js";

const root = mkdtempSync(join(tmpdir(), "konductor-pack-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: string[]) => join(root, ...names);
let made = 0;
const fresh = () => at(`out-${made++}`);

async function build(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(["pack", "build", ...args]);
  expect([stderr, code]).toEqual(["", 0]);
  return stdout;
}

async function refused(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(["pack", "build", ...args]);
  expect([stdout, code]).toEqual(["", 2]);
  return stderr;
}

/** Everything in a folder, by name. */
function content(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

const rulesIn = (folder: string) => Object.keys(readPack(folder)?.rules ?? {});

describe("konductor pack build", () => {
  test("gives the same bytes each time, and prints their digest", async () => {
    const [first, second, other] = [fresh(), fresh(), fresh()];
    const printed = await build("fisma-moderate", "--out", first);
    const again = await build("fisma-moderate", "--out", second);
    expect(content(second)).toEqual(content(first));
    expect(printed).toContain(`konductor-fisma-moderate ${version}: `);
    const digest = printed.split("\n")[1];
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(again.split("\n")[1]).toBe(digest);
    const changed = await build("fisma-moderate", "--out", other, "--exclude", "aws-s3-mfa-delete");
    expect(changed.split("\n")[1]).not.toBe(digest);
  });

  test.each(["fisma-moderate", "iso-27001-2022"])("%s holds what its mapping maps to its controls", async (id) => {
    const out = fresh();
    await build(id, "--out", out);
    const [framework] = openData().frameworksOf([id]);
    const controls = new Set(framework?.profiles.find((one) => one.id === id)?.controls);
    const mapped = framework?.mapping.filter((row) => controls.has(row.control)).map((row) => row.rule);
    expect(rulesIn(out)).toEqual([...new Set(mapped)].sort());
    expect(rulesIn(out).length).toBeGreaterThan(50);
  });

  test("everything holds every rule", async () => {
    const out = fresh();
    await build("everything", "--out", out);
    expect(rulesIn(out)).toEqual(allRules().map(({ id }) => id));
  });

  test("globs choose among the rules", async () => {
    const out = fresh();
    await build("everything", "--out", out, "--rules", "aws-s3-*,aws-kms-*", "--exclude", "*-mfa-delete");
    const ids = allRules().map(({ id }) => id);
    const expected = ids.filter((id) => /^aws-(s3|kms)-/.test(id) && !id.endsWith("-mfa-delete"));
    expect(rulesIn(out)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(10);
    expect(expected.length).toBeLessThan(ids.filter((id) => /^aws-(s3|kms)-/.test(id)).length);
  });

  test("name and version are the user's, --version of the program stays", async () => {
    const out = fresh();
    await build("everything", "--out", out, "--name", "ours_1.x", "--version", "2024.q1");
    expect(readPack(out)?.name).toBe("ours_1.x");
    expect(JSON.parse(content(out)["package.json"] ?? "")).toMatchObject({ name: "ours_1.x", version: "2024.q1" });
    expect((await run(["--version"])).stdout.trim()).toBe(version);
  });

  test("takes a profile of a file, and its values", async () => {
    const out = fresh();
    const file = at("ours.yaml");
    const parameters = '{ "IA-05(01)_ODP[02]": 21 }';
    writeFileSync(
      file,
      `id: ours\ntitle: Our own\ncatalog: nist-800-53-r5\nextends: fisma-moderate\nparameters: ${parameters}\n`,
    );
    await build(file, "--out", out);
    const pack = readPack(out);
    expect(pack).toMatchObject({ name: "konductor-ours", displayName: "Konductor: Our own", profile: { id: "ours" } });
    expect(pack?.rules["aws-iam-password-min-length-14"]?.parameters?.[0]?.default).toBe(21);
    expect(pack?.digests["profile ours"]).toMatch(/^sha256:/);
    writeFileSync(file, "id: everything\ntitle: All\ncatalog: nist-800-53-r5\nextends: fisma-moderate\n");
    expect(await refused(file, "--out", fresh())).toContain('"everything" is the pack of every rule');
  });

  test.each([
    [["fisma-moderat"], 'unknown profile "fisma-moderat": did you mean "fisma-moderate"?'],
    [["fisma-moderate", "--rules", "aws-s4-*"], 'unknown rule "aws-s4-*": did you mean "aws-s3-*"?'],
    [["fisma-moderate", "--exclude", "aws-s3-versoning"], 'did you mean "aws-s3-versioning"?'],
    [["fisma-moderate", "--rules", ""], "expected ids with commas"],
    [["fisma-moderate", "--name", "a b"], "--name is 1 to 100 letters"],
    [["fisma-moderate", "--version", "1.0+b"], "--version is 1 to 100 letters"],
    [["nowhere/profile.yaml"], "there is no such file"],
  ])("%j is refused, and nothing is written", async (args, expected) => {
    const out = fresh();
    expect(await refused(...args, "--out", out)).toContain(expected);
    expect(existsSync(out)).toBe(false);
  });
});

describe("the folder", () => {
  test("is made with those above it; an empty one is taken", async () => {
    const out = join(fresh(), "deep", "er");
    await build("everything", "--out", out);
    expect(rulesIn(out).length).toBeGreaterThan(0);
    const empty = fresh();
    mkdirSync(empty);
    await build("everything", "--out", empty);
    expect(content(empty)).toEqual(content(out));
  });

  test("of an earlier pack is replaced, and what was installed into it stays", async () => {
    const out = fresh();
    await build("everything", "--out", out);
    mkdirSync(join(out, "node_modules"));
    writeFileSync(join(out, "node_modules", "kept"), "");
    await build("fisma-moderate", "--out", out);
    expect(readPack(out)?.name).toBe("konductor-fisma-moderate");
    expect(readdirSync(join(out, "node_modules"))).toEqual(["kept"]);
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("may be a link to one", async () => {
    const [out, link] = [fresh(), fresh()];
    await build("everything", "--out", out);
    symlinkSync(out, link);
    await build("fisma-moderate", "--out", link);
    expect(readPack(out)?.name).toBe("konductor-fisma-moderate");
  });

  test.each([
    ["something of somebody else", "index.js", "theirs"],
    ["a pack.json of something else", "pack.json", "{}"],
    ["a damaged pack.json", "pack.json", "{"],
    ["null for a pack.json", "pack.json", "null"],
    ["a pack file as the build leaves it, and no pack", "pack.json", '{"schema":"konductor/pack/1"}'],
  ])("with %s is left alone", async (_, name, text) => {
    const out = fresh();
    mkdirSync(out);
    writeFileSync(join(out, name), text);
    const before = content(out);
    expect(await refused("everything", "--out", out)).toMatch(/holds something else than a pack of Konductor/);
    expect(content(out)).toEqual(before);
  });

  test("that is a file, a dangling link, nothing or under a file is refused", async () => {
    const [file, link] = [fresh(), fresh()];
    writeFileSync(file, "theirs");
    symlinkSync(at("nowhere"), link);
    expect(await refused("everything", "--out", file)).toContain("is no folder");
    expect(await refused("everything", "--out", link)).toContain("is a link to nothing");
    expect(await refused("everything", "--out", "")).toContain("its name is empty");
    await refused("everything", "--out", join(file, "below"));
    expect(readFileSync(file, "utf8")).toBe("theirs");
  });

  test("that one is in is not replaced under one's feet", async () => {
    const out = fresh();
    await build("everything", "--out", out);
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(out);
    try {
      expect(await refused("everything", "--out", out)).toContain("run the command from outside");
    } finally {
      cwd.mockRestore();
    }
  });

  test("is as it was when a build fails half-way", async () => {
    const out = fresh();
    await build("everything", "--out", out);
    const before = content(out);
    const broken = new Map([
      ["index.js", Buffer.from("new")],
      ["no/such/folder", Buffer.from("")],
    ]);
    expect(() => writePackFolder(out, broken)).toThrow("ENOENT");
    expect(content(out)).toEqual(before);
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
