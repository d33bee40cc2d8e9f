const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

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
  if (isDay(text)) return text;
  const [, day = "", hours, minutes, , sign, offsetHours, offsetMinutes] = INSTANT.exec(text) ?? [];
  if (!isDay(day)) return undefined;
  const offset = (sign === "-" ? -1 : 1) * (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0));
  const moment = Date.parse(`${day}T00:00:00Z`) + (Number(hours) * 60 + Number(minutes) - offset) * 60_000;
  return toDay(moment);
}

/** The day in UTC of a moment in milliseconds since 1970; undefined for one that has no four-digit year. */
export function toDay(milliseconds: number): string | undefined {
  if (Number.isNaN(milliseconds)) return undefined;
  const day = new Date(milliseconds).toISOString().split("T", 1)[0];
  return day !== undefined && DAY.test(day) ? day : undefined;
}
