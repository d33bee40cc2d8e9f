import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { run } from "./run.js";

const EXAMPLE = join(__dirname, "../../../examples/aws-web-app/stack.careless.json");
const folder = mkdtempSync(join(tmpdir(), "konductor-sample-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function sampled(name: string, ...options: string[]): Promise<AssessmentDocument> {
  const out = join(folder, name);
  const { code, stderr } = await run(["assess", EXAMPLE, "--out", out, "--quiet", ...options]);
  expect(code, stderr).toBe(1);
  return JSON.parse(readFileSync(join(out, "assessment.json"), "utf8")) as AssessmentDocument;
}

test("--sample draws by the seed, and tells both in the parameters and on the page", async () => {
  const assessment = await sampled("a", "--sample", "2", "--sample-seed", "Q1 2026");
  expect(assessment.parameters.sample).toEqual({ size: 2, seed: "Q1 2026" });
  expect(assessment.parameters.arguments.join(" ")).toContain("--sample 2 --sample-seed Q1 2026");
  const drawn = assessment.rules.filter((rule) => rule.sample?.length === 2);
  expect(drawn.length).toBeGreaterThan(3);
  for (const { id, sample = [] } of drawn) for (const index of sample) expect(assessment.results[index]?.rule).toBe(id);
  expect(await sampled("b", "--sample", "2", "--sample-seed", "Q1 2026")).toEqual(assessment);
  const page = readFileSync(join(folder, "a", "report.html"), "utf8");
  expect(page).toContain("Drawn with the seed <code>Q1 2026</code>");
});

test.each([
  [["--sample", "2"], /--sample and --sample-seed go together/],
  [["--sample-seed", "x"], /--sample and --sample-seed go together/],
  [["--sample", "0", "--sample-seed", "x"], /whole number from 1/],
])("%j is told to be half of it, or no number", async (options, message) => {
  const { code, stderr } = await run(["assess", EXAMPLE, "--out", join(folder, "c"), ...options]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
