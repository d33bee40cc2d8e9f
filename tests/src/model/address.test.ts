import { describe, expect, test } from "vitest";
import { webAddress } from "../../../src/model/index.js";
import { HOSTILE } from "../../support/hostile.js";

describe("an address of the web", () => {
  test.each([
    ["https://example.org/a/b?c=d#e", "https://example.org/a/b?c=d#e"],
    ["HTTP://EXAMPLE.org", "http://example.org/"],
    ["https://example.org:8443/ä b", "https://example.org:8443/%C3%A4%20b"],
    ["https://user:password@example.org/", "https://example.org/"],
    ["https://[::1]:80/[x]", "https://[::1]:80/%5Bx%5D"],
    ["https://example.org/%zz%20|^`{}", "https://example.org/%25zz%20%7C%5E%60%7B%7D"],
    ["https://example.org/?a=[1]#b#c", "https://example.org/?a=%5B1%5D#b%23c"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ])("%s is %s", (text, expected) => expect(webAddress(text)).toBe(expected));

  test.each([
    "",
    "example.org",
    "/etc/passwd",
    "javascript:alert(1)",
    "ftp://example.org",
    "file:///etc/passwd",
    "https://",
    "https://exa{mple.org/",
    "https://exa'mple.org/",
  ])("%j is none", (text) => expect(webAddress(text)).toBeUndefined());

  test("holds nothing but what an address may hold, and is one again", () => {
    const found = HOSTILE.flatMap(
      (hostile) => webAddress(`https://example.org/${hostile}?${hostile}#${hostile}`) ?? [],
    );
    expect(found.length).toBeGreaterThan(300);
    for (const address of found) {
      expect(address).toMatch(
        /^https:\/\/example\.org\/(%[0-9A-Fa-f]{2}|[\w\-.~:/@!$&'()*+,;=?])*(#(%[0-9A-Fa-f]{2}|[\w\-.~:/@!$&'()*+,;=?])*)?$/,
      );
      expect(webAddress(address)).toBe(address);
    }
  });
});
