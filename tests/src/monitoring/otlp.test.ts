import { describe, expect, test } from "vitest";
import type { Result } from "../../../src/model/index.js";
import { metricsOf } from "../../../src/monitoring/payload/metrics.js";
import { logRequests } from "../../../src/monitoring/payload/otlp-logs.js";
import { HIDDEN, hostileRound, WORST } from "../../support/hostile.js";
import { AT, hostilePush, httpTarget, push, throughProto } from "./fixture.js";

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
}
type Attributes = readonly { readonly key: string; readonly value: AnyValue }[];
interface LogRecord {
  readonly timeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly attributes: Attributes;
}
interface Logs {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: Attributes };
    readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[];
  }[];
}
interface Metrics {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly unit?: string;
        readonly gauge: {
          readonly dataPoints: readonly { timeUnixNano: string; asInt: string; attributes?: Attributes }[];
        };
      }[];
    }[];
  }[];
}

const NANOSECONDS = `${AT}000000`;
const plain = (attributes: Attributes) =>
  Object.fromEntries(
    attributes.map(({ key, value: { stringValue, boolValue, arrayValue } }) => [
      key,
      stringValue ?? boolValue ?? arrayValue?.values.map((one) => one.stringValue),
    ]),
  );
const recordsOf = ({ resourceLogs }: Logs) =>
  resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
const PUSH = push();
const OPEN = ["fail", "error", "undetermined"];

