/** The steps of the action, run one after the other with a `pulumi` that plays its part. `npm run build` comes first. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/input-files.js";
import { type Json, preview, ROOT as STACK, state, step } from "../support/states.js";
import { Job } from "./action.js";

const folder = temporaryFolder();
const KEY = "aws:kms/key:Key";
const HOSTILE = 'x"; touch pwned; $(touch pwned) `touch pwned` \\';
let jobs = 0;

function planned(rotated: boolean): string {
  const key = state(
    KEY,
    "k",
    { enableKeyRotation: rotated, deletionWindowInDays: 30 },
    { sourcePosition: "project:///index.ts#3,1" },
  );
  return JSON.stringify(preview([step("create", STACK), step("create", key)] as Json[]));
}

/** A job in a repository with a Pulumi project; its `pulumi` prints the plan and writes down how it was called. */
function job(plan = planned(false), end = "exit 0"): Job {
  const made = new Job(join(folder.path, `job-${jobs++}`));
  mkdirSync(join(made.workspace, "infra"));
  writeFileSync(join(made.folder, "plan.json"), plan);
  made.command(
    "pulumi",
    `printf '%s\\n' "$@" > '${made.folder}/called'\nprintf '%s' "$KONDUCTOR_EXCEPTIONS" > '${made.folder}/exceptions'\ncat '${made.folder}/plan.json'\n${end}`,
  );
  return made;
}
const called = (made: Job) => readFileSync(join(made.folder, "called"), "utf8").trim().split("\n");
const ASKED = { STACK: "acme/prod", PROJECT: "infra", PACK: "fisma-moderate" };
const REPORTS = { PROFILE: "fisma-moderate", FORMAT: "markdown,sarif" };

