import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Crosswalk, type Framework, type IndicatorSet, InputError } from "../model/index.js";
import { unknownId } from "./nearest.js";

/** What dist/data/index.json says: which file holds what. */
export interface DataIndex {
  readonly catalogs: readonly string[];
  /** Profile id to the catalogue that it belongs to. */
  readonly profiles: Readonly<Record<string, string>>;
}

/** The catalogues, profiles and mappings that the build compiled; each is read when it is asked for. */
export interface CompiledData {
  readonly directory: string;
  readonly index: DataIndex;
  /** @throws InputError when there is no such catalogue */
  framework(catalog: string): Framework;
  /** All catalogues, in the order of their ids. */
  frameworks(): readonly Framework[];
  /**
   * The catalogues that profiles belong to, once each, in the order of their ids.
   * @throws InputError when a profile does not exist
   */
  frameworksOf(profiles: readonly string[]): readonly Framework[];
  crosswalks(): readonly Crosswalk[];
  /** @throws InputError when there is no such set */
  indicators(set: string): IndicatorSet;
  /** The files that have been read so far, by their names in `directory`. */
  used(): readonly string[];
}

/** Beside the bundle; when run from the sources, where the build puts it. */
export function defaultDirectory(): string {
  return basename(__dirname) === "data" ? join(__dirname, "..", "..", "dist", "data") : join(__dirname, "data");
}

/**
 * Opens the compiled data.
 * @param directory where `index.json` lies
 * @throws InputError when it has not been built
 */
export function openData(directory: string = defaultDirectory()): CompiledData {
  const used = new Set<string>();
  const read = <T>(name: string): T => {
    used.add(name);
    return readCompiled<T>(directory, name);
  };
  const index = read<DataIndex>("index.json");
  const cache = new Map<string, Framework>();
  const framework = (catalog: string): Framework => {
    const known = cache.get(catalog);
    if (known) return known;
    if (!index.catalogs.includes(catalog)) throw new InputError(unknownId("catalogue", catalog, index.catalogs));
    const loaded = read<Framework>(`${catalog}.json`);
    cache.set(catalog, loaded);
    return loaded;
  };
  let crosswalks: readonly Crosswalk[] | undefined;
  return {
    directory,
    index,
    framework,
    frameworks: () => index.catalogs.map(framework),
    frameworksOf: (profiles) => {
      const wanted = new Set(profiles.map((profile) => catalogOf(index, profile)));
      return index.catalogs.filter((catalog) => wanted.has(catalog)).map(framework);
    },
    crosswalks: () => {
      crosswalks ??= read<readonly Crosswalk[]>("crosswalks.json");
      return crosswalks;
    },
    indicators: (id) => {
      const sets = read<readonly IndicatorSet[]>("indicators.json");
      const found = sets.find((set) => set.id === id);
      if (found) return found;
      const known = sets.map((set) => set.id);
      throw new InputError(unknownId("set of indicators", id, known));
    },
    used: () => [...used].sort(),
  };
}

function catalogOf(index: DataIndex, profile: string): string {
  const catalog = Object.hasOwn(index.profiles, profile) ? index.profiles[profile] : undefined;
  if (catalog !== undefined) return catalog;
  throw unknownProfile(profile, Object.keys(index.profiles));
}

/** The error for a profile that does not exist, with all that do. */
export function unknownProfile(id: string, known: readonly string[]): InputError {
  const text = unknownId("profile", id, known).replace(/[^?]$/, "$&.");
  return new InputError(`${text} There are ${known.join(", ")}; a file of your own is given by its path`);
}

/** The digests of the sources of frameworks, by what they are of: `catalog nist-800-53-r5`. */
export function frameworkDigests(frameworks: readonly Framework[]): Record<string, string> {
  return Object.fromEntries(
    frameworks.flatMap(({ catalog, digests }) =>
      Object.entries(digests).map(([part, digest]) => [`${part} ${catalog.id}`, digest]),
    ),
  );
}

/** The digests of files of one kind, by what they are of: `config konductor.yaml`. */
export function fileDigests(kind: string, digests: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(digests).map(([file, digest]) => [`${kind} ${file}`, digest]));
}

/** What the build wrote is trusted: it was validated then. */
function readCompiled<T>(directory: string, name: string): T {
  const file = join(directory, name);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new InputError("the compiled catalogues are missing: run npm run build", { file });
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new InputError("the compiled catalogues are damaged: run npm run build", { file });
  }
}
