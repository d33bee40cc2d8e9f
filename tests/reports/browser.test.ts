import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { format } from "../../reports/html/render.js";
import type { Assessment } from "../../src/model/index.js";
import { sampleAssessment } from "../support/assessment.js";
import { axe, findChromium, launch } from "../support/browser.js";

const chromium = findChromium();

if (chromium === undefined) {
  const message = "no Chromium was found (CHROMIUM_PATH, /usr/bin/chromium, chromium or google-chrome on PATH)";
  console.warn(`\nSKIPPED: the tests of the HTML report in a browser: ${message}\n`);
  test.runIf(process.env["CI"])("a browser is there in CI", () => expect.fail(message));
}

describe.skipIf(chromium === undefined)("report.html in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "konductor-browser-"));
  let browser: Browser;
  let url: string;
  let longNames: string;
  let assessment: Assessment;

  beforeAll(async () => {
    assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true, attestations: true });
    url = write("report.html", assessment);
    longNames = write(
      "long.html",
      sampleAssessment({ resources: 60, hostile: "x".repeat(300), broken: true, exceptions: true, attestations: true }),
    );
    browser = await launch(chromium as string);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, of: Assessment): string {
    const file = join(folder, name);
    writeFileSync(file, [...format.render(of)].join(""));
    return pathToFileURL(file).href;
  }

  /** Opens the page, hands it over, and checks that it asked for nothing and complained of nothing. */
  async function opened(
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
    address: () => string = () => url,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const noises: string[] = [];
    page.on("console", (message) => noises.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => noises.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (![url, longNames, "data:,"].includes(request.url())) noises.push(`request: ${request.url()}`);
    });
    try {
      await page.goto(address());
      await use(page);
      expect(noises).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const openAll = (page: Page) =>
    page.evaluate(`for (const details of document.querySelectorAll("details")) details.open = true`);
  const visible = (page: Page, selector: string) => page.locator(`${selector}:visible`).count();

  describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
    test.each([1280, 400])("at %d pixels, axe finds nothing to complain of", async (width) => {
      // axe is let in past the policy of the page; what the policy keeps out is tested without.
      await opened({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, async (page) => {
        await openAll(page);
        const { passes, violations } = await axe(page);
        expect(violations).toEqual([]);
        expect(passes).toBeGreaterThan(25);
      });
    });
  });

  test.each([
    [1280, "usual"],
    [760, "usual"],
    [400, "usual"],
    [320, "usual"],
    [1280, "endless"],
    [400, "endless"],
  ])("at %d pixels, with %s names, nothing scrolls sideways or is cut off", async (width, names) => {
    const check = async (page: Page) => {
      await openAll(page);
      const wide = await page.evaluate(
        `[...document.querySelectorAll("main *, nav *")].filter((e) => !e.closest("svg, .away") && e.getClientRects().length > 0 &&
          (e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5)).map((e) => e.outerHTML.slice(0, 120))`,
      );
      expect(wide).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    };
    await opened({ viewport: { width, height: 900 } }, check, () => (names === "usual" ? url : longNames));
  });

  test("without script it is whole: everything can be read, folds open, the filter is not offered", async () => {
    await opened({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
      expect(await page.locator("#filter").isVisible()).toBe(false);
      expect(await visible(page, ".sentence")).toBe(2);
      expect(await visible(page, ".bars .row")).toBe(assessment.profiles.reduce((n, one) => n + one.groups.length, 0));
      const control = page.locator("details.control").first();
      expect(await control.locator(".body").isVisible()).toBe(false);
      await control.locator("> summary").click();
      expect(await control.locator(".body").isVisible()).toBe(true);
      await control.locator(".evidence a").first().click();
      expect(page.url()).toContain("#rule-");
      expect(await page.locator(":target").isVisible()).toBe(true);
    });
  });

  test("a permalink opens what it names", async () => {
    const index = [...assessment.results].findIndex((result) => result.verdict === "pass");
    const hash = `#result-${index}`;
    await opened(
      {},
      async (page) => {
        expect(await page.locator(hash).isVisible()).toBe(true);
        const top = await page.evaluate(`document.querySelector("${hash}").getBoundingClientRect().top`);
        expect(top).toBeLessThan(800);
      },
      () => `${url}${hash}`,
    );
  });

  test("filters work by keyboard, and say what they found", async () => {
    await opened({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const found = page.locator("#found");
      expect(await found.textContent()).toBe(
        `380 of 380 controls, 22 of 22 rules, ${[...assessment.results].length} of ${[...assessment.results].length} results`,
      );
      await page.keyboard.press("f");
      expect(await page.evaluate("document.activeElement.name")).toBe("profile");
      await page.getByLabel("Words").focus();
      await page.keyboard.type("SC-28(1)");
      expect(await visible(page, "details.control")).toBeGreaterThan(0);
      for (const text of await page.locator("details.control:visible").allTextContents())
        expect(text).toContain("SC-28(1)");
      expect(await found.textContent()).toMatch(/^\d+ of 380 controls/);

      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
      for (let i = 0; i < 6; i++) await page.keyboard.press("Shift+Tab");
      await page.keyboard.type("not satisfied");
      const contradicted = assessment.controls.filter((control) => control.status === "not-satisfied").length;
      expect(await found.textContent()).toMatch(new RegExp(`^${contradicted} of 380 controls`));
      expect(await visible(page, "details.control")).toBe(contradicted);

      await page.keyboard.press("Tab");
      await page.keyboard.type("critical");
      const severities = await page.evaluate(
        `[...document.querySelectorAll("details.rule:not([hidden])")].map((e) => e.dataset.severity)`,
      );
      expect([...new Set(severities as string[])]).toEqual(["critical"]);
    });
  });

  test.each([
    ["Stack", { label: "acme/webapp/staging" }, (r: { input: number }) => r.input === 1],
    ["Result", { value: "undetermined" }, (r: { verdict: string }) => r.verdict === "undetermined"],
    ["Result", { label: "fail, excepted" }, (r: { exception?: { state: string } }) => r.exception?.state === "active"],
    ["Result", { value: "fail" }, (r: { verdict: string }) => r.verdict === "fail"],
    ["Resource type", { value: "aws:kms/key:Key" }, (r: { type: string }) => r.type === "aws:kms/key:Key"],
  ] as const)("the filter %s leaves what fits, and clearing it brings all back", async (label, option, fits) => {
    await opened({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const all = [...assessment.results];
      await page.getByRole("button", { name: "Filters" }).click();
      await page.getByRole("combobox", { name: label, exact: true }).selectOption(option);
      const fitting = all.filter((result) => fits(result as never)).length;
      expect(await page.locator("#found").textContent()).toContain(`${fitting} of ${all.length} results`);
      await openAll(page);
      await expect.poll(() => visible(page, "[data-row]")).toBe(Math.min(fitting, 50 * 22));
      await page.getByRole("button", { name: "Reset" }).press("Enter");
      await expect.poll(() => page.locator("#found").textContent()).toMatch(/^380 of 380 controls/);
      expect(page.url()).not.toContain("?");
    });
  });

  test("a number in the first sentence shows what it counts", async () => {
    await opened({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const tally = page.locator(".sentence").nth(1).locator("a").first();
      const n = Number(/\d+/.exec((await tally.textContent()) ?? "")?.[0]);
      await tally.press("Enter");
      expect(await visible(page, "details.control")).toBe(n);
      expect(await page.evaluate("document.activeElement.id")).toBe("controls-title");
    });
  });

  test("nothing can be run past its policy", async () => {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(url);
      const blocked = await page.evaluate(`new Promise((resolve) => {
        const seen = [];
        document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
        const add = (name, attributes) => document.body.append(Object.assign(document.createElement(name), attributes));
        add("script", { textContent: "window.broken = true" });
        add("img", { src: "https://example.invalid/x.png" });
        add("b", { innerHTML: "<i onclick='window.broken = true' style='color: red'></i>" });
        document.querySelector("body > b > i").click();
        setTimeout(() => resolve({ seen: [...new Set(seen)].sort(), broken: window.broken }), 300);
      })`);
      const seen = ["img-src", "script-src-attr", "script-src-elem", "style-src-attr"];
      expect(blocked).toEqual({ seen, broken: undefined });
    } finally {
      await context.close();
    }
  });

  test("prints, with what is folded opened", async () => {
    await opened({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const pdf = await page.pdf({ format: "A4" });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      const pages = pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(20);
    });
  });
});
