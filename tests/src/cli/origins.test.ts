import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { type Json, ROOT, stackExport, state } from "../../support/states.js";
import { run } from "./run.js";

const folder = temporaryFolder();
const KEY = state("aws:kms/key:Key", "k", { enableKeyRotation: true, deletionWindowInDays: 30 });
const TIME = "2026-03-02T09:13:30.123456789Z";
let outs = 0;

/** An export of a stack, made at TIME. */
function stackFile(stack: string, project = "webapp"): string {
  const document: Json = stackExport([ROOT, KEY]);
  (document as { deployment: { manifest?: Json } }).deployment.manifest = {
    time: TIME,
    magic: "",
    version: "v3.248.0",
  };
  const text = JSON.stringify(document).replaceAll(/urn:pulumi:[^:]+::[^:]+::/g, `urn:pulumi:${stack}::${project}::`);
  return folder.write(`${project}-${stack}.json`, text);
}

const update = (version: number, more: Json = {}) => ({
  version,
  kind: "update",
  result: "succeeded",
  startTime: `2026-03-02T09:1${version}:00.000Z`,
  endTime: `2026-03-02T09:1${version}:40.000Z`,
  environment: { "git.head": "0123456789abcdef0123456789abcdef01234567", "ci.system": "GitHub" },
  ...more,
});
const updates = folder.write("updates.json", JSON.stringify([update(4), update(3, { message: "Rotate" }), update(1)]));
const prod = stackFile("prod");
const dev = stackFile("dev");

async function assess(args: readonly string[], env: Record<string, string> = {}) {
  const out = join(folder.path, `out-${outs++}`);
  const ran = await run(["assess", "--out", out, "--format", "json", "--fail-on", "none", ...args], { env });
  const file = join(out, "assessment.json");
  const read = () => JSON.parse(readFileSync(file, "utf8")) as AssessmentDocument;
  return { ...ran, file, ...(existsSync(file) ? { report: read() } : {}) };
}

describe("--at and --provenance", () => {
  const CI = { GITHUB_ACTIONS: "true", GITHUB_ACTOR: "someone", GITHUB_SHA: "0123abc", GITHUB_RUN_ID: "7" };

  test("nothing of a clock or an environment is in an assessment that does not ask", async () => {
    const { report } = await assess([prod], CI);
    expect(report).not.toHaveProperty("assessedAt");
    expect(report).not.toHaveProperty("provenance");
  });

  test("tell who and when, and the command line that is told makes the same bytes elsewhere", async () => {
    const { report, file } = await assess([prod, "--at", "2026-03-03T01:00:00+02:00", "--provenance", "ci"], CI);
    expect(report?.assessedAt).toBe("2026-03-02T23:00:00Z");
    expect(report?.provenance).toEqual({
      actor: "someone",
      commit: "0123abc",
      build: { system: "GitHub Actions", id: "7" },
    });
    const again = report?.parameters.arguments.slice(1) ?? [];
    expect(again).toContain("--at");
    expect(again).not.toContain("ci");
    expect(readFileSync((await assess(again)).file, "utf8")).toBe(readFileSync(file, "utf8"));
  });

  test("now is the clock's, to which exceptions are judged as well", async () => {
    const before = Date.now() - 1;
    const none = folder.write("exceptions.yaml", "exceptions: []\n");
    const { report } = await assess([prod, "--at", "now", "--exceptions", none]);
    expect(Date.parse(report?.assessedAt ?? "")).toBeGreaterThanOrEqual(before);
    expect(report?.parameters.date).toBe(report?.assessedAt?.slice(0, 10));
    const then = await assess([prod, "--at", "2026-03-02T23:00:00-02:00", "--exceptions", none]);
    expect(then.report?.parameters.date).toBe("2026-03-03");
  });

  test("what is said comes over what CI tells", async () => {
    const said = ["actor=someone-else", "pull-request=12", "repository=https://u:hunter2@github.com/acme/shop"];
    const { report, file } = await assess(
      [prod, "--provenance", "ci", ...said.flatMap((one) => ["--provenance", one])],
      CI,
    );
    expect(report?.provenance).toMatchObject({
      actor: "someone-else",
      pullRequest: { number: "12" },
      repository: "https://github.com/acme/shop",
    });
    expect(readFileSync(file, "utf8")).not.toContain("hunter2");
  });

  test.each<[string, readonly string[], RegExp]>([
    ["no CI", ["--provenance", "ci"], /finds no variables of GitHub Actions, GitLab/],
    ["an unknown key", ["--provenance", "who=someone"], /takes ci, or one of actor, .* not "who=someone"/],
    ["no value", ["--provenance", "actor="], /actor= is followed by no text/],
    ["no commit", ["--provenance", "commit=HEAD"], /7 to 64 hexadecimal digits/],
    ["an address that runs something", ["--provenance", "build-url=javascript://x"], /no address/],
    ["a page of no pull request", ["--provenance", "pull-request-url=https://h/1"], /needs --provenance pull-request=/],
    ["a build of no system", ["--provenance", "build=7"], /need --provenance build-system=/],
    ["a day for a time", ["--at", "2026-03-02"], /expected now, or a time/],
    ["a time that is none", ["--at", "2026-02-30T00:00:00Z"], /expected now, or a time/],
  ])("refuse %s", async (_, args, says) => {
    const { code, stderr, report } = await assess([prod, ...args]);
    expect(stderr.replaceAll("\n", " ")).toMatch(says);
    expect(code).toBe(2);
    expect(report).toBeUndefined();
  });
});

