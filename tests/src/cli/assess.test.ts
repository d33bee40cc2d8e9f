import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { formats } from "../../../reports/formats.generated.js";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { CANARY } from "../../support/bad-inputs.js";
import { temporaryFolder } from "../../support/input-files.js";
import { HOSTILE_NAMES, type Json, ROOT, secret, stackExport, state, urnOf } from "../../support/states.js";
import { run } from "./run.js";

const folder = temporaryFolder();
const KEY = "aws:kms/key:Key";
let outs = 0;
const newOut = () => join(folder.path, `out-${outs++}`);

function stackFile(name: string, ...resources: readonly Json[]): string {
  return folder.write(`${name}.json`, JSON.stringify(stackExport([ROOT, ...resources]), undefined, 4));
}

function readReport(out: string): AssessmentDocument {
  return JSON.parse(readFileSync(join(out, "assessment.json"), "utf8"));
}

const clean = stackFile(
  "clean",
  state("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", { routeTableId: "rtb-1" }),
);
const key = { enableKeyRotation: false, deletionWindowInDays: 30 };
const deployed = { outputs: { ...key, arn: "arn:aws:kms:eu-central-1:111122223333:key/k" } };
const failing = stackFile("failing", state(KEY, "k", key, deployed));
const bad = folder.write("bad.json", `{\n  "version": 3,\n  "deployment": ${CANARY}\n}`);

async function assess(...args: readonly string[]) {
  const out = newOut();
  return { out, ...(await run(["assess", "--out", out, "--format", "json", ...args])) };
}

describe("exit codes of assess", () => {
  it("0: nothing that the gate names", async () => {
    expect((await assess(clean)).code).toBe(0);
    expect((await assess(failing, "--fail-on", "none")).code).toBe(0);
    expect((await assess(failing, "--fail-on", "critical,error")).code).toBe(0);
    expect((await assess(clean, bad, "--fail-on", "low,error")).code).toBe(0);
  });

  it("1: a failure, an undetermined result, or an input that was not assessed, if the gate names it", async () => {
    expect((await assess(failing)).code).toBe(1);
    expect((await assess(failing, "--fail-on", "any")).code).toBe(1);
    expect((await assess(failing, "--fail-on", "medium")).code).toBe(1);
    const unknown = stackFile(
      "unknown",
      state(KEY, "k", { enableKeyRotation: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
    );
    expect((await assess(unknown, "--fail-on", "undetermined")).code).toBe(1);
    expect((await assess(clean, bad)).code).toBe(1);
  });

  it.each<[string, readonly string[], RegExp]>([
    ["no input", [], /missing required argument/],
    ["an unknown option", [clean, "--formt", "json"], /unknown option.*--format/s],
    ["an unknown profile", [clean, "--profile", "fisma-modrate"], /did you mean "fisma-moderate"/],
    ["an unknown format", [clean, "--format", "htlm"], /unknown format "htlm"/],
    ["an unknown condition of the gate", [clean, "--fail-on", "hihg"], /"hihg".*critical, high/],
    ["none beside another condition", [clean, "--fail-on", "none,high"], /none stands alone/],
    ["an empty list", [clean, "--profile", "a,,b"], /commas/],
    ["a file that is not there", [join(folder.path, "nothing.json")], /nothing\.json: there is no such file/],
    ["a pattern that matches nothing", [join(folder.path, "no*thing.json")], /no file matches/],
    ["only bad inputs", [bad], /bad\.json:3:17.*no input could be assessed/s],
    ["parameters that are not there", [clean, "--parameters", join(folder.path, "no.yaml")], /no\.yaml/],
  ])("2: %s", async (_, args, says) => {
    const { code, out, stderr } = await assess(...args);
    expect(stderr.replaceAll("\n", " ")).toMatch(says);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });

  it("2: --out is missing, a file, or below one", async () => {
    expect(await run(["assess", clean])).toMatchObject({ code: 2, stdout: "" });
    const file = folder.write("a-file", "mine");
    for (const out of [file, join(file, "below")]) {
      const { code, stderr } = await run(["assess", clean, "--out", out]);
      expect(code).toBe(2);
      expect(stderr).toContain("--out takes a folder");
    }
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it("3: an error of the program itself, of which only what cannot be secret is told; no report", async () => {
    const stdin = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new TypeError(`cannot read ${CANARY}`)) }),
    };
    const out = newOut();
    const { code, stderr } = await run(["assess", "-", "--out", out], { stdin });
    expect(code).toBe(3);
    expect(stderr).toContain("internal error: TypeError");
    expect(stderr).not.toContain(CANARY);
    expect(existsSync(out)).toBe(false);
  });
});

