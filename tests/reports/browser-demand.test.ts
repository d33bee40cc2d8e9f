import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { format } from "../../reports/html/render.js";
import type { Assessment, Result } from "../../src/model/index.js";
import { sampleAssessment } from "../support/assessment.js";
import { findChromium, launch } from "../support/browser.js";
import { WORST } from "../support/hostile.js";

const chromium = findChromium();
const SLOW = 60_000;

describe.skipIf(chromium === undefined)("results on demand in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "konductor-demand-"));
  const large = sampleAssessment({ resources: 3000, stacks: 12, exceptions: true });
  const results = [...large.results];
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch(chromium as string);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, assessment: Assessment): string {
    const file = join(folder, name);
    writeFileSync(file, [...format.render(assessment)].join(""));
    return pathToFileURL(file).href;
  }

  async function opened(url: string, use: (page: Page) => Promise<void>): Promise<void> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => errors.push(message.text()));
    page.on("dialog", (dialog) => {
      errors.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    try {
      await page.goto(url);
      await use(page);
      expect(errors).toEqual([]);
    } finally {
      await page.close();
    }
  }

  const url = () => write("large.html", large);
  const found = (page: Page) => page.locator("#found").textContent();

  test("a result that is not written into the page comes when its link is followed, like those that are", {
    timeout: SLOW,
  }, async () => {
    await opened(url(), async (page) => {
      const ids = await page.evaluate(
        `[...document.querySelectorAll("[data-row]")].map((row) => Number(row.id.slice(7)))`,
      );
      const there = new Set(ids as number[]);
      const index = results.findLastIndex(({ verdict }, i) => verdict === "pass" && !there.has(i));
      expect(index).toBeGreaterThan(0);
      await page.evaluate(`location.hash = "#result-${index}"`);
      const row = page.locator(`#result-${index}`);
      await expect.poll(() => row.isVisible()).toBe(true);
      const text = await row.textContent();
      expect(text).toContain(results[index]?.urn);
      expect(text).toContain(`results[${index}]`);
    });
  });

  test("three keys find a control; its link is copied, and the page says so", { timeout: SLOW }, async () => {
    await opened(url(), async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("sc-28.1");
      await page.keyboard.press("Enter");
      expect(page.url()).toContain("#control-fisma-moderate-sc-28.1");
      const control = page.locator("details.control", { hasText: "SC-28(1)" }).first();
      expect(await control.getAttribute("open")).toBe("");
      expect(await page.evaluate("document.activeElement.closest('.control').dataset.control")).toBe("SC-28(1)");
      const before = await control.locator(".copy").boundingBox();
      await page.keyboard.press("c");
      await expect.poll(() => page.locator("#said").textContent()).toBe("Copied");
      expect(await control.locator(".copy").boundingBox()).toEqual(before);
      await page.keyboard.press("?");
      await page.locator("#keys-on").uncheck();
      await page.keyboard.press("/");
      expect(await page.evaluate("document.activeElement.id")).toBe("keys-on");
    });
  });

  test("a cell of the map shows what it counts; filters stand in the address and come back with it", {
    timeout: SLOW,
  }, async () => {
    const address = url();
    let filtered = "";
    await opened(address, async (page) => {
      const cell = page.locator("a.cell.c-fail").first();
      const n = Number(/\d+/.exec((await cell.textContent()) ?? "")?.[0]);
      expect(n).toBeGreaterThan(0);
      await cell.click();
      expect(await page.locator("details.control:visible").count()).toBe(n);
      filtered = page.url();
      expect(filtered).toMatch(/#controls\?.*stack=input-/);
      await page.goBack();
      await expect.poll(() => found(page)).toMatch(/^380 of 380/);
    });
    await opened(filtered, async (page) => {
      expect(await found(page)).not.toMatch(/^380 of 380/);
      await page.locator("#reset").click();
      expect(page.url()).not.toContain("?");
      expect(await found(page)).toContain(`${results.length.toLocaleString("en")} of`);
    });
  });

  test("rows that are made on demand are like those that were written", { timeout: SLOW }, async () => {
    const open = results.findIndex(({ verdict, exception }) => verdict === "fail" && exception?.state === "active");
    await opened(url(), async (page) => {
      const pair = await page.evaluate(`(async () => {
        const row = document.getElementById("result-${open}");
        const before = row.textContent.replace(/\\s+/g, " ");
        row.id = "elsewhere";
        location.hash = "#result-${open}";
        await new Promise((resolve) => setTimeout(resolve, 300));
        return [before, document.getElementById("result-${open}").textContent.replace(/\\s+/g, " ")];
      })()`);
      const [before, after] = pair as [string, string];
      expect(after).toBe(before);
    });
  });

  test("hostile text comes to life nowhere, in any row that is put in", { timeout: SLOW }, async () => {
    const base = sampleAssessment({ resources: 40 });
    const [some] = [...base.results].filter(({ verdict }) => verdict === "fail");
    const hostile = WORST.map(
      (text): Result => ({
        ...(some as Result),
        urn: `urn:pulumi:s::p::t::${text}`,
        type: text,
        reason: text,
        sourcePosition: text,
        observations: [
          { path: text, observed: text, expected: text, urn: text },
          { path: `${text}.x`, observed: text },
        ],
        companions: [text],
        exception: { id: text, state: "active", approvedBy: text, expires: text },
        tracking: { since: text, formerly: text },
      }),
    );
    const rules = base.rules.map((rule) =>
      rule.id === some?.rule
        ? { ...rule, results: { ...rule.results, fail: hostile.length }, excepted: hostile.length }
        : rule,
    );
    await opened(write("hostile.html", { ...base, rules, results: hostile }), async (page) => {
      const seen = await page.evaluate(`(async () => {
        for (const row of document.querySelectorAll("[data-row]")) row.remove();
        const names = (root) => [...new Set([...root.querySelectorAll("*")].flatMap((e) => [e.localName, ...e.getAttributeNames()]))];
        const known = new Set(names(document.getElementById("blank-open").content).concat("wbr", "li", "hidden", "class", "tabindex", "button", "span", "p", "type"));
        const rule = [...document.querySelectorAll("details.rule")].find((e) => e.querySelector("[data-list=open]"));
        rule.open = true;
        await new Promise((resolve) => setTimeout(resolve, 300));
        for (let i = 0; i < 5; i++) rule.querySelector(".results + .rest:not([hidden]) button")?.click();
        const list = rule.querySelector(".results");
        const links = [...list.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"));
        return { rows: list.children.length, strange: names(list).filter((name) => !known.has(name)), links, text: list.textContent };
      })()`);
      const { rows, strange, links, text } = seen as { rows: number; strange: string[]; links: string[]; text: string };
      expect(rows).toBe(hostile.length);
      expect(strange).toEqual([]);
      expect(links.filter((href) => !/^#[\w.-]+$/.test(href))).toEqual([]);
      expect(text).toContain("<img src=x onerror=alert(1)>");
    });
  });
});
