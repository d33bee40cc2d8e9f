import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { formats } from "../../../reports/formats.generated.js";
import { signingKey } from "../../../src/evidence/bundle/keys.js";
import { BundleFolder } from "../../../src/evidence/bundle/write.js";
import type { AssessmentDocument, Result } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { encrypted, ROOT as ROOT_STACK, secret, stackExport, state } from "../../support/states.js";
import { run } from "./run.js";

const ROOT = join(__dirname, "../../..");
const CARELESS = join(ROOT, "examples", "aws-web-app", "stack.careless.json");
const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const KEY = at("signer.pem");
const PUBLIC = at("signer.pem.pub");

beforeAll(async () => {
  expect((await run(["keygen", KEY])).code).toBe(0);
});

async function assess(name: string, inputs: readonly string[], ...more: readonly string[]): Promise<string> {
  const args = ["assess", ...inputs, "--bundle", at(name), "--key", KEY, "--fail-on", "none", "--quiet", ...more];
  const { code, stderr } = await run(args);
  expect(stderr.replace(/^not assessed:.*\n/gm, "")).toBe("");
  expect(code).toBe(0);
  return at(name);
}

const verify = (...args: readonly string[]) => run(["verify", ...args, "--key", PUBLIC]);

describe("konductor assess --bundle", () => {
  it("tells accounts and regions, and replays them, where provider, ARNs and names hold secrets", async () => {
    const own = "an-account-nobody-knows";
    const by = (name: string) => `${state("pulumi:providers:aws", name).urn}::${name}-id`;
    const queue = (name: string, provider: string, account: string, more = {}) =>
      state("aws:sqs/queue:Queue", name, more, {
        id: `https://sqs.eu-central-1.amazonaws.com/${account}/${name}`,
        outputs: { ...more, arn: `arn:aws:sqs:eu-central-1:${account}:${name}` },
        provider: by(provider),
      });
    const bucket = (name: string, provider: string, outputs: Record<string, unknown> = {}) =>
      state("aws:s3/bucket:Bucket", name, {}, { outputs, provider: by(provider) });
    const config = { accessKey: secret(own), region: secret("us-west-2"), allowedAccountIds: secret(["444455556666"]) };
    const states = [
      ...[
        state("pulumi:providers:aws", "p", { region: "eu-central-1", version: "7.48.0" }),
        queue("a", "p", "111122223333"),
      ],
      ...[bucket("b", "p"), bucket("hidden", "p", { arn: secret("arn:aws:sqs:eu-west-3:777788889999:x") })],
      ...[
        state("pulumi:providers:aws", "q", config),
        bucket("c", "q"),
        bucket("d", "q", { region: secret("eu-west-3") }),
      ],
      // Its ARN is sealed, for a secret stands in it: with it goes what is known of the account.
      queue(own, "q", "444455556666", { name: secret(own) }),
    ];
    const input = folder.write("places.json", JSON.stringify(stackExport([ROOT_STACK, ...states])));
    const bundle = await assess("places", [input], "--format", Object.keys(formats).join());
    const { population, results } = JSON.parse(
      readFileSync(join(bundle, "reports/assessment.json"), "utf8"),
    ) as AssessmentDocument;
    expect(population.byAccount).toEqual([
      { provider: "aws", account: "111122223333", count: 3 },
      { provider: "aws", account: "444455556666", count: 3 },
    ]);
    expect(population.byRegion).toEqual([
      { provider: "aws", region: "eu-central-1", count: 4 },
      { provider: "aws", count: 2 },
    ]);
    expect(results.every(({ account }) => account !== undefined)).toBe(true);
    expect(grep(bundle, /us-west-2|eu-west-3|777788889999/)).toEqual([]);
    // Without the secrets it is known of none that is behind the second provider: the bundle says it.
    const { resting } = JSON.parse(readFileSync(join(bundle, "run.json"), "utf8")) as { resting: { result: string }[] };
    expect(resting.filter(({ result }) => result.includes('"account":"444455556666"')).length).toBeGreaterThan(10);
    expect((await verify(bundle, "--replay")).code).toBe(0);
  });

  it("seals all that the assessment rests on, and replays it byte for byte", async () => {
    folder.write("minutes.txt", "as agreed");
    const sha256 = createHash("sha256").update("as agreed").digest("hex");
    const attestations = folder.write(
      "attestations.yaml",
      `attestations:
  - control: AC-1
    statement: The policy was reviewed.
    owner: security-office
    attestedBy: internal-audit
    attestedOn: 2026-03-01
    validFor: P1Y
    method: EXAMINE
    evidence: [{ path: minutes.txt, sha256: ${sha256} }]
`,
    );
    const exceptions = folder.write(
      "exceptions.yaml",
      `exceptions:
  - id: EX-1
    rules: [aws-s3-*]
    resources: [{ type: "aws:s3/*" }]
    reason: Moves to another account.
    deviation: risk-adjustment
    requestedBy: team-edge
    approvedBy: security-office
    approvedOn: 2026-03-01
    expires: 2026-03-20
`,
    );
    const config = folder.write(
      "konductor.yaml",
      `layers:
  - scope: organization
    rules: { aws-s3-mfa-delete: { level: disabled, because: Not used. } }
`,
    );
    const parameters = folder.write("parameters.yaml", "aws-iam-password-min-length-14: { minLength: 20 }\n");
    const profile = folder.write("own.yaml", "id: own\ntitle: Own\ncatalog: nist-800-53-r5\ninclude: [AC-1, AC-3]\n");
    const bad = folder.write("bad.json", '{"password": "hunter2"');
    const path = await assess(
      "whole",
      [CARELESS, bad],
      ...["--profile", `iso-27001-2022,${profile}`, "--format", Object.keys(formats).join(), "--date", "2026-03-02"],
      ...["--exceptions", exceptions, "--attestations", attestations, "--config", config, "--parameters", parameters],
      ...["--tag", "konductor:environment=production"],
    );
    const { exceptions: assessed } = assessmentIn(path);
    expect(assessed).toMatchObject([{ id: "EX-1", state: "active" }]);
    const files = readdirSync(join(path, "files")).sort();
    expect(files.map((name) => name.replace(/^\d+-/, "")).sort()).toEqual(
      ["attestations.yaml", "exceptions.yaml", "konductor.yaml", "own.yaml", "parameters.yaml"].sort(),
    );
    const { code, stdout } = await verify(path, "--replay");
    expect(stdout).toMatch(/replayed: \d\d reports, byte for byte/);
    expect(stdout).not.toContain("differs");
    expect(code).toBe(0);
    expect(grep(path, /hunter2/)).toEqual([]);
  });

  it("makes the same bytes again, and reports elsewhere where asked", async () => {
    const [one, two] = [await assess("again-1", [CARELESS]), await assess("again-2", [CARELESS], "--out", at("out"))];
    const whole = (path: string) => Object.fromEntries(files(path).map((file) => [file, sha256Of(join(path, file))]));
    expect(whole(two)).toEqual(whole(one));
    expect(readFileSync(join(at("out"), "assessment.json"))).toEqual(
      readFileSync(join(one, "reports/assessment.json")),
    );
  });

  it("goes on from the bundle before, and tells a gap", async () => {
    const one = await assess("chain-1", [CARELESS], "--format", "json");
    const two = await assess("chain-2", [CARELESS], "--format", "json", "--previous", one);
    const three = await assess("chain-3", [CARELESS], "--format", "json", "--previous", two);
    expect((await verify(one, two, three)).code).toBe(0);
    const { code, stdout } = await verify(one, three);
    expect(code).toBe(1);
    expect(stdout).toMatch(/differs: follows number 2, sha256:[0-9a-f]{64}; the one before it here is number 1/);
    writeFileSync(join(two, "run.json"), "{}");
    const args = ["assess", CARELESS, "--bundle", at("chain-4"), "--key", KEY, "--previous", two];
    const refused = await run(args);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("is not whole: run.json was changed")]);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ["without a key", ["--bundle", at("x")], {}, "--bundle needs a key to sign with"],
    ["with a key that is none", ["--bundle", at("x"), "--key", CARELESS], {}, "holds no private key"],
    [
      "with a bad key in the environment",
      ["--bundle", at("x")],
      { KONDUCTOR_SIGNING_KEY: "hunter2" },
      "KONDUCTOR_SIGNING_KEY: holds",
    ],
    ["where something is", ["--bundle", ROOT, "--key", KEY], {}, "holds something already"],
    ["without a folder", [], {}, "--out takes a folder for the reports, --bundle one"],
    ["after a bundle that is none", ["--bundle", at("x"), "--key", KEY, "--previous", at("none")], {}, "is no folder"],
    ["after a bundle, and none", ["--out", at("x"), "--previous", at("x")], {}, "give that with --bundle"],
  ])("is refused %s", async (_, args, env, expected) => {
    const { code, stderr } = await run(["assess", CARELESS, ...args], { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
    expect(stderr).not.toContain("hunter2");
    expect(readdirSync(folder.path).filter((name) => name === "x" || name.includes(".tmp"))).toEqual([]);
  });

  it("leaves no bundle when nothing could be assessed", async () => {
    const bad = folder.write("none.json", "{}");
    const { code } = await run(["assess", bad, "--bundle", at("nothing"), "--key", KEY, "--quiet"]);
    expect(code).toBe(2);
    expect(readdirSync(folder.path).filter((name) => name.includes("nothing"))).toEqual([]);
  });

  it("takes the key from the environment", async () => {
    const env = { KONDUCTOR_SIGNING_KEY: readFileSync(KEY, "utf8") };
    const { code } = await run(["assess", CARELESS, "--bundle", at("env"), "--fail-on", "none", "--quiet"], { env });
    expect(code).toBe(0);
    const verifying = await run(["verify", at("env")], {
      env: { KONDUCTOR_VERIFYING_KEY: readFileSync(PUBLIC, "utf8") },
    });
    expect([verifying.code, verifying.stdout]).toEqual([0, expect.stringContaining("signed by sha256:")]);
    const unnamed = await run(["verify", at("env")]);
    expect([unnamed.code, unnamed.stdout]).toEqual([0, expect.stringContaining("signer not checked: it names")]);
  });
});

