import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { MOST_ROWS, sheetXml } from "../../reports/shared/sheet.js";
import { format } from "../../reports/xlsx/render.js";
import type { Assessment } from "../../src/model/index.js";
import { count } from "../../src/model/present.js";
import { sampleAssessment } from "../support/assessment.js";
import { bytesOf } from "../support/formats.js";
import { temporaryFolder } from "../support/input-files.js";
import { smallAssessment, withTexts } from "../support/small.js";
import { readWorkbook, recordsOf } from "../support/xlsx.js";
import { descendants } from "../support/xml.js";

const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true });
const results = [...assessment.results];
const read = async (from: Assessment) => readWorkbook(await bytesOf(format, from));
const folder = temporaryFolder();

describe("report.xlsx", () => {
  test("has a sheet for each thing, and every part is in its list of parts", async () => {
    const { parts, sheets } = await read(assessment);
    expect(Object.keys(sheets)).toEqual(["summary", "controls", "results", "exceptions", "population"]);
    const listed = Object.values(parts).flatMap((part) => descendants(part, "Override"));
    const names = listed.map((one) => one.attributes["PartName"]?.slice(1));
    expect(names.toSorted()).toEqual(
      Object.keys(parts)
        .filter((name) => name.startsWith("xl/") && !name.endsWith(".rels"))
        .toSorted(),
    );
  });

  test("tells every result, with all its controls in one cell", async () => {
    const told = recordsOf(await read(assessment), "results");
    expect(told.map((row) => [row["rule"], row["URN"], row["provider id"], row["verdict"]])).toEqual(
      results.map((one) => [one.rule, one.urn, one.providerId, one.verdict]),
    );
    for (const row of told) {
      const rule = assessment.rules.find((one) => one.id === row["rule"]);
      expect(
        String(row["controls"] ?? "")
          .split(" | ")
          .filter(Boolean)
          .toSorted(),
      ).toEqual(rule?.controls.toSorted());
    }
  });

  test("tells every control, exception and line of the population", async () => {
    const workbook = await read(assessment);
    const controls = recordsOf(workbook, "controls");
    expect(controls.map((row) => [row["profile"], row["control"], row["status"]])).toEqual(
      assessment.controls.map((one) => [one.profile, one.id, one.label]),
    );
    const exceptions = recordsOf(workbook, "exceptions");
    expect(exceptions.map((row) => [row["exception"], row["failures covered"]])).toEqual(
      assessment.exceptions.map((one) => [one.id, one.covered]),
    );
    expect(exceptions.map((row) => row["findings"]).join()).toContain("self-approved: ");
    const [all, ...rest] = recordsOf(workbook, "population");
    expect(all).toMatchObject({ resources: assessment.population.total, evaluated: assessment.population.evaluated });
    expect(rest.filter((row) => row["of"] === "type")).toHaveLength(assessment.population.byType.length);
  });

  test("the summary says what was not assessed", async () => {
    const row = recordsOf(await read(assessment), "summary").find((one) => one["about"] === "not assessed");
    expect(row).toMatchObject({ what: "exports/torn.json" });
    expect(row?.["value"]).toContain("a resource has no URN");
  });

  test("nothing is a formula, a link or a reference to elsewhere, and text stays text when it is edited", async () => {
    for (const start of ["=1+1", "+1", "-1", "@A1", "＝1"]) {
      const { parts } = await read(withTexts(smallAssessment(), (text) => start + text));
      const elements = Object.values(parts).flatMap((part) =>
        ["f", "hyperlink", "externalReference"].flatMap((name) => descendants(part, name)),
      );
      expect(elements).toEqual([]);
      const cells = Object.values(parts).flatMap((part) => descendants(part, "c"));
      const attacked = cells.filter((cell) => descendants(cell, "t")[0]?.text.startsWith(start));
      expect(attacked.length).toBeGreaterThan(100);
      expect(new Set(attacked.map((cell) => `${cell.attributes["t"]} ${cell.attributes["s"]}`))).toEqual(
        new Set(["inlineStr 2"]),
      );
    }
  });

  test("what a spreadsheet takes for a character stays what it was", async () => {
    const from = withTexts(smallAssessment(), (text) => `_x001B_x0041_${text}`);
    const [row] = recordsOf(await read(from), "results");
    expect(row?.["URN"]).toBe(smallAssessment().results.map((one) => `_x001B_x0041_${one.urn}`)[0]);
  });

  test("a cell holds no more than a spreadsheet takes", async () => {
    const { sheets } = await read(withTexts(smallAssessment(), (text) => "\u202e".repeat(9000) + text));
    const lengths = Object.values(sheets).flatMap((rows) =>
      rows.flatMap((row) => row.map((cell) => String(cell ?? "").length)),
    );
    expect(Math.max(...lengths)).toBeGreaterThan(31_000);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(32_767);
  });

  test("a sheet ends at the last row that a spreadsheet takes, and the summary says so", async () => {
    function* many() {
      for (let i = 0; i < MOST_ROWS + 5; i++) yield [i];
    }
    let rows = 0;
    for (const piece of sheetXml({ name: "x", columns: [["n", 9]], rows: many() }))
      if (piece.startsWith("<row")) rows += 1;
    expect(rows).toBe(MOST_ROWS);
    const summary = { ...assessment.summary, results: { ...assessment.summary.results, pass: 2_000_000 } };
    const told = recordsOf(await read({ ...assessment, summary }), "summary").find((row) => row["what"] === "left out");
    const total = results.length - assessment.summary.results.pass + 2_000_000;
    expect(told?.["value"]).toContain(`${count(total - MOST_ROWS + 1)}: a sheet holds 1,048,576 rows`);
  });
});

const soffice = spawnSync("soffice", ["--version"], { encoding: "utf8" });
if (soffice.status !== 0) console.warn("SKIPPED: LibreOffice opens report.xlsx: the command soffice is not on PATH");

test.skipIf(soffice.status !== 0)("LibreOffice opens report.xlsx and reads the results", async () => {
  const file = join(folder.path, "report.xlsx");
  writeFileSync(file, await bytesOf(format, assessment));
  // The third sheet: separator, quotes, UTF-8, from the first line, all as it is shown.
  const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3";
  const args = [
    `-env:UserInstallation=file://${folder.path}/office`,
    "--headless",
    "--convert-to",
    filter,
    "--outdir",
    folder.path,
    file,
  ];
  expect(spawnSync("soffice", args, { encoding: "utf8", timeout: 100_000 })).toMatchObject({ status: 0 });
  const told = parse(readFileSync(join(folder.path, "report-results.csv"), "utf8"), { columns: true }) as Record<
    string,
    string
  >[];
  expect(told.map((row) => [row["rule"], row["URN"], row["verdict"]])).toEqual(
    results.map((one) => [one.rule, one.urn, one.verdict]),
  );
});
