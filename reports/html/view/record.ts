import { type EffectiveParameter, EXCLUSIONS } from "../../../src/model/index.js";
import { EXCLUSION_WORDS, placeText } from "../../../src/model/present.js";
import { emptyCounts } from "../../../src/model/sample.js";
import { originsView } from "./origins.js";
import type { Page } from "./page.js";
import { count, counted, groupTallies } from "./words.js";

/** Rows of the tables of types that stand in the open; the rest folds away. */
const ROWS = 12;
const INPUT_ROWS = 25;

/** The population: what was in the inputs, what was judged, and that it adds up. */
export function populationView(page: Page) {
  const { population } = page.assessment;
  return {
    total: count(population.total),
    evaluated: count(population.evaluated),
    excluded: EXCLUSIONS.filter((reason) => population.excluded[reason] > 0).map((reason) => ({
      n: count(population.excluded[reason]),
      word: EXCLUSION_WORDS[reason],
    })),
    balanced: population.balanced,
    providers: population.byProvider.map((row) => ({ provider: row.provider, n: counted(row.count, "resource") })),
    accounts: population.byAccount.map((row) => ({
      name: placeText(row.provider, row.account),
      n: counted(row.count, "resource"),
    })),
    regions: population.byRegion.map((row) => ({
      name: placeText(row.provider, row.region),
      n: counted(row.count, "resource"),
    })),
    types: folded(
      [...population.byType]
        .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1))
        .map((row) => ({
          type: row.type,
          n: count(row.count),
          evaluated: count(row.evaluated),
          rules: count(row.rules),
        })),
    ),
    unruled: largestFirst(population.typesWithoutRule),
    unruledCount: counted(population.typesWithoutRule.length, "type"),
    metadataOnly: largestFirst(population.typesWithMetadataRulesOnly),
    metadataOnlyCount: counted(population.typesWithMetadataRulesOnly.length, "type"),
    inputs: folded(inputsView(page), INPUT_ROWS),
    skipped: page.assessment.skipped.map(({ path, reason }) => ({ path, reason })),
    skippedCount: counted(page.assessment.skipped.length, "file"),
  };
}

function largestFirst(types: readonly { type: string; count: number }[]) {
  const sorted = [...types].sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  return folded(sorted.map((row) => ({ type: row.type, n: count(row.count) })));
}

function folded<T>(rows: readonly T[], most = ROWS) {
  return { rows: rows.slice(0, most), rest: rows.slice(most), restCount: count(Math.max(0, rows.length - most)) };
}

function inputsView({ assessment, held, anchors, stackOf }: Page) {
  const populations = new Map(assessment.population.byInput.map((row) => [row.input, row]));
  return assessment.inputs.map((input, i) => {
    const row = populations.get(i);
    const excluded = row ? Object.values(row.excluded).reduce((sum, n) => sum + n, 0) : 0;
    return {
      anchor: anchors.input(i),
      number: i,
      path: input.path,
      stack: stackOf(i),
      named: stackOf(i) !== input.path,
      format: input.format,
      time: input.time ?? "",
      cliVersion: input.cliVersion ?? "",
      digest: input.digest,
      assessed: input.status === "assessed",
      error: input.error ?? "",
      notes: input.notes.slice(0, 20),
      moreNotes: input.notes.length > 20 ? count(input.notes.length - 20) : "",
      total: count(row?.total ?? 0),
      evaluated: count(row?.evaluated ?? 0),
      excluded: count(excluded),
      counts: groupTallies(held.byInput[i] ?? emptyCounts()),
    };
  });
}

/** How the run was set up, and how to repeat it. */
export function recordView(page: Page) {
  const { assessment, stackOf } = page;
  const { parameters, tool, assessedAt } = assessment;
  return {
    tool: `${tool.name} ${tool.version}`,
    assessedAt: assessedAt ?? "",
    origins: originsView(page),
    command: ["konductor", ...parameters.arguments.map(quoted)].join(" "),
    rules: parameters.rules.map((one) => parameterView(one, stackOf)),
    sample: parameters.sample && { size: counted(parameters.sample.size, "result"), seed: parameters.sample.seed },
    disabled: parameters.disabled.map(({ rule, because, origin, resources, inputs }) => ({
      rule,
      because,
      resources: counted(resources, "resource"),
      origin: `${origin}${stacksText(inputs, stackOf)}`,
    })),
    odp: parameters.odp.map(({ profile, id, value }) => ({ profile, id, value: String(value) })),
    digests: Object.entries(parameters.digests).map(([source, digest]) => ({ source, digest })),
    first: assessment.inputs.find((input) => input.status === "assessed" && input.path !== "-")?.path ?? "",
  };
}

/** A parameter of a rule that is not at its default, and where that comes from. */
export function parameterView(effective: EffectiveParameter, stackOf: Page["stackOf"]) {
  const { rule, parameter, value, origin, inputs, tags } = effective;
  const from = `${origin}${tagsText(tags)}${stacksText(inputs, stackOf)}`;
  return { rule, parameter, value: JSON.stringify(value) ?? "", origin: from };
}

function tagsText(tags: Readonly<Record<string, readonly string[]>> | undefined): string {
  if (tags === undefined) return "";
  const texts = Object.entries(tags).map(([key, values]) => `${key} = ${values.join(" or ")}`);
  return `; for resources with ${texts.join(" and ")}`;
}

/** The stacks that something is so for, where it is not so for all. */
function stacksText(inputs: readonly number[] | undefined, stackOf: Page["stackOf"]): string {
  if (inputs === undefined) return "";
  const rest = inputs.length > ROWS ? ` and ${count(inputs.length - ROWS)} more` : "";
  return `; for ${inputs.slice(0, ROWS).map(stackOf).join(", ")}${rest}`;
}

/** As a shell takes it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
