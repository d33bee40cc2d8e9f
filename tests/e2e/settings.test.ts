/** Layers of configuration and exceptions in previews: given by the environment, or carried by a built pack. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toDay } from "../../src/model/index.js";
import { ROOT } from "./harness/examples.js";
import { type Diagnostic, PackProcess, type StackIdentity } from "./harness/pack-process.js";
import { type Registered, registered } from "./harness/registered.js";
import { configure } from "./harness/run.js";

const KEY = "aws:kms/key:Key";
const stack = (more: Partial<StackIdentity> = {}): StackIdentity => ({
  ...{ organization: "acme", project: "hand", stack: "dev", dryRun: true, config: {}, tags: {} },
  ...more,
});
const key = (name: string, days: number, tags: Record<string, string> = {}) =>
  registered(KEY, name, { deletionWindowInDays: days, enableKeyRotation: false, tags });
/** Days from today, as YYYY-MM-DD. */
const day = (days: number) => toDay(Date.now() + days * 86_400_000) as string;

const CONFIG = `layers:
  - scope: organization
    rules:
      aws-kms-rotation: mandatory
      aws-required-tags: { level: disabled, because: tags are checked elsewhere }
    parameters: { aws-kms-deletion-window: { minimumDays: 20 } }
    resources:
      - tags: { data-classification: restricted }
        parameters: { aws-kms-deletion-window: { minimumDays: 30 } }
  - scope: environment
    select: { tags: { "konductor:environment": sandbox } }
    rules: { aws-kms-rotation: { level: disabled, because: keys here live for a day } }
`;
const exception = (id: string, name: string, approved: string, expires: string) => `
  - id: ${id}
    rules: [aws-kms-rotation]
    resources: [{ name: ${name} }]
    reason: The key is replaced in the next release.
    deviation: risk-adjustment
    requestedBy: Robin
    approvedBy: Sam
    approvedOn: "${approved}"
    expires: "${expires}"`;
const EXCEPTIONS = `exceptions:${exception("EX-1", "excepted", day(-10), day(10))}${exception("EX-2", "late", day(-40), day(-1))}\n`;

