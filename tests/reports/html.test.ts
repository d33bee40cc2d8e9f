import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { format } from "../../reports/html/render.js";
import type { Assessment, ControlStatus, Verdict } from "../../src/model/index.js";
import { count } from "../../src/model/present.js";
import { sampleAssessment } from "../support/assessment.js";
import { attribute, type Element, elementsOf, textOf } from "../support/markup.js";

const TEMPLATES = join(__dirname, "../../reports/html/templates");
const render = (assessment: Assessment) => [...format.render(assessment)].join("");
const assessment = sampleAssessment({ resources: 150, broken: true });
const page = render(assessment);
const elements = elementsOf(page);

const having = (name: string) => elements.filter((element) => attribute(element, name) !== undefined);
const byId = (id: string) => elements.find((element) => attribute(element, "id") === id) as Element;
const within = (element: Element): Element[] => {
  const children = element.childNodes.filter((node): node is Element => "tagName" in node);
  return [element, ...children.flatMap(within)];
};
function tally(values: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
function nonZero(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
}

describe("the page", () => {
  test("is told top to bottom in the order in which it is read", () => {
    const main = byId("main").childNodes.filter((node): node is Element => "tagName" in node);
    const order = "summary picture first controls rules population silent record".split(" ");
    expect(main.map((element) => attribute(element, "id"))).toEqual(order);
    expect(textOf(byId("summary")).trimStart()).toMatch(/^\s*1 input was not assessed/);
  });

  test("has one heading of the first level, and skips no level", () => {
    const levels = elements.filter(({ tagName }) => /^h[1-6]$/.test(tagName)).map(({ tagName }) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, i) => {
      expect(level - (levels[i] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  test("has ids that are unique, and no link that leads nowhere", () => {
    const ids = having("id").map((element) => attribute(element, "id") ?? "");
    expect(ids.length).toBeGreaterThan(500);
    expect(new Set(ids).size).toBe(ids.length);
    const links = elements
      .filter((e) => e.tagName === "a" || e.tagName === "use")
      .map((e) => attribute(e, "href") ?? "");
    expect(links.length).toBeGreaterThan(1000);
    expect([...new Set(links)].filter((href) => !href.startsWith("#") || !ids.includes(href.slice(1)))).toEqual([]);
  });

  test("allows itself its own style and script by their hashes, and nothing else", () => {
    const policy = attribute(having("http-equiv")[0] as Element, "content") ?? "";
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const name of ["style", "script"]) {
      const found = elements.filter(
        (element) => element.tagName === name && attribute(element, "type") !== "application/json",
      );
      expect(found).toHaveLength(1);
      const hash = createHash("sha256")
        .update(textOf(found[0] as Element))
        .digest("base64");
      expect(policy).toContain(`${name}-src 'sha256-${hash}'`);
    }
    expect(page).not.toMatch(/\b(src|srcset|action|poster)=|@import|url\((?!#)/);
  });

  test("is the same bytes twice, and holds no clock, machine path or generated id", () => {
    expect(render(sampleAssessment({ resources: 150, broken: true }))).toBe(page);
    expect(page).not.toMatch(/zr\d|ecmeta|echarts/);
  });
});

describe("the numbers read back", () => {
  test("every control has a row, with its status", () => {
    const rows = having("data-control").map((e) => `${attribute(e, "data-profile")} ${attribute(e, "data-control")}`);
    const profiles = assessment.profiles.map((profile) => profile.id);
    const expected = assessment.controls.map((control) => `${profiles.indexOf(control.profile)} ${control.id}`);
    expect(rows.toSorted()).toEqual(expected.toSorted());
    assessment.summary.controls.forEach(({ statuses }, i) => {
      const own = having("data-control").filter((element) => attribute(element, "data-profile") === String(i));
      expect(tally(own.map((element) => attribute(element, "data-status")))).toEqual(nonZero(statuses));
    });
  });

  test("the sentence tells them, also those that are none", () => {
    const sentences = elements.filter((element) => attribute(element, "class") === "sentence");
    expect(sentences).toHaveLength(2);
    assessment.summary.controls.forEach(({ statuses }, i) => {
      const links = within(sentences[i] as Element).filter(({ tagName }) => tagName === "a");
      const told = links.map((link) => {
        const [status = ""] = /[\w-]+$/.exec(attribute(link, "data-filter") ?? "") ?? [];
        return [status, /\d[\d,]*/.exec(textOf(link))?.[0]];
      });
      const expected = Object.entries(statuses).filter(
        ([status, n]) => n > 0 || !["error", "excepted"].includes(status as ControlStatus),
      );
      expect(told).toEqual(expected.map(([status, n]) => [status, count(n)]));
    });
  });

  test("the picture and its table tell the same", () => {
    assessment.profiles.forEach((profile, i) => {
      const figure = elements.filter((element) => element.tagName === "figure")[i] as Element;
      const all = within(figure);
      const words = all.filter((element) => element.tagName === "desc").map(textOf);
      const totals = all.filter((element) => attribute(element, "class") === "total").map(textOf);
      profile.groups.forEach((group, row) => {
        const sum = Object.values(group.statuses).reduce((a, b) => a + b, 0);
        expect(totals[row]).toBe(count(sum));
        const told = [...(words[row] ?? "").matchAll(/(\d+) /g)].map((match) => Number(match[1]));
        expect(told).toEqual(Object.values(nonZero(group.statuses)));
        const svg = all.filter((element) => attribute(element, "class") === "row")[row] as Element;
        const parts = within(svg).filter((e) => e.tagName === "text" && /^num /.test(attribute(e, "class") ?? ""));
        const drawn = parts.map((e) => [/num-([\w-]+)/.exec(attribute(e, "class") ?? "")?.[1], Number(textOf(e))]);
        expect(Object.fromEntries(drawn)).toEqual(nonZero(group.statuses));
      });
    });
  });

  test("every result of a small run is listed under its rule, once", () => {
    const results = [...assessment.results];
    const rows = having("data-row").filter((row) => !attribute(row, "id")?.startsWith("blank-"));
    expect(rows.length).toBe(results.length);
    expect(tally(rows.map((row) => attribute(row, "data-verdict")))).toEqual(nonZero(assessment.summary.results));
    for (const row of rows) {
      const result = results[Number(attribute(row, "id")?.replace("result-", ""))];
      expect(attribute(row, "data-verdict")).toBe(result?.verdict);
      expect(textOf(row)).toContain(result?.urn);
    }
  });

  test("a failing result says what stood there, what is wanted and how to fix it", () => {
    const [index, result] = [...[...assessment.results].entries()].find(([, one]) => one.verdict === "fail") ?? [];
    const text = textOf(byId(`result-${index}`));
    const deciding = result?.observations.find((one) => one.expected !== undefined);
    expect(text).toContain(deciding?.path);
    expect(text).toContain(deciding?.expected);
    const rule = assessment.rules.find((one) => one.id === result?.rule);
    expect(textOf(byId(`rule-${result?.rule}`))).toContain(rule?.remediation);
  });

  test("ISO controls are supported or contradicted, never passed", () => {
    const labels = new Set(
      having("data-control")
        .filter((e) => attribute(e, "data-profile") === "1")
        .map((e) => attribute(e, "data-label")),
    );
    expect(labels).toContain("contradicts");
    expect([...labels].join()).not.toMatch(/satisfied|pass|fail/);
  });

  test("the population equation and the priorities stand as they are", () => {
    const { population, priorities } = assessment;
    expect(textOf(byId("population"))).toContain(
      `${count(population.total)} resources = ${count(population.evaluated)}`,
    );
    const changes = within(byId("first")).filter((element) => attribute(element, "class") === "what");
    const titles = new Map(assessment.rules.map((rule) => [rule.id, rule.title]));
    expect(changes.map(textOf)).toEqual(priorities.map((priority) => titles.get(priority.rule)));
  });
});

describe("a large run", () => {
  const large = sampleAssessment({ resources: 10_000, stacks: 20 });
  const text = render(large);
  const rows = elementsOf(text).filter((element) => attribute(element, "id")?.startsWith("result-"));

  test("stays below 8 MB, and says how many results it leaves out", () => {
    expect(text.length).toBeLessThan(8_000_000);
    const total = [...large.results].length;
    expect(total).toBeGreaterThan(20_000);
    expect(rows.length).toBe(2000);
    expect(text).toContain(`All ${count(total)} results are here.`);
    expect(text).toContain(`Without script ${count(2000)} of them are shown`);
  });

  test("shows some of each rule and verdict", () => {
    const shown = new Set(rows.map((row) => attribute(row, "data-verdict")));
    const met = Object.entries(large.summary.results).filter(([, n]) => n > 0);
    expect([...shown].toSorted()).toEqual(met.map(([verdict]) => verdict as Verdict).toSorted());
    for (const rule of large.rules.filter((one) => one.results.fail > 0))
      expect(text).toContain(`id="rule-${rule.id}">\n<p class="fix">`);
  });
});

test("templates let only our own markup in unescaped", () => {
  const files = readdirSync(TEMPLATES);
  expect(files.length).toBeGreaterThan(15);
  const raw = files.flatMap((file) =>
    [...readFileSync(join(TEMPLATES, file), "utf8").matchAll(/\{\{(?:\{|&)[^}]*\}\}+/g)].map(
      ([tag]) => `${file} ${tag}`,
    ),
  );
  expect(raw).toEqual([
    "data.hbs {{{json}}}",
    "end.hbs {{{script}}}",
    "head.hbs {{{style}}}",
    "head.hbs {{{sprite}}}",
    "picture.hbs {{{bar}}}",
    "trend.hbs {{{drawing}}}",
  ]);
});