describe("OTLP", () => {
  const target = httpTarget("otlp", {});
  const messages = [...target.messages(PUSH)];

  test("every field of every request is one that the official messages know, as it was meant", () => {
    expect(messages.map(({ subject }) => subject)).toEqual(["metrics", ...messages.slice(1).map(() => "logs")]);
    expect(messages.length).toBeGreaterThan(1);
    for (const { subject, body } of messages) expect(throughProto(subject, body)).toEqual(JSON.parse(body));
    // A field that there is not would be seen.
    const wrong = (messages[0]?.body ?? "").replaceAll('"asInt"', '"asInteger"');
    expect(throughProto("metrics", wrong)).not.toEqual(JSON.parse(wrong));
  });

  test("metrics are the same numbers as the metrics of Prometheus", () => {
    const { resourceMetrics } = throughProto<Metrics>("metrics", messages[0]?.body ?? "");
    const metrics = resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
    const told = metrics.map(({ name, unit, gauge: { dataPoints } }) => ({
      name,
      unit,
      points: dataPoints.map(({ attributes, asInt }) => ({ labels: plain(attributes ?? []), value: Number(asInt) })),
    }));
    expect(told).toEqual(metricsOf(PUSH).map(({ name, unit, points }) => ({ name, unit, points })));
    for (const { gauge } of metrics) for (const point of gauge.dataPoints) expect(point.timeUnixNano).toBe(NANOSECONDS);
  });

  test("a log record stands for each result that does not pass, and says what it is", () => {
    const records = messages.slice(1).flatMap(({ subject, body }) => recordsOf(throughProto<Logs>(subject, body)));
    const results = [...PUSH.assessment.results].filter(({ verdict }) => OPEN.includes(verdict));
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(OPEN));
    expect(records.length).toBe(results.length);
    const severities = new Map(PUSH.assessment.rules.map(({ id, severity }) => [id, severity]));
    records.forEach((record, i) => {
      const { verdict, rule, urn, exception } = results[i] as Result;
      const excepted = exception?.state === "active";
      const told = plain(record.attributes);
      expect(told).toMatchObject({ "konductor.verdict": verdict, "konductor.rule": rule, "pulumi.urn": urn });
      expect([told["konductor.excepted"], told["konductor.severity"]]).toEqual([excepted, severities.get(rule)]);
      expect([told["konductor.exception.id"], told["pulumi.organization"]]).toEqual([exception?.id, "acme"]);
      expect(record.timeUnixNano).toBe(NANOSECONDS);
      expect(record.body.stringValue).toMatch(excepted ? /^failing, excepted: / : /^(failing|in error|undetermined): /);
    });
    const levels = new Map(
      records.map(({ attributes, severityNumber, severityText }) => {
        const told = plain(attributes);
        const what = told["konductor.excepted"] === true ? "excepted" : told["konductor.verdict"];
        return [what === "fail" ? told["konductor.severity"] : what, `${severityNumber} ${severityText}`];
      }),
    );
    expect(Object.fromEntries(levels)).toEqual({
      critical: "21 FATAL",
      high: "17 ERROR",
      medium: "13 WARN",
      low: "9 INFO",
      error: "17 ERROR",
      undetermined: "13 WARN",
      excepted: "9 INFO",
    });
  });

  test.each([
    ...WORST.map((text) => (one: string) => `${text}${one}${text}`),
    ...Array.from({ length: 20 }, (_, i) => hostileRound(i)),
  ])("stays what it is whatever a stack holds (%#)", (change) => {
    const count = { hostile: 0, honest: 0 };
    for (const { subject, body } of target.messages(hostilePush(change))) {
      expect(HIDDEN.exec(body)?.[0]).toBeUndefined();
      expect(throughProto(subject, body)).toEqual(JSON.parse(body));
      if (subject === "logs") count.hostile += recordsOf(JSON.parse(body) as Logs).length;
    }
    for (const body of logRequests(
      hostilePush((one) => one),
      {},
    ))
      count.honest += recordsOf(JSON.parse(body) as Logs).length;
    expect(count.hostile).toBe(count.honest);
    expect(count.honest).toBeGreaterThan(5);
  });

  test("20,000 failures come in small requests, while results are read", () => {
    const [failure] = [...PUSH.assessment.results].filter(({ verdict }) => verdict === "fail");
    let given = 0;
    const results = {
      *[Symbol.iterator](): Generator<Result> {
        for (given = 0; given < 20_000; given++) yield { ...(failure as Result), urn: `${failure?.urn}-${given}` };
      },
    };
    let records = 0;
    let requests = 0;
    const seen: number[] = [];
    for (const body of logRequests({ ...PUSH, assessment: { ...PUSH.assessment, results } }, {})) {
      const own = recordsOf(JSON.parse(body) as Logs).length;
      expect(own).toBeLessThanOrEqual(512);
      expect(Buffer.byteLength(body)).toBeLessThan(1.1 * 2 ** 20);
      records += own;
      requests += 1;
      seen.push(given);
    }
    expect([records, requests]).toEqual([20_000, Math.ceil(20_000 / 512)]);
    expect(seen[0]).toBeLessThan(600);
  });

  test("a request ends before it has too many bytes, and takes one record at least", () => {
    const sizes = (bytes: number) =>
      [...logRequests(PUSH, {}, { records: 512, bytes })].map((body) => recordsOf(JSON.parse(body) as Logs).length);
    expect(new Set(sizes(1))).toEqual(new Set([1]));
    expect(Math.max(...sizes(10_000))).toBeLessThan(20);
  });
});

