import { mappedRule } from "../crossguard/metadata.js";
import { fileDigests, frameworkDigests, unknownProfile } from "../data/compiled.js";
import { effectiveParameters, type ParameterOrigin } from "../data/parameters.js";
import { type Config, type ExceptionSet, type Framework, InputError, type Profile, type Rule } from "../model/index.js";
import { visible } from "../model/present.js";
import { PACK_SCHEMA, type PackedRule, type PackFile, withParameters } from "./pack-file.js";
import { type Globs, selectRules } from "./select.js";

/** In place of a profile: every rule, mapped or not. */
export const EVERYTHING = "everything";

/** What somebody wants a pack to be. */
export interface PackRequest extends Globs {
  /** Id of a profile of one of the frameworks, or `everything`. */
  readonly profile: string;
  readonly name?: string | undefined;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  /** What a pack carries for the stacks that it judges. */
  readonly config?: Config | undefined;
  readonly exceptions?: ExceptionSet | undefined;
}

/** What a pack will be. */
export interface PackPlan {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly profile: Profile | undefined;
  /** The frameworks, that of the profile first; its mapping is cut down to the controls of the profile. */
  readonly frameworks: readonly Framework[];
  /** With the profile's values as the defaults of their parameters. */
  readonly rules: readonly Rule[];
  /** Parameters whose default comes from the profile. */
  readonly origins: readonly ParameterOrigin[];
  readonly carried: Pick<PackFile, "config" | "exceptions">;
}

/** What Pulumi takes as the name of a pack, and as its version. */
const NAME = /^[a-zA-Z0-9-_.]{1,100}$/;

/**
 * Checks the name or the version of a pack.
 * @throws InputError that names the option
 */
export function checkName(value: string, option: string): string {
  if (NAME.test(value)) return value;
  throw new InputError(
    `${option} is 1 to 100 letters, digits, hyphens, underscores and dots, which ${JSON.stringify(value)} is not`,
  );
}

/**
 * Works out what a pack will be.
 * @param all every rule there is, in the order of the ids
 * @param frameworks every catalogue there is, a user's own profile included
 * @throws InputError when the profile is unknown, a glob matches nothing or no rule is left
 */
export function planPack(request: PackRequest, all: readonly Rule[], frameworks: readonly Framework[]): PackPlan {
  const found = request.profile === EVERYTHING ? undefined : profileOf(request.profile, frameworks);
  const scoped = found ? [found.framework, ...frameworks.filter(notThat(found.framework))] : frameworks;
  const mapped = new Set(found?.framework.mapping.map((row) => row.rule));
  const offered = found ? all.filter((rule) => mapped.has(rule.id)) : all;
  const where = found ? `the profile ${found.profile.id}` : "the project";
  const selected = selectRules(offered, all, request, where);
  const { values, origins } = effectiveParameters(selected, scoped, found ? [found.profile.id] : []);
  const rules = selected.map((rule) => {
    const mine = values.get(rule.id);
    return mine
      ? withParameters(
          rule,
          rule.parameters.map((one) => ({ ...one, default: mine[one.name] })),
        )
      : rule;
  });
  const what = found?.profile.title ?? "every rule, mapped or not";
  return {
    name: checkName(request.name ?? `konductor-${request.profile}`, "the name of a pack"),
    displayName: visible(request.displayName ?? `Konductor: ${what}`),
    description: visible(
      [request.description ?? `The rules of Konductor for ${what}.`, ...carriedText(request)].join(" "),
    ),
    profile: found?.profile,
    frameworks: scoped,
    rules,
    origins,
    carried: {
      ...(request.config === undefined ? {} : { config: request.config }),
      ...(request.exceptions === undefined ? {} : { exceptions: request.exceptions }),
    },
  };
}

/** The pack says what it was configured by, so that a run can be traced to it. */
function carriedText({ config, exceptions }: PackRequest): string[] {
  const listed = (what: string, digests: Readonly<Record<string, string>> = {}) =>
    Object.entries(digests).map(([file, digest]) => `${what} ${file} ${digest.slice(0, "sha256:".length + 12)}.`);
  return [...listed("Configured by", config?.digests), ...listed("Exceptions of", exceptions?.digests)];
}

function profileOf(id: string, frameworks: readonly Framework[]): { profile: Profile; framework: Framework } {
  for (const framework of frameworks) {
    const profile = framework.profiles.find((one) => one.id === id);
    if (!profile) continue;
    const controls = new Set(profile.controls);
    return {
      profile,
      framework: { ...framework, mapping: framework.mapping.filter((row) => controls.has(row.control)) },
    };
  }
  throw unknownProfile(id, [...frameworks.flatMap((one) => one.profiles.map((profile) => profile.id)), EVERYTHING]);
}

function notThat({ catalog }: Framework): (other: Framework) => boolean {
  return (other) => other.catalog.id !== catalog.id;
}

/** @param digests of what the pack is made of beside the frameworks */
export function packFile(plan: PackPlan, tool: PackFile["tool"], digests: PackFile["digests"] = {}): PackFile {
  const { name, displayName, description, profile, frameworks, carried } = plan;
  const rules = plan.rules.map((rule): [string, PackedRule] => [
    rule.id,
    {
      ...mappedRule(rule.id, frameworks, profile?.catalog),
      ...(rule.parameters.length > 0 && { parameters: rule.parameters }),
    },
  ]);
  return {
    schema: PACK_SCHEMA,
    tool,
    name,
    displayName,
    description,
    ...(profile && { profile: { id: profile.id, title: profile.title, catalog: profile.catalog } }),
    digests: {
      ...frameworkDigests(frameworks),
      ...fileDigests("config", carried.config?.digests),
      ...fileDigests("exceptions", carried.exceptions?.digests),
      ...digests,
    },
    rules: Object.fromEntries(rules),
    ...carried,
  };
}
