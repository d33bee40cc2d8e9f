import { xmlText } from "../../src/model/escape.js";
import {
  type AssessedInput,
  type AssessedRule,
  type Assessment,
  parseSourcePosition,
  type ReportFormat,
  type Result,
} from "../../src/model/index.js";
import { cut, GROUP_WORDS } from "../../src/model/present.js";
import { resultText } from "../../src/model/rows.js";
import { type GroupCounts, groupOf, type ResultGroup, reportSample } from "../../src/model/sample.js";

/** Of a message, which most pages show on one line; the text below it has the rest. */
const LONGEST = 500;

export const format = {
  id: "junit",
  file: "junit.xml",
  description: "a test suite for each stack, for the test pages of CI systems",
  render,
} satisfies ReportFormat;

/** By what a test case tells its outcome; one that passes has nothing. A failure stays one under an exception. */
const OUTCOMES: Readonly<Record<ResultGroup, "failure" | "error" | "skipped" | undefined>> = {
  fail: "failure",
  excepted: "failure",
  error: "error",
  undetermined: "skipped",
  "not-applicable": "skipped",
  pass: undefined,
};

function* render(assessment: Assessment): Generator<string> {
  const { inputs, tool } = assessment;
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  const tallies = inputs.map((input, i) => tally(input, reportSample(assessment).byInput[i]));
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${tag("testsuites", { name: tool.name, ...sums(tallies) })}\n`;
  const results = assessment.results[Symbol.iterator]();
  let next = results.next();
  for (const [index, input] of inputs.entries()) {
    yield `${tag("testsuite", { name: nameOf(input), ...tallies[index] })}\n${properties(input, reportSample(assessment).byInput[index])}`;
    if (input.status !== "assessed") yield notAssessed(input);
    // Results come in the order of the inputs.
    for (; !next.done && next.value.input === index; next = results.next())
      yield testCase(next.value, rules.get(next.value.rule));
    yield "</testsuite>\n";
  }
  if (!next.done) throw new Error("the results are not in the order of their inputs");
  yield "</testsuites>\n";
}

type Tally = Readonly<Record<"tests" | "failures" | "errors" | "skipped", number>>;

function tally({ status }: AssessedInput, counts: Partial<GroupCounts> = {}): Tally {
  const sum = (outcome: string) =>
    Object.entries(counts).reduce((all, [group, n]) => all + (OUTCOMES[group as ResultGroup] === outcome ? n : 0), 0);
  const unread = status === "assessed" ? 0 : 1;
  return {
    tests: Object.values(counts).reduce((all, n) => all + n, unread),
    failures: sum("failure"),
    errors: sum("error") + unread,
    skipped: sum("skipped"),
  };
}

function sums(tallies: readonly Tally[]): Tally {
  const sum = (of: keyof Tally) => tallies.reduce((all, one) => all + one[of], 0);
  return { tests: sum("tests"), failures: sum("failures"), errors: sum("errors"), skipped: sum("skipped") };
}

function nameOf({ organization, project, stack, path }: AssessedInput): string {
  return [organization, project, stack].filter(Boolean).join("/") || path;
}

/** Where the results of a suite come from, and how many there are of each kind: JUnit has no word for some. */
function properties({ path, digest, time }: AssessedInput, counts: Partial<GroupCounts> = {}): string {
  const rows = Object.entries({ input: path, digest, time, ...counts }).filter(([, value]) => value !== undefined);
  const lines = rows.map(([name, value]) => `${tag("property", { name, value }, "/")}\n`);
  return `<properties>\n${lines.join("")}</properties>\n`;
}

function notAssessed({ path, error }: AssessedInput): string {
  const message = cut(error ?? "no reason", LONGEST);
  const inner = `${tag("error", { type: "not assessed", message }, "/")}\n`;
  return `${tag("testcase", { classname: "input", name: path })}\n${inner}</testcase>\n`;
}

function testCase(result: Result, rule: AssessedRule | undefined): string {
  const group = groupOf(result);
  const position = parseSourcePosition(result.sourcePosition);
  const head = { classname: result.rule, name: result.urn, file: position?.path, line: position?.line };
  const outcome = OUTCOMES[group];
  if (outcome === undefined) return `${tag("testcase", head, "/")}\n`;
  const message = cut(`${GROUP_WORDS[group]}: ${resultText(result)}`, LONGEST);
  const type =
    outcome === "failure" ? [rule?.severity, group === "excepted" ? group : ""].filter(Boolean).join(", ") : group;
  const inner =
    outcome === "skipped"
      ? tag(outcome, { message }, "/")
      : `${tag(outcome, { type, message })}${details(result, rule).map(xmlText).join("\n")}</${outcome}>`;
  return `${tag("testcase", head)}\n${inner}\n</testcase>\n`;
}

function details(result: Result, rule: AssessedRule | undefined): string[] {
  const lines = [resultText(result)];
  if (rule !== undefined) lines.push(`${rule.title}. ${rule.rationale}`, `To fix: ${rule.remediation}`);
  lines.push(`Resource: ${result.urn}`);
  if (result.sourcePosition !== undefined) lines.push(`Source: ${result.sourcePosition}`);
  return lines;
}

/** A start tag; with `end` "/" an empty element. Attributes that are undefined are left out. */
function tag(name: string, attributes: Readonly<Record<string, string | number | undefined>>, end = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${xmlText(String(value))}"`);
  return `<${name}${written.join("")}${end}>`;
}
