import { isDay, type Severity, type Tracking } from "../../src/model/index.js";
import { instant, type Moment, utc } from "../../src/model/moment.js";

export { instant, type Moment, momentOf } from "../../src/model/moment.js";

/** Days to mend a failure in, from when it was first seen. */
const DAYS: Readonly<Record<Severity, number>> = { critical: 30, high: 30, medium: 90, low: 180 };
const DAY_MS = 86_400_000;

/** The end of a day in UTC. */
export function endOf(day: string): string | undefined {
  return isDay(day) ? utc(Date.parse(`${day}T23:59:59Z`)) : undefined;
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
  return from === undefined ? undefined : utc(Date.parse(from) + DAYS[severity] * DAY_MS);
}
