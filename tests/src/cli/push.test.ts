import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fileSha256 } from "../../../src/data/files.js";
import { TARGETS } from "../../../src/monitoring/targets.js";
import { temporaryFolder } from "../../support/input-files.js";
import { ROOT, secret, stackExport, state } from "../../support/states.js";
import { type Receiver, receiver } from "../monitoring/receiver.js";
import { run } from "./run.js";

const EXAMPLE = join(__dirname, "../../../examples/aws-web-app");
const CARELESS = join(EXAMPLE, "stack.careless.json");
const COMPLIANT = join(EXAMPLE, "stack.compliant.json");
const KEY = "planted-key-of-the-webhook";
const ENV = { KONDUCTOR_WEBHOOK_KEY: KEY, OTEL_EXPORTER_OTLP_HEADERS: "authorization=planted-header" };
const folder = temporaryFolder();
let folders = 0;
const fresh = () => join(folder.path, `out${folders++}`);

async function assess(input: string, ...more: readonly string[]) {
  const out = fresh();
  const ran = await run(["assess", input, "--out", out, "--format", "json", ...more], { env: ENV });
  return { ...ran, out, file: join(out, "assessment.json") };
}
const push = (...args: readonly string[]) => run(["push", ...args], { env: ENV });
const letters = (out: string) => readdirSync(out).filter((name) => name.startsWith("dead-letter"));

/** No outcome of a command tells a secret. */
function expectNoSecret(...texts: readonly string[]): void {
  for (const text of texts) expect(text).not.toMatch(/planted/);
}

interface Summary {
  readonly assessment: { readonly digest: string };
  readonly gate: { readonly open: boolean; readonly findings: readonly string[] };
  readonly findings: { readonly total: number };
  readonly since?: Readonly<Record<string, number>>;
}
const summary = ({ received }: Receiver, at = 0) => JSON.parse(received[at]?.body ?? "") as Summary;

let stored: string;
beforeAll(async () => {
  stored = (await assess(CARELESS)).file;
});

describe("assess --push", () => {
  it("tells every target, and the gate decides the exit code", async () => {
    const [collector, hook] = [await receiver({ status: 200 }), await receiver({ status: 204 })];
    const prom = join(folder.path, "metrics.prom");
    const targets = [`otlp:${collector.url}`, `webhook:${hook.url}/planted-path`, `prometheus:${prom}`];
    const { code, stdout, stderr, out, file } = await assess(CARELESS, ...targets.flatMap((one) => ["--push", one]));
    expect(code, stderr).toBe(1);
    expect(collector.received.map(({ path }) => path)).toEqual(["/v1/metrics", "/v1/logs"]);
    expect(hook.received.length).toBe(1);
    const { assessment, gate, findings } = summary(hook);
    expect(assessment.digest).toBe(`sha256:${fileSha256(file)}`);
    expect(gate.open).toBe(false);
    expect(stdout).toContain(`Gate closed: ${gate.findings.join(", ")}`);
    expect(findings.total).toBeGreaterThan(100);
    expect(readFileSync(prom, "utf8")).toMatch(/\nkonductor_gate_open 0\n/);
    expect(stdout).toContain(`Pushed to webhook ${hook.url}: 1 of 1 request\n`);
    expect([letters(out), readdirSync(out)]).toEqual([[], ["assessment.json"]]);
    expectNoSecret(stdout, stderr, readFileSync(file, "utf8"));
  });

  it("that fails makes an open gate 2 and leaves a closed one 1, with every report written", async () => {
    const { url } = await receiver({ status: 403, body: "planted" });
    const closed = await assess(CARELESS, "--push", `webhook:${url}/planted`, "--quiet");
    const open = await assess(COMPLIANT, "--push", `webhook:${url}/planted`, "--quiet");
    expect([closed.code, open.code]).toEqual([1, 2]);
    for (const { stdout, stderr, out } of [closed, open]) {
      expect(stdout).toBe("");
      expect(stderr).toContain(`push failed: webhook ${url}: it answered 403 Forbidden; 0 of 1 request sent`);
      expect([letters(out).length, existsSync(join(out, "assessment.json"))]).toEqual([1, true]);
      expectNoSecret(stderr, readFileSync(join(out, letters(out)[0] ?? ""), "utf8"));
    }
  });

  it("leaves what nobody took beside a sealed bundle, not in it", async () => {
    const { url } = await receiver({ status: 403 });
    const [key, beside] = [join(folder.path, "signer.pem"), fresh()];
    const bundle = join(beside, "bundle");
    await run(["keygen", key]);
    const args = ["assess", COMPLIANT, "--bundle", bundle, "--key", key, "--format", "json"];
    const { code, stderr } = await run([...args, "--push", `webhook:${url}`], { env: ENV });
    expect(code, stderr).toBe(2);
    expect([letters(beside).length, letters(bundle)]).toEqual([1, []]);
    const later = await push(join(bundle, "reports", "assessment.json"), "--to", `webhook:${url}`);
    expect([later.code, letters(beside).length]).toEqual([2, 1]);
    expect((await run(["verify", bundle, "--key", `${key}.pub`])).code).toBe(0);
  });

  it("of a file that cannot be written is told, and hides no gate", async () => {
    const { code, stderr } = await assess(CARELESS, "--push", `prometheus:${join(folder.path, "none", "a.prom")}`);
    expect([code, stderr]).toEqual([1, expect.stringContaining("a.prom: its folder does not exist")]);
  });

  it.each([
    ["smoke", 'there is no target "smoke" to push to; there are otlp[:URL], prometheus:FILE, webhook[:URL]'],
    ["https://planted@x", 'there is no target "https" to push to'],
    ["webhook", "say where to"],
  ])("%s costs no run", async (target, message) => {
    const { code, stderr, out } = await assess(CARELESS, "--push", target);
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain(message);
    expectNoSecret(stderr);
  });

  it("and push tell of every target in their help", async () => {
    for (const command of ["assess", "push"]) {
      const { stdout } = await run([command, "--help"]);
      for (const { usage } of Object.values(TARGETS)) expect(stdout.replace(/\s+/g, " ")).toContain(usage);
    }
  });
});

