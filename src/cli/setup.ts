import { placesIn } from "../../packs/places.js";
import { allRules } from "../../packs/rules.js";
import { tagsIn } from "../../packs/tags.js";
import type { SetupChoice } from "../data/bundle.js";
import { type CompiledData, fileDigests, frameworkDigests } from "../data/compiled.js";
import type { Files } from "../data/files.js";
import { effectiveParameters } from "../data/parameters.js";
import type { AssessmentSetup } from "../engine/index.js";
import { FindingTracker } from "../evidence/tracker.js";
import { dayOf, InputError, toDay } from "../model/index.js";
import type { AssessOptions } from "./commands/assess.js";
import { layerArguments, layerChoice, openLayers } from "./layers.js";
import { chooseProfiles, DEFAULT_PROFILE } from "./library.js";
import { provenanceOfParts, provenanceParts } from "./provenance.js";
import type { Terminal } from "./terminal.js";
import { programDigest, tool } from "./tool.js";

/**
 * The options of a command line, with what stands in for those that were not given, and what the runs before found.
 * @throws InputError when the provenance is asked of an environment that tells none
 */
export function setupChoice(
  options: Partial<AssessOptions>,
  env: Terminal["env"],
  now: Date,
  tracked?: SetupChoice["tracked"],
): SetupChoice {
  const { parameters, exceptions, attestations, system, at, updates } = options;
  const provenance = options.provenance && provenanceParts(options.provenance, env);
  return {
    profile: options.profile ?? [DEFAULT_PROFILE],
    ...layerChoice(options, env),
    ...(parameters === undefined ? {} : { parameters }),
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(attestations === undefined ? {} : { attestations }),
    ...(system === undefined ? {} : { system }),
    date: options.date ?? dayOf(at ?? "") ?? (toDay(now.getTime()) as string),
    ...(at === undefined ? {} : { at }),
    ...(provenance === undefined ? {} : { provenance }),
    ...(updates === undefined ? {} : { updates }),
    ...(tracked === undefined ? {} : { tracked }),
    ...sampleChoice(options),
  };
}

/** The seed is given by whoever draws: one of ours could be chosen until the sample pleases. */
function sampleChoice({ sample, sampleSeed }: AssessOptions): Pick<SetupChoice, "sample"> {
  if ((sample === undefined) !== (sampleSeed === undefined))
    throw new InputError("--sample and --sample-seed go together: how many to draw of each rule, and any text");
  return sample === undefined || sampleSeed === undefined ? {} : { sample: { size: sample, seed: sampleSeed } };
}

/**
 * Loads and checks everything that does not depend on the inputs, so that a slip costs no run.
 * @param paths the inputs as given, to be told in the assessment
 * @throws InputErrors with every problem of a file
 */
export async function prepare(
  paths: readonly string[],
  choice: SetupChoice,
  files: Files,
  data: CompiledData,
): Promise<AssessmentSetup> {
  const rules = allRules();
  const chosen = await chooseProfiles(data, choice.profile, files);
  const { parameters } = choice;
  const file =
    parameters === undefined
      ? undefined
      : (await import("../data/parameters-file.js")).readParametersFile(parameters, rules, files);
  const exceptions = await exceptionsOf(choice, rules, files);
  const attestations = await attestationsOf(choice, data, files);
  const system = await systemOf(choice, data, files);
  const { values, origins } = effectiveParameters(rules, chosen.frameworks, chosen.profiles, file);
  const layers = await openLayers(choice, data, rules, files);
  const { readProse } = await import("../data/prose.js");
  const prose = chosen.frameworks
    .map(({ catalog }) => readProse(catalog.id, undefined, files))
    .filter((one) => one !== undefined);
  return {
    tool,
    ...(choice.at === undefined ? {} : { assessedAt: choice.at }),
    ...(choice.provenance === undefined ? {} : { provenance: provenanceOfParts(choice.provenance) }),
    frameworks: chosen.frameworks,
    profiles: chosen.profiles,
    rules,
    values,
    parameters: {
      arguments: argumentsOf(paths, choice),
      rules: origins,
      ...(choice.sample === undefined ? {} : { sample: choice.sample }),
      digests: {
        ...programDigest(),
        ...frameworkDigests(chosen.frameworks),
        ...chosen.digests,
        ...(file === undefined ? {} : { parameters: file.digest }),
        ...fileDigests("config", layers?.config.digests),
        ...fileDigests("exceptions", exceptions?.set.digests),
        ...fileDigests("attestations", attestations?.set.digests),
        ...(system === undefined ? {} : { [`system ${choice.system}`]: system.digest }),
        ...Object.fromEntries(prose.map((one) => [`prose ${one.catalog}`, one.digest])),
      },
    },
    ...(layers === undefined ? {} : { layers }),
    crosswalks: data.crosswalks(),
    prose,
    placesIn,
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(attestations === undefined ? {} : { attestations }),
    ...(choice.tracked === undefined ? {} : { tracker: new FindingTracker(choice.tracked) }),
    ...(system === undefined ? {} : { system: system.assessed }),
  };
}

/** The exceptions that were asked for, and the day on which they are judged: the only thing that the clock decides. */
async function exceptionsOf({ exceptions, date }: SetupChoice, rules: AssessmentSetup["rules"], files: Files) {
  if (exceptions === undefined) return undefined;
  const { loadExceptions } = await import("../data/exceptions.js");
  return { set: loadExceptions(exceptions, rules, files), today: date, tagsOf: tagsIn };
}

/** The attestations that were asked for, judged on the same day. They may speak of catalogues that are not assessed. */
async function attestationsOf({ attestations, date }: SetupChoice, data: CompiledData, files: Files) {
  if (attestations === undefined) return undefined;
  const { loadAttestations } = await import("../data/attestations.js");
  return { set: loadAttestations(attestations, data.frameworks(), files), today: date };
}

const INDICATORS = "fedramp-ksi-2026";

/** What people say of the system, with the indicators that they could speak of. */
async function systemOf({ system }: SetupChoice, data: CompiledData, files: Files) {
  if (system === undefined) return undefined;
  const { loadSystem } = await import("../data/system.js");
  const indicatorSet = data.indicators(INDICATORS);
  const { facts, digest } = loadSystem(system, indicatorSet, files);
  return { digest, assessed: { ...facts, indicatorSet } };
}

/** The date is told even when it was not given, so that the command line makes the same assessment on another day. */
function argumentsOf(paths: readonly string[], choice: SetupChoice): string[] {
  const {
    profile,
    parameters,
    exceptions = [],
    attestations = [],
    system,
    date,
    at,
    provenance = [],
    updates = [],
    sample,
  } = choice;
  const judged = choice.exceptions !== undefined || choice.attestations !== undefined;
  return [
    "assess",
    ...paths,
    ...profile.flatMap((id) => ["--profile", id]),
    ...(parameters === undefined ? [] : ["--parameters", parameters]),
    ...exceptions.flatMap((file) => ["--exceptions", file]),
    ...attestations.flatMap((file) => ["--attestations", file]),
    ...(system === undefined ? [] : ["--system", system]),
    ...(judged ? ["--date", date] : []),
    ...(at === undefined ? [] : ["--at", at]),
    ...provenance.flatMap((part) => ["--provenance", part]),
    ...updates.flatMap((one) => ["--updates", one]),
    ...(sample === undefined ? [] : ["--sample", String(sample.size), "--sample-seed", sample.seed]),
    ...layerArguments(choice),
  ];
}
