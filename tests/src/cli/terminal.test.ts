import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeControls, line, pad, palette } from "../../../src/cli/terminal.js";
import { wrap } from "../../../src/cli/text.js";

describe("text for a terminal", () => {
  it.each([
    ["\u001b[31mred", "\\x1b[31mred"],
    ["a\r\nb\tc", "a\\x0d\\x0ab\\x09c"],
    ["\u009b2J", "\\x9b2J"],
    ["\u202etxt\u2066", "\\u{202e}txt\\u{2066}"],
    ["a\u200bb\u2028c\ufeff", "a\\u{200b}b\\u{2028}c\\u{feff}"],
    ["\ud800", "\\u{d800}"],
    ["plain äß 漢字 🙂", "plain äß 漢字 🙂"],
  ])("%j becomes %j", (text, escaped) => {
    expect(escapeControls(text)).toBe(escaped);
  });

  it("holds no control character, whatever goes in, and stays as it is where there is none", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeControls(text);
        expect(escaped).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(escapeControls(escaped)).toBe(escaped);
        if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) expect(escaped).toBe(text);
      }),
    );
  });

  it("is escaped where it stands in a line, and our own colour is not", () => {
    const colors = palette({ isTTY: true }, {});
    expect(line`${"\u001b[1m"} ${colors.bold("\u001b")} ${3}`.text).toBe("\\x1b[1m \u001b[1m\\x1b\u001b[22m 3");
  });

  it("is padded by what is shown", () => {
    expect(pad("\u0007", 6).text).toBe("\\x07  ");
    expect(pad(7, 3, "left").text).toBe("  7");
  });

  it("wraps at 100 characters and loses nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 60 }), (words) => {
        const lines = wrap(words.join(" "), 4).map((one) => one.text);
        expect(lines.join(" ").split(/ +/).filter(Boolean)).toEqual(words);
        for (const one of lines) expect(one.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe("colour", () => {
  const esc = (stream: { isTTY?: boolean }, env: Record<string, string>) => palette(stream, env).red("x").text !== "x";
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("terminal %j, %j: %j", (isTTY, env, expected) => {
    expect(esc({ isTTY }, env as Record<string, string>)).toBe(expected);
  });
});
