import type { Catalog, Control, Framework, Profile } from "../model/index.js";
import { DISK, type Files } from "./files.js";
import { unknownId } from "./nearest.js";
import { Problems } from "./problems.js";
import { type ProfileEntry, profileSchema } from "./schemas.js";
import { conform, readSource, type Source } from "./source.js";

/** What a profile is resolved against. */
interface Context {
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly problems: Problems;
  /** The profile of an id, resolved; undefined when there is none. `null` when it extends itself or is broken. */
  readonly base: (id: string) => Profile | undefined | null;
  readonly known: () => readonly string[];
}

/** A profile file that has been read and not yet resolved. */
export interface ReadProfile {
  readonly source: Source;
  readonly entry: ProfileEntry;
}

/** Reads a profile file; what is wrong with its shape goes to `problems`. */
export function readProfile(file: string, problems: Problems, files: Files = DISK): ReadProfile | undefined {
  const source = readSource(file, problems, files);
  const entry = source && conform(profileSchema, source, problems);
  return source && entry ? { source, entry } : undefined;
}

/**
 * Resolves profiles on top of each other, whatever the order of their files.
 * @returns the profiles that could be resolved, in the order given; the others are told in `problems`
 */
export function resolveProfiles(
  read: readonly ReadProfile[],
  catalogs: ReadonlyMap<string, Catalog>,
  problems: Problems,
): Profile[] {
  const byId = new Map<string, ReadProfile>();
  for (const profile of read) {
    const { source, entry } = profile;
    const first = byId.get(entry.id);
    if (first) problems.add(source.problem(["id"], `profile id "${entry.id}" is taken by ${first.source.file}`));
    else byId.set(entry.id, profile);
  }
  const done = new Map<string, Profile | null>();
  const base = (id: string): Profile | undefined | null => {
    const profile = byId.get(id);
    if (!profile) return undefined;
    const known = done.get(id);
    if (known !== undefined) return known;
    done.set(id, null); // Seen again while it is resolved: it extends itself.
    const resolved = resolve(profile, { catalogs, problems, base, known: () => [...byId.keys()] });
    done.set(id, resolved ?? null);
    return resolved ?? null;
  };
  return [...byId.keys()].map((id) => base(id)).filter((profile) => profile !== null && profile !== undefined);
}

/**
 * A user's own profile, on top of the catalogues and profiles that are there.
 * @throws InputErrors with every problem of the file
 */
export function loadProfileFile(
  file: string,
  frameworks: readonly Framework[],
  files: Files = DISK,
): { readonly profile: Profile; readonly digest: string } {
  const problems = new Problems();
  const read = readProfile(file, problems, files);
  problems.throwIfAny();
  const profiles = new Map(frameworks.flatMap((f) => f.profiles).map((profile) => [profile.id, profile]));
  const { source, entry } = read as ReadProfile;
  if (profiles.has(entry.id)) problems.add(source.problem(["id"], `profile id "${entry.id}" is taken; choose another`));
  const profile = resolve(read as ReadProfile, {
    catalogs: new Map(frameworks.map((f) => [f.catalog.id, f.catalog])),
    problems,
    base: (id) => profiles.get(id),
    known: () => [...profiles.keys()],
  });
  problems.throwIfAny();
  return { profile: profile as Profile, digest: source.digest };
}

