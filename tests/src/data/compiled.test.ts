import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileData } from "../../../scripts/compile-data.js";
import { openData } from "../../../src/data/compiled.js";
import { nearest } from "../../../src/data/nearest.js";
import { loadProfileFile } from "../../../src/data/profile.js";
import { proseFile, readProse, writeProse } from "../../../src/data/prose.js";
import { InputError } from "../../../src/model/index.js";
import { problemsOf, RULES, tree } from "./fixture.js";

const folder = () => mkdtempSync(join(tmpdir(), "konductor-compiled-"));

describe("compiled data", () => {
  const directory = folder();
  writeFileSync(join(directory, "gone.json"), "{}");
  const source = compileData(tree(), RULES, directory);
  const data = openData(directory);

  test("is what was loaded, and a catalogue that is no more goes away", () => {
    expect(readdirSync(directory).sort()).toEqual([
      "crosswalks.json",
      "demo.json",
      "index.json",
      "indicators.json",
      "other.json",
      "pack.json",
    ]);
    expect(data.frameworks()).toEqual(source.frameworks);
    expect(data.crosswalks()).toEqual(source.crosswalks);
    expect(data.index.profiles).toMatchObject({ "demo-low": "demo", other: "other" });
  });

  test("has the same bytes each time", () => {
    const again = folder();
    compileData(tree(), RULES, again);
    for (const name of readdirSync(again))
      expect(readFileSync(join(again, name), "utf8")).toBe(readFileSync(join(directory, name), "utf8"));
  });

  test("reads only the catalogues of the profiles that are asked for", () => {
    const only = folder();
    compileData(tree(), RULES, only);
    writeFileSync(join(only, "other.json"), "damaged");
    expect(
      openData(only)
        .frameworksOf(["demo-low", "demo-high"])
        .map((one) => one.catalog.id),
    ).toEqual(["demo"]);
    expect(() => openData(only).frameworks()).toThrow("damaged: run npm run build");
  });

  test("says what to do when it is missing", () => {
    expect(() => openData(join(directory, "nowhere"))).toThrow("missing: run npm run build");
  });

  test("names the nearest profile and catalogue", () => {
    expect(() => data.frameworksOf(["demo-lo"])).toThrow('unknown profile "demo-lo": did you mean "demo-low"?');
    expect(() => data.frameworksOf(["constructor"])).toThrow('unknown profile "constructor". There are ');
    expect(() => data.framework("dem")).toThrow('unknown catalogue "dem": did you mean "demo"?');
  });

  test("is not written when a profile's value does not fit a rule", () => {
    const target = folder();
    const profile = "id: demo-low\ntitle: Low\ncatalog: demo\nbaseline: low\nparameters: { AC-01_ODP: 0 }\n";
    const root = tree({ "controls/demo/profiles/low.yaml": profile });
    expect(() => compileData(root, RULES, target)).toThrow(InputError);
    expect(readdirSync(target)).toEqual([]);
  });
});

describe("a profile file of a user", () => {
  const { frameworks } = compileData(tree(), RULES, folder());
  const own = (text: string) => {
    const root = folder();
    const file = join(root, "own.yaml");
    writeFileSync(file, text);
    return { root, file };
  };

  test("stands on a profile that is there", () => {
    const { file } = own('id: mine\ntitle: Mine\ncatalog: demo\nextends: demo-high\nexclude: { AC-2: "No ports." }\n');
    expect(loadProfileFile(file, frameworks).profile).toMatchObject({
      id: "mine",
      controls: ["AC-1"],
      parameters: { "AC-01_ODP": 10 },
    });
  });

  test.each([
    [
      "an id that is taken",
      "id: demo-low\ntitle: x\ncatalog: demo\nbaseline: low",
      'own.yaml:1:5: id: profile id "demo-low" is taken; choose another',
    ],
    [
      "a base that is not there",
      "id: a\ntitle: x\ncatalog: demo\nextends: demo-hih",
      'own.yaml:4:10: extends: unknown profile "demo-hih": did you mean "demo-high"?',
    ],
    ["silence", "id: a\ntitle: x\ncatalog: demo\ninclude: [AU-2]", "own.yaml:1:1: no disposition for AU-2"],
    [
      "an id that is no id",
      "id: ../a\ntitle: x\ncatalog: demo\nbaseline: low",
      "own.yaml:1:5: id: expected lower-case letters, digits, dots and hyphens",
    ],
  ])("is refused for %s", (_, text, expected) => {
    const { root, file } = own(text);
    expect(problemsOf(root, () => loadProfileFile(file, frameworks))).toEqual([expect.stringContaining(expected)]);
  });
});

describe("imported prose", () => {
  const prose = {
    catalog: "demo",
    source: "s",
    digest: "sha256:0",
    controls: { "AC-1": { statement: "a", guidance: "b" } },
  };

  test("is kept and read again", () => {
    const directory = folder();
    expect(readProse("demo", directory)).toBeUndefined();
    expect(writeProse(prose, directory)).toBe(proseFile("demo", directory));
    expect(readProse("demo", directory)).toEqual(prose);
    expect(readdirSync(join(directory, ".konductor", "prose"))).toEqual(["demo.json"]);
  });

  test.each([
    "{",
    "{}",
    JSON.stringify({ ...prose, catalog: "other" }),
    JSON.stringify({ ...prose, more: 1 }),
  ])("is refused when damaged: %s", (text) => {
    const directory = folder();
    writeFileSync(writeProse(prose, directory), text);
    expect(() => readProse("demo", directory)).toThrow("import again");
  });
});

describe("the nearest id", () => {
  test.each([
    ["aws-s3-bucket-versiond", ["aws-s3-bucket-versioned", "aws-s3-bucket-logged"], "aws-s3-bucket-versioned"],
    ["ac-2", ["AC-1", "AC-2"], "AC-2"],
    ["lwo", ["high", "low"], "low"],
    ["something else", ["high", "low"], undefined],
    ["x", [], undefined],
  ])("to %s", (id, known, expected) => {
    expect(nearest(id, known)).toBe(expected);
  });
});