describe("--updates FILE", () => {
  test("tells the sequence, and the update that made the state", async () => {
    const { report, code } = await assess([prod, "--updates", updates]);
    expect(code).toBe(0);
    expect(report?.inputs[0]?.updates).toMatchObject({
      source: updates,
      count: 3,
      made: { version: 3, message: "Rotate", commit: "0123456789abcdef0123456789abcdef01234567" },
      later: 1,
      versions: [1, 4],
      missing: [[2, 2]],
    });
    expect(report?.parameters.arguments).toEqual(expect.arrayContaining(["--updates", updates]));
  });

  test.each(["prod", "webapp/prod", "acme/webapp/prod"])("is for the stack %s alone", async (name) => {
    const { report } = await assess([dev, prod, "--updates", `${name}=${updates}`]);
    expect(report?.inputs.map((input) => input.updates?.count)).toEqual([undefined, 3]);
  });

  test("of a stack that was not assessed is told, in case it is a slip", async () => {
    const { report, stderr, code } = await assess([prod, "--updates", `prd=${updates}`]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: .*updates\.json: no stack prd was assessed/);
    expect(report?.inputs[0]).not.toHaveProperty("updates");
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      "one file for two stacks",
      [prod, dev, "--updates", updates],
      /updates\.json: it would be taken for two stacks, webapp\/dev and webapp\/prod; say whose/,
    ],
    [
      "one name for two stacks",
      [prod, stackFile("prod", "shop"), "--updates", `prod=${updates}`],
      /taken for two stacks/,
    ],
    ["two files without a stack", [prod, "--updates", updates, "--updates", updates], /takes one file without a stack/],
    [
      "two files for a stack",
      [prod, "--updates", `prod=${updates}`, "--updates", `prod=${updates}`],
      /names two files for prod/,
    ],
    [
      "a file without a stack beside others",
      [prod, "--updates", updates, "--updates", `dev=${updates}`],
      /give it as STACK=FILE/,
    ],
    ["a file that is not there", [prod, "--updates", "prod=none.json"], /none\.json: there is no such file/],
    ["an export", [prod, "--updates", prod], /must be a list of updates/],
  ])("refuses %s", async (_, args, says) => {
    const { code, stderr, report } = await assess(args);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
    expect(report).toBeUndefined();
  });
});

