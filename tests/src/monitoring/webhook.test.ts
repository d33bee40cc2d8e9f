import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { difference, recordOf } from "../../../src/evidence/run.js";
import { type Result, SEVERITIES, type Severity } from "../../../src/model/index.js";
import { MOST_FINDINGS, webhookBody } from "../../../src/monitoring/payload/webhook.js";
import { HIDDEN, hostileRound, WORST } from "../../support/hostile.js";
import { temporaryFolder } from "../../support/input-files.js";
import { AT, hostilePush, httpTarget, KEY, push } from "./fixture.js";

const folder = temporaryFolder();

interface Body {
  readonly gate: { readonly open: boolean; readonly findings: readonly string[] };
  readonly results: unknown;
  readonly since?: Readonly<Record<string, number>>;
  readonly findings: {
    readonly total: number;
    readonly told: readonly { severity: Severity; verdict: string; since?: string; urn: string; stack: string }[];
  };
}

const bodyOf = (given = push()) => JSON.parse(webhookBody(given)) as Body;

/** As the documentation tells a receiver to. */
function accepts(headers: Readonly<Record<string, string>>, body: string, key: string, now: number): boolean {
  const sent = headers["x-konductor-timestamp"] ?? "";
  if (Math.abs(now - Number(sent)) > 300) return false;
  const mine = `sha256=${createHmac("sha256", key).update(`${sent}.${body}`).digest("hex")}`;
  const theirs = headers["x-konductor-signature"] ?? "";
  return mine.length === theirs.length && timingSafeEqual(Buffer.from(mine), Buffer.from(theirs));
}

describe("the signature", () => {
  const target = httpTarget("webhook:https://hooks.example.org/in?a=1", { KONDUCTOR_WEBHOOK_KEY: KEY });
  const [message] = [...target.messages(push())];
  const { url, headers, body: bytes } = target.address(message ?? { subject: "", body: "" }, AT);
  const body = Buffer.from(bytes).toString("utf8");
  const now = Math.floor(AT / 1000);

  test("is accepted by who has the key, for this body, now", () => {
    expect(url.href).toBe("https://hooks.example.org/in?a=1");
    expect(accepts(headers, body, KEY, now + 299)).toBe(true);
    expect(accepts(headers, body, `${KEY}.`, now)).toBe(false);
    expect(accepts(headers, `${body} `, KEY, now)).toBe(false);
    expect(accepts(headers, body, KEY, now + 301)).toBe(false);
    expect(accepts({ ...headers, "x-konductor-timestamp": String(now + 1) }, body, KEY, now)).toBe(false);
  });

  test("is another at another time, and the delivery has the same id", () => {
    const later = target.address(message ?? { subject: "", body: "" }, AT + 60_000).headers;
    expect(later["x-konductor-signature"]).not.toBe(headers["x-konductor-signature"]);
    expect(later["x-konductor-delivery"]).toBe(headers["x-konductor-delivery"]);
    expect(headers["x-konductor-delivery"]).toBe(createHash("sha256").update(body).digest("hex"));
    expect(webhookBody(push({ at: AT + 1 }))).toBe(webhookBody(push()));
  });

  test("may have its key in a file, without the end of its line", () => {
    const file = folder.write("key", `${KEY}\n`);
    const other = httpTarget("webhook", { KONDUCTOR_WEBHOOK_KEY_FILE: file, KONDUCTOR_WEBHOOK_URL: url.href });
    expect(other.address({ subject: "summary", body }, AT)).toEqual({ url, headers, body: bytes });
  });

  test.each([
    ["webhook", { KONDUCTOR_WEBHOOK_KEY: KEY }, "say where to, as webhook:URL or with KONDUCTOR_WEBHOOK_URL"],
    ["webhook:ftp://x", { KONDUCTOR_WEBHOOK_KEY: KEY }, "takes a URL that begins with https"],
    ["webhook:https://me@x", { KONDUCTOR_WEBHOOK_KEY: KEY }, "has a user name or password"],
    ["webhook:https://x", {}, "set KONDUCTOR_WEBHOOK_KEY, or KONDUCTOR_WEBHOOK_KEY_FILE"],
    ["webhook:https://x", { KONDUCTOR_WEBHOOK_KEY: "planted" }, "has fewer than 16 bytes"],
    ["webhook:https://x", { KONDUCTOR_WEBHOOK_KEY: KEY, KONDUCTOR_WEBHOOK_KEY_FILE: "x" }, "are both set"],
    ["webhook:https://x", { KONDUCTOR_WEBHOOK_KEY_FILE: join(folder.path, "none") }, "cannot be read (ENOENT)"],
  ])("of %s %j is turned away", (text, env, message) => {
    expect(() => httpTarget(text, env as Record<string, string>)).toThrow(message);
    expect(() => httpTarget(text, env as Record<string, string>)).not.toThrow("planted");
  });
});

