import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { format } from "../../reports/iso-soa/render.js";
import { sampleAssessment } from "../support/assessment.js";
import { axe, findChromium, launch } from "../support/browser.js";

const chromium = findChromium();

if (chromium === undefined) {
  const message = "no Chromium was found (CHROMIUM_PATH, /usr/bin/chromium, chromium or google-chrome on PATH)";
  console.warn(`\nSKIPPED: the tests of the statement of applicability in a browser: ${message}\n`);
  test.runIf(process.env["CI"])("a browser is there in CI", () => expect.fail(message));
}

describe.skipIf(chromium === undefined)("soa.html in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "konductor-soa-"));
  let browser: Browser;
  const pages = { usual: "", endless: "x".repeat(300) };
  const address = (name: string) => pathToFileURL(join(folder, `${name}.html`)).href;

  beforeAll(async () => {
    for (const [name, hostile] of Object.entries(pages)) {
      const of = sampleAssessment({ resources: 60, hostile, broken: true, exceptions: true, attestations: true });
      writeFileSync(join(folder, `${name}.html`), [...format.render(of)].join(""));
    }
    browser = await launch(chromium as string);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page, hands it over, and checks that it asked for nothing and complained of nothing. */
  async function opened(
    name: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const noises: string[] = [];
    page.on("console", (message) => noises.push(`console: ${message.text()}`));
    page.on("request", (request) => {
      if (![address(name), "data:,"].includes(request.url())) noises.push(`request: ${request.url()}`);
    });
    try {
      await page.goto(address(name));
      await use(page);
      expect(noises).toEqual([]);
    } finally {
      await context.close();
    }
  }

  describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
    test.each([1280, 400])("at %d pixels, axe finds nothing to complain of", async (width) => {
      // axe is let in past the policy of the page.
      await opened("usual", { viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, async (page) => {
        const { passes, violations } = await axe(page);
        expect(violations).toEqual([]);
        expect(passes).toBeGreaterThan(15);
      });
    });
  });

  test.each(
    [1280, 1001, 760, 400, 320].flatMap((width) => Object.keys(pages).map((name) => [width, name] as const)),
  )("at %d pixels, with %s names, nothing scrolls sideways or is cut off", async (width, name) => {
    await opened(name, { viewport: { width, height: 900 } }, async (page) => {
      const wide = await page.evaluate(
        `[...document.querySelectorAll("main *")].filter((e) => !e.closest("thead") && e.getClientRects().length > 0 &&
          (e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5)).map((e) => e.outerHTML.slice(0, 120))`,
      );
      expect(wide).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    });
  });

  test("is a table of 93 rows to whoever hears it, also where it is shown as cards", async () => {
    for (const width of [1280, 400])
      await opened("usual", { viewport: { width, height: 900 }, javaScriptEnabled: false }, async (page) => {
        expect(await page.getByRole("table").getByRole("row").count()).toBe(94);
        expect(await page.getByRole("rowheader").count()).toBe(93);
        expect(await page.getByRole("columnheader").allTextContents()).toContain("Last review");
      });
  });

  test("prints its style by its hash alone, on pages with the head of the table on each", async () => {
    await opened("usual", { viewport: { width: 1280, height: 900 } }, async (page) => {
      expect(await page.evaluate("getComputedStyle(document.querySelector('thead th')).fontWeight")).toBe("650");
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(pdf.match(/\/Type \/Page\b/g)?.length ?? 0).toBeGreaterThan(3);
      expect(pdf).toMatch(/\/MediaBox \[0 0 84[12](\.\d+)? 59[456]/);
    });
  });
});
