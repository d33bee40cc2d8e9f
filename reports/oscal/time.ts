import { isDay, type Severity } from "../../src/model/index.js";
import { type Moment, utc } from "../../src/model/moment.js";

export { instant, type Moment, momentOf } from "../../src/model/moment.js";

/** Days to mend a failure in, from the time of the assessment. */
const DAYS: Readonly<Record<Severity, number>> = { critical: 30, high: 30, medium: 90, low: 180 };
const DAY_MS = 86_400_000;

/** The end of a day in UTC. */
export function endOf(day: string): string | undefined {
  return isDay(day) ? utc(Date.parse(`${day}T23:59:59Z`)) : undefined;
}

/** Until when a failure is to be mended; undefined where the time of the assessment is not known. */
export function deadline({ time, source }: Moment, severity: Severity): string | undefined {
  return source === "unknown" ? undefined : utc(Date.parse(time) + DAYS[severity] * DAY_MS);
}