describe("the body", () => {
  const { assessment } = push();
  const counted = [...assessment.results].filter(
    ({ verdict, exception }) => (verdict === "fail" || verdict === "error") && exception?.state !== "active",
  );

  test("tells the gate, the counts, and the most severe findings up to a limit", () => {
    const { gate, results, findings, since } = bodyOf();
    expect([gate, results, since]).toEqual([
      { open: false, findings: ["3 high failures"] },
      assessment.summary.results,
      undefined,
    ]);
    expect(counted.length).toBeGreaterThan(MOST_FINDINGS);
    expect([findings.total, findings.told.length]).toEqual([counted.length, MOST_FINDINGS]);
    const ranks = findings.told.map(({ severity }) => SEVERITIES.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(bodyOf(push({ findings: [] })).gate.open).toBe(true);
  });

  test("of 20,000 failures is no longer than of some", () => {
    const [failure] = counted;
    const results = Array.from({ length: 20_000 }, (_, i) => ({ ...(failure as Result), urn: `${failure?.urn}-${i}` }));
    const body = webhookBody(push({ assessment: { ...assessment, results } }));
    const { total, told } = (JSON.parse(body) as Body).findings;
    expect([total, told.length]).toEqual([20_000, MOST_FINDINGS]);
    expect(body.length).toBeLessThan(200_000);
  });

  test("puts what is new or worse since the baseline first, undetermined results too", () => {
    const all = [...assessment.results];
    const fresh = all.filter(({ verdict }, i) => verdict === "undetermined" || (verdict === "fail" && i % 9 === 0));
    const before = { ...assessment, results: all.filter((result) => !fresh.includes(result)) };
    const digest = `sha256:${"a".repeat(64)}`;
    const since = difference(
      recordOf(before, "2026-03-01T00:00:00Z", digest),
      recordOf(assessment, "2026-03-02T00:00:00Z", digest),
    );
    const told = bodyOf(push({ since }));
    const unexcepted = fresh.filter(({ exception }) => exception?.state !== "active");
    expect(unexcepted.length).toBeGreaterThan(5);
    const marked = told.findings.told.filter((one) => one.since === "new");
    expect(marked.map(({ urn }) => urn).sort()).toEqual(unexcepted.map(({ urn }) => urn).sort());
    expect(told.findings.told.slice(0, marked.length)).toEqual(marked);
    expect(told.since).toMatchObject({ new: since.new.length, worse: 0, unchanged: since.unchanged });
  });

  test.each([
    ...WORST.map((text) => (one: string) => `${text}${one}${text}`),
    ...Array.from({ length: 20 }, (_, i) => hostileRound(i)),
  ])("stays what it is whatever a stack holds (%#)", (change) => {
    const body = webhookBody(hostilePush(change));
    expect(HIDDEN.exec(body)?.[0]).toBeUndefined();
    const told = (text: string) => {
      const { findings } = JSON.parse(text) as Body;
      return [findings.total, findings.told.map(({ verdict, severity }) => [verdict, severity])];
    };
    expect(told(body)).toEqual(told(webhookBody(hostilePush((one) => one))));
  });
});
