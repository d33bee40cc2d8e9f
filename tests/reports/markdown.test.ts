import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { format } from "../../reports/markdown/render.js";
import { code, plain } from "../../reports/shared/markdown.js";
import { type Assessment, type ReportPart, STATUSES } from "../../src/model/index.js";
import { count } from "../../src/model/present.js";
import { sampleAssessment } from "../support/assessment.js";
import { tallyOf, textOfPart } from "../support/formats.js";
import { elementsOfFragment, textOf } from "../support/markup.js";

const render = (assessment: Assessment) => [...format.render(assessment)].join("");
const toHtml = (text: string) => micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });

describe("a small run", () => {
  const assessment = sampleAssessment({ resources: 150, broken: true });
  const text = render(assessment);
  const elements = elementsOfFragment(toHtml(text));

  test("begins with the verdict, then what was not assessed", () => {
    const contradicted = assessment.controls.filter((control) => control.status === "not-satisfied").length;
    expect(text).toMatch(new RegExp(`^# Konductor: ${contradicted} of 380 controls contradicted\n`));
    expect(text.indexOf("`exports/torn.json`")).toBeLessThan(text.indexOf("| Profile"));
    expect(text).toContain("not assessed");
  });

  test("its table tells the controls of each profile by status", () => {
    const rows = elements.filter((element) => element.tagName === "tr");
    const used = STATUSES.filter((status) => assessment.summary.controls.some((row) => row.statuses[status] > 0));
    const cells = rows.slice(1).map((row) =>
      row.childNodes
        .map(textOf)
        .map((cell) => cell.trim())
        .filter(Boolean),
    );
    expect(cells).toEqual(
      assessment.profiles.map((profile, i) => [
        profile.title,
        count(profile.controls),
        ...used.map((status) => count(assessment.summary.controls[i]?.statuses[status] ?? -1)),
      ]),
    );
  });

  test("tells the population, the fixes and every failing and undetermined result", () => {
    const { population, priorities, summary } = assessment;
    expect(text).toContain(`${population.total} resources = ${population.evaluated} evaluated`);
    const items = elements.filter((element) => element.tagName === "li").map(textOf);
    const { fail, undetermined, error } = summary.results;
    expect(items).toHaveLength(1 + Math.min(15, priorities.length) + fail + undetermined + error);
    for (const priority of priorities) expect(text).toContain(`\`${priority.rule}\``);
  });

  test("links to the whole", () => {
    expect(text).toContain(
      "[report-full.md](report-full.md), [report.html](report.html), [assessment.json](assessment.json)",
    );
  });

  test("is the same twice", () => {
    expect(render(sampleAssessment({ resources: 150, broken: true }))).toBe(text);
  });
});

describe("report-full.md", () => {
  const [part] = format.others;

  test.each([
    ["a small run", { resources: 150, broken: true, exceptions: true }],
    ["a run of which the short one leaves out much", { resources: 3000, stacks: 40, exceptions: true }],
  ])("%s: tells every open result, rule, control, fix and input, and leaves out nothing", async (_, options) => {
    const assessment = sampleAssessment(options);
    const text = await textOfPart(part as ReportPart, assessment);
    expect(text).not.toMatch(/and [\d,]+ more|did not fit/);
    const section = (title: string) => (text.split(`\n## ${title}\n`)[1] ?? "").split("\n## ")[0] ?? "";
    const listed = (title: string) => section(title).match(/^(- |\d+\. )/gm)?.length ?? 0;
    const tally = tallyOf(assessment);
    expect(listed("Failing resources")).toBe(tally.fail);
    expect(listed("Failing resources under an exception")).toBe(tally.excepted);
    expect(listed("Ended in an error")).toBe(tally.error);
    expect(listed("Undetermined")).toBe(tally.undetermined);
    expect(listed("What to fix first")).toBe(assessment.priorities.length);
    expect(listed("Rules")).toBe(assessment.rules.length);
    for (const profile of assessment.profiles) expect(listed(plain(profile.title))).toBe(profile.controls);
    for (const input of assessment.inputs) expect(text).toContain(`\`${input.path}\``);
  });

  test("is well-formed where there is nothing to tell", async () => {
    const nothing = { ...sampleAssessment({ resources: 1 }), results: [], rules: [], controls: [], profiles: [] };
    expect(await textOfPart(part as ReportPart, nothing)).toMatch(/^# Konductor.*\n---\n\nThe whole: /s);
  });
});

describe("whatever the size", () => {
  test.each([
    ["many resources", { resources: 10_000, stacks: 20 }],
    ["many stacks", { resources: 2000, stacks: 500 }],
    ["long names", { resources: 1000, stacks: 10, hostile: "n".repeat(3000), broken: true }],
    ["names of backticks", { resources: 1000, stacks: 10, hostile: "`".repeat(3000), broken: true }],
  ])("%s: fits a pull-request comment, and says what it leaves out", (_, options) => {
    const assessment = sampleAssessment(options);
    const text = render(assessment);
    expect(text.length).toBeGreaterThan(3000);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/and [\d,]+ more: see `report-full\.md`/);
    for (const priority of assessment.priorities.slice(0, 10)) expect(text).toContain(`\`${priority.rule}\``);
  });

  test("more rules and profiles than fit", () => {
    const base = sampleAssessment({ resources: 200 });
    const rules = Array.from({ length: 3000 }, (_, i) => ({
      ...(base.rules[0] as (typeof base.rules)[number]),
      id: `aws-rule-${i}`,
      title: "t".repeat(500),
      results: { fail: 1, error: 1, undetermined: 1, pass: 0, "not-applicable": 0 },
    }));
    const priorities = rules.map((rule) => ({
      rule: rule.id,
      severity: rule.severity,
      resources: 1,
      controls: 1,
      clears: 0,
    }));
    const profiles = Array.from({ length: 2000 }, () => ({ ...base.profiles[0], title: "p".repeat(500) }));
    const text = render({ ...base, rules, priorities, profiles } as Assessment);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("The rest did not fit: see `report-full.md` and `assessment.json`.");
  });
});

test.each([
  "a`b",
  "``",
  "`",
  " a ",
  " ",
  "a``b`c",
  "\\`",
  "x`",
  "`x",
  "a|b",
  "<b>",
  "*x*",
  "[a](b)",
])("a code span holds %j as it is", (text) => {
  const [paragraph] = elementsOfFragment(toHtml(`- ${code(text)}: after`)).filter((e) => e.tagName === "code");
  expect(paragraph && textOf(paragraph)).toBe(text);
});

test.each([
  "*x* _y_ [a](b) <b> & | `c` ~~d~~ \\ ! $e$",
  "a @b #1 http://c www.d @@e",
])("plain words stay %j", (text) => {
  const html = elementsOfFragment(toHtml(`x ${plain(text)}`));
  expect(html.filter((element) => !["p", "code"].includes(element.tagName))).toEqual([]);
  expect(textOf(html[0] as (typeof html)[number])).toBe(`x ${text}`);
});
