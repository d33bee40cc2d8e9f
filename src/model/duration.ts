import { toDay } from "./day.js";

const DAY_MS = 86_400_000;
const DURATION = /^P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;

/** A length of time in days of the calendar. */
export interface Duration {
  readonly months: number;
  readonly days: number;
}

/** Reads a duration of ISO 8601 in whole years, months, weeks and days, in that order; undefined for anything else, and for none. */
export function parseDuration(text: string): Duration | undefined {
  const [matched, ...parts] = DURATION.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0] = parts.map((part) => Number(part ?? 0));
  const duration = { months: years * 12 + months, days: weeks * 7 + days };
  return duration.months + duration.days > 0 ? duration : undefined;
}

/**
 * The day after a duration, by the calendar: years and months first, to the last day of the month where the month is too
 * short for it (31 January and a month is 28 or 29 February), then the days.
 * @param day `YYYY-MM-DD`
 * @returns undefined when it lies beyond the year 9999
 */
export function addDuration(day: string, { months, days }: Duration): string | undefined {
  const date = new Date(`${day}T00:00:00Z`);
  const at = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const [year, month] = [Math.floor(at / 12), at % 12];
  date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), daysIn(year, month)));
  return toDay(date.getTime() + days * DAY_MS);
}

/** The last day of a duration that begins with `day`: a month from 1 March on is up to the end of 31 March. */
export function lastDay(day: string, { months, days }: Duration): string | undefined {
  return addDuration(day, { months, days: days - 1 });
}

function daysIn(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month + 1, 0);
  return date.getUTCDate();
}
