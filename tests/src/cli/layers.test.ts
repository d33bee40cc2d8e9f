import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AssessmentDocument, Explanation } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { ROOT, stackExport, state } from "../../support/states.js";
import { type RunOptions, run } from "./run.js";

const folder = temporaryFolder();
const RULE = "aws-kms-deletion-window";
const KEY = "aws:kms/key:Key";
const key = state(KEY, "k", { enableKeyRotation: false, deletionWindowInDays: 14 });
const stack = folder.write("stack.json", JSON.stringify(stackExport([ROOT, key])));

const config = folder.write(
  "konductor.yaml",
  `layers:
  - name: baseline
    scope: organization
    parameters: { "*-deletion-window": { minimumDays: 20 } }
    severities: { medium: mandatory }
  - name: production
    scope: environment
    select: { tags: { "konductor:environment": "prod*" } }
    rules:
      aws-kms-rotation: { level: disabled, because: "Rotated by hand, \\u202Esays\\e[1m the runbook." }
    parameters: { ${RULE}: { minimumDays: 10 } }
  - name: shop
    scope: project
    select: { project: shop }
    parameters: { ${RULE}: { minimumDays: 14 } }
  - scope: stack
    select: { project: shop, stack: prod }
    parameters:
      ${RULE}: { minimumDays: 7 }
`,
);
const nowhere = folder.write(
  "nowhere.yaml",
  "layers:\n  - name: nowhere\n    scope: stack\n    select: { project: no }\n",
);
const production = ["--tag", "konductor:environment=production"];

let outs = 0;
async function assess(args: readonly string[], options: RunOptions = {}) {
  const out = join(folder.path, `out-${outs++}`);
  const ran = await run(["assess", stack, "--out", out, "--format", "json", "--fail-on", "none", ...args], options);
  const file = join(out, "assessment.json");
  return {
    ...ran,
    out,
    report: existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as AssessmentDocument) : undefined,
  };
}

function verdicts(report: AssessmentDocument | undefined): Record<string, string> {
  return Object.fromEntries((report?.results ?? []).map(({ rule, verdict }) => [rule, verdict]));
}

describe("assess with layers", () => {
  it("judges by them and tells them: values, what is disabled and why, files, arguments", async () => {
    expect(verdicts((await assess([])).report)).toMatchObject({ [RULE]: "fail", "aws-kms-rotation": "fail" });
    const { code, report, stdout, stderr } = await assess(["--config", config, "--config", nowhere, ...production]);
    expect(code).toBe(0);
    expect(verdicts(report)[RULE]).toBe("pass");
    expect(verdicts(report)).not.toHaveProperty("aws-kms-rotation");
    expect(report?.parameters.rules.filter(({ rule }) => rule === RULE)).toEqual([
      { rule: RULE, parameter: "minimumDays", value: 7, origin: `a layer of the scope stack, ${config}:19:34` },
    ]);
    expect(report?.parameters.disabled).toEqual([
      {
        rule: "aws-kms-rotation",
        because: "Rotated by hand, \u202Esays\u001b[1m the runbook.",
        origin: `layer "production" (environment), ${config}:10:7`,
        resources: 1,
      },
    ]);
    expect(report?.summary.rules.disabled).toBe(1);
    expect(report?.parameters.digests).toMatchObject({
      [`config ${config}`]: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      [`config ${nowhere}`]: expect.stringMatching(/^sha256:/),
    });
    expect(report?.parameters.arguments.slice(-6)).toEqual(["--config", config, "--config", nowhere, ...production]);
    expect(stdout).toContain("Disabled    1 rule: aws-kms-rotation (1 not judged)\n");
    expect(stderr).toContain(`warning: layer "nowhere" (stack), ${nowhere}:2:5: it selects no stack assessed\n`);
    expect(stderr.match(/warning/g)).toHaveLength(1);
  });

  it("says nothing of idle layers with --quiet, and warns of one that only tags would have chosen", async () => {
    expect((await assess(["--config", nowhere, "--quiet"])).stderr).toBe("");
    const { stderr, report } = await assess(["--config", config]);
    expect(stderr).toContain('warning: layer "production" (environment)');
    expect(verdicts(report)["aws-kms-rotation"]).toBe("fail");
  });

  it("reads the files that KONDUCTOR_CONFIG names when --config is absent, and records them as if they had been given", async () => {
    const env = { KONDUCTOR_CONFIG: [config, nowhere].join(delimiter) };
    const { report } = await assess(production, { env });
    expect(verdicts(report)[RULE]).toBe("pass");
    expect(report?.parameters.arguments.slice(-6)).toEqual(["--config", config, "--config", nowhere, ...production]);
    const given = await assess(["--config", nowhere], { env });
    expect(verdicts(given.report)[RULE]).toBe("fail");
    expect(verdicts((await assess([], { env: { KONDUCTOR_CONFIG: "" } })).report)[RULE]).toBe("fail");
  });

  it("puts layers over --parameters, and that over the defaults", async () => {
    const parameters = folder.write("p.yaml", `${RULE}: { minimumDays: 9 }\n`);
    const origin = async (...args: string[]) =>
      (await assess(["--parameters", parameters, ...args])).report?.parameters.rules.find(({ rule }) => rule === RULE);
    expect(await origin()).toMatchObject({ value: 9, origin: `file ${parameters}` });
    expect(await origin("--config", config)).toMatchObject({ value: 7 });
    expect(await origin("--config", nowhere)).toMatchObject({ value: 9, origin: `file ${parameters}` });
  });

  it.each<[string, string, readonly string[], RegExp]>([
    ["a configuration that is wrong", "layers:\n  - scope: stac\n", [], /bad\.yaml:2:12: layers\[0\]\.scope/],
    ["a configuration that is not there", "", ["--config", "no.yaml"], /no\.yaml: there is no such file/],
    [
      "layers that disagree on the stack assessed, naming both lines",
      `layers:\n  - { scope: project, parameters: { ${RULE}: { minimumDays: 7 } } }\n  - { scope: project, parameters: { ${RULE}: { minimumDays: 8 } } }\n`,
      [],
      /bad\.yaml:3:64: rule aws-kms-deletion-window: minimumDays is 8 here, and 7 in .*bad\.yaml:2:64/,
    ],
    ["a tag without a value", "layers: [{ scope: stack }]", ["--tag", "a"], /--tag.*KEY=VALUE/s],
    [
      "a tag with two values",
      "layers: [{ scope: stack }]",
      ["--tag", "a=1", "--tag", "a=2"],
      /the tag a has two values/,
    ],
  ])("2: %s; no report, no folder", async (_, text, args, says) => {
    const bad = text === "" ? [] : ["--config", folder.write("bad.yaml", text)];
    const { code, stderr, out } = await assess([...bad, ...args]);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });

  it("2: tags without layers that they could choose", async () => {
    expect(await assess(production)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--config or KONDUCTOR_CONFIG"),
    });
  });
});

