/** A pack as an organisation's clients get it: built, archived, unpacked elsewhere, with its own dependencies alone. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPack } from "../../src/packaging/pack-file.js";
import { previewWithCli, pulumiVersion } from "./harness/cli.js";
import { examples, ROOT, runExample } from "./harness/examples.js";
import { PackProcess, type StackIdentity } from "./harness/pack-process.js";
import { registered } from "./harness/registered.js";
import { run } from "./harness/run.js";

const STACK: StackIdentity = {
  organization: "organization",
  project: "hand",
  stack: "dev",
  dryRun: true,
  config: {},
  tags: {},
};
const UNDETERMINED = "konductor-undetermined";
const EXAMPLE = examples().find(({ name, variant }) => name === "aws-web-app" && variant === "careless");
if (EXAMPLE === undefined) throw new Error("the example is gone");

const root = mkdtempSync(join(tmpdir(), "konductor-built-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Told {
  readonly policy: string;
  readonly level: string;
  readonly urn: string;
}

/** `rule level URN` of each violation of the pack's rules. */
function told(violations: readonly Told[], rules: readonly string[]): string[] {
  const mine = violations.filter(({ policy }) => rules.includes(policy));
  return mine.map(({ policy, level, urn }) => `${policy} ${level} ${urn}`).sort();
}

/** Builds a pack, archives it as `pulumi policy publish` does, and unpacks it as a client does. */
function published(profile: string): string {
  const built = join(root, "built", profile);
  const cli = [join(ROOT, "dist", "cli.js"), "pack", "build", profile, "--out", built];
  execFileSync(process.execPath, cli, { stdio: ["ignore", "ignore", "inherit"] });
  const archive = execFileSync("npm", ["pack", "--loglevel=error"], { cwd: built, encoding: "utf8" }).trim();
  // All of the output is taken for the name of the archive.
  expect(existsSync(join(built, archive)), archive).toBe(true);
  const folder = join(root, "installed", profile);
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", join(built, archive), "--strip-components=1", "-C", folder]);
  return folder;
}

const UNREACHABLE =
  /E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH|HOSTUNREACH)|ENOTCACHED|socket timeout/;

/** Installs the dependencies; false when the registry cannot be reached, which only CI does not let pass. */
function install(folder: string): boolean {
  const args = ["install", "--loglevel=error", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline"];
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8", timeout: 300_000 });
  if (status === 0) return true;
  const said = `${stdout}${stderr}`;
  if (process.env["CI"] || !UNREACHABLE.test(said)) throw new Error(`npm install failed: ${said}`);
  console.warn(`\nNOT TESTED with dependencies of its own: the package registry cannot be reached.\n${said}`);
  return false;
}

const folder = published("fisma-moderate");
const installed = install(folder);

describe.skipIf(!installed)("a pack with nothing but its own dependencies", () => {
  const rules = Object.keys(readPack(folder)?.rules ?? {});
  let pack: PackProcess;
  beforeAll(async () => {
    pack = await PackProcess.start(folder, STACK);
  });
  afterAll(() => pack?.stop());

  test("has Pulumi's SDKs, and no SDK of a provider", () => {
    expect(readdirSync(join(folder, "node_modules", "@pulumi")).sort()).toEqual(["policy", "pulumi"]);
  });

  test("starts, says nothing but its port, and tells what it is", async () => {
    const info = (await pack.info()).toObject();
    expect([pack.stdout, pack.stderr]).toEqual(["", ""]);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect([info.name, info.version]).toEqual(["konductor-fisma-moderate", version]);
    expect(info.readme).toBe(readFileSync(join(folder, "README.md"), "utf8"));
    expect(info.policiesList.map(({ name }) => name)).toEqual([...rules, UNDETERMINED]);
    const frameworks = info.policiesList.map(({ name, framework }) => [name, framework?.reference]);
    expect(frameworks.filter(([name, one]) => name !== UNDETERMINED && one !== "nist-800-53-r5")).toEqual([]);
  });

  test("judges an example as the pack of the checkout does", async () => {
    const { program, variant } = EXAMPLE;
    const mine = await run({ program, pack: folder, stack: variant, mode: "preview", transpileOnly: true });
    const whole = await runExample(EXAMPLE, "preview");
    expect(told(mine.violations, rules)).toEqual(told(whole.violations, rules));
    expect(told(mine.violations, rules).length).toBeGreaterThan(10);
    const foreign = mine.violations.filter(({ policy }) => policy !== UNDETERMINED && !rules.includes(policy));
    expect(foreign).toEqual([]);
  });

  test.skipIf(pulumiVersion() === undefined)("is taken by the real CLI", async () => {
    const cli = await previewWithCli(EXAMPLE, folder);
    const whole = await runExample(EXAMPLE, "preview");
    expect(told(cli, rules)).toEqual(told(whole.violations, rules));
  });
});

describe("a ready-made pack in the checkout", () => {
  const weak = registered("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "weak", { minimumPasswordLength: 15 });

  test.each([
    ["nist-800-53-r5-high", true],
    ["fisma-moderate", false],
  ])("%s judges with the values of its profile, configured or not", async (id, violates) => {
    const pack = await PackProcess.start(join(ROOT, "packs", id), STACK);
    try {
      const schema = (await pack.policies()).find(({ name }) => name === "aws-iam-password-min-length-14")?.schema;
      expect(schema?.["minLength"]?.["default"]).toBe(violates ? 16 : 14);
      const { diagnostics } = await pack.analyze(weak, new Map());
      const policies = diagnostics.map(({ policy }) => policy);
      expect(policies.includes("aws-iam-password-min-length-14")).toBe(violates);
      expect(policies).toContain("aws-iam-password-symbol");
    } finally {
      await pack.stop();
    }
  });
});
