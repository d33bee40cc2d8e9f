import { type Assessment, isDay, type Severity, type Tracking } from "../../src/model/index.js";

/** Days to mend a failure in, from when it was first seen. */
const DAYS: Readonly<Record<Severity, number>> = { critical: 30, high: 30, medium: 90, low: 180 };
const DAY_MS = 86_400_000;
/** Stands where OSCAL demands a time and none is known. */
const UNKNOWN = "1970-01-01T00:00:00Z";

/** The time of an assessment, and what it was taken from. */
export interface Moment {
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

/** A day, or a time with its zone, in UTC as OSCAL takes it; undefined for what is none. */
export function instant(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!isDay(text) && !/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/i.test(text)) return undefined;
  return iso(Date.parse(text));
}

/** The end of a day in UTC. */
export function endOf(day: string): string | undefined {
  return isDay(day) ? iso(Date.parse(`${day}T23:59:59Z`)) : undefined;
}

/** When a finding was first seen; of a failure, when it was first seen to fail. Undefined without a history. */
export function detected(tracking: Tracking | undefined): string | undefined {
  return instant(tracking?.failing ?? tracking?.since);
}

/** The earliest of those that are known. */
export function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.reduce(
    (a, b) => (a === undefined || (b !== undefined && Date.parse(b) < Date.parse(a)) ? b : a),
    undefined,
  );
}

/**
 * Until when a failure is to be mended; undefined where no time is known.
 * @param since when it was first seen; without it the time of the assessment counts
 */
export function deadline({ time, source }: Moment, severity: Severity, since?: string): string | undefined {
  const from = since ?? (source === "unknown" ? undefined : time);
  return from === undefined ? undefined : iso(Date.parse(from) + DAYS[severity] * DAY_MS);
}

function iso(milliseconds: number): string | undefined {
  if (Number.isNaN(milliseconds) || Math.abs(milliseconds) > 8.64e15) return undefined;
  const text = new Date(milliseconds).toISOString().replace(".000Z", "Z");
  // OSCAL's years are those from 1900 to 2999.
  return /^(19|2\d)\d{2}-/.test(text) ? text : undefined;
}