describe("secrets", () => {
  const bucket = (name: string, acl: unknown) =>
    state("aws:s3/bucket:Bucket", name, { acl, bucket: secret(`${name}-secret-name`) });
  const resources = [
    ROOT_STACK,
    bucket("open", secret("public-read")),
    bucket("closed", secret("private")),
    bucket("hidden", encrypted()),
    state("aws:s3/bucketVersioning:BucketVersioning", "v", {
      bucket: secret("closed-secret-name"),
      versioningConfiguration: { status: "Enabled" },
    }),
    state("aws:rds/instance:Instance", "db", {
      password: secret("planted-hunter2-password"),
      username: secret("planted-admin"),
    }),
  ];
  const input = () => folder.write("secrets.json", JSON.stringify(stackExport(resources)));

  it("are not in the bundle, and the verdicts are as they were with them", async () => {
    const path = await assess("secret", [input()], "--format", Object.keys(formats).join());
    await run(["assess", input(), "--out", at("plain"), "--format", "json", "--fail-on", "none", "--quiet"]);
    expect(readFileSync(join(path, "reports/assessment.json"), "utf8")).toBe(
      readFileSync(join(at("plain"), "assessment.json"), "utf8"),
    );
    expect(grep(path, /secret-name|planted-/)).toEqual([]);
    const { code, stdout } = await verify(path, "--replay");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/byte for byte/)]);
    expect(stdout).toMatch(/\d+ results taken on the signer's word: decided by a secret that is not in the bundle/);
    expect(stdout).toContain("open");
  });

  it("are equal where they were: a companion is found by a secret name", async () => {
    const path = await assess("equal", [input()], "--format", "json");
    const { resting } = JSON.parse(readFileSync(join(path, "run.json"), "utf8")) as {
      resting: { result: string }[];
    };
    const versioning = assessmentIn(path).results.filter(({ rule }) => rule === "aws-s3-versioning");
    expect(versioning.find(({ urn }) => urn.endsWith("closed"))).toMatchObject({ verdict: "pass" });
    const rested = resting
      .map(({ result }) => JSON.parse(result) as Result)
      .map(({ rule, urn }) => `${rule} ${urn.split("::")[3]}`);
    expect(rested.length).toBeGreaterThan(0);
    expect(rested).not.toContain("aws-s3-versioning closed");
  });
});

