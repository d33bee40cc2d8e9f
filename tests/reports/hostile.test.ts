import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { format as fedramp } from "../../reports/fedramp/render.js";
import { format as html } from "../../reports/html/render.js";
import { format as markdown } from "../../reports/markdown/render.js";
import type { Assessment } from "../../src/model/index.js";
import { HIDDEN, HOSTILE, hostileRound, WORST } from "../support/hostile.js";
import { attribute, type Element, elementsOf, elementsOfFragment, structure, textOf } from "../support/markup.js";
import { countTexts, smallAssessment, withTexts } from "../support/small.js";

const SMALL = withMore(smallAssessment());

/** With samples, and what providers call resources. */
function withMore(base: ReturnType<typeof smallAssessment>): ReturnType<typeof smallAssessment> {
  const { parameters, rules, results } = base;
  return {
    ...base,
    parameters: { ...parameters, sample: { size: 2, seed: "Q1" } },
    rules: rules.map((rule) => ({ ...rule, sample: [0, 1] })),
    results: results.map((result) => ({ providerId: "arn:x", ...result })),
  };
}

const ROUNDS = Array.from({ length: 20 }, (_, i) => i);
/** One of the worst everywhere, or a mixture of all. */
const ATTACKS: readonly (readonly [name: string, assessment: () => Assessment])[] = [
  ...WORST.map((text) => [JSON.stringify(text).slice(0, 60), () => attacked(text)] as const),
  ...ROUNDS.map((round) => [`mixture ${round}`, () => withTexts(SMALL, hostileRound(round))] as const),
];

/** Each text with the hostile one before and behind it. */
function attacked(hostile: string): Assessment {
  return withTexts(SMALL, (text) => `${hostile}${text}${hostile}`);
}

const rendered = (assessment: Assessment, format = html) => [...format.render(assessment)].join("");

/** What may differ for honest reasons: the text of a control has a paragraph a line. */
function fixed(elements: readonly Element[]): Element[] {
  const inProse = ({ tagName, parentNode }: Element) =>
    tagName === "p" && parentNode !== null && "attrs" in parentNode && attribute(parentNode, "class") === "prose";
  return elements.filter((element) => !inProse(element));
}

const honest = elementsOf(rendered(withTexts(SMALL, (text) => `x${text}x`)));
const classes = new Set(honest.map((element) => attribute(element, "class")));

describe("the corpus", () => {
  test("is large, and reaches every text of an assessment", () => {
    expect(new Set(HOSTILE).size).toBe(HOSTILE.length);
    expect(HOSTILE.length).toBeGreaterThanOrEqual(300);
    expect(countTexts(SMALL)).toBeGreaterThan(500);
    const given = new Set<string>();
    for (const round of ROUNDS)
      withTexts(SMALL, (text) => {
        given.add(hostileRound(round)(text).slice(0, 40));
        return text;
      });
    expect(given.size).toBeGreaterThan(10 * HOSTILE.length);
  });

  test("the comparison would see an element that came from data", () => {
    const page = rendered(attacked("MARK"));
    const same = (text: string) => expect(structure(fixed(elementsOf(text))));
    same(page).toEqual(structure(fixed(honest)));
    same(page.replace("results[", "<b>x</b>results[")).not.toEqual(structure(fixed(honest)));
    same(page.replace(/ href="#result-\d+"/, "$& onclick=x")).not.toEqual(structure(fixed(honest)));
  });
});

describe("report.html", () => {
  test.each(ATTACKS)("%s stays text", (_, attack) => {
    const page = rendered(attack());
    const elements = elementsOf(page);
    expect(structure(fixed(elements))).toEqual(structure(fixed(honest)));
    for (const element of elements) checkAttributes(element);
    const data = elements.filter((element) => attribute(element, "type") === "application/json");
    expect(data.length).toBeGreaterThan(3);
    for (const one of data) expect(JSON.stringify(JSON.parse(textOf(one)))).not.toBe("");
    const text = page.replaceAll("\n", "");
    expect(HIDDEN.exec(text)?.[0]).toBeUndefined();
    expect(page.length).toBeLessThan(8_000_000);
  });

  test("shows what was hidden", () => {
    const texts = elementsOf(rendered(attacked("a\u202Eb\u001bc"))).map(textOf);
    expect(texts.some((text) => text.includes("a⟨U+202E⟩b␛c"))).toBe(true);
  });
});

function checkAttributes(element: Element): void {
  for (const { name, value } of element.attrs) {
    if (name.startsWith("on") || name === "style" || name === "src" || name === "action")
      throw new Error(`has ${name}`);
    if (name === "id" || name === "aria-labelledby") expect(value).toMatch(/^[\w.-]+( [\w.-]+)*$/);
    if (name === "class") expect(classes).toContain(value);
    if (name === "href") expect(value).toMatch(element.tagName === "link" ? /^data:,$/ : /^#[\w.-]+$/);
  }
}

const ALLOWED = new Set(
  "h1 h2 h3 p ul ol li strong code blockquote table thead tbody tr th td hr a"
    .split(" ")
    .concat(["html", "head", "body"]),
);
const [full] = markdown.others;

describe("report.md and report-full.md", () => {
  test.each(ATTACKS)("%s stays text", (_, attack) => {
    const assessment = attack();
    const short = rendered(assessment, markdown);
    expect(short.length).toBeLessThanOrEqual(60_000);
    checkMarkdown(short, ["report-full.md", "report.html", "assessment.json"]);
    checkMarkdown([...(full?.render(assessment) ?? [])].join(""), ["assessment.json"]);
  });
});

describe("fedramp-sdr.md", () => {
  const [record] = fedramp.others;
  test.each(ATTACKS.slice(-ROUNDS.length))("%s stays text", (_, attack) => {
    const text = [...(record?.render(attack()) ?? [])].join("");
    expect(text.length).toBeGreaterThan(2000);
    checkMarkdown(text, []);
  });
});

function checkMarkdown(text: string, files: readonly string[]): void {
  expect(HIDDEN.exec(text.replaceAll("\n", ""))?.[0]).toBeUndefined();
  const page = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  const elements = elementsOfFragment(page);
  expect(elements.map((element) => element.tagName).filter((name) => !ALLOWED.has(name))).toEqual([]);
  const links = elements.filter((element) => element.tagName === "a").map((element) => attribute(element, "href"));
  expect(links).toEqual(files);
  for (const element of elements) if (element.tagName !== "code") expect(ownText(element)).not.toMatch(/@\w/);
}

/** The text that stands in the element itself. */
function ownText(element: Element): string {
  return element.childNodes.map((node) => (node.nodeName === "#text" ? textOf(node) : "\u0000")).join("");
}