describe("one bad input of many", () => {
  it("is listed, with its place, and the others are assessed", async () => {
    const { code, out, stderr, stdout } = await assess(bad, failing, clean);
    expect(code).toBe(1);
    expect(stderr).toMatch(/not assessed: .*bad\.json:3:17: /);
    expect(stderr).not.toContain(CANARY);
    expect(stdout).toContain("2 of 3 inputs assessed");
    const report = readReport(out);
    expect(report.inputs.map(({ path, status }) => [path, status])).toEqual([
      [bad, "not assessed"],
      [clean, "assessed"],
      [failing, "assessed"],
    ]);
    expect(report.inputs[0]).toMatchObject({
      digest: expect.stringMatching(/^sha256:/),
      error: expect.stringContaining("bad.json:3:17"),
    });
    expect(new Set(report.results.map((one) => one.input))).toEqual(new Set([2]));
  });

  it("in a folder, a JSON that is nothing of Pulumi's is skipped and said", async () => {
    folder.write("mixed/package.json", "{}");
    folder.write("mixed/stack.json", readFileSync(clean));
    const { code, out, stderr } = await assess(join(folder.path, "mixed"));
    expect(code).toBe(0);
    expect(stderr).toContain("package.json");
    expect(readReport(out).skipped).toMatchObject([{ path: join(folder.path, "mixed", "package.json") }]);
  });
});

describe("an old report", () => {
  it("stays as it was when nothing could be assessed or the run failed, and is replaced otherwise", async () => {
    const out = newOut();
    mkdirSync(out);
    writeFileSync(join(out, "assessment.json"), "old");
    const again = (input: string) => run(["assess", input, "--out", out, "--format", "json"]);
    expect((await again(bad)).code).toBe(2);
    expect(readFileSync(join(out, "assessment.json"), "utf8")).toBe("old");
    expect((await again(clean)).code).toBe(0);
    expect(readReport(out).schema).toBe("konductor/assessment/1");
    expect(readdirSync(out)).toEqual(["assessment.json"]);
  });
});

describe.skipIf(!existsSync("/dev/full"))("a disk that fills while reports are written", () => {
  it.each(["assessment.json", "report.md", "report.html"])("at %s leaves the old ones whole", async (name) => {
    const out = newOut();
    mkdirSync(out);
    const files = ["assessment.json", "report-full.md", "report.html", "report.md"];
    for (const file of files) writeFileSync(join(out, file), "old");
    // Where the new one is put together, so that every write to it meets a full disk.
    symlinkSync("/dev/full", join(out, `.${name}.${process.pid}.tmp`));
    const { code, stderr } = await run(["assess", clean, "--out", out, "--quiet", "--profile", "fisma-moderate"]);
    expect([code, stderr]).toEqual([
      2,
      "error: the disk is full (ENOSPC): nothing was changed; make room and run again\n",
    ]);
    expect(readdirSync(out).sort()).toEqual(files);
    for (const file of files) expect(readFileSync(join(out, file), "utf8")).toBe("old");
  });
});

