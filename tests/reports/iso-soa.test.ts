import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { format } from "../../reports/iso-soa/render.js";
import {
  IMPLEMENTATION_WORDS,
  NOT_NAMED,
  REST_NOT_NAMED,
  type StatementRow,
  statementsOf,
} from "../../reports/iso-soa/statement.js";
import type { AssessedControl, Assessment, ReportPart } from "../../src/model/index.js";
import { sampleAssessment } from "../support/assessment.js";
import { bytesOf, textOfPart } from "../support/formats.js";
import { HIDDEN, HOSTILE, hostileRound } from "../support/hostile.js";
import { attribute, type Element, elementsOf, structure, textOf } from "../support/markup.js";
import { smallAssessment, withTexts } from "../support/small.js";
import { readWorkbook, recordsOf } from "../support/xlsx.js";

const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true, attestations: true });
const iso = assessment.controls.filter(({ catalog }) => catalog === "iso-27001-2022");
const [workbookPart, csvPart] = format.others as readonly ReportPart[] as readonly [ReportPart, ReportPart];
const rowsOf = (from: Assessment) => statementsOf(from).flatMap(({ rows }) => rows);
const row = (id: string, from: Assessment = assessment) =>
  rowsOf(from).find(({ control }) => control === id) as StatementRow;

