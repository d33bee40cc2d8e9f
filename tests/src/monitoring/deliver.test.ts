import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Delivery, deliver } from "../../../src/monitoring/deliver.js";
import type { RetryPolicy } from "../../../src/monitoring/retry.js";
import type { HttpTarget, Message } from "../../../src/monitoring/target.js";
import { temporaryFolder } from "../../support/input-files.js";
import { AT, clock, httpTarget, KEY } from "./fixture.js";
import { type Answer, listening, nobody, type Receiver, receiver, urlOf } from "./receiver.js";

const folder = temporaryFolder();
const SECRETS = { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20planted-secret", KONDUCTOR_WEBHOOK_KEY: KEY };
const ONE: readonly Message[] = [{ subject: "summary", body: '{"a":1}' }];
const MANY = ["1", "2", "3"].map((body) => ({ subject: "logs", body }));

interface Told {
  readonly delivery: Delivery;
  readonly waits: readonly number[];
  readonly letters: readonly { body: string; reason: string; attempts: number; at: string }[];
}

async function send(target: HttpTarget, messages = ONE, policy?: RetryPolicy): Promise<Told> {
  const time = clock();
  const letters: Told["letters"][number][] = [];
  const how = { version: "9.9.9", clock: time, ...(policy === undefined ? {} : { policy }) };
  const delivery = await deliver(target, messages, { add: (letter) => letters.push(letter) }, how);
  expect(JSON.stringify([delivery, letters])).not.toMatch(/planted|sixteen bytes/);
  return { delivery, waits: time.waits, letters };
}

const hook = (url: string) => httpTarget(`webhook:${url}`, SECRETS);
const otlp = (url: string) => httpTarget(`otlp:${url}`, SECRETS);

async function sendTo(...answers: readonly Answer[]): Promise<Told & Receiver> {
  const there = await receiver(...answers);
  return { ...there, ...(await send({ ...hook(there.url), timeout: 200 })) };
}

describe("a receiver that takes a request", () => {
  test("gets it whole, as JSON, from a client that names itself", async () => {
    const { received, delivery, letters } = await sendTo({ status: 204 });
    expect([delivery, letters]).toEqual([{ sent: 1, failed: 0, problems: [] }, []]);
    expect(received[0]).toMatchObject({
      method: "POST",
      body: ONE[0]?.body,
      headers: { "user-agent": "konductor/9.9.9", "content-type": "application/json" },
    });
  });

  test("gets OTLP with its headers, packed where the environment says so", async () => {
    const { url, received } = await receiver({ status: 200, body: "{}" });
    const target = httpTarget(`otlp:${url}`, { ...SECRETS, OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" });
    expect((await send(target, MANY)).delivery).toEqual({ sent: 3, failed: 0, problems: [] });
    expect(received.map(({ path, body }) => [path, body])).toEqual(MANY.map(({ body }) => ["/v1/logs", body]));
    expect(received[0]?.headers).toMatchObject({ authorization: "Bearer planted-secret", "content-encoding": "gzip" });
  });

  test("and says that it rejected some is believed, and not asked again", async () => {
    const { url, received } = await receiver({ status: 200, body: '{"partialSuccess":{"rejectedLogRecords":"2"}}' });
    const { delivery, letters } = await send(otlp(url), MANY);
    expect(delivery).toMatchObject({
      sent: 3,
      failed: 0,
      problems: ["the receiver rejected 2 of a request's entries"],
    });
    expect([received.length, letters]).toEqual([3, []]);
  });
});

describe("what may pass is tried again", () => {
  test("500, then 200: with another time, another signature and the same id", async () => {
    const { received, delivery, waits } = await sendTo({ status: 500 }, { status: 503 }, { status: 200 });
    expect([delivery.sent, waits]).toEqual([1, [500, 1000]]);
    const [first, , third] = received.map(({ headers }) => headers);
    expect(third?.["x-konductor-delivery"]).toBe(first?.["x-konductor-delivery"]);
    expect(third?.["x-konductor-timestamp"]).toBe(String(Math.floor((AT + 1500) / 1000)));
    expect(third?.["x-konductor-signature"]).not.toBe(first?.["x-konductor-signature"]);
  });

  test.each([
    ["7", 7000],
    [new Date(AT + 9877).toUTCString(), 9877 - ((AT + 9877) % 1000)],
    ["soon", 500],
    ["0", 500],
  ])("429 with Retry-After %s waits for %i ms", async (after, wait) => {
    const { delivery, waits } = await sendTo({ status: 429, headers: { "retry-after": after } }, { status: 200 });
    expect([delivery.sent, waits]).toEqual([1, [wait]]);
  });

  test("a connection that is cut, no answer, and half of one", async () => {
    const { received, delivery, waits } = await sendTo("cut", "hang", "half", { status: 200 });
    expect([delivery, received.length, waits]).toEqual([{ sent: 1, failed: 0, problems: [] }, 4, [500, 1000, 2000]]);
  });

  test("five times at most", async () => {
    const { received, delivery, waits, letters } = await sendTo({ status: 500 });
    expect([received.length, waits]).toEqual([5, [500, 1000, 2000, 4000]]);
    const reason = "it answered 500 Internal Server Error";
    expect(delivery).toEqual({ sent: 0, failed: 1, problems: [`${reason}, tried 5 times`] });
    const at = new Date(AT + 7500).toISOString();
    expect(letters).toEqual([
      { target: "webhook", to: expect.stringMatching(/^webhook http/), at, reason, attempts: 5, ...ONE[0] },
    ]);
  });

  test("no longer than the limit, whatever the receiver asks for", async () => {
    const { received, delivery, waits } = await sendTo({ status: 503, headers: { "retry-after": "3600" } });
    expect([received.length, waits]).toEqual([1, []]);
    expect(delivery.problems).toEqual(["it answered 503 Service Unavailable, and asks to wait 3600 s"]);
    const { url } = await receiver({ status: 500 });
    const short = await send(hook(url), ONE, { attempts: 99, wait: 500, limit: 4000 });
    expect(short.waits).toEqual([500, 1000, 2000]);
  });

  test.each([
    ["hang", "it did not answer within 200 ms"],
    ["half", "it did not answer within 200 ms"],
    ["cut", "the connection failed (ECONNRESET)"],
  ] as const)("%s to the end is told", async (answer, reason) => {
    expect((await sendTo(answer)).delivery.problems).toEqual([`${reason}, tried 5 times`]);
  });

  test("nobody there is told", async () => {
    const { delivery } = await send(hook(await nobody()));
    expect(delivery.problems).toEqual(["the connection failed (ECONNREFUSED), tried 5 times"]);
  });
});

describe("what will not pass is not tried again", () => {
  test.each([400, 401, 404, 413, 422])("%i", async (status) => {
    const { received, delivery, letters } = await sendTo({ status, body: "planted: what it was sent" });
    expect([received.length, delivery.failed, letters.length]).toEqual([1, 1, 1]);
    expect(delivery.problems[0]).toMatch(new RegExp(`^it answered ${status} [A-Z]`));
  });

  test("500 from a receiver of OTLP, whose specification says so, and 503 is", async () => {
    const { url, received } = await receiver({ status: 503 }, { status: 500 });
    const { delivery } = await send(otlp(url), MANY.slice(0, 1));
    expect([received.length, delivery.failed]).toEqual([2, 1]);
  });

  test("a redirect, which nobody follows", async () => {
    const other = await receiver({ status: 200 });
    const { received, delivery } = await sendTo({ status: 307, headers: { location: `${other.url}/planted` } });
    expect([received.length, other.received.length]).toEqual([1, 0]);
    expect(delivery.problems[0]).toContain("307 Temporary Redirect; redirects are not followed");
  });

  test("TLS that is none", async () => {
    const server = createServer();
    await listening(server);
    const { delivery, waits } = await send(hook(urlOf(server, "https")));
    expect(waits).toEqual([]);
    expect(delivery.problems[0]).toMatch(/^no TLS connection could be made \([A-Z_]+\); NODE_EXTRA_CA_CERTS/);
  });
});

const OPENSSL = spawnSync("openssl", ["version"]).status === 0;

test.runIf(OPENSSL)("a certificate that nobody vouches for is told, and nothing is sent to who has it", async () => {
  const [key, certificate] = [join(folder.path, "key.pem"), join(folder.path, "certificate.pem")];
  const made = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1".split(" ");
  execFileSync("openssl", [...made, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  let asked = 0;
  const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) }, () => (asked += 1));
  await listening(server);
  const { delivery, waits } = await send(hook(urlOf(server, "https")));
  expect([asked, waits]).toEqual([0, []]);
  expect(delivery.problems[0]).toContain("no TLS connection could be made (DEPTH_ZERO_SELF_SIGNED_CERT)");
});

describe("of several requests", () => {
  test("one that is refused does not keep the others back", async () => {
    const { url, received } = await receiver({ status: 200 }, { status: 413 }, { status: 200 });
    const { delivery, letters } = await send(otlp(url), MANY);
    expect([received.length, delivery.sent, delivery.failed]).toEqual([3, 2, 1]);
    expect(letters.map(({ body, attempts }) => [body, attempts])).toEqual([["2", 1]]);
  });

  test.each([401, 503])("those after a %i are kept without being tried", async (status) => {
    const { url, received } = await receiver({ status: 200 }, { status });
    const { delivery, letters } = await send(otlp(url), MANY);
    const tried = status === 503 ? 5 : 1;
    expect([received.length, delivery.sent, delivery.failed]).toEqual([1 + tried, 1, 2]);
    expect(letters.map(({ body, attempts }) => [body, attempts])).toEqual([
      ["2", tried],
      ["3", 0],
    ]);
  });
});

test("a reply without an end is cut off", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200);
    const more = () => {
      while (response.writable && response.write("x".repeat(1 << 16)));
      response.once("drain", more);
    };
    more();
  });
  await listening(server);
  expect((await send(hook(urlOf(server, "http")))).delivery.sent).toBe(1);
});
