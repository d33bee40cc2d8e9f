import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadData } from "../../../src/data/frameworks.js";
import { DEFAULT_LIMITS, type Framework } from "../../../src/model/index.js";
import { visible } from "../../../src/model/present.js";
import { digestOf, packFiles } from "../../../src/packaging/files.js";
import { type PackFile, packedRules } from "../../../src/packaging/pack-file.js";
import { EVERYTHING, type PackRequest, packFile, planPack } from "../../../src/packaging/plan.js";
import { readmeOf } from "../../../src/packaging/readme.js";
import { HOSTILE } from "../../support/hostile.js";
import { RULES, tree } from "../data/fixture.js";

const ALL = [...RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
const { frameworks } = loadData(tree(), ALL);
const tool = { name: "konductor", version: "1.0.0" };
const plan = (request: PackRequest, among: readonly Framework[] = frameworks) => planPack(request, ALL, among);
const pack = (request: PackRequest): PackFile => packFile(plan(request), tool);
const text = (content: Uint8Array | undefined) => Buffer.from(content ?? []).toString("utf8");

describe("a plan", () => {
  test.each([
    ["demo-high", ["aws-demo-kept", "aws-demo-ports"]],
    ["demo-low", ["aws-demo-kept"]],
    ["demo-tailored", ["aws-demo-kept"]],
    [EVERYTHING, ["aws-demo-kept", "aws-demo-plain", "aws-demo-ports"]],
  ])("for %s holds the rules mapped to its controls", (profile, ids) => {
    expect(plan({ profile }).rules.map((rule) => rule.id)).toEqual(ids);
  });

  test("globs narrow it down", () => {
    expect(Object.keys(pack({ profile: "demo-high", rules: ["*-ports", "*-kept"] }).rules)).toHaveLength(2);
    expect(Object.keys(pack({ profile: "demo-high", rules: ["*-ports"] }).rules)).toEqual(["aws-demo-ports"]);
    expect(Object.keys(pack({ profile: "demo-high", exclude: ["*-ports"] }).rules)).toEqual(["aws-demo-kept"]);
    // A rule of another profile is no slip.
    expect(Object.keys(pack({ profile: "demo-low", exclude: ["*-ports"] }).rules)).toEqual(["aws-demo-kept"]);
  });

  test.each<[PackRequest, string]>([
    [{ profile: "demo-hihg" }, 'unknown profile "demo-hihg": did you mean "demo-high"?'],
    [{ profile: "everythin" }, 'unknown profile "everythin": did you mean "everything"?'],
    [{ profile: "constructor" }, 'unknown profile "constructor". There are '],
    [
      { profile: "demo-high", rules: ["aws-demo-port"] },
      'unknown rule "aws-demo-port": did you mean "aws-demo-ports"?',
    ],
    [{ profile: "demo-high", rules: ["aws-dmo-*"] }, 'unknown rule "aws-dmo-*": did you mean "aws-demo-*"?'],
    [{ profile: "demo-high", exclude: ["aws-demo-kep"] }, 'did you mean "aws-demo-kept"?'],
    [
      { profile: "demo-low", rules: ["*-ports"] },
      'the rules that "*-ports" matches are not among those of the profile',
    ],
    [{ profile: "demo-low", exclude: ["*"] }, "no rule of the profile demo-low is left"],
    [{ profile: "other" }, "no rule of the profile other is left"],
    [
      { profile: "demo-low", name: "a b" },
      'the name of a pack is 1 to 100 letters, digits, hyphens, underscores and dots, which "a b" is not',
    ],
    [{ profile: "demo-low", name: "x".repeat(101) }, "is 1 to 100"],
    [{ profile: "demo-low", name: "x\n" }, "is 1 to 100"],
  ])("is refused for %j", (request, expected) => {
    expect(() => plan(request)).toThrow(expected);
  });
});

describe("a pack file", () => {
  const high = pack({ profile: "demo-high" });

  test("carries the values of the profile as defaults, complete", () => {
    const [kept, ports] = packedRules(high, ALL);
    expect(kept?.parse({})).toEqual({ days: 10, strict: false });
    expect(kept?.parse({ days: 3 })).toEqual({ days: 3, strict: false });
    expect(ports?.parse(undefined)).toEqual({ ports: [22, 3389] });
    expect(kept?.parameters.map((one) => one.default)).toEqual([10, false]);
    expect(() => kept?.parse({ dais: 3 })).toThrow("dais");
    expect(RULES[0]?.parse({})).toEqual({ days: 7, strict: false });
    expect([kept?.title, kept?.phase, kept?.types]).toEqual([RULES[0]?.title, RULES[0]?.phase, RULES[0]?.types]);
  });

  test("names the framework of the profile, and no control outside it", () => {
    expect(high.rules["aws-demo-kept"]).toMatchObject({
      tags: ["demo/AC-1"],
      framework: { name: "Demo catalogue", version: "1", reference: "demo", specification: "AC-1" },
    });
    expect(high.profile).toEqual({ id: "demo-high", title: "High", catalog: "demo" });
    expect(Object.keys(high.digests)).toEqual(
      expect.arrayContaining(["catalog demo", "profiles demo", "mapping demo"]),
    );
  });

  test("names the profile's framework even where another has more controls for the rule, whose tags stay", () => {
    const rows = ["A.5.1", "A.5.10"].map((control) => ({
      control,
      rule: "aws-demo-kept",
      coverage: "partial" as const,
      because: "b",
    }));
    const more = frameworks.map((one) => (one.catalog.id === "other" ? { ...one, mapping: rows } : one));
    const { rules } = packFile(plan({ profile: "demo-low" }, more), tool);
    expect(rules["aws-demo-kept"]?.tags).toEqual(["demo/AC-1", "other/A.5.1", "other/A.5.10"]);
    expect(rules["aws-demo-kept"]?.framework?.reference).toBe("demo");
    const all = packFile(plan({ profile: EVERYTHING }, more), tool);
    expect(all.rules["aws-demo-kept"]?.framework?.reference).toBe("other");
  });

  test("a rule that the bundle lacks is said", () => {
    expect(() => packedRules(high, [])).toThrow("names the rule aws-demo-kept, which the bundle lacks");
  });

  test("carries configuration and exceptions where they are given", () => {
    expect(high).not.toHaveProperty("config");
    const digests = { "ours.yaml": `sha256:${"0".repeat(64)}` };
    const exceptions = { exceptions: [], limits: DEFAULT_LIMITS, digests: {} };
    const carried = { config: { layers: [], digests }, exceptions };
    const made = pack({ profile: "demo-low", ...carried });
    expect(made).toMatchObject(carried);
    expect(made.digests["config ours.yaml"]).toBe(digests["ours.yaml"]);
    expect(made.description).toContain("Configured by ours.yaml sha256:000000000000.");
  });
});

describe("the README", () => {
  test("tells the rules, and the controls that they speak to", () => {
    const readme = readmeOf(plan({ profile: "demo-high" }));
    expect(readme).toContain("2 rules on 2 of the 2 controls of High. Of the other 0 the pack says nothing");
    expect(readme).toContain(
      "| `aws-demo-kept`: Kept for some days | low | advisory | AC-1 | `days` `10` (AC-01\\_ODP of profile demo-high); `strict` `false` |",
    );
    expect(readme).toContain("| AC-1 | First | partial | `aws-demo-kept` |");
    expect(readme).toContain("| AC-2 | Second | full | `aws-demo-ports` |");
  });

  test("of everything names the catalogue of each control", () => {
    const readme = readmeOf(plan({ profile: EVERYTHING }));
    expect(readme).toContain("3 rules on 2 controls of all catalogues.");
    expect(readme).toContain("| demo AC-1 | First |");
  });

  test.each(HOSTILE)("keeps its form with the title %j", (title) => {
    const rows = (request: PackRequest, among?: readonly Framework[]) =>
      readmeOf(plan(request, among))
        .split("\n")
        .filter((line) => line.startsWith("|")).length;
    const hostile = frameworks.map((one) => ({
      ...one,
      catalog: { ...one.catalog, controls: one.catalog.controls.map((control) => ({ ...control, title })) },
      profiles: one.profiles.map((profile) => ({ ...profile, title })),
    }));
    const request = { profile: "demo-high" };
    expect(rows(request, hostile)).toBe(rows(request));
    const readme = readmeOf(plan(request, hostile));
    expect(readme.replace(/^<!--.*-->/, "")).not.toMatch(/(?<!\\)[<>]/);
    expect(readme.split("\n").filter((line) => /^#/.test(line))).toHaveLength(3);
    const files = packFiles(plan(request, hostile), { tool, version: "1.0.0", ...bytes });
    expect(parse(text(files.get("PulumiPolicy.yaml")))).toMatchObject({
      runtime: { name: "nodejs" },
      description: `The rules of Konductor for ${visible(title)}.`,
    });
    expect(JSON.parse(text(files.get("pack.json"))).profile.title).toBe(title);
  });
});

const bytes = { bundle: Buffer.from("bundle"), license: Buffer.from("licence") };

describe("the files", () => {
  const files = packFiles(plan({ profile: "demo-high", name: "mine" }), { tool, version: "1.2.3", ...bytes });

  test("are what Pulumi needs, and nothing that it stumbles over", () => {
    expect([...files.keys()].sort()).toEqual(
      ["LICENSE", "PulumiPolicy.yaml", "README.md", "index.js", "pack.json", "package.json"].sort(),
    );
    const manifest = JSON.parse(text(files.get("package.json")));
    expect(manifest).toMatchObject({ name: "mine", version: "1.2.3", main: "index.js" });
    expect(Object.keys(manifest.dependencies)).toEqual(["@pulumi/policy", "@pulumi/pulumi"]);
    for (const member of ["scripts", "devDependencies", "exports"]) expect(manifest).not.toHaveProperty(member);
    expect(parse(text(files.get("PulumiPolicy.yaml")))).toEqual({
      runtime: { name: "nodejs", options: { production: true } },
      description: "The rules of Konductor for High.",
      author: "Konductor",
      license: "Apache-2.0",
    });
  });

  test("the digest is over names and contents, whatever their order", () => {
    const digest = digestOf(files);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digestOf(new Map([...files].reverse()))).toBe(digest);
    expect(digestOf(new Map([...files, ["index.js", Buffer.from("changed")] as const]))).not.toBe(digest);
    expect(digestOf(new Map([...files].map(([name, one]) => [`${name}x`, one])))).not.toBe(digest);
  });
});
