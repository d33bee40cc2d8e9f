const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** True for `YYYY-MM-DD` that is a day of the calendar: not 30 February. A day is the whole day in UTC. */
export function isDay(text: string): boolean {
  return DAY.test(text) && toDay(Date.parse(`${text}T00:00:00Z`)) === text;
}

/** Days from one day to another, negative when it lies before. Both are days of the calendar. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The day in UTC of a day, or of a moment as RFC 3339 writes it; undefined for anything else. */
export function dayOf(text: string): string | undefined {
  return isDay(text) ? text : toDay(momentOf(text));
}

/** A moment as RFC 3339 writes it, in UTC and to the millisecond where it has any; undefined for anything else. */
export function instantOf(text: string): string | undefined {
  const moment = momentOf(text);
  return toDay(moment) === undefined ? undefined : new Date(moment).toISOString().replace(".000Z", "Z");
}

/** In milliseconds since 1970; NaN for what is no moment. A leap second is the last of its minute. */
function momentOf(text: string): number {
  const [, day = "", hours, minutes, seconds, fraction = "", sign, offsetHours, offsetMinutes] =
    INSTANT.exec(text) ?? [];
  if (!isDay(day)) return Number.NaN;
  const offset = (sign === "-" ? -1 : 1) * (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0));
  const within = Math.min(Number(seconds), 59) * 1000 + Math.trunc(Number(`0${fraction}`) * 1000);
  return Date.parse(`${day}T00:00:00Z`) + (Number(hours) * 60 + Number(minutes) - offset) * 60_000 + within;
}

/** The day in UTC of a moment in milliseconds since 1970; undefined for one that has no four-digit year. */
export function toDay(milliseconds: number): string | undefined {
  if (Number.isNaN(milliseconds)) return undefined;
  const day = new Date(milliseconds).toISOString().split("T", 1)[0];
  return day !== undefined && DAY.test(day) ? day : undefined;
}