function resolve({ source, entry }: ReadProfile, context: Context): Profile | undefined {
  const { problems } = context;
  const catalog = context.catalogs.get(entry.catalog);
  if (!catalog) {
    problems.add(source.problem(["catalog"], unknownId("catalogue", entry.catalog, context.catalogs.keys())));
    return undefined;
  }
  const before = problems.count;
  const controls = new Map(catalog.controls.map((control) => [control.id, control]));
  const selected = new Set<string>();
  const excluded: Record<string, string> = {};
  const base = start(source, entry, catalog, context, selected);
  Object.assign(excluded, base?.excluded);
  // Without its beginning nobody knows what is in the profile: then only the ids are checked.
  const sound = problems.count === before;
  const included = Array.isArray(entry.include) ? entry.include : [];
  for (const [i, id] of included.entries()) {
    const wrong = controlProblem(id, controls);
    if (wrong !== undefined) problems.add(source.problem(["include", i], wrong));
    selected.add(id);
    delete excluded[id];
  }
  for (const [id, reason] of Object.entries(entry.exclude ?? {})) {
    const wrong = controlProblem(id, controls) ?? (sound ? excludeProblem(id, included, selected) : undefined);
    if (wrong !== undefined) problems.add(source.problem(["exclude", id], wrong, "key"));
    selected.delete(id);
    excluded[id] = reason;
  }
  const odps = new Map(catalog.controls.flatMap((c) => Object.keys(c.parameters).map((odp) => [odp, c.id] as const)));
  for (const odp of Object.keys(entry.parameters ?? {})) {
    const wrong = odpProblem(odp, odps, sound ? selected : undefined);
    if (wrong !== undefined) problems.add(source.problem(["parameters", odp], wrong, "key"));
  }
  // Silence does not load. Controls of a baseline are told by the catalogue, the others here, where somebody chose them.
  const silent = [...selected].filter((id) => {
    const control = controls.get(id);
    return control && !control.withdrawn && !control.disposition && control.baselines.length === 0;
  });
  if (silent.length > 0) problems.add(source.problem([], `no disposition for ${silent.join(", ")}; give each one`));
  if (problems.count > before) return undefined;
  const inherited = Object.entries(base?.parameters ?? {}).filter(([odp]) => selected.has(odps.get(odp) ?? ""));
  return {
    id: entry.id,
    title: entry.title,
    catalog: catalog.id,
    controls: catalog.controls.filter((control) => selected.has(control.id)).map((control) => control.id),
    excluded: sorted(excluded, [...controls.keys()]),
    parameters: sorted({ ...Object.fromEntries(inherited), ...entry.parameters }, [...odps.keys()]),
  };
}

/** Puts the controls that a profile begins with into `selected`. */
function start(
  source: Source,
  entry: ProfileEntry,
  catalog: Catalog,
  context: Context,
  selected: Set<string>,
): Profile | undefined {
  const { problems } = context;
  const beginnings = [entry.baseline, entry.extends, entry.extends === undefined ? entry.include : undefined];
  if (beginnings.filter((beginning) => beginning !== undefined).length !== 1) {
    const text = "expected one of baseline, include and extends; only extends can have an include beside it";
    problems.add(source.problem([], text));
    return undefined;
  }
  if (entry.baseline !== undefined) {
    const { baseline } = entry;
    for (const control of catalog.controls) if (control.baselines.includes(baseline)) selected.add(control.id);
    const known = new Set(catalog.controls.flatMap((control) => control.baselines));
    if (selected.size === 0) problems.add(source.problem(["baseline"], unknownId("baseline", baseline, known)));
  } else if (entry.include === "all") {
    for (const control of catalog.controls) if (!control.withdrawn) selected.add(control.id);
  }
  if (entry.extends === undefined) return undefined;
  const base = context.base(entry.extends);
  if (base === undefined) {
    problems.add(source.problem(["extends"], unknownId("profile", entry.extends, context.known())));
  } else if (base === null) {
    problems.add(source.problem(["extends"], `profile "${entry.extends}" extends this one, or is not valid itself`));
  } else if (base.catalog !== catalog.id) {
    problems.add(source.problem(["extends"], `profile "${base.id}" is of the catalogue ${base.catalog}`));
  } else for (const id of base.controls) selected.add(id);
  return base ?? undefined;
}

function controlProblem(id: string, controls: ReadonlyMap<string, Control>): string | undefined {
  const control = controls.get(id);
  if (!control) return unknownId("control", id, controls.keys());
  return control.withdrawn ? `control ${id} is withdrawn` : undefined;
}

function excludeProblem(id: string, included: readonly string[], selected: ReadonlySet<string>): string | undefined {
  if (included.includes(id)) return `control ${id} is included and excluded`;
  return selected.has(id) ? undefined : `control ${id} is not in the profile, so it cannot be left out`;
}

function odpProblem(
  odp: string,
  odps: ReadonlyMap<string, string>,
  selected: ReadonlySet<string> | undefined,
): string | undefined {
  const owner = odps.get(odp);
  if (owner === undefined) return unknownId("ODP", odp, odps.keys());
  return selected?.has(owner) !== false ? undefined : `ODP ${odp} belongs to ${owner}, which is not in the profile`;
}

/** The same entries in the catalogue's order. */
function sorted<T>(entries: Readonly<Record<string, T>>, order: readonly string[]): Record<string, T> {
  const rank = new Map(order.map((id, i) => [id, i]));
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
}