describe("what assess writes", () => {
  it("HTML and Markdown unless --format asks for others, and assessment.json always", async () => {
    const all = ["assessment.json", "report-full.md", "report.html", "report.md"];
    const out = newOut();
    expect((await run(["assess", clean, "--out", out])).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(all);
    expect(readdirSync((await assess(clean)).out)).toEqual(["assessment.json"]);
  });

  it("every format that there is, by the names that the help lists", async () => {
    const out = newOut();
    const names = Object.keys(formats);
    const help = (await run(["assess", "--help"])).stdout.replace(/\s+/g, " ");
    expect(help).toContain(`reports beside assessment.json: ${names.join(", ")};`);
    expect((await run(["assess", failing, bad, "--out", out, "--format", names.join()])).code).toBe(1);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(["junit.xml", "report.xlsx", "results.csv", "results.ndjson", "results.sarif"]),
    );
    for (const file of readdirSync(out)) expect(statSync(join(out, file)).size, file).toBeGreaterThan(100);
  });

  it("the same bytes twice, also to another folder and with other formats", async () => {
    const first = await assess(clean, failing, "--quiet");
    const second = await assess(failing, clean);
    const bytes = ({ out }: { out: string }) => {
      const { parameters, ...rest } = readReport(out);
      expect(parameters.arguments.join(" ")).not.toContain(out);
      return JSON.stringify(rest);
    };
    expect(bytes(second)).toBe(bytes(first));
    const third = await assess(clean, failing);
    expect(readFileSync(join(third.out, "assessment.json"))).toEqual(readFileSync(join(first.out, "assessment.json")));
  });

  it("one result a line", async () => {
    const { out } = await assess(failing);
    const lines = readFileSync(join(out, "assessment.json"), "utf8").split("\n");
    const report = readReport(out);
    const start = lines.indexOf('  "results": [');
    expect(report.results.length).toBeGreaterThan(0);
    const parsed = lines
      .slice(start + 1, start + 1 + report.results.length)
      .map((one) => JSON.parse(one.replace(/,$/, "")));
    expect(parsed).toEqual(report.results);
  });

  it("each of the 287 + 93 controls, for repeated and comma-listed profiles alike", async () => {
    const listed = await assess(failing, "--profile", "fisma-moderate,iso-27001-2022");
    const repeated = await assess(failing, "--profile", "fisma-moderate", "--profile", "iso-27001-2022");
    const report = readReport(listed.out);
    expect(report.controls.length).toBe(287 + 93);
    expect(report.summary.controls.map(({ statuses }) => Object.values(statuses).reduce((a, b) => a + b))).toEqual([
      287, 93,
    ]);
    expect(readReport(repeated.out)).toEqual(report);
    expect(
      new Set(report.controls.filter((one) => one.catalog === "iso-27001-2022").map((one) => one.label)),
    ).not.toContain("satisfied");
  });

  it("takes gzip and standard input", async () => {
    const zipped = folder.write("failing.json.gz", gzipSync(readFileSync(failing)));
    const bytes = readFileSync(failing);
    const results = async (ran: Promise<{ out: string }>) => JSON.stringify(readReport((await ran).out).results);
    const out = newOut();
    await run(["assess", "-", "--out", out, "--format", "json"], {
      stdin: (async function* () {
        yield bytes.subarray(0, 100);
        yield bytes.subarray(100);
      })(),
    });
    expect(JSON.stringify(readReport(out).results)).toBe(await results(assess(failing)));
    expect(await results(assess(zipped))).toBe(await results(assess(failing)));
  });

  it("judges by the parameters of a file, and says so", async () => {
    const hasty = stackFile("hasty", state(KEY, "k", { enableKeyRotation: true, deletionWindowInDays: 10 }));
    const rule = "aws-kms-deletion-window";
    const verdict = (out: string) => readReport(out).results.find((one) => one.rule === rule)?.verdict;
    const file = folder.write("parameters.yaml", `${rule}:\n  minimumDays: 7\n`);
    const { out } = await assess(hasty, "--parameters", file);
    expect([verdict((await assess(hasty)).out), verdict(out)]).toEqual(["fail", "pass"]);
    expect(readReport(out).parameters).toMatchObject({
      arguments: ["assess", hasty, "--profile", "fisma-moderate", "--parameters", file],
      rules: expect.arrayContaining([{ rule, parameter: "minimumDays", value: 7, origin: `file ${file}` }]),
      digests: { parameters: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
    const wrong = await assess(hasty, "--parameters", folder.write("wrong.yaml", "aws-kms-rotatio: {}\n"));
    expect(wrong.stderr).toMatch(/wrong\.yaml:1:1: .*did you mean "aws-kms-rotation"/);
    expect(wrong.code).toBe(2);
  });

  it("takes a profile of one's own", async () => {
    const file = folder.write(
      "own.yaml",
      "id: own\ntitle: Own\ncatalog: nist-800-53-r5\nextends: fisma-moderate\nexclude:\n  SC-12: keys are not ours\n",
    );
    const report = readReport((await assess(failing, "--profile", `${file},iso-27001-2022`)).out);
    expect(report.profiles.map(({ id, controls }) => [id, controls])).toEqual([
      ["own", 286],
      ["iso-27001-2022", 93],
    ]);
    expect(report.profiles[0]?.excluded).toEqual([
      { id: "SC-12", title: "Cryptographic Key Establishment and Management", reason: "keys are not ours" },
    ]);
    expect(Object.keys(report.parameters.digests)).toContain("profile own");
  });
});

describe("what assess prints", () => {
  it("the equation, verdicts, controls by status, what to fix, where the reports lie", async () => {
    const { stdout, stderr, out } = await assess(failing);
    for (const part of [
      "2 resources = 1 evaluated + 1 component",
      "fail",
      "fisma-moderate",
      "287 controls",
      "aws-kms-rotation",
      join(out, "assessment.json"),
      "Gate closed: ",
    ])
      expect(stdout).toContain(part);
    expect(stderr).toBe("No --profile given: assessing against fisma-moderate.\n");
    expect((await assess(failing, "--profile", "fisma-moderate")).stderr).toBe("");
  });

  it("nothing with --quiet but errors", async () => {
    expect(await assess(failing, "--quiet")).toMatchObject({ stdout: "", stderr: "", code: 1 });
    expect((await assess(failing, bad, "--quiet")).stderr).toMatch(/^not assessed: [^\n]*\n$/);
  });

  it("colour on a terminal only, and not with NO_COLOR", async () => {
    const out = newOut();
    const args = ["assess", failing, "--out", out, "--format", "json"];
    const esc = "\u001b[";
    expect((await run(args)).stdout).not.toContain(esc);
    expect((await run(args, { tty: true })).stdout).toContain(esc);
    expect((await run(args, { tty: true, env: { NO_COLOR: "1" } })).stdout).not.toContain(esc);
    expect((await run(args, { env: { FORCE_COLOR: "1" } })).stdout).toContain(esc);
  });

  it("no control character of a name or path, and no secret", async () => {
    const resources = HOSTILE_NAMES.flatMap((name) => [
      state(KEY, name, { enableKeyRotation: false, description: secret(CANARY) }),
      {
        urn: urnOf(`aws:odd/${name}:Thing`, name),
        type: `aws:odd/${name}:Thing`,
        custom: true,
        inputs: { note: secret(CANARY) },
      },
    ]);
    const file = stackFile("hostile\u001b[31m", ...resources);
    const broken = folder.write("broken\u001b[2J.json", "{");
    const { stdout, stderr, out, code } = await assess(file, broken);
    expect(code).toBe(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(stderr).toContain("broken\\x1b[2J.json:1:2");
    expect(readFileSync(join(out, "assessment.json"), "utf8")).not.toContain(CANARY);
  });
});
