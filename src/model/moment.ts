import type { Assessment } from "./assessment.js";
import { isDay } from "./day.js";

/** Stands where a format demands a time and none is known. */
const UNKNOWN = "1970-01-01T00:00:00Z";

/** The time of an assessment, and what it was taken from. */
export interface Moment {
  /** RFC 3339 in UTC, with `Z`. */
  readonly time: string;
  readonly source: "assessedAt" | "history" | "date" | "newest input" | "unknown";
}

/**
 * When it was assessed, which a history knows too; else the day on which exceptions were judged; else the time of the newest
 * input.
 */
export function momentOf({ assessedAt, history, parameters, inputs }: Assessment): Moment {
  const assessed = instant(assessedAt);
  if (assessed !== undefined) return { time: assessed, source: "assessedAt" };
  const run = instant(history?.at);
  if (run !== undefined) return { time: run, source: "history" };
  const day = instant(parameters.date);
  if (day !== undefined) return { time: day, source: "date" };
  const times = inputs.flatMap((input) => instant(input.time) ?? []);
  const newest = times.reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a), times[0] ?? UNKNOWN);
  return { time: newest, source: times.length > 0 ? "newest input" : "unknown" };
}

/** A day, or a time with its zone, in UTC as OSCAL and others take it; undefined for what is none. */
export function instant(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!isDay(text) && !/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/i.test(text)) return undefined;
  return utc(Date.parse(text));
}

/** A moment in milliseconds since 1970 as RFC 3339 in UTC; undefined outside of the years that OSCAL has, 1900 to 2999. */
export function utc(milliseconds: number): string | undefined {
  if (Number.isNaN(milliseconds) || Math.abs(milliseconds) > 8.64e15) return undefined;
  const text = new Date(milliseconds).toISOString().replace(".000Z", "Z");
  return /^(19|2\d)\d{2}-/.test(text) ? text : undefined;
}