describe("the environment of OpenTelemetry", () => {
  const addressed = (text: string, env: Readonly<Record<string, string>>) => {
    const target = httpTarget(text, env);
    return Object.fromEntries(
      target.subjects.map((subject) => {
        const { url, headers } = target.address({ subject, body: "{}" }, AT);
        return [subject, { url: url.href, headers }];
      }),
    );
  };

  test("gives endpoints: the command line's before one of a signal before one of all before the default", () => {
    const urls = (text: string, env = {}) => Object.values(addressed(text, env)).map(({ url }) => url);
    expect(urls("otlp")).toEqual(["http://localhost:4318/v1/metrics", "http://localhost:4318/v1/logs"]);
    const all = { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.org/otlp/" };
    const paths = ["https://collector.example.org/otlp/v1/metrics", "https://collector.example.org/otlp/v1/logs"];
    expect(urls("otlp", all)).toEqual(paths);
    const one = { ...all, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "https://logs.example.org/in" };
    expect(urls("otlp", one)).toEqual([paths[0], "https://logs.example.org/in"]);
    expect(urls("otlp:http://10.0.0.1:4318", one)).toEqual([
      "http://10.0.0.1:4318/v1/metrics",
      "http://10.0.0.1:4318/v1/logs",
    ]);
  });

  test("gives headers, percent-decoded, and those of a signal in the place of all", () => {
    const { metrics, logs } = addressed("otlp", {
      OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Basic%20YTpi, x-scope=a",
      OTEL_EXPORTER_OTLP_LOGS_HEADERS: "x-scope=b",
    });
    expect(metrics?.headers).toEqual({
      authorization: "Basic YTpi",
      "x-scope": "a",
      "content-type": "application/json",
    });
    expect(logs?.headers).toEqual({ "x-scope": "b", "content-type": "application/json" });
  });

  test("gives compression, timeout, resource attributes, and what is not sent", () => {
    const target = httpTarget("otlp", {
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_EXPORTER_OTLP_TIMEOUT: "2500",
      OTEL_RESOURCE_ATTRIBUTES: "service.name=other,deployment.environment.name=prod",
      OTEL_SERVICE_NAME: "compliance",
      OTEL_LOGS_EXPORTER: "none",
    });
    expect([target.subjects, target.timeout]).toEqual([["metrics"], 2500]);
    const messages = [...target.messages(push({ labels: { pipeline: "shop" } }))];
    expect(messages.length).toBe(1);
    const { body = "", subject = "" } = messages[0] ?? {};
    expect(target.address({ subject, body }, AT).headers["content-encoding"]).toBe("gzip");
    const { resourceMetrics } = JSON.parse(body) as { resourceMetrics: { resource: { attributes: Attributes } }[] };
    expect(plain(resourceMetrics[0]?.resource.attributes ?? [])).toEqual({
      "service.name": "compliance",
      "service.version": "0.1.0",
      "deployment.environment.name": "prod",
      pipeline: "shop",
    });
  });

  test.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" }, "OTEL_EXPORTER_OTLP_ENDPOINT takes a URL"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "https://me:planted@x" }, "OTEL_EXPORTER_OTLP_ENDPOINT has a user name"],
    [{ OTEL_EXPORTER_OTLP_HEADERS: "planted" }, "OTEL_EXPORTER_OTLP_HEADERS takes key=value"],
    [{ OTEL_EXPORTER_OTLP_HEADERS: "a=b,x=planted%0d%0aevil: 1" }, "pair 2 is no header field"],
    [{ OTEL_EXPORTER_OTLP_HEADERS: "pla nted=1" }, "pair 1 is no header field"],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, "OTEL_EXPORTER_OTLP_PROTOCOL is grpc"],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: "zstd" }, "takes gzip or none"],
    [{ OTEL_EXPORTER_OTLP_TIMEOUT: "soon" }, "takes whole milliseconds"],
    [{ OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none" }, "nothing to send"],
  ])("%j is turned away, and no value is told", (env, message) => {
    let told = "";
    try {
      httpTarget("otlp", env as Record<string, string>);
    } catch (error) {
      told = (error as Error).message;
    }
    expect(told).toContain(message);
    expect(told).not.toContain("planted");
  });

  test("an answer that tells of rejected entries is a complaint", () => {
    const { complaint } = httpTarget("otlp");
    expect(complaint?.('{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"planted"}}')).toBe(
      "the receiver rejected 3 of a request's entries",
    );
    for (const fine of [
      "",
      "{}",
      '{"partialSuccess":{}}',
      "null",
      "<html>",
      '{"partialSuccess":{"rejectedDataPoints":0}}',
    ])
      expect(complaint?.(fine)).toBeUndefined();
  });
});
