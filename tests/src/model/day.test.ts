import { describe, expect, test } from "vitest";
import { dayOf, daysBetween, instantOf, isDay, toDay } from "../../../src/model/index.js";

describe("a day", () => {
  test.each([
    ["2026-01-01", true],
    ["2026-02-28", true],
    ["2026-02-29", false],
    ["2024-02-29", true],
    ["1900-02-29", false],
    ["2000-02-29", true],
    ["2026-02-30", false],
    ["2026-04-31", false],
    ["2026-13-01", false],
    ["2026-00-10", false],
    ["2026-01-00", false],
    ["26-01-01", false],
    ["2026-1-1", false],
    [" 2026-01-01", false],
    ["2026-01-01\n", false],
    ["2026-01-01T00:00:00Z", false],
    ["", false],
  ])("%j is one of the calendar: %s", (text, is) => {
    expect(isDay(text)).toBe(is);
  });

  test("is counted from another, over months, leap days and years", () => {
    expect(daysBetween("2026-03-01", "2026-03-31")).toBe(30);
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
    expect(daysBetween("2026-12-31", "2027-01-01")).toBe(1);
    expect(daysBetween("2026-03-02", "2026-03-01")).toBe(-1);
    expect(daysBetween("2026-03-29", "2026-03-30")).toBe(1);
  });
});

describe("the day of a moment", () => {
  test.each([
    ["2026-03-01", "2026-03-01"],
    ["2026-03-01T00:00:00Z", "2026-03-01"],
    ["2026-03-01t23:59:59.999999z", "2026-03-01"],
    ["2026-03-01T23:59:60Z", "2026-03-01"],
    ["2026-03-01T23:30:00-05:00", "2026-03-02"],
    ["2026-03-01T00:30:00+01:00", "2026-02-28"],
    ["2026-12-31T23:30:00-00:30", "2027-01-01"],
    ["2024-03-01T00:00:00+00:01", "2024-02-29"],
    ["2026-02-30T00:00:00Z", undefined],
    ["2026-03-01T24:00:00Z", undefined],
    ["2026-03-01T00:60:00Z", undefined],
    ["2026-03-01T00:00:00", undefined],
    ["2026-03-01T00:00:00+24:00", undefined],
    ["2026-03-01 00:00:00Z", undefined],
    ["2026-03-01T00:00Z", undefined],
    ["9999-12-31T23:59:59-01:00", undefined],
    ["today", undefined],
  ])("%j is %j", (text, day) => {
    expect(dayOf(text)).toBe(day);
  });

  test("is that in UTC, to the millisecond", () => {
    expect(toDay(Date.UTC(2026, 2, 1) - 1)).toBe("2026-02-28");
    expect(toDay(Date.UTC(2026, 2, 1))).toBe("2026-03-01");
    expect(toDay(Number.NaN)).toBeUndefined();
  });
});

test.each([
  ["2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"],
  ["2026-03-01t23:59:59.123456789z", "2026-03-01T23:59:59.123Z"],
  ["2026-03-01T23:59:60Z", "2026-03-01T23:59:59Z"],
  ["2026-03-01T23:30:00-05:00", "2026-03-02T04:30:00Z"],
  ["2026-03-01", undefined],
  ["2026-02-30T00:00:00Z", undefined],
  ["0000-01-01T00:00:00+01:00", undefined],
  ["now", undefined],
])("the instant of %j is %j", (text, instant) => {
  expect(instantOf(text)).toBe(instant);
});
