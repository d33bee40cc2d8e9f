import { expect, test } from "vitest";
import { branchName, plainLine, withoutCredentials } from "../../../src/model/told.js";

test.each([
  ["https://github.com/acme/shop", "https://github.com/acme/shop"],
  ["https://user:pa%40ss@github.com/acme/shop.git", "https://github.com/acme/shop.git"],
  ["https://x-access-token:abc@github.com/acme", "https://github.com/acme"],
  ["https://u:p@ss@host/a", "https://host/a"],
  ["https://ci.example/b?buildId=12&token=abc&view=1#abc", "https://ci.example/b?buildId=12&view=1"],
  ["https:///user:secret@host/a", "https://host/a"],
  ["https:\\\\user:secret@host\\a", "host\\a"],
  ["https://user:sec\\ret@host/a", "https://host/a"],
  ["git@github.com:acme/shop.git", "github.com:acme/shop.git"],
  ["user:secret@host:acme/shop", "host:acme/shop"],
  ["ssh://git@host:22/a", "ssh://host:22/a"],
  ["/srv/git/a@b.git", "/srv/git/a@b.git"],
  ["acme/shop", "acme/shop"],
  ["javascript://%0aalert(1)", undefined],
  ["file:///etc/passwd", undefined],
  ["https://", undefined],
  ["https://host /a", undefined],
  ["https://host\n/a", undefined],
  [`https://host/${"a".repeat(3000)}`, undefined],
  ["  ", undefined],
  [undefined, undefined],
])("%j without credentials is %j", (text, address) => {
  expect(withoutCredentials(text)).toBe(address);
});

test.each([
  ["Rotate keys\n\nat https://u:p@host/", "Rotate keys"],
  ["see https://u:p@host/a and git://t@host", "see https://host/a and git://host"],
  ["\r\n", undefined],
  ["a".repeat(400), `${"a".repeat(300)}… (400 characters)`],
])("the plain line of %j is %j", (text, line) => {
  expect(plainLine(text)).toBe(line);
});

test("a branch loses what stands before its name, a tag does not", () => {
  expect(branchName("refs/heads/feature/a")).toBe("feature/a");
  expect(branchName("refs/tags/v1")).toBe("refs/tags/v1");
});
