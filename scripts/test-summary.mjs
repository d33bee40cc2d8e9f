// Prints `N passed, N failed` from the test runner's report; fails when the report is missing, stale or of no tests.
import { readFileSync, statSync } from "node:fs";

const file = new URL("../out/test-report.json", import.meta.url);
let report;
try {
  if (Date.now() - statSync(file).mtimeMs > 30 * 60_000) throw new Error("it is older than this run");
  report = JSON.parse(readFileSync(file, "utf8"));
} catch (error) {
  console.error(`out/test-report.json cannot be used: ${error.message}`);
  process.exit(1);
}
const failed =
  report.numFailedTests +
  report.testResults.filter((t) => t.status === "failed" && t.assertionResults.length === 0).length;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(report.numPassedTests > 0 && failed === 0 ? 0 : 1);