const folder = mkdtempSync(join(tmpdir(), "konductor-settings-"));
const files = { config: join(folder, "konductor.yaml"), exceptions: join(folder, "exceptions.yaml") };
// Below the checkout, so that the SDK is found.
const built = join(ROOT, "out", "settings-pack");
beforeAll(() => {
  writeFileSync(files.config, CONFIG);
  writeFileSync(files.exceptions, EXCEPTIONS);
  mkdirSync(join(ROOT, "out"), { recursive: true });
  const args = [
    "pack",
    "build",
    "everything",
    "--out",
    built,
    "--config",
    files.config,
    "--exceptions",
    files.exceptions,
  ];
  execFileSync(process.execPath, [join(ROOT, "dist/cli.js"), ...args]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(built, { recursive: true, force: true });
});

type Env = Record<string, string>;
const GIVEN = { KONDUCTOR_CONFIG: files.config, KONDUCTOR_EXCEPTIONS: files.exceptions };

async function told(
  pack: string,
  resources: readonly Registered[],
  {
    identity = stack(),
    env = {},
    config = {},
  }: { identity?: StackIdentity; env?: Env; config?: Parameters<typeof configure>[1] },
): Promise<Diagnostic[]> {
  const started = await PackProcess.start(pack, identity, env);
  try {
    await configure(started, config);
    const found: Diagnostic[] = [];
    for (const resource of resources) {
      const { diagnostics } = await started.analyze(resource, new Map());
      found.push(...diagnostics.map((one) => ({ ...one, urn: resource.name })));
    }
    return found;
  } finally {
    await started.stop();
  }
}
const lines = (found: readonly Diagnostic[]) => found.map(({ policy, level, urn }) => `${urn} ${policy} ${level}`);

describe.each([
  ["given by the environment", ROOT, GIVEN],
  ["carried by the pack", built, {}],
] as [string, string, Env][])("%s", (_, pack, env) => {
  test("a layer sets levels and parameters, and the tags of a resource stricter ones", async () => {
    const keys = [key("short", 10), key("long", 25), key("restricted", 25, { "data-classification": "restricted" })];
    expect(lines(await told(pack, keys, { env }))).toEqual([
      "short aws-kms-deletion-window advisory",
      "short aws-kms-rotation mandatory",
      "long aws-kms-rotation mandatory",
      "restricted aws-kms-deletion-window advisory",
      "restricted aws-kms-rotation mandatory",
    ]);
  });

  test("the tags of the stack choose layers, before the engine asks for the policies", async () => {
    const identity = stack({ tags: { "konductor:environment": "sandbox" } });
    expect(lines(await told(pack, [key("short", 10)], { env, identity }))).toEqual([
      "short aws-kms-deletion-window advisory",
    ]);
  });

  test("Pulumi's own policy configuration comes over layers", async () => {
    const config = {
      "aws-kms-rotation": { level: "advisory" as const },
      "aws-kms-deletion-window": { level: "mandatory" as const, properties: { minimumDays: 28 } },
    };
    const keys = [key("long", 25), key("restricted", 29, { "data-classification": "restricted" })];
    expect(lines(await told(pack, keys, { env, config }))).toEqual([
      "long aws-kms-deletion-window mandatory",
      "long aws-kms-rotation advisory",
      "restricted aws-kms-rotation advisory",
    ]);
  });

  test("an approved exception is shown and stops nothing; an expired one stops", async () => {
    const keys = [key("excepted", 30), key("late", 30), key("other", 30)];
    const found = await told(pack, keys, { env });
    expect(lines(found)).toEqual([
      "excepted aws-kms-rotation advisory",
      "late aws-kms-rotation mandatory",
      "other aws-kms-rotation mandatory",
    ]);
    expect(found[0]?.message).toMatch(
      /^Not met, and excepted: .*\n {2}Exception EX-1: approved by Sam, until the end of /,
    );
    expect(found[1]?.message).toContain(`Exception EX-2: expired on ${day(-1)}: it excepts nothing any more.`);
    expect(found[2]?.message).not.toContain("xception");
  });

  test("what an approved exception accepts is not mended", async () => {
    const started = await PackProcess.start(pack, stack(), env);
    try {
      await configure(started, { "aws-kms-rotation": { level: "remediate" } });
      const mended = async (name: string) => (await started.remediate(key(name, 30), new Map())).length;
      expect([await mended("excepted"), await mended("late"), await mended("other")]).toEqual([0, 1, 1]);
    } finally {
      await started.stop();
    }
  });

  test("a violation says which stack and commit it is from", async () => {
    const [first] = await told(pack, [key("short", 30)], { env: { ...env, GITHUB_SHA: "0123456789abcdef" } });
    expect(first?.message).toContain("\n  Stack: acme/hand/dev at 0123456789abcdef");
  });
});

test("what a pack carries is not set aside by the environment", async () => {
  const config = join(folder, "mild.yaml");
  writeFileSync(config, "layers:\n  - scope: stack\n    rules: { aws-kms-rotation: advisory }\n");
  expect(lines(await told(built, [key("k", 30)], { env: { KONDUCTOR_CONFIG: config } }))).toEqual([
    "k aws-kms-rotation mandatory",
  ]);
});

test("a built pack names its files without their folders, and says what it was configured by", () => {
  const text = readFileSync(join(built, "pack.json"), "utf8");
  expect(text).not.toContain(folder);
  const { description, digests } = JSON.parse(text) as { description: string; digests: Record<string, string> };
  expect(description).toMatch(
    /Configured by konductor\.yaml sha256:[0-9a-f]{12}\. Exceptions of exceptions\.yaml sha256:/,
  );
  expect(Object.keys(digests)).toEqual(expect.arrayContaining(["config konductor.yaml", "exceptions exceptions.yaml"]));
});

test("a configuration that is wrong ends the start, with its line", async () => {
  const config = join(folder, "wrong.yaml");
  writeFileSync(config, "layers:\n  - scope: stack\n    rules: { aws-kms-rotatoin: advisory }\n");
  await expect(PackProcess.start(ROOT, stack(), { KONDUCTOR_CONFIG: config })).rejects.toThrow(
    /wrong\.yaml:3:14: .*aws-kms-rotation/,
  );
});

test("layers that disagree for a stack are told when the stack is", async () => {
  const config = join(folder, "twice.yaml");
  const layer = (level: string) =>
    `  - scope: stack\n    select: { stack: dev }\n    rules: { aws-kms-rotation: ${level} }\n`;
  writeFileSync(config, `layers:\n${layer("advisory")}${layer("mandatory")}`);
  const start = PackProcess.start(ROOT, stack(), { KONDUCTOR_CONFIG: config });
  await expect(start).rejects.toThrow(/twice\.yaml:4.*twice\.yaml:7|twice\.yaml:7.*twice\.yaml:4/s);
});
