import { parse } from "csv-parse/sync";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { IMPLEMENTATION_WORDS, NOT_NAMED, REST_NOT_NAMED } from "../../reports/iso-soa/statement.js";
import { statusLabel } from "../../src/engine/status.js";
import { type Assessment, type ControlStatus, STATUSES, type Verdict } from "../../src/model/index.js";
import { GROUP_WORDS } from "../../src/model/present.js";
import { groupCounts, RESULT_GROUPS, type ResultGroup } from "../../src/model/sample.js";
import { findingsOf } from "../support/asff.js";
import { sampleAssessment } from "../support/assessment.js";
import { bytesOf, noTally, registeredParts, type Tally, tallyOf } from "../support/formats.js";
import { attribute, elementsOf, textOf } from "../support/markup.js";
import { eventsOf } from "../support/ocsf.js";
import { readWorkbook, recordsOf } from "../support/xlsx.js";
import { descendants, parseXml } from "../support/xml.js";

/** Counts results, each once, by what a file says of them. */
function tallied(rows: Iterable<{ id: unknown; verdict: unknown; excepted: boolean }>): Tally {
  const tally = noTally();
  const seen = new Set();
  for (const { id, verdict, excepted } of rows) {
    if (seen.has(id)) continue;
    seen.add(id);
    expect(excepted && verdict !== "fail").toBe(false);
    tally[excepted ? "excepted" : (verdict as Verdict)] += 1;
  }
  return tally;
}

/** `beside` has the other files of the run: some tell a part each. */
type Reader = (bytes: Buffer, beside: ReadonlyMap<string, Buffer>) => Tally;

const added = (...tallies: readonly Partial<Tally>[]) => {
  const sum = noTally();
  for (const tally of tallies) for (const group of RESULT_GROUPS) sum[group] += tally[group] ?? 0;
  return sum;
};
/** What asff-left-out.json says: of results that are findings, and of the others. */
const leftOut = (bytes: Buffer) => {
  const told = JSON.parse(bytes.toString()) as {
    findings: Partial<Tally>;
    leftOut: { types: { results: Partial<Tally> }[] }[];
  };
  return {
    findings: added(told.findings),
    others: added(...told.leftOut.flatMap((one) => one.types.map((type) => type.results))),
  };
};

/** How the results of a file are counted by someone who has that file only. */
const READERS: Readonly<Record<string, Reader>> = {
  "results.ndjson": (bytes) => {
    const rows = bytes
      .toString()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    return tallied(rows.map(({ result, verdict, excepted }) => ({ id: result, verdict, excepted })));
  },
  "results.csv": (bytes) => {
    const rows = parse(bytes, { columns: true }) as Record<string, string>[];
    return tallied(
      rows.map((row) => ({ id: row["result"], verdict: row["verdict"], excepted: row["excepted"] === "true" })),
    );
  },
  "junit.xml": (bytes) => {
    const word = new Map(RESULT_GROUPS.map((group) => [GROUP_WORDS[group], group]));
    const cases = descendants(parseXml(bytes.toString()), "testcase").filter(
      (one) => one.attributes["classname"] !== "input",
    );
    const tally = noTally();
    for (const { children } of cases) {
      const [outcome] = children;
      const said = outcome?.attributes["message"]?.split(": ")[0] ?? "";
      tally[outcome === undefined ? "pass" : (word.get(said) as ResultGroup)] += 1;
    }
    return tally;
  },
  "results.sarif": (bytes) => {
    const { results = [] } = (JSON.parse(bytes.toString()) as Log).runs[0] as Log["runs"][number];
    const verdicts = {
      fail: "fail",
      review: "error",
      open: "undetermined",
      pass: "pass",
      notApplicable: "not-applicable",
    };
    return tallied(
      results.map(({ kind, suppressions = [] }, id) => ({
        id,
        verdict: verdicts[kind as keyof typeof verdicts],
        excepted: suppressions.length > 0,
      })),
    );
  },
  "ocsf.ndjson": (bytes) => {
    const verdicts: Readonly<Record<string, Verdict>> = {
      Fail: "fail",
      Error: "error",
      Warning: "undetermined",
      Pass: "pass",
      "Not applicable": "not-applicable",
    };
    return tallied(
      eventsOf(bytes.toString()).map(({ finding_info, compliance, status }) => ({
        id: finding_info.uid,
        verdict: verdicts[compliance.status],
        excepted: status === "Suppressed",
      })),
    );
  },
  "asff.ndjson": (bytes, beside) => {
    const findings = findingsOf(bytes.toString()).map(({ Id, Compliance, Workflow }) => ({
      id: Id,
      verdict: Compliance.StatusReasons[0]?.ReasonCode.replace("EXCEPTED", "FAIL").toLowerCase().replace("_", "-"),
      excepted: Workflow.Status === "SUPPRESSED",
    }));
    const told = leftOut(beside.get("asff-left-out.json") as Buffer);
    expect(tallied(findings)).toEqual(told.findings);
    return added(tallied(findings), told.others);
  },
  "asff-left-out.json": (bytes) => {
    const { findings, others } = leftOut(bytes);
    return added(findings, others);
  },
  "report.xlsx": (bytes) => {
    const workbook = readWorkbook(bytes);
    const tally = tallied(
      recordsOf(workbook, "results").map((row) => ({
        id: row["result"],
        verdict: row["verdict"],
        excepted: row["excepted"] === "yes",
      })),
    );
    const summary = recordsOf(workbook, "summary").filter((row) => row["about"] === "results");
    expect(summary.map((row) => row["value"])).toEqual(RESULT_GROUPS.map((group) => tally[group]));
    return tally;
  },
  "report-full.md": (bytes) => {
    const rules = bytes.toString().split("\n## Rules\n")[1]?.split("\n## ")[0] ?? "";
    const tally = noTally();
    for (const line of rules.split("\n")) {
      const counts = line.slice(line.lastIndexOf(": "));
      for (const group of [...RESULT_GROUPS].sort((a, b) => GROUP_WORDS[b].length - GROUP_WORDS[a].length)) {
        const [, n] = new RegExp(`[ ,]([\\d,]+) ${GROUP_WORDS[group]}(?=$|, \\d)`).exec(counts) ?? [];
        tally[group] += Number(n?.replaceAll(",", "") ?? 0);
      }
    }
    return tally;
  },
};

