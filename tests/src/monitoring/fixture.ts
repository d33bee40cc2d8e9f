import { createRequire } from "node:module";
import type { Push } from "../../../src/monitoring/payload/push.js";
import type { Clock } from "../../../src/monitoring/retry.js";
import type { HttpTarget } from "../../../src/monitoring/target.js";
import { openTarget } from "../../../src/monitoring/targets.js";
import { sampleAssessment } from "../../support/assessment.js";
import { smallAssessment, withTexts } from "../../support/small.js";

const load = createRequire(__filename);

export const KEY = "a key of more than sixteen bytes";
/** 2026-03-02T10:00:00.123Z */
export const AT = Date.UTC(2026, 2, 2, 10, 0, 0, 123);

const SAMPLE = sampleAssessment({ resources: 900, broken: true, exceptions: true, attestations: true });
const SMALL = smallAssessment();

export function push(more: Partial<Push> = {}): Push {
  return {
    assessment: SAMPLE,
    digest: `sha256:${"f".repeat(64)}`,
    at: AT,
    findings: ["3 high failures"],
    labels: {},
    ...more,
  };
}

/** Every text of the assessment changed. */
export function hostilePush(change: (text: string) => string): Push {
  return push({ assessment: withTexts(SMALL, change) });
}

export function httpTarget(text: string, env: Readonly<Record<string, string>> = {}): HttpTarget {
  const target = openTarget(text, env);
  if (target.over !== "http") throw new Error(`${text} is no target over HTTP`);
  return target;
}

/** A clock that goes on only while somebody waits, and tells how long each wait was. */
export function clock(): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let now = AT;
  return {
    waits,
    now: () => now,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
}

/** A metric as a parser of the text format understands it. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly { readonly value: string; readonly labels?: Readonly<Record<string, string>> }[];
}

export const parsePrometheus = load("parse-prometheus-text-format") as (text: string) => Family[];

interface MessageType {
  fromObject(value: unknown): unknown;
  verify(value: unknown): string | null;
  encode(value: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toObject(value: unknown, options: object): unknown;
}

const { collector } = load("@opentelemetry/otlp-transformer/build/src/generated/root.js").opentelemetry.proto as {
  collector: Record<string, { v1: Record<string, MessageType> }>;
};
const TYPES: Readonly<Record<string, MessageType | undefined>> = {
  metrics: collector["metrics"]?.v1["ExportMetricsServiceRequest"],
  logs: collector["logs"]?.v1["ExportLogsServiceRequest"],
};

/** JSON of a request through the official messages, to bytes and back: what they do not know is not there any more. */
export function throughProto<T>(subject: string, body: string): T {
  const type = TYPES[subject] as MessageType;
  const message = type.fromObject(JSON.parse(body));
  const wrong = type.verify(message);
  if (wrong !== null) throw new Error(wrong);
  return type.toObject(type.decode(type.encode(message).finish()), { longs: String }) as T;
}
