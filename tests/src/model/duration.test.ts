import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDuration, type Duration, isDay, lastDay, parseDuration, toDay } from "../../../src/model/index.js";

const parsed = (text: string) => parseDuration(text) as Duration;

describe("a duration", () => {
  test.each([
    ["P1Y", 12, 0],
    ["P6M", 6, 0],
    ["P2W", 0, 14],
    ["P90D", 0, 90],
    ["P1Y6M", 18, 0],
    ["P1Y2M3W4D", 14, 25],
    ["P0Y1D", 0, 1],
    ["P100Y", 1200, 0],
  ])("%s is %i months and %i days", (text, months, days) => {
    expect(parseDuration(text)).toEqual({ months, days });
  });

  test.each(
    "|P|1Y|p1y|P1|PY|P0D|P0Y0M|P-1Y|-P1Y|P+1Y|P1.5Y|P1,5Y|P1M1Y|P1Y1Y|PT1H|P1DT1H|P1YT| P1Y|P1Y |P1Y\n|P12345Y|P1e3D|P١Y".split(
      "|",
    ),
  )("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("a day and a duration", () => {
  test.each([
    ["2026-03-01", "P1D", "2026-03-02", "2026-03-01"],
    ["2026-03-01", "P1Y", "2027-03-01", "2027-02-28"],
    ["2027-03-01", "P1Y", "2028-03-01", "2028-02-29"],
    ["2026-01-31", "P1M", "2026-02-28", "2026-02-27"],
    ["2024-01-31", "P1M", "2024-02-29", "2024-02-28"],
    ["2024-01-31", "P1M1W", "2024-03-07", "2024-03-06"],
    ["2024-02-29", "P1Y", "2025-02-28", "2025-02-27"],
    ["2024-02-29", "P4Y", "2028-02-29", "2028-02-28"],
    ["2026-08-31", "P6M", "2027-02-28", "2027-02-27"],
    ["2026-12-31", "P1D", "2027-01-01", "2026-12-31"],
    ["2026-11-30", "P3M1D", "2027-03-01", "2027-02-28"],
    ["0050-01-31", "P1M", "0050-02-28", "0050-02-27"],
  ])("%s and %s end on %s, and the last day is %s", (day, duration, end, last) => {
    expect(addDuration(day, parsed(duration))).toBe(end);
    expect(lastDay(day, parsed(duration))).toBe(last);
  });

  test("beyond the year 9999 there is none", () => {
    expect(addDuration("9999-12-31", parsed("P1D"))).toBeUndefined();
    expect(lastDay("9999-12-31", parsed("P1D"))).toBe("9999-12-31");
    expect(addDuration("2026-01-01", parsed("P9999Y"))).toBeUndefined();
  });

  test("give a day of the calendar that lies later, and months never overrun a month", () => {
    const days = fc.integer({ min: 0, max: 40_000 }).map((day) => toDay(day * 86_400_000) as string);
    fc.assert(
      fc.property(days, fc.nat(60), fc.nat(800), (day, months, more) => {
        const end = addDuration(day, { months, days: more + 1 }) as string;
        expect(isDay(end) && end > day).toBe(true);
        const whole = addDuration(day, { months: months + 1, days: 0 }) as string;
        const index = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(index(whole) - index(day)).toBe(months + 1);
        expect(Number(whole.slice(8))).toBeLessThanOrEqual(Number(day.slice(8)));
      }),
    );
  });
});