type Statuses = Record<ControlStatus, number>;

/** Counts controls by the words that a file has for their statuses. */
function statusesOf(told: Iterable<string | undefined>, words: ReadonlyMap<string, ControlStatus>): Statuses {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Statuses;
  for (const word of told) {
    const status = words.get(word ?? "");
    expect(status, word).toBeDefined();
    counts[status as ControlStatus] += 1;
  }
  return counts;
}

const LABELS = new Map(STATUSES.map((status) => [statusLabel(status, "satisfaction"), status]));
const IMPLEMENTED = new Map<string, ControlStatus>([
  ...STATUSES.map((status) => [IMPLEMENTATION_WORDS[status], status] as const),
  [NOT_NAMED, "inherited"],
  [REST_NOT_NAMED, "satisfied"],
]);
const labels = (text: string) => [...text.matchAll(/"?Assessed as ([^:]+):/g)].map(([, label]) => label);
const applicable = (rows: readonly Record<string, unknown>[], column: string) =>
  rows.filter((row) => row["applicable"] === "yes").map((row) => String(row[column]));

/** Files that tell controls rather than results: of which catalogue, and how their controls are counted by status. */
const CONTROL_READERS: Readonly<Record<string, readonly [catalog: string, read: (bytes: Buffer) => Statuses]>> = {
  "fedramp-sdr.json": ["nist-800-53-r5", (bytes) => statusesOf(labels(bytes.toString()), LABELS)],
  "fedramp-sdr.md": ["nist-800-53-r5", (bytes) => statusesOf(labels(bytes.toString()), LABELS)],
  "soa.csv": [
    "iso-27001-2022",
    (bytes) => statusesOf(applicable(parse(bytes, { columns: true }), "implementation_status"), IMPLEMENTED),
  ],
  "soa.xlsx": [
    "iso-27001-2022",
    (bytes) => {
      const rows = recordsOf(readWorkbook(bytes), "statement of applicability");
      return statusesOf(applicable(rows, "implementation status"), IMPLEMENTED);
    },
  ],
  "soa.html": [
    "iso-27001-2022",
    (bytes) => {
      const cells = elementsOf(bytes.toString()).filter(
        (one) => attribute(one, "data-title") === "Implementation status",
      );
      return statusesOf(cells.map(textOf), IMPLEMENTED);
    },
  ],
};

/** Files that tell results by a part of their counts, and have tests of their own for it. */
const ELSEWHERE = /^report\.(html|md)$|oscal|poam|component|mapping/;

describe("counts read back", async () => {
  const parts = await registeredParts();
  const assessments: readonly (readonly [string, Assessment])[] = [
    ["a run with exceptions", sampleAssessment({ resources: 300, broken: true, exceptions: true })],
    ["one without", sampleAssessment({ resources: 60, stacks: 1 })],
    ["one without results", sampleAssessment({ resources: 1 })],
    ["one with attestations", sampleAssessment({ resources: 300, exceptions: true, attestations: true })],
  ];

  test("every format is read", () => {
    const files = parts.map(({ part }) => part.file).filter((file) => !ELSEWHERE.test(file));
    expect(files.toSorted()).toEqual([...Object.keys(READERS), ...Object.keys(CONTROL_READERS)].toSorted());
    const tally = tallyOf(assessments[0]?.[1] as Assessment);
    for (const group of RESULT_GROUPS) expect(tally[group], group).toBeGreaterThan(0);
  });

  test.each(assessments)("%s: every file has the numbers of the assessment", async (_, assessment) => {
    const { results, excepted } = assessment.summary;
    const all = Object.values(excepted).reduce((sum, n) => sum + n, 0);
    const expected = groupCounts(results, all);
    expect(tallyOf(assessment)).toEqual(expected);
    const files = new Map<string, Buffer>();
    for (const { part } of parts) if (READERS[part.file]) files.set(part.file, await bytesOf(part, assessment));
    expect([...files.keys()].toSorted()).toEqual(Object.keys(READERS).toSorted());
    for (const [name, bytes] of files) expect(READERS[name]?.(bytes, files), name).toEqual(expected);
  });

  test.each(assessments)("%s: files of controls have the statuses of the assessment", async (_, assessment) => {
    let read = 0;
    for (const { part } of parts) {
      const [catalog, reader] = CONTROL_READERS[part.file] ?? [];
      if (reader === undefined) continue;
      const profile = assessment.profiles.find((one) => one.catalog === catalog)?.id;
      const expected = assessment.summary.controls.find((one) => one.profile === profile)?.statuses;
      expect(reader(await bytesOf(part, assessment)), part.file).toEqual(expected);
      read += 1;
    }
    expect(read).toBe(Object.keys(CONTROL_READERS).length);
  });
});