describe("explain", () => {
  const explain = (...args: string[]) => run(["explain", ...args]);
  const all = ["--config", config, "--stack", "acme/shop/prod", ...production];

  it("prints a value that four layers set: the one in force, and each that it overrode, with file and line", async () => {
    const { code, stdout, stderr } = await explain(RULE, ...all);
    expect(code).toBe(0);
    expect(stdout).toContain(`For: stack acme/shop/prod, konductor:environment=production

Level
  mandatory
    from layer "baseline" (organization), ${config}:5:19, by severity medium

Parameters
  minimumDays = 7
    from a layer of the scope stack, ${config}:19:34, by rule ${RULE}
    overrode 14 from layer "shop" (project), ${config}:15:46, by rule ${RULE}
    overrode 10 from layer "production" (environment), ${config}:11:46, by rule ${RULE}
    overrode 20 from layer "baseline" (organization), ${config}:4:42, by glob *-deletion-window
    overrode 30 from the rule's default
`);
    expect(stderr).toBe("No --profile given: with the values of fisma-moderate.\n");
  });

  it("says why a rule is off, with what could move a terminal escaped", async () => {
    const { stdout } = await explain("aws-kms-rotation", ...all);
    expect(stdout).toContain(`Level
  disabled
    from layer "production" (environment), ${config}:10:7, by rule aws-kms-rotation
    because: Rotated by hand, \\u{202e}says\\x1b[1m the runbook.
    overrode mandatory from layer "baseline" (organization), ${config}:5:19, by severity medium
`);
  });

  it("names layers that speak of the rule and are for other stacks", async () => {
    const { stdout } = await explain(RULE, "--config", config, "--project", "shop", "--stack", "dev");
    expect(stdout).toContain("minimumDays = 14\n");
    expect(stdout).toMatch(
      /For other stacks, and so without effect here\n {2}layer "production".*:6:5\n {2}a layer of.*:16:5\n/,
    );
  });

  it("works without layers, with profiles and parameters", async () => {
    const parameters = folder.write("q.yaml", `${RULE}: { minimumDays: 9 }\n`);
    const { stdout } = await explain(RULE, "--parameters", parameters, "--profile", "iso-27001-2022");
    expect(stdout).toContain(`No layer sets it`);
    expect(stdout).toContain(`minimumDays = 9\n    from file ${parameters}\n    overrode 30 from the rule's default\n`);
  });

  it("gives the same as JSON", async () => {
    const { stdout } = await explain(RULE, ...all, "--json");
    const told = JSON.parse(stdout) as Explanation & { target: unknown };
    expect(told.target).toEqual({
      organization: "acme",
      project: "shop",
      stack: "prod",
      tags: { "konductor:environment": "production" },
    });
    expect(told.parameters[0]?.won).toMatchObject({
      value: 7,
      origin: { scope: "stack", file: config, line: 19, column: 34 },
    });
    expect(told.parameters[0]?.overrode.map(({ value }) => value)).toEqual([14, 10, 20, 30]);
    expect(told.level?.won.value).toBe("mandatory");
  });

  it.each([
    ["an unknown rule", ["aws-kms-rotatio"], 'unknown rule "aws-kms-rotatio": did you mean "aws-kms-rotation"?'],
    ["no rule", [], "missing required argument"],
    ["two words", ["aws-kms-rotation", RULE], "explain takes one rule id"],
    ["a name that is no stack's", [RULE, "--stack", "a/b/c/d"], '"a/b/c/d" names no stack'],
    [
      "a stack of two projects",
      [RULE, "--stack", "a/b/c", "--project", "d"],
      'names the project "b", and --project is "d"',
    ],
  ])("2: %s", async (_, args, says) => {
    const { code, stderr, stdout } = await explain(...args);
    expect(stderr).toContain(says);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});
