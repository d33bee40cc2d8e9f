import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../src/data/config.js";
import { loadData } from "../../../src/data/frameworks.js";
import { settingsFor } from "../../../src/engine/index.js";
import type { Framework } from "../../../src/model/index.js";
import { problemsOf, RULES, tree } from "./fixture.js";

const { frameworks } = loadData(tree(), RULES);
const folder = mkdtempSync(join(tmpdir(), "konductor-config-"));
const file = (text: string, name = "k.yaml") => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const load = (text: string, known: readonly Framework[] = frameworks) => loadConfig([file(text)], RULES, known);
const problems = (text: string, known?: readonly Framework[]) => problemsOf(folder, () => load(text, known));

const FULL = `layers:
  - name: everywhere
    scope: organization
    select: { organization: acme, project: [shop, "web-*"], stack: "!dev*", tags: { "konductor:environment": prod* } }
    rules:
      aws-demo-plain: { level: disabled, because: Nobody has one. }
      "*-kept": mandatory
    controls: { AC-2: remediate, demo/AC-1: { level: advisory, because: Asked for. } }
    severities: { low: advisory }
    parameters:
      "aws-*": { days: 3 }
    resources:
      - tags: { tier: [gold, silver], team: a }
        parameters: { aws-demo-ports: { ports: [1, 2] } }
  - scope: stack
`;

