import { jsonText } from "../../model/escape.js";
import type { Severity } from "../../model/index.js";
import { GROUP_WORDS } from "../../model/present.js";
import { type PlainRow, plainRows, resultText } from "../../model/rows.js";
import { attributes, nanoseconds, type ResourceAttributes, resourceOf, scopeOf, text } from "./otlp.js";
import type { Push } from "./push.js";

/** What one request may hold. OpenTelemetry's own exporters send 512 records; receivers take 4 MiB and more. */
export interface BatchLimits {
  readonly records: number;
  readonly bytes: number;
}

const LIMITS: BatchLimits = { records: 512, bytes: 1 << 20 };
const MOST_CONTROLS = 50;

/** The first number of each range of `opentelemetry.proto.logs.v1.SeverityNumber`. */
const NUMBERS = { INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 } as const;
type Level = keyof typeof NUMBERS;

const FAILURE_LEVELS: Readonly<Record<Severity, Level>> = {
  critical: "FATAL",
  high: "ERROR",
  medium: "WARN",
  low: "INFO",
};

/**
 * `opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest` in the JSON mapping, as many as it takes: a record for
 * each result that fails, is undetermined or ended in an error. Results are read as requests are asked for.
 */
export function* logRequests(push: Push, more: ResourceAttributes, limits = LIMITS): Generator<string> {
  const resource = jsonText(resourceOf(push, more));
  const before = `{"resourceLogs":[{"resource":${resource},"scopeLogs":[{"scope":${jsonText(scopeOf(push))},"logRecords":[`;
  const request = (records: readonly string[]) => `${before}${records.join(",")}]}]}]}`;
  let batch: string[] = [];
  let bytes = 0;
  for (const record of records(push)) {
    const size = Buffer.byteLength(record) + 1;
    if (batch.length > 0 && (batch.length >= limits.records || bytes + size > limits.bytes)) {
      yield request(batch);
      [batch, bytes] = [[], 0];
    }
    batch.push(record);
    bytes += size;
  }
  if (batch.length > 0) yield request(batch);
}

function* records({ assessment, at }: Push): Generator<string> {
  const controls = new Map(assessment.rules.map((rule) => [rule.id, rule.controls.slice(0, MOST_CONTROLS)]));
  const time = nanoseconds(at);
  for (const row of plainRows(assessment)) {
    if (row.verdict === "pass" || row.verdict === "not-applicable") continue;
    const level = levelOf(row);
    yield jsonText({
      timeUnixNano: time,
      observedTimeUnixNano: time,
      severityNumber: NUMBERS[level],
      severityText: level,
      body: text(
        `${GROUP_WORDS[row.excepted ? "excepted" : row.verdict]}: ${row.title || row.rule}: ${resultText(row)}`,
      ),
      attributes: attributes({
        "konductor.verdict": row.verdict,
        "konductor.excepted": row.excepted,
        "konductor.rule": row.rule,
        "konductor.severity": row.severity,
        "konductor.controls": controls.get(row.rule),
        "konductor.exception.id": row.exception?.id,
        "konductor.exception.state": row.exception?.state,
        "pulumi.organization": row.organization,
        "pulumi.project": row.project,
        "pulumi.stack": row.stack,
        "pulumi.type": row.type,
        "pulumi.urn": row.urn,
        "pulumi.source_position": row.sourcePosition,
      }),
    });
  }
}

/** A failure that was accepted wakes nobody. */
function levelOf({ verdict, excepted, severity }: PlainRow): Level {
  if (excepted) return "INFO";
  if (verdict === "error") return "ERROR";
  return verdict === "fail" ? FAILURE_LEVELS[severity ?? "high"] : "WARN";
}
