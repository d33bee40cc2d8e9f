import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { format as html } from "../../reports/html/render.js";
import { format as markdown } from "../../reports/markdown/render.js";
import type { AssessedException, Assessment } from "../../src/model/index.js";
import { count } from "../../src/model/present.js";
import { sampleAssessment } from "../support/assessment.js";
import { attribute, type Element, elementsOf, elementsOfFragment, textOf } from "../support/markup.js";

const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true });
const results = [...assessment.results];
const excepted = results.filter((one) => one.exception?.state === "active");
const covered = results.filter((one) => one.exception !== undefined);
const rendered = (format: typeof html, of: Assessment = assessment) => [...format.render(of)].join("");

test("the sample holds every state, more than one kind of finding, and a control that is excepted", () => {
  expect(new Set(assessment.exceptions.map((one) => one.state)).size).toBe(4);
  expect(new Set(covered.map((one) => one.exception?.state)).size).toBe(4);
  expect(new Set(assessment.exceptionFindings.map((one) => one.kind)).size).toBeGreaterThan(5);
  expect(assessment.controls.map((one) => one.status)).toContain("excepted");
  expect(excepted.length).toBeGreaterThan(2);
});

describe("report.html", () => {
  const page = rendered(html);
  const elements = elementsOf(page);
  const byId = (id: string) => elements.find((element) => attribute(element, "id") === id) as Element;
  const having = (name: string) => elements.filter((element) => attribute(element, name) !== undefined);

  test("lists the section between what no rule shows and the parameters, and in the contents", () => {
    const main = byId("main").childNodes.filter((node): node is Element => "tagName" in node);
    expect(main.map((element) => attribute(element, "id")).slice(-3)).toEqual(["silent", "exceptions", "record"]);
    const links = elements.filter((element) => attribute(element, "href") === "#exceptions").map(textOf);
    expect(links).toContain("Exceptions");
    expect(links).toContain(`${assessment.exceptions.length} exceptions`);
  });

  test("an excepted failure is a row with the verdict fail, marked, with its exception, approver and expiry", () => {
    const marked = having("data-excepted").filter((row) => attribute(row, "id")?.startsWith("result-"));
    expect(marked.length).toBe(excepted.length);
    for (const row of marked) {
      const result = results[Number(attribute(row, "id")?.replace("result-", ""))];
      expect(attribute(row, "data-verdict")).toBe("fail");
      expect(textOf(row)).toContain("fail");
      const { id, approvedBy, expires } = result?.exception ?? {};
      expect(textOf(row)).toContain(
        `Exception ${id}, approved by ${approvedBy}, holds up to the end of ${expires} (UTC).`,
      );
    }
  });

  test("a failure whose exception grants nothing says so, and is not marked", () => {
    const others = results.flatMap((one, i) => (one.exception && one.exception.state !== "active" ? [i] : []));
    expect(others.length).toBeGreaterThan(2);
    for (const index of others) {
      const row = byId(`result-${index}`);
      expect(textOf(row)).toMatch(/Exception EX-\d.*grants nothing/);
      expect(attribute(row, "data-excepted")).toBeUndefined();
    }
  });

  test("counts them apart, by rule and in the first lines", () => {
    for (const rule of assessment.rules.filter((one) => one.excepted > 0)) {
      const summary = elements.find((e) => e.tagName === "summary" && textOf(e).includes(rule.id)) as Element;
      expect(textOf(summary)).toContain(`${rule.excepted} failing, excepted`);
      const open = rule.results.fail - rule.excepted;
      expect(/(\d+) failing(?!,)/.exec(textOf(summary))?.[1]).toBe(open > 0 ? String(open) : undefined);
    }
    const { fail } = assessment.summary.results;
    const text = textOf(byId("summary")).replace(/\s+/g, " ");
    expect(text).toContain(`${count(fail)} fail (`);
    expect(text).toContain(`${excepted.length} of them are excepted`);
    expect(text).toContain(`${assessment.exceptionFindings.length} findings`);
  });

  test("tells each exception with what it covers, and each finding", () => {
    for (const exception of assessment.exceptions) {
      const text = textOf(byId(`exception-${exception.id.toLowerCase()}`)).replace(/\s+/g, " ");
      const { requestedBy, approvedBy, expires, ticket = "", origin } = exception;
      const parts = [requestedBy, approvedBy ?? "not yet", expires, ticket, `${origin.file}:${origin.line}`];
      for (const part of parts) expect(text).toContain(part);
      expect(text.match(/results\[\d+\]/g)?.length ?? 0).toBe(Math.min(20, exception.covered));
    }
    const rows = elements
      .filter((e) => e.tagName === "table" && attribute(e, "class") === "cards findings")
      .map(textOf);
    expect(rows).toHaveLength(1);
    for (const { message } of assessment.exceptionFindings) expect(rows[0]).toContain(message);
  });

  test("has no link that leads nowhere, and ids that are unique", () => {
    const ids = having("id").map((element) => attribute(element, "id") ?? "");
    expect(new Set(ids).size).toBe(ids.length);
    const links = having("href").map((element) => attribute(element, "href") ?? "");
    expect(links.filter((href) => href.startsWith("#exception-")).length).toBeGreaterThan(covered.length);
    expect(links.filter((href) => href.startsWith("#") && !ids.includes(href.slice(1)))).toEqual([]);
  });

  test("lists some of very many, and links to no other", () => {
    const [first] = assessment.exceptions as [AssessedException];
    const many = Array.from({ length: 2000 }, (_, i) => ({ ...first, id: `many-${i}` }));
    const text = rendered(html, { ...assessment, exceptions: [...assessment.exceptions, ...many] });
    expect(text).toContain("and 1,506 more: see");
    expect(text.length).toBeLessThan(8_000_000);
    const all = elementsOf(text);
    const ids = new Set(all.map((element) => attribute(element, "id")));
    const links = all
      .map((element) => attribute(element, "href") ?? "")
      .filter((href) => href.startsWith("#exception-"));
    expect(links.filter((href) => !ids.has(href.slice(1)))).toEqual([]);
  });

  test("says nothing of exceptions when there are none", () => {
    const [, body = ""] = rendered(html, sampleAssessment({ resources: 150, broken: true })).split("<main");
    expect(page).toMatch(/st-excepted/);
    expect(body.split("<template")[0]).not.toMatch(/#exception|data-excepted|st-excepted|i-excepted|failing, excepted/);
  });
});

describe("report.md", () => {
  const text = rendered(markdown);
  const lines = text.split("\n");
  const section = (title: string) => text.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";

  test("counts excepted failures apart, and lists them by themselves", () => {
    expect(lines[4]).toContain(
      `${assessment.summary.results.fail} failing results, of which ${excepted.length} excepted`,
    );
    const items = section("Failing resources under an exception").match(/^- /gm) ?? [];
    expect(items).toHaveLength(excepted.length);
    expect(section("Failing resources").match(/^- /gm)).toHaveLength(assessment.summary.results.fail - excepted.length);
    expect(section("Failing resources")).toMatch(
      /exception `EX-2`, approved by `security-office`, expired after 2026-01-31/,
    );
    expect(section("Failing resources under an exception")).toMatch(
      /exception `EX-1`, approved by `security-office`, holds up to the end of 2026-04-30/,
    );
  });

  test("tells how many there are of each state, and every finding", () => {
    const page = elementsOfFragment(
      micromark(section("Exceptions"), { extensions: [gfm()], htmlExtensions: [gfmHtml()] }),
    );
    expect(textOf(page[0] as Element)).toContain(
      "6 exceptions on 2026-03-02 (UTC): 3 active, 1 expired, 1 refused, 1 not approved",
    );
    const items = page.filter((element) => element.tagName === "li").map(textOf);
    expect(items).toHaveLength(assessment.exceptionFindings.length);
    assessment.exceptionFindings.forEach(({ exception, message }, i) => {
      expect(items[i]).toContain(`${exception} ${message}`);
    });
  });

  test("fits whatever their number and length", () => {
    const finding = { kind: "unused" as const, exception: "x".repeat(5000), message: "m`".repeat(5000) };
    const findings = Array.from({ length: 5000 }, () => finding);
    const long = rendered(markdown, { ...assessment, exceptionFindings: findings });
    expect(long.length).toBeLessThanOrEqual(60_000);
    expect(long).toMatch(/- and 4,9\d\d more: see `report-full\.md`/);
  });

  test("says nothing of exceptions when there are none", () => {
    expect(rendered(markdown, sampleAssessment({ resources: 150, broken: true }))).not.toMatch(/except/i);
  });
});
