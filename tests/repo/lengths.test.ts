import { describe, expect, test } from "vitest";
import { read, sources } from "./sources.js";

const LONGEST_SOURCE = 300;
const LONGEST_TEST = 400;

/** Files that may be longer, each with the reason. One that no longer needs it fails. */
const EXEMPT: Readonly<Record<string, string>> = {};

const GENERATED = /\.generated\.ts$/;

function limit(file: string): number {
  return file.startsWith("tests/") ? LONGEST_TEST : LONGEST_SOURCE;
}

function lines(file: string): number {
  return read(file).replace(/\n$/, "").split("\n").length;
}

describe("file lengths", () => {
  const files = sources("src", "packs", "reports", "scripts", "tests", "bench").filter((file) => !GENERATED.test(file));

  test("saw the project", () => {
    expect(files.length).toBeGreaterThan(120);
    for (const folder of ["src/", "packs/", "reports/", "scripts/", "tests/"])
      expect(files.some((file) => file.startsWith(folder))).toBe(true);
  });

  test(`sources have at most ${LONGEST_SOURCE} lines, tests at most ${LONGEST_TEST}`, () => {
    const long = files.filter((file) => !(file in EXEMPT) && lines(file) > limit(file));
    expect(long.map((file) => `${file}: ${lines(file)} lines`)).toEqual([]);
  });

  test("no exemption is idle, and each has a reason", () => {
    const idle = Object.keys(EXEMPT).filter((file) => !files.includes(file) || lines(file) <= limit(file));
    expect(idle).toEqual([]);
    expect(Object.values(EXEMPT).filter((reason) => reason.length < 20)).toEqual([]);
  });
});
