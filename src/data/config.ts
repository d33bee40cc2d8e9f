import type { Config, Layer, LevelSetting, Origin, Pattern, ResourceSettings, Rule, Selector } from "../model/index.js";
import { type NamedControls, Names, patternOf } from "./config-names.js";
import { configSchema, type LayerEntry, type LevelEntry } from "./config-schema.js";
import { checkGlobs, valueSettings } from "./config-values.js";
import { DISK, type Files } from "./files.js";
import { Problems } from "./problems.js";
import { conform, type Path, readSource, type Source } from "./source.js";

/** The layer being read, and what it is read against. */
export interface LayerContext {
  readonly source: Source;
  /** Of the layer. */
  readonly path: Path;
  readonly names: Names;
  readonly problems: Problems;
  readonly origin: (path: Path) => Origin;
}

/**
 * Reads the layers of konductor.yaml and its like.
 * @param paths in any order: it means nothing
 * @throws InputErrors with every problem of every file, each at its line and column
 */
export function loadConfig(
  paths: readonly string[],
  rules: readonly Rule[],
  frameworks: readonly NamedControls[],
  files: Files = DISK,
): Config {
  const problems = new Problems();
  const names = new Names(rules, frameworks);
  const layers: Layer[] = [];
  const digests: [string, string][] = [];
  const taken = new Map<string, string>();
  for (const file of new Set(paths)) {
    const source = readSource(file, problems, files);
    const data = source && conform(configSchema, source, problems);
    if (!source || !data) continue;
    digests.push([file, source.digest]);
    for (const [i, entry] of data.layers.entries()) {
      const path = ["layers", i];
      if (entry.name !== undefined) {
        const first = taken.get(entry.name);
        const place = source.place([...path, "name"]);
        if (first === undefined) taken.set(entry.name, `${place.file}:${place.line}:${place.column}`);
        else problems.add(source.problem([...path, "name"], `layer name "${entry.name}" is taken by ${first}`));
      }
      layers.push(readLayer(source, path, entry, names, problems));
    }
  }
  problems.throwIfAny();
  return { layers, digests: Object.fromEntries(digests) };
}

function readLayer(source: Source, path: Path, entry: LayerEntry, names: Names, problems: Problems): Layer {
  const { name, scope, parameters = {}, resources = [] } = entry;
  const layer = name === undefined ? {} : { layer: name };
  const origin = (at: Path): Origin => ({ ...layer, scope, ...source.place(at, "key") });
  const context: LayerContext = { source, path, names, problems, origin };
  return {
    ...(name === undefined ? {} : { name }),
    scope,
    origin: origin(path),
    select: readSelector(context, entry.select ?? {}),
    levels: readLevels(context, entry),
    values: valueSettings(context, [...path, "parameters"], parameters),
    resources: resources.map(
      ({ tags, parameters: values }, i): ResourceSettings => ({
        tags: Object.fromEntries(Object.entries(tags).map(([key, some]) => [key, [some].flat()])),
        values: valueSettings(context, [...path, "resources", i, "parameters"], values),
      }),
    ),
  };
}

function readSelector(context: LayerContext, select: NonNullable<LayerEntry["select"]>): Selector {
  const { organization, project, stack, tags } = select;
  const path = [...context.path, "select"];
  return {
    ...(organization === undefined ? {} : { organization: patterns(context, [...path, "organization"], organization) }),
    ...(project === undefined ? {} : { project: patterns(context, [...path, "project"], project) }),
    ...(stack === undefined ? {} : { stack: patterns(context, [...path, "stack"], stack) }),
    ...(tags === undefined
      ? {}
      : {
          tags: Object.fromEntries(
            Object.entries(tags).map(([key, globs]) => [key, patterns(context, [...path, "tags", key], globs)]),
          ),
        }),
  };
}

function patterns({ source, problems }: LayerContext, path: Path, globs: string | readonly string[]): Pattern[] {
  return [globs].flat().flatMap((glob, i) => {
    const pattern = patternOf(glob);
    if (typeof pattern !== "string") return [pattern];
    problems.add(source.problem(typeof globs === "string" ? path : [...path, i], pattern));
    return [];
  });
}

function readLevels(context: LayerContext, entry: LayerEntry): LevelSetting[] {
  const { names, source, problems, origin } = context;
  const settings: LevelSetting[] = [];
  const refuse = (path: Path, text: string) => problems.add(source.problem(path, text, "key"));
  for (const [key, level] of Object.entries(entry.rules ?? {})) {
    const path = [...context.path, "rules", key];
    const named = names.rules(key);
    if (typeof named === "string") refuse(path, named);
    else
      settings.push({
        by: named.by,
        key,
        ...levelOf(level),
        rules: named.rules.map(({ id }) => id),
        origin: origin(path),
      });
  }
  checkGlobs(context, settings, (key) => [...context.path, "rules", key]);
  const seen = new Map<string, string>();
  for (const [key, level] of Object.entries(entry.controls ?? {})) {
    const path = [...context.path, "controls", key];
    const named = names.control(key);
    if (typeof named === "string") {
      refuse(path, named);
      continue;
    }
    const twin = seen.get(named.id);
    if (twin !== undefined) refuse(path, `is the same control as "${twin}"; keep one`);
    seen.set(named.id, key);
    settings.push({ by: "control", key: named.id, ...levelOf(level), origin: origin(path) });
  }
  for (const [key, level] of Object.entries(entry.severities ?? {}))
    if (level !== undefined)
      settings.push({ by: "severity", key, ...levelOf(level), origin: origin([...context.path, "severities", key]) });
  return settings;
}

function levelOf(entry: LevelEntry): Pick<LevelSetting, "level" | "because"> {
  if (typeof entry === "string") return { level: entry };
  return { level: entry.level, ...(entry.because === undefined ? {} : { because: entry.because }) };
}
