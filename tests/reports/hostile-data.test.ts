import { parse } from "csv-parse/sync";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/index.js";
import { type ResultRow, resultRows } from "../../src/model/rows.js";
import { linesOf, requestProblems } from "../support/asff.js";
import { bytesOf, type RegisteredPart, registeredParts } from "../support/formats.js";
import { HIDDEN, HOSTILE, hostileRound } from "../support/hostile.js";
import { eventsOf, ocsfProblems } from "../support/ocsf.js";
import { sarifProblems } from "../support/sarif.js";
import { smallAssessment, withTexts } from "../support/small.js";
import { readWorkbook } from "../support/xlsx.js";
import { descendants, parseXml, type XmlElement } from "../support/xml.js";

const SMALL = smallAssessment();
/** A few results and controls, and everything else. */
const TINY: Assessment = {
  ...SMALL,
  controls: SMALL.controls.slice(0, 2),
  results: SMALL.results.filter((one, i) => SMALL.results.findIndex(({ verdict }) => verdict === one.verdict) === i),
};
const HONEST = (text: string) => `x${text}x`;

type Check = (bytes: Buffer, from: Assessment, honest: Buffer) => void;

const checkTable: Check = (bytes, _, honest) => {
  const table = (csv: Buffer) => parse(csv, { record_delimiter: "\r\n" }) as string[][];
  textWithout(bytes, /\r\n/g);
  expect(table(bytes).map((row) => row.length)).toEqual(table(honest).map((row) => row.length));
  for (const cell of table(bytes).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
};

const checkWorkbook: Check = (bytes, _, honest) => {
  const { parts } = readWorkbook(bytes);
  const { parts: expected } = readWorkbook(honest);
  expect(Object.keys(parts)).toEqual(Object.keys(expected));
  for (const [name, part] of Object.entries(parts)) {
    expect(outline(part, "s")).toEqual(outline(expected[name] as XmlElement, "s"));
    for (const { text } of descendants(part, "t")) expect(HIDDEN.exec(text)?.[0]).toBeUndefined();
  }
};

/** What has to hold of a file, whatever the texts in it. */
const CHECKS: Readonly<Record<string, Check>> = {
  "results.ndjson": (bytes, from) => {
    const lines = textWithout(bytes, /\n/g).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as ResultRow)).toEqual([...resultRows(from)]);
  },
  "results.csv": checkTable,
  "soa.csv": checkTable,
  "junit.xml": (bytes, _, honest) => {
    expect(outline(parseXml(textWithout(bytes, /\n/g)))).toEqual(outline(parseXml(honest.toString())));
  },
  "results.sarif": (bytes) => {
    const log = JSON.parse(textWithout(bytes, /\n/g)) as Log;
    expect(sarifProblems(log)).toEqual([]);
    const texts = log.runs[0]?.results?.map((one) => one.message.text ?? "") ?? [];
    expect(texts.length).toBeGreaterThan(4);
    for (const text of texts) {
      expect(text.replace(/\\./g, "")).not.toMatch(/[[\]]/);
      expect(text).not.toMatch(/(?<!\{)\{\d+\}(?!\})/);
    }
  },
  "ocsf.ndjson": (bytes, from) => {
    const events = eventsOf(textWithout(bytes, /\n/g));
    expect(events).toHaveLength([...from.results].length);
    expect(events.flatMap(ocsfProblems)).toEqual([]);
  },
  "asff.ndjson": (bytes) => {
    expect(linesOf(textWithout(bytes, /\n/g)).flatMap(requestProblems)).toEqual([]);
  },
  "report.xlsx": checkWorkbook,
  "soa.xlsx": checkWorkbook,
};

/** Files that hostile.test.ts looks into. */
const ELSEWHERE = ["report.html", "report.md", "report-full.md"];

/** The text, in which nothing hides but those ends of lines. */
function textWithout(bytes: Buffer, ends: RegExp): string {
  const text = bytes.toString("utf8");
  expect(HIDDEN.exec(text.replace(ends, ""))?.[0]).toBeUndefined();
  return text;
}

/** Elements and the names of their attributes, without what they hold and without that attribute. */
function outline({ name, attributes, children }: XmlElement, but = ""): string {
  const names = Object.keys(attributes).filter((key) => key !== but);
  return `${name}[${names.join()}](${children.map((child) => outline(child, but)).join()})`;
}

/** A format that comes later, and has no check of its own here, hides nothing at least. */
function checkOf({ part }: RegisteredPart): Check {
  return CHECKS[part.file] ?? ((bytes) => void textWithout(bytes, /\r?\n/g));
}

describe("hostile text in every other format", async () => {
  const all = await registeredParts();
  const parts = all.filter(({ part }) => !ELSEWHERE.includes(part.file));
  const honest = new Map<RegisteredPart, readonly [tiny: Buffer, small: Buffer]>();
  for (const one of parts) {
    const bytes = (from: Assessment) => bytesOf(one.part, withTexts(from, HONEST));
    honest.set(one, [await bytes(TINY), await bytes(SMALL)]);
  }

  test("every format of the registry is looked into, here or beside", () => {
    const files = all.map(({ part }) => part.file);
    for (const file of [...Object.keys(CHECKS), ...ELSEWHERE]) expect(files).toContain(file);
    expect(TINY.results).toHaveLength(5);
  });

  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))("%s stays text", async (_, hostile) => {
    const from = withTexts(TINY, (text) => `${hostile}${text}${hostile}`);
    for (const one of parts) checkOf(one)(await bytesOf(one.part, from), from, honest.get(one)?.[0] as Buffer);
  });

  test.each(Array.from({ length: 10 }, (_, i) => i))("mixture %d stays text", async (round) => {
    const from = withTexts(SMALL, hostileRound(round));
    for (const one of parts) checkOf(one)(await bytesOf(one.part, from), from, honest.get(one)?.[1] as Buffer);
  });
});