describe("push", () => {
  it("tells the same of a stored assessment, at the time its file was written", async () => {
    const hook = await receiver({ status: 200 });
    const prom = join(folder.path, "stored.prom");
    utimesSync(stored, 1_772_000_000, 1_772_000_000);
    const { code, stderr } = await push(stored, "--to", `webhook:${hook.url}`, "--to", `prometheus:${prom}`);
    expect(code, stderr).toBe(0);
    expect(summary(hook).gate.open).toBe(false);
    expect(readFileSync(prom, "utf8")).toContain("\nkonductor_assessment_timestamp_seconds 1772000000\n");
    const again = await receiver({ status: 200 });
    await push(stored, "--to", `webhook:${again.url}`);
    expect(again.received[0]?.headers["x-konductor-delivery"]).toBe(hook.received[0]?.headers["x-konductor-delivery"]);
  });

  it("takes the gate and the baseline that it is given", async () => {
    const hook = await receiver({ status: 200 });
    await push(stored, "--to", `webhook:${hook.url}`, "--fail-on", "none");
    expect(summary(hook).gate).toEqual({ open: true, findings: [] });
    const history = join(folder.path, "runs");
    await assess(COMPLIANT, "--history", history);
    await push(stored, "--to", `webhook:${hook.url}`, "--fail-on", "new", "--baseline", history);
    expect(summary(hook, 1).since?.["new"]).toBe(summary(hook, 1).findings.total);
    expect(summary(hook, 1).gate.findings[0]).toMatch(/^\d+ new findings$/);
    const without = await push(stored, "--to", `webhook:${hook.url}`, "--fail-on", "new");
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining("give it with --baseline")]);
  });

  it.each([
    [[], "takes an assessment.json, or --dead-letter FILE"],
    [["a.json", "--dead-letter", "b"], "and not both"],
    [["--dead-letter", "none.ndjson", "--to", "otlp"], "none.ndjson: there is no such file"],
    [["--dead-letter", __dirname, "--to", "otlp"], "cannot be read (EISDIR)"],
    [["a.json"], "takes where to: give --to"],
    [["a.json", "--to", "prometheus:x.prom"], "a.json: there is no such file"],
  ])("%j is a slip", async (args, message) => {
    const { code, stderr } = await push(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("dead letters", () => {
  it("are sent again, signed anew, and go when they are taken", async () => {
    const hook = await receiver({ status: 404 }, { status: 404 }, { status: 200 });
    const { out, stderr } = await assess(CARELESS, "--push", `webhook:${hook.url}`, "--quiet");
    const file = join(out, letters(out)[0] ?? "");
    expect(stderr).toContain(`konductor push --dead-letter ${file} --to webhook:URL`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const still = await push("--dead-letter", file, "--to", `webhook:${hook.url}`);
    expect([still.code, letters(out).length]).toEqual([2, 1]);
    // Where to is never read from the file.
    const nowhere = await push("--dead-letter", file);
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining("say where to, as webhook:URL")]);
    const taken = await push("--dead-letter", file, "--to", `webhook:${hook.url}`);
    expect([taken.code, letters(out)], taken.stderr).toEqual([0, []]);
    const [first, , last] = hook.received;
    expect(last?.body).toBe(first?.body);
    expect(last?.headers["x-konductor-delivery"]).toBe(first?.headers["x-konductor-delivery"]);
    const signed = `${last?.headers["x-konductor-timestamp"]}.${last?.body}`;
    const signature = createHmac("sha256", KEY).update(signed).digest("hex");
    expect(last?.headers["x-konductor-signature"]).toBe(`sha256=${signature}`);
  });

  it("of OTLP are what was not taken, and go when a later push is taken", async () => {
    const collector = await receiver({ status: 200 }, { status: 400 }, { status: 200 });
    const first = await push(stored, "--to", `otlp:${collector.url}`);
    const out = join(stored, "..");
    expect([first.code, first.stderr]).toEqual([2, expect.stringContaining("400 Bad Request; 1 of 2 requests sent")]);
    const told = readFileSync(join(out, letters(out)[0] ?? ""), "utf8")
      .trimEnd()
      .split("\n");
    expect(told.map((line) => (JSON.parse(line) as { subject: string }).subject)).toEqual(["logs"]);
    expectNoSecret(told.join());
    expect([(await push(stored, "--to", `otlp:${collector.url}`)).code, letters(out)]).toEqual([0, []]);
  });

  it.each([
    ["", "is empty: there is nothing to send again"],
    ["{", ":1: is damaged: this line is no JSON"],
    ["null", ":1: is no request that a push gave up"],
    ['{"schema":"konductor/dead-letter/1","target":"otlp"}', ":1: is no request that a push gave up"],
    ['{"schema":"konductor/dead-letter/1","target":"webhook","subject":"summary","body":""}\n{', ":2: is damaged"],
    ['{"schema":"konductor/dead-letter/1","target":"otlp","subject":"traces","body":""}', "holds requests for otlp"],
    ['{"schema":"konductor/dead-letter/1","target":"webhook","subject":"x","body":""}', "is set to send summary only"],
  ])("%j is turned away before anything is sent", async (text, message) => {
    const hook = await receiver({ status: 200 });
    const file = folder.write("letters.ndjson", text);
    const { code, stderr } = await push("--dead-letter", file, "--to", `webhook:${hook.url}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect([hook.received.length, readFileSync(file, "utf8")]).toEqual([0, text]);
  });
});

it("no secret of a stack is in any push", async () => {
  const plant = (name: string) =>
    state("aws:s3/bucket:Bucket", name, {
      bucket: secret("planted"),
      acl: secret("planted"),
      tags: { a: secret("planted") },
    });
  const input = folder.write("secret.json", JSON.stringify(stackExport([ROOT, plant("one"), plant("two")])));
  const [collector, hook] = [await receiver({ status: 200 }), await receiver({ status: 200 })];
  const prom = join(folder.path, "secret.prom");
  const targets = [`otlp:${collector.url}`, `webhook:${hook.url}`, `prometheus:${prom}`];
  const { stdout, stderr } = await assess(input, ...targets.flatMap((one) => ["--push", one]));
  const bodies = [...collector.received, ...hook.received].map(({ body }) => body);
  expect(bodies.length).toBe(3);
  for (const body of bodies) expect(body.length).toBeGreaterThan(1000);
  expectNoSecret(stdout, stderr, readFileSync(prom, "utf8"), ...bodies);
});