describe("a run of the action", () => {
  test("previews with the pack, assesses, summarises, and closes the gate", () => {
    const run = job();
    const begun = run.step("Begin", { GITHUB_REPOSITORY: "acme/shop", PULL_REQUEST: "7", HEAD: "acme/shop" });
    expect(begun.code, begun.text).toBe(0);
    expect(run.output("begin.key")).toMatch(/^konductor-\w+-\w+-\d+-[0-9a-f]{64}$/);
    expect(run.output("begin.writes")).toBe("true");

    writeFileSync(join(run.workspace, "exceptions.yaml"), "exceptions: []\n");
    const previewed = run.step("Preview", { ...ASKED, EXCEPTIONS: "exceptions.yaml\n" });
    expect(previewed.code, previewed.text).toBe(0);
    expect(called(run)).toEqual(expect.arrayContaining(["--stack=acme/prod", "--json", "--show-sames"]));
    expect(called(run)[called(run).indexOf("--policy-pack") + 1]).toMatch(/packs\/fisma-moderate$/);
    expect(readFileSync(join(run.folder, "exceptions"), "utf8")).toBe(join(run.workspace, "exceptions.yaml"));

    const PREVIEW = run.output("preview.file");
    const assessed = run.step("Assess", {
      PREVIEW,
      ...REPORTS,
      EXCEPTIONS: "exceptions.yaml",
      GITHUB_ACTOR: "someone",
    });
    expect(assessed.code, assessed.text).toBe(0);
    expect(run.output("assess.gate")).toBe("closed");
    const REPORT = run.output("assess.report");
    const { provenance, assessedAt } = JSON.parse(readFileSync(join(REPORT, "assessment.json"), "utf8"));
    expect(provenance.actor).toBe("someone");
    expect(assessedAt).toBeDefined();

    expect(run.step("Summary", { REPORT }).code).toBe(0);
    expect(readFileSync(join(run.folder, "summary"), "utf8")).toMatch(/^# Konductor: /);
    expect(run.step("Places in the repository", { REPORT, PROJECT: "./infra/" }).code).toBe(0);
    const sarif = readFileSync(join(REPORT, "results.sarif"), "utf8");
    expect(sarif).toContain('"uri":"infra/index.ts"');
    expect(sarif).not.toMatch(/uriBaseId|PROJECT_/i);

    const gate = run.step("Gate", { GATE: "closed", PREVIEW_CODE: run.output("preview.code") });
    expect(gate).toEqual({ code: 1, text: expect.stringContaining("The gate is closed") });
  });

  test("opens the gate for a plan without findings, and not when the preview failed", () => {
    const run = job(planned(true), "exit 255");
    run.step("Preview", ASKED);
    const ran = run.step("Assess", { PREVIEW: run.output("preview.file"), ...REPORTS, FAIL_ON: "high,error" });
    expect(ran.code, ran.text).toBe(0);
    expect(run.output("assess.gate")).toBe("open");
    expect(run.output("preview.code")).toBe("255");
    expect(run.step("Gate", { GATE: "open", PREVIEW_CODE: "255" }).code).toBe(1);
    expect(run.step("Gate", { GATE: "open", PREVIEW_CODE: "0" }).code).toBe(0);
    expect(run.step("Gate", { GATE: "open" }).code).toBe(0);
    expect(run.step("Gate", {}).code).toBe(1);
  });

  test("ends with the assessment's own exit code where there is none", () => {
    const run = job("", "exit 255");
    run.step("Preview", ASKED);
    const ran = run.step("Assess", { PREVIEW: run.output("preview.file"), ...REPORTS });
    expect(ran.code).toBe(2);
    expect(run.output("assess.gate")).toBe("");
  });

  test("assesses files that are there instead of a preview", () => {
    const run = job();
    writeFileSync(join(run.workspace, "a b.json"), planned(true));
    const ran = run.step("Assess", { INPUTS: "a b.json\n", ...REPORTS, FAIL_ON: "none" });
    expect(ran.code, ran.text).toBe(0);
    expect(run.output("assess.gate")).toBe("open");
  });

  test("tells a pull request of a fork that nothing can be written", () => {
    for (const HEAD of ["stranger/shop", ""]) {
      const run = job();
      const ran = run.step("Begin", { GITHUB_REPOSITORY: "acme/shop", PULL_REQUEST: "7", HEAD });
      expect(ran.text).toContain("::notice::This pull request comes from a fork");
      expect(run.output("begin.writes")).toBe("false");
    }
    const push = job();
    push.step("Begin", { GITHUB_REPOSITORY: "acme/shop" });
    expect(push.output("begin.writes")).toBe("true");
  });

  test("runs nothing that an input holds", () => {
    const run = job();
    expect(run.step("Preview", { ...ASKED, STACK: HOSTILE, CONFIG: HOSTILE }).code).toBe(0);
    expect(called(run)).toContain(`--stack=${HOSTILE}`);
    for (const PACK of [HOSTILE, "..", "../packs/fisma-moderate", "", "-x", "no-such-pack"])
      expect(run.step("Preview", { ...ASKED, PACK }).text).toContain("There is no such pack");
    const PREVIEW = run.output("preview.file");
    for (const name of ["PROFILE", "FORMAT", "FAIL_ON", "CONFIG", "INPUTS", "EXCEPTIONS"])
      expect(run.step("Assess", { PREVIEW, ...REPORTS, [name]: HOSTILE }).code).toBe(2);
    expect(run.step("Assess", { ...REPORTS, INPUTS: "--help" }).code).toBe(2);
    expect(run.step("Preview", { ...ASKED, STACK: "" }).text).toContain("needs a stack to preview");
    expect(existsSync(join(run.workspace, "pwned"))).toBe(false);
  });

  test("places nothing outside the repository", () => {
    const run = job();
    writeFileSync(join(run.folder, "results.sarif"), '{"runs":[]}');
    for (const PROJECT of ["..", "a/../../b", "/etc", "..\\x"]) {
      const ran = run.step("Places in the repository", { REPORT: run.folder, PROJECT });
      expect(ran).toEqual({ code: 1, text: expect.stringContaining("no folder below the repository") });
    }
  });
});

test("the key of the cache follows the files, and not what the build makes of them", () => {
  const copy = join(folder.path, "copy");
  const key = () => {
    const run = job();
    run.step("Begin", { GITHUB_REPOSITORY: "a/b", ACTION: copy });
    return run.output("begin.key");
  };
  cpSync(join(__dirname, "../../scripts/ci"), join(copy, "scripts/ci"), { recursive: true });
  mkdirSync(join(copy, "packs/one"), { recursive: true });
  const first = key();
  expect(first).not.toBe("");
  mkdirSync(join(copy, "dist"));
  writeFileSync(join(copy, "dist/cli.js"), "1");
  writeFileSync(join(copy, "packs/one/index.js"), "1");
  expect(key()).toBe(first);
  writeFileSync(join(copy, "packs/one/pack.yaml"), "1");
  const second = key();
  expect(second).not.toBe(first);
  rmSync(join(copy, "packs/one/pack.yaml"));
  expect(key()).toBe(first);
});
