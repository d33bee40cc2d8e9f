import { gzipSync } from "node:zlib";
import { InputError } from "../model/index.js";
import { headerFields, httpUrl, keyValues } from "./address.js";
import { metricsRequest, type ResourceAttributes } from "./payload/otlp.js";
import { logRequests } from "./payload/otlp-logs.js";
import type { Environment, HttpTarget, Message, TargetKind } from "./target.js";

// Names, defaults and meaning of the variables are those of the OpenTelemetry specification, "OpenTelemetry Protocol Exporter".
const PREFIX = "OTEL_EXPORTER_OTLP";
const DEFAULT_ENDPOINT = "http://localhost:4318";
const DEFAULT_TIMEOUT = 10_000;
/** The only answers that the OTLP specification lets a client retry. */
const RETRIED: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const SIGNALS = ["metrics", "logs"] as const;
type Signal = (typeof SIGNALS)[number];

/** OTLP over HTTP with JSON, to `/v1/metrics` and `/v1/logs`. */
export const otlp: TargetKind = {
  usage: "otlp[:URL]",
  open: (address, env): HttpTarget => {
    const signals = SIGNALS.filter((signal) => env[`OTEL_${signal.toUpperCase()}_EXPORTER`] !== "none");
    if (signals.length === 0)
      throw new InputError(
        "otlp: OTEL_METRICS_EXPORTER and OTEL_LOGS_EXPORTER are both none, so there is nothing to send",
      );
    const routes = new Map(signals.map((signal) => [signal as string, routeOf(signal, address, env)]));
    const resource = resourceAttributes(env);
    const origins = [...new Set([...routes.values()].map(({ url }) => url.origin))];
    return {
      over: "http",
      id: "otlp",
      name: ["otlp", ...origins].join(" "),
      subjects: signals,
      timeout: Math.max(...[...routes.values()].map(({ timeout }) => timeout)),
      *messages(push) {
        if (routes.has("metrics")) yield { subject: "metrics", body: metricsRequest(push, resource) };
        if (routes.has("logs")) for (const body of logRequests(push, resource)) yield { subject: "logs", body };
      },
      address: (message) => addressed(message, routes.get(message.subject) as Route),
      retries: (status) => RETRIED.has(status),
      complaint: partialSuccess,
    };
  },
};

interface Route {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  readonly timeout: number;
}

/** A variable of one signal goes before that of all; what the command line says goes before both. */
function routeOf(signal: Signal, address: string | undefined, env: Environment): Route {
  const set = (what: string) =>
    [`${PREFIX}_${signal.toUpperCase()}_${what}`, `${PREFIX}_${what}`]
      .map((name) => ({ name, value: env[name]?.trim() ?? "" }))
      .find(({ value }) => value !== "");
  const protocol = set("PROTOCOL");
  if (address === undefined && protocol?.value === "grpc")
    throw new InputError(`${protocol.name} is grpc, and OTLP is spoken over HTTP here: give an endpoint as otlp:URL`);
  const compression = set("COMPRESSION");
  if (compression !== undefined && !/^(gzip|none)$/.test(compression.value))
    throw new InputError(`${compression.name} takes gzip or none`);
  const headers = set("HEADERS");
  return {
    url: endpointOf(signal, address, set("ENDPOINT")),
    headers: headers === undefined ? {} : headerFields(headers.value, headers.name),
    gzip: compression?.value === "gzip",
    timeout: timeoutOf(set("TIMEOUT")),
  };
}

type Variable = { readonly name: string; readonly value: string } | undefined;

/** An endpoint of one signal is taken as it is; to one of all, the signal's path is added. */
function endpointOf(signal: Signal, address: string | undefined, variable: Variable): URL {
  if (address === undefined && variable?.name === `${PREFIX}_${signal.toUpperCase()}_ENDPOINT`)
    return httpUrl(variable.value, variable.name);
  const url =
    address === undefined
      ? httpUrl(variable?.value ?? DEFAULT_ENDPOINT, variable?.name ?? "otlp")
      : httpUrl(address, "otlp:URL");
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/${signal}`;
  return url;
}

/** In milliseconds. */
function timeoutOf(variable: Variable): number {
  if (variable === undefined) return DEFAULT_TIMEOUT;
  const timeout = Number(variable.value);
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > 600_000)
    throw new InputError(`${variable.name} takes whole milliseconds, from 1 to 600000`);
  return timeout;
}

function resourceAttributes(env: Environment): ResourceAttributes {
  const name = env["OTEL_SERVICE_NAME"] ?? "";
  return {
    ...keyValues(env["OTEL_RESOURCE_ATTRIBUTES"], "OTEL_RESOURCE_ATTRIBUTES"),
    ...(name === "" ? {} : { "service.name": name }),
  };
}

function addressed({ body }: Message, { url, headers, gzip }: Route) {
  return {
    url,
    headers: {
      ...headers,
      "content-type": "application/json",
      ...(gzip ? { "content-encoding": "gzip" } : {}),
    },
    body: gzip ? gzipSync(body) : Buffer.from(body),
  };
}

/** A receiver that took a part of a request says how much it did not; the specification forbids to send that again. */
function partialSuccess(reply: string): string | undefined {
  let partial: { rejectedDataPoints?: unknown; rejectedLogRecords?: unknown } | undefined;
  try {
    partial = (JSON.parse(reply) as { partialSuccess?: typeof partial } | null)?.partialSuccess;
  } catch {
    return undefined;
  }
  const rejected = Number(partial?.rejectedDataPoints ?? partial?.rejectedLogRecords ?? 0);
  return rejected > 0 ? `the receiver rejected ${rejected} of a request's entries` : undefined;
}
