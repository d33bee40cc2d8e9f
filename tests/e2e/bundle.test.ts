/** A bundle travels: sealed here, replayed by the built program in another folder, time zone and language. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/input-files.js";
import { examples, ROOT } from "./harness/examples.js";

const CLI = join(ROOT, "dist", "cli.js");
const folder = temporaryFolder();

function konductor(cwd: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): string {
  return execFileSync(process.execPath, [CLI, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    encoding: "utf8",
  });
}

test("a bundle of every example replays elsewhere, byte for byte", () => {
  const here = join(folder.path, "here");
  const there = join(folder.path, "there", "deep down");
  for (const path of [join(here, "stacks"), there]) mkdirSync(path, { recursive: true });
  const stacks = examples();
  for (const [i, { file }] of stacks.entries()) cpSync(file, join(here, "stacks", `${i}.json`));
  konductor(here, {}, "keygen", "signer.pem");
  const profiles = ["--profile", "fisma-moderate,iso-27001-2022"];
  const sealing = ["--bundle", "evidence", "--key", "signer.pem", "--fail-on", "none", "--quiet"];
  konductor(here, { TZ: "Pacific/Auckland" }, "assess", "stacks", ...profiles, ...sealing);
  cpSync(join(here, "evidence"), join(there, "received"), { recursive: true });
  cpSync(join(here, "signer.pem.pub"), join(there, "signer.pub"));
  const elsewhere = { TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
  const told = konductor(there, elsewhere, "verify", "received", "--key", "signer.pub", "--replay");
  expect(told).toMatch(/replayed: [4-9] reports, byte for byte/);
  expect(told).toContain("whole: every byte is as it was signed");
  expect(stacks.length).toBeGreaterThan(3);
});
