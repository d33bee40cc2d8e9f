import { jsonText } from "../../model/escape.js";
import { cut, visible } from "../../model/present.js";
import { metricsOf } from "./metrics.js";
import { LONGEST_TEXT, type Push } from "./push.js";

/** Attributes of the resource that telemetry is about, as OpenTelemetry means the word: this program in its pipeline. */
export type ResourceAttributes = Readonly<Record<string, string>>;

type Value = string | boolean | readonly string[];

/** `opentelemetry.proto.common.v1.KeyValue` in the JSON mapping. */
export function attributes(values: Readonly<Record<string, Value | undefined>>): object[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: Value): object {
  if (typeof value === "boolean") return { boolValue: value };
  return typeof value === "string" ? text(value) : { arrayValue: { values: value.map(text) } };
}

/** A text of a stack: what hides is shown, and it has an end. */
export function text(value: string): { readonly stringValue: string } {
  return { stringValue: cut(visible(value), LONGEST_TEXT) };
}

/** Nanoseconds since 1970; 64 bits are a string in the JSON mapping. */
export function nanoseconds(milliseconds: number): string {
  return String(BigInt(milliseconds) * 1_000_000n);
}

export function resourceOf(push: Push, more: ResourceAttributes): object {
  const { name, version } = push.assessment.tool;
  return { attributes: attributes({ "service.name": name, "service.version": version, ...push.labels, ...more }) };
}

export function scopeOf({ assessment }: Push): object {
  const { name, version } = assessment.tool;
  return { name: text(name).stringValue, version: text(version).stringValue };
}

/** `opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest` in the JSON mapping: all gauges at once. */
export function metricsRequest(push: Push, more: ResourceAttributes): string {
  const timeUnixNano = nanoseconds(push.at);
  const metrics = metricsOf(push).map(({ name, description, unit, points }) => ({
    name,
    description,
    ...(unit === undefined ? {} : { unit }),
    gauge: {
      dataPoints: points.map(({ labels, value }) => ({
        ...(Object.keys(labels).length === 0 ? {} : { attributes: attributes(labels) }),
        timeUnixNano,
        asInt: String(value),
      })),
    },
  }));
  const scopeMetrics = [{ scope: scopeOf(push), metrics }];
  return jsonText({ resourceMetrics: [{ resource: resourceOf(push, more), scopeMetrics }] });
}