describe("--updates pulumi", () => {
  /** A `pulumi` that writes down how it was called. */
  function pulumi(name: string, script: string): Record<string, string> {
    const log = join(folder.path, `${name}.log`);
    const file = folder.write(`${name}/pulumi`, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\n${script}\n`);
    chmodSync(file, 0o755);
    return { PATH: [dirname(file), "/usr/bin", "/bin"].join(delimiter), LOG: log };
  }
  const calls = (env: Record<string, string>) =>
    readFileSync(env["LOG"] as string, "utf8")
      .trim()
      .split("\n");
  const HISTORY = `cat '${updates}'`;

  test("asks for each stack, by the default organization, and without secrets", async () => {
    const env = pulumi("cloud", `case "$1" in org) echo acme ;; *) ${HISTORY} ;; esac`);
    const { report, code } = await assess([prod, "--updates", "pulumi"], env);
    expect(code).toBe(0);
    expect(calls(env)).toEqual([
      "org get-default --non-interactive --color never",
      "stack history --json --page-size 0 --stack acme/webapp/prod --non-interactive --color never",
    ]);
    expect(report?.inputs[0]?.updates).toMatchObject({
      source: "pulumi stack history --json --page-size 0 --stack acme/webapp/prod",
      made: { version: 3 },
    });
    expect(report?.parameters.arguments).toEqual(expect.arrayContaining(["--updates", "pulumi"]));
  });

  test.each([
    ["exit 1"],
    ['echo "No Default Org Specified"'],
  ])("of a backend without organizations: %s", async (org) => {
    const env = pulumi(`own-${outs}`, `case "$1" in org) ${org} ;; *) ${HISTORY} ;; esac`);
    await assess([prod, "--updates", "pulumi"], env);
    expect(calls(env)[1]).toContain("--stack organization/webapp/prod ");
  });

  test("a file that is given for a stack comes first, and a preview is not asked about", async () => {
    const env = pulumi("some", `case "$1" in org) echo acme ;; *) ${HISTORY} ;; esac`);
    const preview = folder.write(
      "preview.json",
      JSON.stringify({ steps: [{ op: "create", urn: ROOT["urn"], newState: ROOT }] }),
    );
    const { report } = await assess(
      [prod, dev, preview, "--updates", `webapp/prod=${updates}`, "--updates", "pulumi"],
      env,
    );
    const told = report?.inputs.map(({ format, updates: one }) => [format, one?.source.startsWith("pulumi ")]);
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        ["stack export", false],
        ["stack export", true],
        ["preview", undefined],
      ]),
    );
    expect(calls(env).filter((call) => call.startsWith("stack"))).toHaveLength(1);
  });

  test("what it fails at is warned of and noted, without the credentials that it names", async () => {
    const env = pulumi("torn", 'echo "error: no stack at https://u:hunter2@host/" >&2; exit 255');
    const { report, stderr, code } = await assess([prod, "--updates", "pulumi"], env);
    expect(code).toBe(0);
    expect(stderr).toContain("no updates of webapp/prod: pulumi failed: error: no stack at https://host/");
    expect(report?.inputs[0]?.notes).toContain("Its updates were asked for and could not be had");
    expect(report?.inputs[0]).not.toHaveProperty("updates");
  });

  test("a name that Pulumi does not give gets onto no command line", async () => {
    const env = pulumi("odd", HISTORY);
    const { stderr } = await assess([stackFile("--show-secrets"), stackFile("a;b"), "--updates", "pulumi"], env);
    expect(stderr).toContain("is no name of a stack");
    expect(calls(env).filter((call) => call.startsWith("stack"))).toEqual([]);
  });

  test("without the command is bad usage", async () => {
    const { code, stderr, report } = await assess([prod, "--updates", "pulumi"], { PATH: folder.path });
    expect(stderr).toContain("--updates pulumi asks a command that is not on PATH");
    expect(code).toBe(2);
    expect(report).toBeUndefined();
  });
});

describe("a sealed bundle", () => {
  const key = join(folder.path, "key.pem");
  const torn = folder.write("broken-pulumi/pulumi", "#!/bin/sh\nexit 1\n");
  const secretive = folder.write(
    "secretive.json",
    JSON.stringify([update(3, { config: { "a:b": { value: "hunter2" } } })]),
  );

  test("tells the same updates again, without what else stood in their file", async () => {
    chmodSync(torn, 0o755);
    await run(["keygen", key]);
    const bundle = join(folder.path, "bundle");
    const asked = [
      "--updates",
      `prod=${secretive}`,
      "--updates",
      "pulumi",
      "--provenance",
      "actor=someone",
      "--at",
      "now",
    ];
    const env = { PATH: [dirname(torn), "/usr/bin", "/bin"].join(delimiter) };
    const made = await run(
      ["assess", prod, dev, "--bundle", bundle, "--key", key, "--format", "json", "--fail-on", "none", ...asked],
      { env },
    );
    expect(made.stderr).toContain("no updates of webapp/dev");
    expect(made.code).toBe(0);
    rmSync(secretive);
    rmSync(torn);
    const { code, stdout } = await run(["verify", bundle, "--replay"]);
    expect(stdout).toContain("byte for byte");
    expect(code).toBe(0);
    const told = readFileSync(join(bundle, "reports/assessment.json"), "utf8");
    expect(told).toContain('"actor": "someone"');
    expect(told).toContain("could not be had");
    const files = readdirSync(bundle, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(5);
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), "utf8")).not.toContain("hunter2");
  });
});