/** The assessment with one control changed. */
function changed(id: string, change: Partial<AssessedControl>): Assessment {
  return { ...assessment, controls: assessment.controls.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

describe("the statement", () => {
  test("has a row for each of the 93 controls, in the order of the standard", () => {
    const ids = rowsOf(assessment).map(({ control }) => control);
    expect(ids).toHaveLength(93);
    expect(ids).toEqual(iso.map(({ id }) => id));
    expect(new Set(rowsOf(assessment).map(({ technical }) => technical)).size).toBeGreaterThanOrEqual(3);
  });

  test("has 93 rows too where a profile leaves controls out, with the reason, or does not speak of them", () => {
    const profiles = assessment.profiles.map((profile) => ({
      ...profile,
      ...(profile.reporting === "support" && {
        excluded: [{ id: "A.7.4", title: "Physical security monitoring", reason: "No premises of our own." }],
        unselected: [{ id: "A.5.9", title: "Inventory of information and other associated assets" }],
      }),
    }));
    const controls = assessment.controls.filter(({ id }) => id !== "A.7.4" && id !== "A.5.9");
    const from = { ...assessment, profiles, controls };
    expect(rowsOf(from).map(({ control }) => control)).toEqual(iso.map(({ id }) => id));
    expect(row("A.7.4", from)).toMatchObject({
      applicable: "no",
      justification: "No premises of our own.",
      implementation: "",
      technical: "",
    });
    expect(row("A.5.9", from)).toMatchObject({ applicable: "not stated", implementation: "", technical: "" });
  });

  test("has owner and last review from attestations, and leaves them empty without", () => {
    expect(row("A.5.1")).toMatchObject({
      applicable: "yes",
      implementation: "implemented, as attested",
      technical: "none",
      owner: "security-office",
      lastReview: "2025-09-01",
    });
    const silent = rowsOf(assessment).filter(({ control }) => !iso.find(({ id }) => id === control)?.attestation);
    expect(silent.length).toBeGreaterThan(80);
    for (const one of silent) expect([one.owner, one.lastReview]).toEqual(["", ""]);
  });

  test("tells of the newest attestation that expired who answered, when, and that it counts for nothing", () => {
    const { attestation: _, ...rest } = iso.find(({ id }) => id === "A.5.1") as AssessedControl;
    const entry = assessment.attestations.find(
      ({ control }) => control === "A.5.1",
    ) as Assessment["attestations"][number];
    const lapsed = (attestedOn: string, owner: string) => ({ ...entry, owner, state: "expired" as const, attestedOn });
    const from = {
      ...assessment,
      controls: [{ ...rest, status: "no-evidence" as const }],
      attestations: [lapsed("2024-01-01", "old"), lapsed("2025-01-01", "new"), lapsed("2023-01-01", "older")],
    };
    expect(row("A.5.1", from)).toMatchObject({ owner: "new", lastReview: "2025-01-01", implementation: "not shown" });
    expect(row("A.5.1", from).evidence.join()).toContain("counts for nothing");
  });

  const counts = (change: Partial<AssessedControl["results"]>) => ({
    results: { pass: 0, fail: 0, undetermined: 0, "not-applicable": 0, error: 0, ...change },
  });
  test.each([
    ["a failure", { ...counts({ fail: 2, pass: 9 }), excepted: 1 }, "contradicts"],
    ["failures, all excepted", { ...counts({ fail: 2, pass: 9 }), excepted: 2 }, "contradicts, excepted"],
    ["something undetermined", { ...counts({ undetermined: 1, pass: 9 }), excepted: 0 }, "undetermined"],
    ["an error", { ...counts({ error: 1, pass: 9 }), excepted: 0 }, "undetermined"],
    ["an error beside excepted failures", { ...counts({ error: 1, fail: 2 }), excepted: 2 }, "undetermined"],
    ["passes", { ...counts({ pass: 1, "not-applicable": 3 }), excepted: 0 }, "supports"],
    ["nothing applicable", { ...counts({ "not-applicable": 3 }), excepted: 0 }, "none"],
  ])("of %s says that evidence %s", (_, change, expected) => {
    expect(row("A.8.24", changed("A.8.24", change)).technical).toBe(expected);
  });

  test("says of what is inherited from nobody that nobody is named", () => {
    const { inheritance: _, ...rest } = iso.find(({ id }) => id === "A.7.1") as AssessedControl;
    const from = { ...assessment, controls: [{ ...rest, status: "inherited" as const }] };
    expect(row("A.7.1", from).implementation).toBe(NOT_NAMED);
    const partly = { ...rest, status: "satisfied" as const, evidence: [] };
    expect(row("A.7.1", { ...assessment, controls: [partly] }).implementation).toBe(REST_NOT_NAMED);
    expect(new Set([...Object.values(IMPLEMENTATION_WORDS), NOT_NAMED, REST_NOT_NAMED]).size).toBe(11);
  });

  test("justifies inclusion by the profile, and names what a crosswalk ties to it in the other catalogues", () => {
    const crosswalk = [
      { catalog: "nist-800-53-r5", id: "SC-12" },
      { catalog: "nist-800-53-r5", id: "SC-13", partial: true },
      { catalog: "not-assessed", id: "X-1" },
    ];
    expect(row("A.8.24", changed("A.8.24", { crosswalk })).justification).toBe(
      "Selected by the profile ISO/IEC 27001:2022 Annex A; a crosswalk ties it to SC-12, SC-13 (in part) of NIST SP 800-53 Revision 5",
    );
    expect(row("A.8.24").justification).toBe("Selected by the profile ISO/IEC 27001:2022 Annex A");
  });

  test("is made of profiles of ISO/IEC 27001 only", () => {
    for (const part of [format, ...format.others]) {
      expect(part.applies(assessment)).toBe(true);
      expect(part.applies(sampleAssessment({ resources: 9, profiles: ["fisma-moderate"] }))).toBe(false);
      expect(part.needs).toContain("iso-27001-2022");
    }
  });
});

test("page, workbook and CSV have the same cells", async () => {
  const csv = parse(await textOfPart(csvPart, assessment)) as string[][];
  const workbook = readWorkbook(await bytesOf(workbookPart, assessment));
  expect(Object.keys(workbook.sheets)).toEqual(["statement of applicability"]);
  const [head = [], ...cells] = workbook.sheets["statement of applicability"] ?? [];
  expect(csv[0]).toEqual(head.map((title) => String(title).replaceAll(" ", "_")));
  expect(csv.slice(1)).toEqual(cells.map((one) => head.map((_, i) => one[i] ?? "")));
  expect(recordsOf(workbook, "statement of applicability")).toHaveLength(93);
  const elements = elementsOf(await textOfPart(format, assessment));
  const page = elements.filter(({ tagName, attrs }) => tagName === "tr" && attrs.length === 1).slice(1);
  const texts = page.map((tr) =>
    (tr.childNodes as Element[]).map((cell) => {
      const items = elements.filter((one) => one.tagName === "li" && (one.parentNode as Element).parentNode === cell);
      return items.length > 0 ? items.map(textOf).join(" | ") : textOf(cell).replace(/^[●▲△◆○] /, "");
    }),
  );
  expect(texts).toEqual(csv.slice(1).map(([, ...rest]) => rest));
});

describe("soa.html", () => {
  const rendered = (from: Assessment) => [...format.render(from)].join("");
  const small = smallAssessment();
  const honest = elementsOf(rendered(withTexts(small, (text) => `x${text}x`)));
  const styles = new Set(honest.map((element) => attribute(element, "class")));

  test("asks for nothing, runs nothing and is written in the language that it says", () => {
    const page = rendered(assessment);
    expect(page).toMatch(
      /content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'"/,
    );
    expect(page).not.toMatch(/<script|<img|<iframe|<form|url\(|@import/);
    expect(page.match(/ (href|src)="[^"]*"/g)).toEqual([' href="data:,"']);
  });

  const attacks: readonly (readonly [string, (text: string) => string])[] = [
    ...HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), (own: string) => `${text}${own}${text}`] as const),
    ...Array.from({ length: 10 }, (_, round) => [`mixture ${round}`, hostileRound(round)] as const),
  ];
  test.each(attacks)("%s stays text", (_, change) => {
    const page = rendered(withTexts(small, change));
    const elements = elementsOf(page);
    expect(structure(elements).toSorted()).toEqual(structure(honest).toSorted());
    expect(HIDDEN.exec(page.replaceAll("\n", ""))?.[0]).toBeUndefined();
    for (const element of elements)
      for (const { name, value } of element.attrs) {
        expect(name).not.toMatch(/^(on|style$|src$|action$)/);
        if (name === "class") expect(styles).toContain(value);
      }
  });

  test("the comparison would see an element that came from data", () => {
    const page = rendered(small).replace("<td ", "<td><b>x</b></td><td ");
    expect(structure(elementsOf(page)).toSorted()).not.toEqual(structure(honest).toSorted());
  });
});
