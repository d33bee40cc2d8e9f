import { describe, expect, it } from "vitest";
import { allRules } from "../../../packs/rules.js";
import { run } from "./run.js";

const json = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await run([...args, "--json"]);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
};

describe("rules list", () => {
  it("has a line for every rule", async () => {
    const { code, stdout } = await run(["rules", "list"]);
    expect(code).toBe(0);
    const ids = stdout
      .trimEnd()
      .split("\n")
      .map((one) => one.split(" ")[0]);
    expect(ids).toEqual(allRules().map((rule) => rule.id));
    expect(ids.length).toBeGreaterThan(20);
  });

  it("says the same as JSON", async () => {
    const rules = await json("rules", "list");
    expect(rules.map((rule: { id: string }) => rule.id)).toEqual(allRules().map((rule) => rule.id));
    expect(rules[0]).toMatchObject({
      title: expect.any(String),
      severity: expect.any(String),
      types: expect.any(Array),
    });
  });
});

describe("rules show", () => {
  it("lists the first of very many types, and says how many more there are", async () => {
    const { code, stdout } = await run(["rules", "show", "aws-required-tags"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/and \d{3} more types \(--json lists them\)/);
    expect(stdout.split("\n").length).toBeLessThan(90);
  });

  it("tells everything of a rule with companions", async () => {
    const { code, stdout } = await run(["rules", "show", "aws-s3-public-access-block"]);
    const rule = allRules().find((one) => one.id === "aws-s3-public-access-block");
    expect(code).toBe(0);
    const flat = stdout.replace(/\s+/g, " ");
    for (const part of [
      rule?.title,
      rule?.severity,
      rule?.rationale,
      rule?.remediation,
      rule?.limits,
      ...(rule?.types ?? []),
      ...(rule?.companions ?? []),
    ])
      expect(flat).toContain(part);
    for (const heading of ["Why", "What to set", "What it does not see", "Judges", "Consults"])
      expect(stdout).toContain(`\n${heading}\n`);
  });

  it("tells parameters with their defaults", async () => {
    const { stdout } = await run(["rules", "show", "aws-kms-deletion-window"]);
    expect(stdout).toContain("minimumDays (default 30): Fewest days");
  });

  it("tells every control that it is mapped to, with coverage and because", async () => {
    const rules = await json("rules", "list");
    const shown = await Promise.all(rules.map(({ id }: { id: string }) => json("rules", "show", id)));
    const mapped = shown.filter((one) => one.controls.length > 0);
    expect(mapped.length).toBeGreaterThan(0);
    const [{ id, controls }] = mapped;
    const { stdout } = await run(["rules", "show", id]);
    const flat = stdout.replace(/\s+/g, " ");
    for (const { control, catalog, coverage, because } of controls) {
      expect(flat).toContain(`${control}`);
      expect(flat).toContain(`of ${catalog}, ${coverage}: ${because}`);
    }
  });

  it("tells what its remedy does and may break, where it has one", async () => {
    const { stdout } = await run(["rules", "show", "k8s-no-host-network"]);
    const remedy = allRules().find((one) => one.id === "k8s-no-host-network")?.remedy;
    const flat = stdout.replace(/\s+/g, " ");
    expect(flat).toContain(`What the level remediate does ${remedy?.does} ${remedy?.risk}`);
    expect(await json("rules", "show", "k8s-no-host-network")).toMatchObject({
      remedy: { does: remedy?.does, risk: remedy?.risk },
    });
    expect((await run(["rules", "show", "k8s-no-host-path"])).stdout).not.toContain("remediate");
  });

  it("suggests the nearest id", async () => {
    const { code, stderr, stdout } = await run(["rules", "show", "aws-kms-rotatoin"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('unknown rule "aws-kms-rotatoin": did you mean "aws-kms-rotation"?');
  });
});

describe("controls list", () => {
  it("lists the profiles, and the controls of one or more", async () => {
    const profiles = await json("controls", "list");
    expect(profiles).toContainEqual(
      expect.objectContaining({ profile: "fisma-moderate", catalog: "nist-800-53-r5", controls: 287 }),
    );
    expect(await json("controls", "list", "--profile", "iso-27001-2022")).toHaveLength(93);
    expect(await json("controls", "list", "--profile", "iso-27001-2022,fisma-moderate")).toHaveLength(93 + 287);
    const { stdout } = await run(["controls", "list", "--profile", "fisma-moderate"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(287);
    expect(stdout).toMatch(/^AC-2 {6,}Account Management \((technical|hybrid|organisational|inherited)/m);
    expect((await run(["controls", "list"])).stdout).toContain("fisma-moderate");
  });

  it("suggests the nearest profile", async () => {
    const { code, stderr } = await run(["controls", "list", "--profile", "iso-27001-2020"]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "iso-27001-2022"');
  });
});

describe("controls show", () => {
  it("tells title, disposition and reason, parameters with values, crosswalk", async () => {
    const { code, stdout } = await run(["controls", "show", "AC-2(3)"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^AC-2\(3\) {2}Disable Accounts\nNIST SP 800-53 Revision 5, Access Control\nIn .*fisma-moderate/,
    );
    expect(stdout).toMatch(/\n(technical|hybrid|organisational|inherited)\n {2}\S/);
    expect(stdout).toContain("AC-02(03)_ODP[02]: time period (45 in fisma-moderate");
    expect((await run(["controls", "show", "AC-2"])).stdout).toMatch(
      /\nCrosswalk\n( {2}.*\n)* {2}A\.5\.16 of iso-27001-2022/,
    );
    expect((await run(["controls", "show", "A.5.16"])).stdout).toContain("AC-2 of nist-800-53-r5");
  });

  it.each(["ac-2.3", "AC-02(03)", "ac-2(3)", " AC-2(3)"])("knows %j", async (id) => {
    expect(await json("controls", "show", id)).toMatchObject({ id: "AC-2(3)", catalog: "nist-800-53-r5" });
  });

  it("tells a withdrawn control, and one that no profile has", async () => {
    const { stdout } = await run(["controls", "show", "AC-2(10)"]);
    expect(stdout).toContain("withdrawn");
    expect(stdout).toContain("In no profile");
  });

  it("looks in the chosen profile or catalogue alone", async () => {
    expect((await run(["controls", "show", "A.5.16", "--profile", "iso-27001-2022"])).code).toBe(0);
    const missing = await run(["controls", "show", "A.5.16", "--catalog", "nist-800-53-r5"]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('unknown control "A.5.16"');
    const slip = await run(["controls", "show", "AC-2", "--catalog", "nist-800-53"]);
    expect(slip.stderr).toContain('did you mean "nist-800-53-r5"');
  });
});

describe("help and usage", () => {
  it.each([
    [["--help"]],
    [["assess", "--help"]],
    [["rules", "list", "--help"]],
    [["rules", "show", "--help"]],
    [["controls", "list", "--help"]],
    [["controls", "show", "--help"]],
    [["controls", "import", "--help"]],
  ])("%j has examples and ends with 0", async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/Examples?:\n( {2}\$ .*\n)* {2}\$ konductor/);
  });

  it("documents the exit codes", async () => {
    for (const args of [["--help"], ["assess", "--help"]])
      expect((await run(args)).stdout).toMatch(/Exit codes:\n {2}0 {2}.*\n {2}1 {2}.*\n {2}2 {2}.*\n {2}3 {2}/);
  });

  it("prints the version", async () => {
    expect(await run(["--version"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.each([
    [[], /Usage/],
    [["rules"], /Usage/],
    [["asess"], /Did you mean assess/],
    [["rules", "sho"], /Did you mean show/],
    [["--bogus"], /unknown option/],
    [["rules", "show"], /missing required argument/],
    [["rules", "list", "extra\u001b[31m"], /too many arguments/],
  ])("%j ends with 2", async (args, says) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
    expect(stderr).not.toContain("\u001b");
  });
});