describe("konductor verify", () => {
  it("says what a replay by another version would be, and replays when asked", async () => {
    const path = forged("version", (run) => ({ ...run, tool: { name: "konductor", version: "9.9.9" } }));
    const refused = await verify(path, "--replay");
    expect([refused.code, refused.stdout]).toEqual([
      1,
      expect.stringMatching(/not replayed: it was made by konductor 9\.9\.9, and this is konductor \d/),
    ]);
    const { code, stdout } = await verify(path, "--replay", "--other-version");
    expect([code, stdout]).toEqual([1, expect.stringContaining("reports/assessment.json has other bytes")]);
    expect(stdout).toContain("replayed though it was made by konductor 9.9.9");
  });

  it("tells a signer's word that the inputs contradict", async () => {
    const path = forged("contradiction", (run) => {
      const { results } = assessmentIn(at("plain-one"));
      const place = results.findIndex(({ verdict }) => verdict === "fail");
      return { ...run, resting: [{ place, result: JSON.stringify({ ...results[place], verdict: "pass" }) }] };
    });
    const { code, stdout } = await verify(path, "--replay");
    expect(code).toBe(1);
    expect(stdout).toMatch(/differs: aws-\S+ on urn:\S+ is said to be pass by a secret, and is fail without it/);
  });

  it.each<[string, (run: Record<string, unknown>) => unknown, string]>([
    [
      "a file that was not signed",
      (run) => ({ ...run, files: [{ path: "x", file: "../../secret" }] }),
      "names ../../secret, which is no file of the bundle",
    ],
    ["no inputs", ({ inputs, ...run }) => run, "inputs"],
    ["another schema", (run) => ({ ...run, schema: "konductor/bundle-run/2" }), "schema"],
    ["what nobody knows", (run) => ({ ...run, more: 1 }), 'unknown key "more"'],
  ])("refuses to replay a signed run that names %s", async (name, change, expected) => {
    const { code, stderr } = await verify(forged(name.replaceAll(" ", "-"), change), "--replay");
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  it.each<[string, readonly string[], string]>([
    ["no folder", [at("none")], "is no folder"],
    ["a file", [CARELESS], "is no folder"],
  ])("refuses %s", async (_, args, expected) => {
    const { code, stderr } = await verify(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  it("tells a folder that is no bundle", async () => {
    const { code, stdout } = await verify(join(ROOT, "examples"));
    expect([code, stdout]).toEqual([1, expect.stringContaining("manifest.json is missing")]);
  });
});

describe("konductor keygen", () => {
  it("makes a key that only its owner reads, and overwrites none", async () => {
    expect(statSync(KEY).mode & 0o777).toBe(0o600);
    const before = readFileSync(KEY, "utf8");
    const { code, stderr } = await run(["keygen", KEY]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("a key is never overwritten")]);
    expect(readFileSync(KEY, "utf8")).toBe(before);
    expect((await verify(await assess("keyed", [CARELESS], "--format", "json"))).code).toBe(0);
  });
});

/** A bundle that its signer made with another run.json. */
function forged(name: string, change: (run: Record<string, unknown>) => unknown): string {
  const original = at("plain-one");
  const writing = new BundleFolder(at(`forged-${name}`));
  for (const file of files(original)) {
    if (["manifest.json", "signature.dsse.json"].includes(file)) continue;
    const bytes = readFileSync(join(original, file));
    writing.put(file, file === "run.json" ? JSON.stringify(change(JSON.parse(bytes.toString()))) : bytes);
  }
  const key = signingKey(readFileSync(KEY, "utf8"), undefined, KEY);
  writing.seal({ tool: { name: "konductor", version: "0.1.0" }, sequence: 1, previous: null }, key);
  return at(`forged-${name}`);
}

beforeAll(async () => {
  await assess("plain-one", [CARELESS], "--format", "json");
});

function assessmentIn(bundle: string): AssessmentDocument {
  return JSON.parse(readFileSync(join(bundle, "reports/assessment.json"), "utf8")) as AssessmentDocument;
}

function files(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
}

function grep(path: string, pattern: RegExp): string[] {
  return files(path).filter((file) => pattern.test(readFileSync(join(path, file), "latin1")));
}

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
