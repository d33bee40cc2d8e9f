import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NotPulumiError, readInputFile, tryInputFile } from "../../../src/inputs/index.js";
import { fileTrouble } from "../../../src/inputs/read.js";
import { InputError } from "../../../src/model/index.js";
import { BAD_INPUTS, CANARY, NOT_PULUMI } from "../../support/bad-inputs.js";
import { temporaryFolder } from "../../support/input-files.js";

const folder = temporaryFolder();

async function errorOf(path: string): Promise<InputError> {
  const error = await readInputFile(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

describe("an input that cannot be used", () => {
  it.each(BAD_INPUTS.map((bad, i) => ({ ...bad, i })))("$name", async ({ bytes, where, says, i }) => {
    const file = folder.write(`bad-${i}.json`, bytes);
    const error = await errorOf(file);
    expect(error.where).toEqual({ file, ...where });
    expect(error.message).toMatch(says);
    expect(error.located.startsWith(file)).toBe(true);
    expect(error.located).not.toContain(CANARY);
  });

  it("tells a file that is nothing of Pulumi's from a broken one", async () => {
    for (const [i, { bytes }] of NOT_PULUMI.entries())
      expect(await errorOf(folder.write(`other-${i}.json`, bytes))).toBeInstanceOf(NotPulumiError);
    expect(await errorOf(folder.write("broken.json", "{"))).not.toBeInstanceOf(NotPulumiError);
  });

  it("keeps the digest of what it could not use", async () => {
    const input = await tryInputFile(folder.write("digest.json", "{}"));
    // echo -n '{}' | sha256sum
    expect(input.digest).toBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    expect("error" in input).toBe(true);
  });
});

describe("a file that cannot be read", () => {
  it("is missing", async () => {
    const file = join(folder.path, "missing.json");
    const error = await errorOf(file);
    expect(error.located).toMatch(/missing\.json: there is no such file/);
    expect(await tryInputFile(file)).toMatchObject({ path: file, digest: undefined });
  });

  it("is a folder", async () => {
    const path = join(folder.path, "folder.json");
    mkdirSync(path);
    expect((await errorOf(path)).message).toMatch(/folder/);
  });

  it.each([
    ["EACCES", /permission denied/],
    ["EPERM", /permission denied/],
    ["ERR_FS_FILE_TOO_LARGE", /2 GB/],
    ["EIO", /cannot be read \(EIO\)/],
    [undefined, /cannot be read/],
  ])("fails with %s", (code, says) => {
    expect(fileTrouble(code)).toMatch(says);
  });
});
