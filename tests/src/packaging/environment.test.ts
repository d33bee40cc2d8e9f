import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { givenBy } from "../../../src/packaging/environment.js";
import type { PackFile } from "../../../src/packaging/pack-file.js";
import { made } from "../crossguard/rules.js";

const folder = mkdtempSync(join(tmpdir(), "konductor-environment-"));
afterAll(() => rmSync(folder, { recursive: true }));
const rules = [made("aws-a-b-c")];
const pack = { rules: { "aws-a-b-c": { tags: ["demo/AC-1"] } } } as unknown as PackFile;
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const layer = (name: string, set: string) => file(name, `layers:\n  - scope: stack\n    name: ${name}\n    ${set}\n`);

describe("what the environment names", () => {
  test("is nothing unless it is set", () => {
    expect(givenBy({}, pack, rules)).toEqual({});
    expect(givenBy({ KONDUCTOR_CONFIG: "", KONDUCTOR_EXCEPTIONS: delimiter }, pack, rules)).toEqual({});
  });

  test("is read, several files as in PATH; controls are those that the pack's rules speak to", () => {
    const files = [layer("one", "rules: { aws-a-b-c: advisory }"), layer("two", "controls: { AC-1: mandatory }")];
    const { config } = givenBy({ KONDUCTOR_CONFIG: files.join(delimiter) }, pack, rules);
    expect(config?.layers.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  test("does not set aside what the pack carries", () => {
    const env = { KONDUCTOR_CONFIG: layer("three", "rules: { aws-a-b-c: advisory }"), KONDUCTOR_EXCEPTIONS: "/none" };
    const carried = { ...pack, config: { layers: [], digests: {} }, exceptions: {} } as unknown as PackFile;
    expect(givenBy(env, carried, rules)).toEqual({});
  });

  test("is refused with its line when it is wrong", () => {
    const path = layer("four", "rules: { aws-a-b-d: advisory }");
    expect(() => givenBy({ KONDUCTOR_CONFIG: path }, pack, rules)).toThrow(/four:4:14: .*aws-a-b-c/);
  });
});
