import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { allRules } from "../../packs/rules.js";
import { konductorSchema } from "../../scripts/config-schema.js";
import { openData } from "../../src/data/compiled.js";
import { loadConfig } from "../../src/data/config.js";
import { settingsFor } from "../../src/engine/index.js";
import { LEVELS, type Rule, SCOPES } from "../../src/model/index.js";
import { read } from "./sources.js";

const GUIDE = read("docs/configuration.md");
const EXAMPLE = /```yaml\n(.*?)```/s.exec(GUIDE)?.[1] ?? "";
const frameworks = openData().frameworks();
const rules = allRules();
const rule = (id: string) => rules.find((one) => one.id === id) as Rule;

describe("the example of the guide", () => {
  const file = join(mkdtempSync(join(tmpdir(), "konductor-guide-")), "konductor.yaml");
  writeFileSync(file, EXAMPLE);
  const config = loadConfig([file], rules, frameworks);
  const target = {
    organization: "acme",
    project: "shop",
    stack: "front-eu",
    tags: { "konductor:environment": "prod" },
  };
  const settings = settingsFor(config, target, { rules, frameworks });

  test("loads, and means what it seems to", () => {
    expect(config.layers.map(({ name }) => name)).toEqual(["baseline", "production", "shop front"]);
    expect(settings.level(rule("k8s-cpu-limits"))?.value).toBe("mandatory");
    expect(settings.level(rule("aws-iam-password-symbol"))?.value).toBe("disabled");
    expect(settings.level(rule("aws-s3-encryption"))?.value).toBe("mandatory");
    expect(settings.values(rule("aws-sg-no-public-ingress-any"))).toEqual({ authorisedPorts: [443] });
    const restricted = { tags: { "data-classification": "restricted" }, open: false };
    const choices = (id: string) => settings.choices(rule(id), restricted).map(({ values }) => values);
    expect(choices("aws-kms-deletion-window")).toEqual([{ minimumDays: 30 }]);
    expect(choices("aws-s3-object-lock")).toEqual([{ minimumDays: 365, modes: ["COMPLIANCE"] }]);
    expect(settings.values(rule("aws-s3-object-lock"))).toMatchObject({ minimumDays: 30 });
  });

  test("has a neighbour that loads too, and fills in tags", () => {
    const [, other = ""] = [...GUIDE.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text);
    writeFileSync(file, other);
    const tags = { "konductor:environment": "production" };
    const filled = settingsFor(loadConfig([file], rules, frameworks), { ...target, tags }, { rules, frameworks });
    expect(filled.level(rule("aws-required-tags"))?.value).toBe("remediate");
    expect(JSON.stringify(filled.values(rule("aws-required-tags")))).toContain('"fill":"4711"');
  });

  test("the guide names every scope and level", () => {
    for (const word of [...SCOPES.filter((scope) => scope !== "policy-config"), ...LEVELS])
      expect(GUIDE).toContain(`\`${word}\``);
  });
});

describe("the JSON Schema of konductor.yaml", () => {
  const schema = konductorSchema(rules);
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
  const validate = ajv.compile(schema);
  const holds = (text: string) => validate(parse(text));
  const layer = (text: string) => holds(`layers: [{ scope: stack, ${text} }]`);

  test("holds for the example, and the guide points editors to where the build puts it", () => {
    expect(holds(EXAMPLE), JSON.stringify(validate.errors)).toBe(true);
    expect(EXAMPLE).toMatch(/^# yaml-language-server: \$schema=.*\/konductor\/dist\/schema\/konductor\.schema\.json\n/);
    expect(read("scripts/config-schema.ts")).toContain("dist/schema/konductor.schema.json");
    expect(read("scripts/build.mjs")).toContain('run("config-schema.ts")');
  });

  test("names every rule, and types every parameter", () => {
    const text = JSON.stringify(schema);
    const tunable = rules.filter(({ parameters }) => parameters.length > 0);
    expect(tunable.length).toBeGreaterThan(8);
    for (const { id } of rules) expect(text).toContain(`"${id}"`);
    for (const { id, parameters } of tunable)
      for (const { name, default: value } of parameters)
        expect(layer(`parameters: { ${id}: { ${name}: ${JSON.stringify(value)} } }`)).toBe(true);
  });

  test.each([
    "rule: {}",
    "rules: { aws-kms-rotatio: advisory }",
    "rules: { aws-kms-rotation: loud }",
    "rules: { aws-kms-rotation: disabled }",
    "rules: { aws-kms-rotation: { level: disabled } }",
    "severities: { hihg: advisory }",
    "parameters: { aws-kms-rotation: { days: 1 } }",
    "parameters: { aws-kms-deletion-window: { days: 30 } }",
    "parameters: { aws-kms-deletion-window: { minimumDays: 3 } }",
    'parameters: { aws-kms-deletion-window: { minimumDays: "30" } }',
    "resources: [{ tags: { a: 1 }, parameters: {} }]",
    "resources: [{ parameters: {} }]",
    "select: { stacks: a }",
  ])("does not hold with %s", (text) => {
    expect(layer("rules: { aws-kms-rotation: advisory }")).toBe(true);
    expect(layer(text)).toBe(false);
  });

  test("holds for globs and for reasons", () => {
    expect(layer('rules: { "aws-*": { level: disabled, because: x } }, parameters: { "aws-*": { days: 1 } }')).toBe(
      true,
    );
  });
});
