import { visible } from "../../model/present.js";
import { type Metric, metricsOf, type Point } from "./metrics.js";
import type { Push } from "./push.js";

/**
 * The numbers of an assessment in the Prometheus text exposition format, version 0.0.4. No sample has a time stamp: the
 * textfile collector takes none.
 */
export function prometheusText(push: Push): string {
  return metricsOf(push)
    .flatMap((metric) => {
      const name = prometheusName(metric);
      return [
        `# HELP ${name} ${metric.description.replace(/[\\\n]/g, escaped)}`,
        `# TYPE ${name} gauge`,
        ...metric.points.map((point) => sample(name, point, push.labels)),
      ];
    })
    .map((line) => `${line}\n`)
    .join("");
}

/** As an OpenTelemetry collector translates it: `konductor.assessment.timestamp` in s is `konductor_assessment_timestamp_seconds`. */
function prometheusName({ name, unit }: Metric): string {
  return `${name.replaceAll(".", "_")}${unit === "s" ? "_seconds" : ""}`;
}

function sample(name: string, { labels, value }: Point, common: Push["labels"]): string {
  const all = Object.entries({ ...common, ...labels });
  const told = all.map(([key, text]) => `${key}="${visible(text).replace(/[\\"\n]/g, escaped)}"`).join(",");
  return `${name}${told === "" ? "" : `{${told}}`} ${value}`;
}

function escaped(character: string): string {
  return character === "\n" ? "\\n" : `\\${character}`;
}
