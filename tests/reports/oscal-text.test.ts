import { describe, expect, test } from "vitest";
import { deadline, endOf, instant } from "../../reports/oscal/time.js";
import { Streamed, writeJson } from "../../src/oscal/json.js";
import { address, line, reference, token, words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";

test.each([
  ["  padded ", "padded"],
  ["", "(empty)"],
  [" \u00A0 ", "⟨U+00A0⟩"],
  ["two\nlines", "two␊lines"],
])("%j is the line %j", (text, expected) => {
  expect(line(text)).toBe(expected);
});

test.each([
  ["- no list", "\\- no list"],
  ["1. no list", "1\\. no list"],
  ["# no heading", "\\# no heading"],
  ["a_b *c* <d> {{ e }}", "a\\_b \\*c\\* \\<d\\> \\{\\{ e \\}\\}"],
])("%j is %j in Markdown", (text, expected) => {
  expect(words(text)).toBe(expected);
});

test.each([
  ["ac-2.1", "ac-2.1"],
  ["a.8.24", "a.8.24"],
  ["aws:s3/bucket:Bucket", "aws-s3-bucket-Bucket"],
  ["7.5", "_7.5"],
  ["", "_"],
])("%j is the token %j", (text, expected) => {
  expect(token(text)).toBe(expected);
});

test.each([
  ["urn:pulumi:a::b::c$d:e/f:G::h i#j?k%", "urn:pulumi:a::b::c$d:e/f:G::h%20i%23j%3Fk%25"],
  ["exports/a b.json", "exports/a%20b.json"],
  ["/srv/a.json", "/srv/a.json"],
  ["//host/a.json", "./host/a.json"],
  ["C:\\a.json", "./C:%5Ca.json"],
  ["javascript:alert(1)", "./javascript:alert(1)"],
  ["lone\uD800", "lone%EF%BF%BD"],
  ["", "./"],
])("%j is referred to as %j", (text, expected) => {
  expect(reference(text)).toBe(expected);
});

test.each([
  ["2026-03-02", "2026-03-02T00:00:00Z"],
  ["2026-03-02T01:02:03.004+02:00", "2026-03-01T23:02:03.004Z"],
  ["2025-03-04T05:06:07.089123456Z", "2025-03-04T05:06:07.089Z"],
  ["2026-03-02T01:02:03", undefined],
  ["2026-02-30", undefined],
  ["0001-01-01T00:00:00Z", undefined],
  ["3000-01-01T00:00:00Z", undefined],
  ["yesterday", undefined],
  [undefined, undefined],
])("%j is the time %j", (text, expected) => {
  expect(instant(text)).toBe(expected);
});

test.each([
  ["https://example.com/a b?c=%20d#e", "https://example.com/a%20b?c=%20d#e"],
  ["https://example.com/{x}|y", "https://example.com/%7Bx%7D%7Cy"],
  ["javascript:alert(1)", "./javascript:alert(1)"],
  ["https://", "./https://"],
])("%s is the address %s", (url, expected) => {
  expect(address(url)).toBe(expected);
});

test("deadlines and the ends of days", () => {
  expect(deadline({ time: "2026-01-31T00:00:00Z", source: "date" }, "medium")).toBe("2026-05-01T00:00:00Z");
  expect(deadline({ time: "1970-01-01T00:00:00Z", source: "unknown" }, "medium")).toBeUndefined();
  expect(deadline({ time: "2999-12-31T00:00:00Z", source: "date" }, "low")).toBeUndefined();
  expect(deadline({ time: "1970-01-01T00:00:00Z", source: "unknown" }, "high", "2026-01-01T00:00:00Z")).toBe(
    "2026-01-31T00:00:00Z",
  );
  expect([endOf("2026-04-30"), endOf("soon")]).toEqual(["2026-04-30T23:59:59Z", undefined]);
});

describe("uuids", () => {
  test("are of version 5, the same for the same name, others for others", () => {
    expect(uuid("risk", "a", 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid("risk", "a", 1)).toBe(uuid("risk", "a", 1));
    expect(
      new Set([uuid("a", "b"), uuid("ab"), uuid("a b"), uuid("a", "b", ""), uuid("a", 1), uuid("a", "1")]).size,
    ).toBe(6);
  });

  test("have not changed: what was imported once is found again", () => {
    expect(uuid("tool")).toBe("7e501c81-bb03-5d21-990c-c7ea76cab7a0");
  });
});

describe("streamed JSON", () => {
  const written = (document: object) => JSON.parse([...writeJson(document as never)].join(""));
  const of = (...items: object[]) => new Streamed(() => items as never);

  test("is what JSON.stringify would write, without empty lists that were streamed", () => {
    expect(written({ a: { b: of({ x: 1 }, { y: [] }), c: of(), d: undefined }, e: [{ f: of({}) }], g: 1 })).toEqual({
      a: { b: [{ x: 1 }, { y: [] }] },
      e: [{ f: [{}] }],
      g: 1,
    });
    expect(written({ a: of() })).toEqual({});
  });

  test("takes items as they are asked for", () => {
    let made = 0;
    const items = new Streamed(function* () {
      for (; made < 1000; made++) yield { made };
    });
    const pieces = writeJson({ items });
    for (let i = 0; i < 20; i++) pieces.next();
    expect(made).toBeLessThan(20);
  });
});
