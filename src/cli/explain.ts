import { allRules } from "../../packs/rules.js";
import { openData } from "../data/compiled.js";
import { unknownId } from "../data/nearest.js";
import { effectiveParameters } from "../data/parameters.js";
import { settingsFor } from "../engine/index.js";
import {
  type Config,
  type Explained,
  type Explanation,
  InputError,
  type Rule,
  type StackTarget,
} from "../model/index.js";
import { originText } from "../model/present.js";
import type { ExplainOptions } from "./commands/explain.js";
import { layerChoice, openLayers } from "./layers.js";
import { chooseProfiles, DEFAULT_PROFILE } from "./library.js";
import { printJson } from "./rules.js";
import { line, type Palette, type Printable, palette, print, type Terminal, writeLine } from "./terminal.js";
import { section } from "./text.js";

const NO_LAYERS: Config = { layers: [], digests: {} };

/**
 * `konductor explain RULE`: what a rule is set to for a stack, and by whom.
 * @throws InputError when there is no such rule, or layers of equal rank disagree
 */
export async function explain(words: readonly string[], options: ExplainOptions, terminal: Terminal): Promise<number> {
  const rules = allRules();
  const rule = find(words, rules);
  const target = targetOf(options);
  const data = openData();
  const chosen = await chooseProfiles(data, options.profile ?? [DEFAULT_PROFILE]);
  const file =
    options.parameters === undefined
      ? undefined
      : (await import("../data/parameters-file.js")).readParametersFile(options.parameters, rules);
  const { values, said } = effectiveParameters(rules, chosen.frameworks, chosen.profiles, file);
  const layers = await openLayers(layerChoice(options, terminal.env), data, rules);
  const context = { rules, frameworks: layers?.frameworks ?? [], base: values, said };
  const explanation = settingsFor(layers?.config ?? NO_LAYERS, target, context).explain(rule);
  if (options.json) return printJson({ target, profiles: chosen.profiles, ...explanation }, terminal);
  if (options.profile === undefined)
    writeLine(terminal.stderr, line`No --profile given: with the values of ${DEFAULT_PROFILE}.`);
  const colors = palette(terminal.stdout, terminal.env);
  for (const one of textOf(rule, target, explanation, colors)) writeLine(terminal.stdout, one);
  return 0;
}

function find(words: readonly string[], rules: readonly Rule[]): Rule {
  const [id = "", ...more] = words;
  if (more.length > 0) throw new InputError(`explain takes one rule id, and was given ${words.length} words`);
  const rule = rules.find((one) => one.id === id);
  if (rule) return rule;
  const ids = rules.map((one) => one.id);
  throw new InputError(`${unknownId("rule", id, ids)} (\`konductor rules list\` prints them all)`);
}

/** A stack may be named in full, as Pulumi does: organization/project/stack, or organization/stack. */
function targetOf({ stack = "", project, organization, tag = {} }: ExplainOptions): StackTarget {
  const parts = stack.split("/");
  const named = {
    stack: parts.at(-1) ?? "",
    organization: parts.length > 1 ? parts[0] : undefined,
    project: parts.length === 3 ? parts[1] : undefined,
  };
  if (parts.length > 3 || (parts.length > 1 && parts.includes("")))
    throw new InputError(`"${stack}" names no stack: expected prod, acme/prod or acme/shop/prod`);
  for (const [what, given, inName] of [
    ["project", project, named.project],
    ["organization", organization, named.organization],
  ])
    if (given !== undefined && inName !== undefined && given !== inName)
      throw new InputError(`--stack names the ${what} "${inName}", and --${what} is "${given}"`);
  const owner = organization ?? named.organization;
  return {
    ...(owner === undefined ? {} : { organization: owner }),
    project: project ?? named.project ?? "",
    stack: named.stack,
    tags: tag,
  };
}

function textOf(rule: Rule, target: StackTarget, { level, parameters, elsewhere }: Explanation, colors: Palette) {
  const tags = Object.entries(target.tags).map(([key, value]) => `${key}=${value}`);
  const stack = [target.organization, target.project, target.stack].filter((part) => part !== undefined && part !== "");
  const about = stack.length === 0 ? "no stack named" : `stack ${stack.join("/")}`;
  return [
    line`${colors.bold(rule.id)}  ${rule.severity}`,
    print(rule.title),
    line`For: ${[about, ...tags].join(", ")}`,
    ...section("Level", level ? explained(show(level.won.value), level, colors) : [NO_LEVEL], colors),
    ...section(
      "Parameters",
      parameters.flatMap((one) => [
        ...explained(`${one.parameter} = ${show(one.won.value)}`, one, colors),
        ...one.resources.map(
          ({ tags: wanted, said, overridden }) =>
            line`  ${overridden ? "overrode, " : ""}for resources with ${tagText(wanted)}: ${show(said.value)} from ${said.from}`,
        ),
      ]),
      colors,
    ),
    ...section("For other stacks, and so without effect here", elsewhere.map(originText), colors),
  ];
}

const NO_LEVEL = "No layer sets it. In a preview the pack's own level for the severity holds.";

function explained(title: string, { won, overrode }: Explained, colors: Palette): Printable[] {
  const by = (one: Explained["won"]) => (one.by === undefined ? one.from : `${one.from}, by ${one.by} ${one.key}`);
  return [
    colors.bold(title),
    line`  from ${by(won)}`,
    ...(won.because === undefined ? [] : [line`  because: ${won.because}`]),
    ...overrode.map((one) => line`  overrode ${show(one.value)} from ${by(one)}`),
  ];
}

function tagText(tags: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(tags)
    .map(([key, values]) => `${key} = ${values.join(" or ")}`)
    .join(" and ");
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}
