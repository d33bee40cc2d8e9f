import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ResultsFile } from "../../../src/cli/results-file.js";
import { assessmentJson, prepareFolder, writeReports } from "../../../src/cli/write.js";
import type { Result } from "../../../src/model/index.js";
import { sampleAssessment } from "../../support/assessment.js";
import { temporaryFolder } from "../../support/input-files.js";

const folder = temporaryFolder();
let files = 0;

function withFile<T>(use: (file: ResultsFile) => T): T {
  const file = new ResultsFile(join(folder.path, `results-${files++}.tmp`));
  try {
    return use(file);
  } finally {
    file.remove();
    expect(existsSync(file.path)).toBe(false);
  }
}

function result(text: string, i = 0): Result {
  const observations = [{ path: "a", observed: text }];
  return { input: i, rule: "r", urn: `urn:${text}`, type: "t", verdict: "pass", observations, companions: [] };
}

const join_ = (pieces: Iterable<string | Uint8Array>) =>
  Buffer.concat([...pieces].map((one) => Buffer.from(one))).toString("utf8");

describe("results on disk", () => {
  it("are read back as they were, again and again, whatever characters they hold", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 20 }), (texts) => {
        const results = texts.map(result);
        withFile((file) => {
          for (const one of results) file.add(one);
          expect([...file]).toEqual(JSON.parse(JSON.stringify(results)));
          expect([...file]).toEqual([...file]);
        });
      }),
    );
  });

  it("may be larger than any buffer, alone and together", () => {
    withFile((file) => {
      const sizes = [10, 900_000, 3_000_000, 1, 1_048_576, 500_000, 7];
      const results = sizes.map((size, i) => result("ä".repeat(size), i));
      for (const one of results) file.add(one);
      expect([...file].map((one) => [one.input, one.urn.length])).toEqual(sizes.map((size, i) => [i, size + 4]));
    });
  });

  it("may be added to between readings, and read by two at once", () => {
    withFile((file) => {
      file.add(result("a"));
      expect([...file].length).toBe(1);
      file.add(result("b"));
      const pairs: string[] = [];
      for (const one of file) for (const other of file) pairs.push(one.urn + other.urn);
      expect(pairs).toEqual(["urn:aurn:a", "urn:aurn:b", "urn:burn:a", "urn:burn:b"]);
    });
  });

  it("make no file while there are none", () => {
    withFile((file) => {
      expect([...file]).toEqual([]);
      expect(existsSync(file.path)).toBe(false);
    });
  });
});

describe("assessment.json", () => {
  const assessment = sampleAssessment({ resources: 40 });
  const { results, ...head } = assessment;

  it("is the same from a list and from disk, and is the assessment", () => {
    const fromList = join_(assessmentJson(assessment));
    expect(JSON.parse(fromList)).toEqual(JSON.parse(JSON.stringify({ ...head, results: [...results] })));
    withFile((file) => {
      for (const one of results) file.add(one);
      expect(join_(assessmentJson({ ...head, results: file }))).toBe(fromList);
    });
  });

  it("is valid without results", () => {
    const text = join_(assessmentJson({ ...head, results: [] }));
    expect(JSON.parse(text)).toMatchObject({ results: [] });
  });
});

describe("writing reports", () => {
  const out = join(folder.path, "reports");

  it("leaves every old file as it was when one fails, and no temporary one", () => {
    prepareFolder(out);
    writeFileSync(join(out, "a.json"), "old");
    const failing = function* () {
      yield "new";
      throw new Error("no");
    };
    const write = () =>
      writeReports(out, [
        { name: "a.json", content: ["new"] },
        { name: "b.html", content: failing() },
      ]);
    expect(write).toThrow("no");
    expect(readdirSync(out)).toEqual(["a.json"]);
    expect(readFileSync(join(out, "a.json"), "utf8")).toBe("old");
  });

  it("writes none when a folder stands where one is to go", () => {
    const taken = join(folder.path, "taken");
    prepareFolder(join(taken, "b.html"));
    const files = [
      { name: "a.json", content: ["new"] },
      { name: "b.html", content: ["new"] },
    ];
    expect(() => writeReports(taken, files)).toThrow("is a folder, where a report is to be written");
    expect(readdirSync(taken)).toEqual(["b.html"]);
  });

  it("makes folders below folders, and says where it cannot", () => {
    prepareFolder(join(folder.path, "x", "y", "z"));
    prepareFolder(join(folder.path, "x", "y", "z"));
    writeFileSync(join(folder.path, "file"), "");
    expect(() => prepareFolder(join(folder.path, "file", "below"))).toThrow("is a file, or lies under one");
    expect(() => prepareFolder("")).toThrow("its name is empty");
  });

  it.runIf(existsSync("/proc/self"))("gives up where the system takes no folder", () => {
    expect(() => prepareFolder("/proc/konductor/reports")).toThrow("cannot be made (ENOENT)");
  });

  it("writes pieces of text and bytes in their order", () => {
    const pieces = ["a", Buffer.from("ö"), "b".repeat(100_000), "c", Buffer.from("d"), "🙂"];
    writeReports(out, [{ name: "a.json", content: pieces }]);
    expect(readFileSync(join(out, "a.json"), "utf8")).toBe(`aö${"b".repeat(100_000)}cd🙂`);
    expect(readdirSync(out)).toEqual(["a.json"]);
  });
});
