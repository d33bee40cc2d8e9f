import { allRules } from "../../packs/rules.js";
import { openData } from "../data/compiled.js";
import { effectiveParameters } from "../data/parameters.js";
import { settingsFor } from "../engine/index.js";
import type { Config, Explained, Explanation, Rule, StackTarget } from "../model/index.js";
import { originText } from "../model/present.js";
import type { ExplainOptions } from "./commands/explain.js";
import { layerChoice, openLayers } from "./layers.js";
import { chooseProfiles, DEFAULT_PROFILE } from "./library.js";
import { line, type Palette, type Printable, type Terminal } from "./terminal.js";
import { section } from "./text.js";

const NO_LAYERS: Config = { layers: [], digests: {} };

/** What a rule is set to for a stack. */
export async function explainedFor(
  rule: Rule,
  target: StackTarget,
  options: ExplainOptions,
  { env }: Terminal,
): Promise<{ readonly explanation: Explanation; readonly profiles: readonly string[] }> {
  const rules = allRules();
  const data = openData();
  const chosen = await chooseProfiles(data, options.profile ?? [DEFAULT_PROFILE]);
  const file =
    options.parameters === undefined
      ? undefined
      : (await import("../data/parameters-file.js")).readParametersFile(options.parameters, rules);
  const { values, said } = effectiveParameters(rules, chosen.frameworks, chosen.profiles, file);
  const layers = await openLayers(layerChoice(options, env), data, rules);
  const context = { rules, frameworks: layers?.frameworks ?? [], base: values, said };
  return {
    explanation: settingsFor(layers?.config ?? NO_LAYERS, target, context).explain(rule),
    profiles: chosen.profiles,
  };
}

/** Level and parameters, each with where it comes from and what it overrode. */
export function settingsText({ level, parameters, elsewhere }: Explanation, colors: Palette): Printable[] {
  return [
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
