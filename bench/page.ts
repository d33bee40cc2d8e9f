/**
 * `npx tsx bench/page.ts`: how large report.html is and how long a browser takes to open it, by number of results. "open" is
 * the load event, "usable" is when a filter over all results has been applied after that, both from the start of navigation.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { format } from "../reports/html/render.js";
import { sampleAssessment } from "../tests/support/assessment.js";
import { findChromium, launch } from "../tests/support/browser.js";
import { median } from "./process.js";

/** Resources that give about 1,000, 10,000 and 50,000 results. */
const SIZES = [375, 3_750, 18_750] as const;
const BUDGET = 2000;

async function once(browser: Browser, file: string): Promise<readonly [open: number, usable: number]> {
  const page = await browser.newPage();
  try {
    await page.goto(pathToFileURL(file).href);
    const times = await page.evaluate(`new Promise((resolve) => {
      const [{ loadEventEnd }] = performance.getEntriesByType("navigation");
      const start = performance.now();
      location.hash = "#rules?verdict=fail";
      const painted = () => resolve([loadEventEnd, loadEventEnd + performance.now() - start]);
      requestAnimationFrame(() => setTimeout(painted));
    })`);
    return times as [number, number];
  } finally {
    await page.close();
  }
}

async function main(runs: number): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined) {
    console.log("report.html was not opened: no Chromium was found; CHROMIUM_PATH names one");
    return;
  }
  const browser = await launch(chromium);
  const folder = mkdtempSync(join(tmpdir(), "konductor-page-"));
  try {
    console.log("results  KB      open ms  usable ms");
    for (const resources of SIZES) {
      const assessment = sampleAssessment({ resources, stacks: 20, exceptions: true });
      const file = join(folder, `${resources}.html`);
      writeFileSync(file, [...format.render(assessment)].join(""));
      const times: (readonly [number, number])[] = [];
      for (let i = 0; i < runs; i++) times.push(await once(browser, file));
      const [open, usable] = [median(times.map(([one]) => one)), median(times.map(([, one]) => one))];
      const columns = [[...assessment.results].length, Math.round(statSync(file).size / 1000), Math.round(open)];
      const over = usable > BUDGET ? ` OVER ${BUDGET}` : "";
      console.log(`${columns.map((n) => String(n).padEnd(8)).join(" ")} ${Math.round(usable)}${over}`);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main(Number(process.argv[2] ?? 5));