describe("a configuration", () => {
  const config = load(FULL);
  const [layer, second] = config.layers;

  test("is plain JSON, as a pack carries it", () => {
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(config.digests).toEqual({ [join(folder, "k.yaml")]: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(second).toMatchObject({ scope: "stack", select: {}, levels: [], values: [], resources: [] });
  });

  test("knows of each setting what it names and where it stands", () => {
    const at = (line: number, column: number) => ({
      layer: "everywhere",
      scope: "organization",
      file: join(folder, "k.yaml"),
      line,
      column,
    });
    expect(layer?.origin).toEqual(at(2, 5));
    expect(layer?.levels).toEqual([
      {
        by: "rule",
        key: "aws-demo-plain",
        level: "disabled",
        because: "Nobody has one.",
        rules: ["aws-demo-plain"],
        origin: at(6, 7),
      },
      { by: "glob", key: "*-kept", level: "mandatory", rules: ["aws-demo-kept"], origin: at(7, 7) },
      { by: "control", key: "demo/AC-2", level: "remediate", origin: at(8, 17) },
      { by: "control", key: "demo/AC-1", level: "advisory", because: "Asked for.", origin: at(8, 34) },
      { by: "severity", key: "low", level: "advisory", origin: at(9, 19) },
    ]);
    expect(layer?.values).toEqual([
      { by: "glob", key: "aws-*", parameter: "days", value: 3, rules: ["aws-demo-kept"], origin: at(11, 18) },
    ]);
    expect(layer?.resources).toEqual([
      {
        tags: { tier: ["gold", "silver"], team: ["a"] },
        values: [
          {
            by: "rule",
            key: "aws-demo-ports",
            parameter: "ports",
            value: [1, 2],
            rules: ["aws-demo-ports"],
            origin: at(14, 41),
          },
        ],
      },
    ]);
  });

  test.each([
    ["all that is named", "acme", "web-2", "prod-eu", "production", true],
    ["an exact name", "acme", "shop", "prod", "prod", true],
    ["another organization", "other", "shop", "prod", "prod", false],
    ["an organization that is not known", undefined, "shop", "prod", "prod", false],
    ["another project", "acme", "web", "prod", "prod", false],
    ["what a glob with an exclamation mark excludes", "acme", "shop", "dev-1", "prod", false],
    ["another tag", "acme", "shop", "prod", "test", false],
    ["no tag", "acme", "shop", "prod", undefined, false],
    ["a name without end", "acme", `web-${"a".repeat(2000)}`, "prod", "prod", false],
  ])("selects by globs: %s", (_, organization, project, stack, environment, selected) => {
    const target = {
      ...(organization === undefined ? {} : { organization }),
      project,
      stack,
      tags: environment === undefined ? {} : { "konductor:environment": environment },
    };
    const settings = settingsFor(JSON.parse(JSON.stringify(config)), target, { rules: RULES, frameworks });
    expect(settings.level(RULES[2] as (typeof RULES)[number])?.value).toBe(selected ? "disabled" : undefined);
  });

  test("may lie in several files; one that is given twice counts once", () => {
    const one = file("layers: [{ scope: project, name: a }]", "one.yaml");
    const two = file('{ "layers": [{ "scope": "stack", "name": "b" }] }', "two.json");
    const both = loadConfig([one, two, one], RULES, frameworks);
    expect(both.layers.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(Object.keys(both.digests)).toEqual([one, two]);
  });
});

describe("a configuration is refused, at its line and column, for", () => {
  const layer = (text: string) => `layers:\n  - scope: stack\n${text.replace(/^/gm, "    ")}\n`;
  test.each<[string, string, string | readonly string[]]>([
    ["nothing", "", "k.yaml:1:1: Invalid input: expected object, received null"],
    ["no layers", "layers: []", "k.yaml:1:9: layers: expected at least one layer"],
    [
      "an unknown key",
      "layer: []",
      ["k.yaml:1:1: layers: expected a list of layers", 'k.yaml:1:1: layer: unknown key "layer"'],
    ],
    ["an unknown key of a layer", layer("rule: {}"), 'k.yaml:3:5: layers[0].rule: unknown key "rule": did you mean'],
    ["no scope", "layers:\n  - name: a\n", "k.yaml:2:5: layers[0].scope: Invalid option: expected one of"],
    [
      "the scope that no file has",
      "layers: [{ scope: policy-config }]",
      "k.yaml:1:19: layers[0].scope: Invalid option",
    ],
    ["a name of a wrong type", layer("name: 5"), "k.yaml:3:11: layers[0].name: expected text; put it in quotes"],
    ["an unknown selector", layer("select: { stak: a }"), 'k.yaml:3:15: layers[0].select.stak: unknown key "stak"'],
    [
      "a selector of a wrong type",
      layer("select: { stack: 5 }"),
      "k.yaml:3:22: layers[0].select.stack: expected text or",
    ],
    [
      "a tag of a wrong type",
      layer("select: { tags: { a: [b, true] } }"),
      "3:30: layers[0].select.tags.a[1]: expected text",
    ],
    ["a list of nothing", layer("select: { stack: [] }"), "k.yaml:3:22: layers[0].select.stack: expected at least one"],
    [
      "an unknown rule",
      layer("rules:\n  aws-demo-kep: advisory"),
      'k.yaml:4:7: layers[0].rules.aws-demo-kep: unknown rule "aws-demo-kep": did you mean "aws-demo-kept"?',
    ],
    [
      "a glob that matches no rule",
      layer('rules: { "gcp-*": advisory }'),
      'k.yaml:3:14: layers[0].rules.gcp-*: no rule matches "gcp-*"',
    ],
    [
      "an unknown level",
      layer("rules: { aws-demo-kept: loud }"),
      "k.yaml:3:29: layers[0].rules.aws-demo-kept: Invalid option",
    ],
    [
      "a level of a wrong type",
      layer("rules: { aws-demo-kept: [advisory] }"),
      "k.yaml:3:29: layers[0].rules.aws-demo-kept: Invalid option",
    ],
    [
      "an unknown key beside a level",
      layer("rules: { aws-demo-kept: { level: advisory, becaus: x } }"),
      'k.yaml:3:48: layers[0].rules.aws-demo-kept.becaus: unknown key "becaus": did you mean "because"?',
    ],
    [
      "disabling without a reason",
      layer("rules:\n  aws-demo-kept: disabled\n  aws-demo-plain: { level: disabled }"),
      [
        "k.yaml:4:22: layers[0].rules.aws-demo-kept: disabled asks for a reason",
        "k.yaml:5:23: layers[0].rules.aws-demo-plain: disabled asks for a reason",
      ],
    ],
    [
      "disabling for an empty reason",
      layer('severities: { low: { level: disabled, because: " " } }'),
      "k.yaml:3:52: layers[0].severities.low.because: expected text, found none",
    ],
    [
      "an unknown severity",
      layer("severities: { hihg: advisory }"),
      'k.yaml:3:19: layers[0].severities.hihg: unknown key "hihg"',
    ],
    [
      "an unknown control",
      layer("controls: { AC-22: advisory, demo/AC-9: advisory, dem/AC-1: advisory }"),
      [
        'k.yaml:3:17: layers[0].controls.AC-22: unknown control "AC-22": did you mean "AC-2"?',
        'k.yaml:3:34: layers[0].controls.demo/AC-9: unknown control "AC-9": did you mean "AC-1"?',
        'k.yaml:3:55: layers[0].controls.dem/AC-1: unknown catalogue "dem": did you mean "demo"?',
      ],
    ],
    [
      "a withdrawn control",
      layer('controls: { "AC-2(1)": advisory }'),
      "k.yaml:3:17: layers[0].controls.AC-2(1): control AC-2(1) is withdrawn",
    ],
    [
      "a control that no rule speaks to",
      layer("controls: { AU-2: advisory }"),
      "k.yaml:3:17: layers[0].controls.AU-2: no rule speaks to control AU-2",
    ],
    [
      "a control twice",
      layer("controls: { AC-2: advisory, demo/AC-2: mandatory }"),
      'k.yaml:3:33: layers[0].controls.demo/AC-2: is the same control as "AC-2"',
    ],
    [
      "parameters of an unknown rule",
      layer("parameters: { aws-demo-kepd: { days: 1 } }"),
      'k.yaml:3:19: layers[0].parameters.aws-demo-kepd: unknown rule "aws-demo-kepd"',
    ],
    [
      "an unknown parameter",
      layer("parameters: { aws-demo-kept: { dayz: 1 } }"),
      'k.yaml:3:36: layers[0].parameters.aws-demo-kept.dayz: rule aws-demo-kept has no parameter "dayz": did you mean "days"?',
    ],
    [
      "a parameter that none of the rules has",
      layer('parameters: { "aws-*": { dayz: 1 } }'),
      'k.yaml:3:30: layers[0].parameters.aws-*.dayz: none of the rules that match "aws-*" has a parameter "dayz": did you mean "days"?',
    ],
    [
      "values that do not fit, each of them",
      layer('parameters: { aws-demo-kept: { days: 0, strict: "no" }, "aws-demo-p*": { ports: [1, x] } }'),
      [
        "k.yaml:3:42: layers[0].parameters.aws-demo-kept.days: Too small: expected number to be >=1",
        "k.yaml:3:53: layers[0].parameters.aws-demo-kept.strict: Invalid input: expected boolean, received string",
        "k.yaml:3:89: layers[0].parameters.aws-demo-p*.ports[1]: rule aws-demo-ports: Invalid input: expected number",
      ],
    ],
    [
      "values of resources that do not fit",
      layer("resources:\n  - tags: { tier: gold }\n    parameters: { aws-demo-kept: { days: x } }"),
      "k.yaml:5:46: layers[0].resources[0].parameters.aws-demo-kept.days: Invalid input: expected number, received string",
    ],
    [
      "resources without tags",
      layer("resources: [{ tags: {}, parameters: {} }]"),
      "k.yaml:3:25: layers[0].resources[0].tags: expected at least one tag",
    ],
    [
      "two globs that disagree",
      layer(
        'rules: { "aws-*": advisory, "*-kept": mandatory }\nparameters: { "aws-*": { days: 1 }, "*-kept": { days: 2 } }',
      ),
      [
        'k.yaml:3:33: layers[0].rules.*-kept: "aws-*" in line 3 matches rule aws-demo-kept too and says "advisory", this "mandatory"; name the rule itself',
        'k.yaml:4:53: layers[0].parameters.*-kept.days: "aws-*" in line 4 matches rule aws-demo-kept too and says 1, this 2; name the rule itself',
      ],
    ],
    [
      "a layer name that is taken",
      "layers:\n  - { scope: stack, name: a }\n  - { scope: project, name: a }\n",
      'k.yaml:3:29: layers[1].name: layer name "a" is taken by ',
    ],
    [
      "globs without quotes",
      layer("select: { stack: *prod }\nrules: { *-kept : advisory }"),
      "k.yaml:4:14: a key must be text; put it in quotes",
    ],
    [
      "a glob without quotes",
      layer("select: { stack: *prod }"),
      "k.yaml:3:22: there is no anchor &prod; put text that begins with * in quotes",
    ],
    ["a key twice", layer("name: a\nname: b"), "k.yaml:4:5: Map keys must be unique"],
    ["YAML cut off", "layers: [{ scope", "k.yaml:1:"],
  ])("%s", (_, text, expected) => {
    const found = problems(text);
    const wanted = [expected].flat();
    for (const [i, one] of wanted.entries()) expect(found[i]).toContain(one);
    expect(found.length).toBeGreaterThanOrEqual(wanted.length);
  });

  test("a control that several catalogues have, unless one is named", () => {
    const twin = { ...(frameworks[0] as Framework), catalog: { ...(frameworks[0] as Framework).catalog, id: "twin" } };
    const text = (id: string) => `layers:\n  - scope: stack\n    controls: { ${id}: advisory }\n`;
    expect(problems(text("AC-2"), [...frameworks, twin])).toEqual([
      "k.yaml:3:17: layers[0].controls.AC-2: several catalogues have a control AC-2: write demo/AC-2 or twin/AC-2",
    ]);
    expect(problems(text("twin/AC-2"), [...frameworks, twin])).toEqual([]);
  });

  test("a file that is not there, and everything that is wrong in the others", () => {
    const bad = file("layers: 5", "bad.yaml");
    expect(problemsOf(folder, () => loadConfig([join(folder, "no.yaml"), bad], RULES, frameworks))).toEqual([
      "no.yaml: there is no such file",
      "bad.yaml:1:9: layers: expected a list of layers",
    ]);
  });

  test("not for two globs that disagree where the rule itself decides", () => {
    expect(
      problems(
        'layers: [{ scope: stack, rules: { "aws-*": advisory, "*-kept": mandatory, aws-demo-kept: advisory } }]',
      ),
    ).toEqual([]);
  });
});
