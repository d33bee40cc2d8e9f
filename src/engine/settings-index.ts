import {
  type Framework,
  InputError,
  type Layer,
  LEVELS,
  type LevelSetting,
  MEANS,
  type Origin,
  type ResourceSettings,
  type Rule,
  SCOPES,
  type Setting,
  type ValueSetting,
} from "../model/index.js";
import { originText } from "../model/present.js";
import { byText } from "./count.js";

/** The part of a framework that tells which rules speak to a control. */
export type ControlRules = {
  readonly catalog: Pick<Framework["catalog"], "id">;
  readonly mapping: readonly Pick<Framework["mapping"][number], "control" | "rule">[];
};

/** A setting with the layer that holds it. */
export interface Heard<S extends Setting> {
  readonly layer: Layer;
  readonly rank: number;
  readonly setting: S;
}

/** What a layer says of a rule for resources with certain tags. */
export interface Entry {
  readonly layer: Layer;
  readonly rank: number;
  readonly tags: ResourceSettings["tags"];
  readonly values: ReadonlyMap<string, ValueSetting>;
}

/** Everything that the layers of one stack say of one rule, the strongest first. */
export interface Word {
  readonly levels: readonly Heard<LevelSetting>[];
  readonly values: ReadonlyMap<string, readonly Heard<ValueSetting>[]>;
  readonly entries: readonly Entry[];
}

/** Hears layers out. */
export class Index {
  readonly #byControl = new Map<string, Set<string>>();

  constructor(frameworks: readonly ControlRules[]) {
    for (const { catalog, mapping } of frameworks)
      for (const { control, rule } of mapping) {
        const key = `${catalog.id}/${control}`;
        const rules = this.#byControl.get(key);
        if (rules) rules.add(rule);
        else this.#byControl.set(key, new Set([rule]));
      }
  }

  /**
   * What layers say of a rule; undefined when they say nothing.
   * @throws InputError when two of equal rank disagree, naming both places
   */
  word(rule: Rule, layers: readonly Layer[]): Word | undefined {
    const levels: Heard<LevelSetting>[] = [];
    const values = new Map<string, Heard<ValueSetting>[]>();
    const entries: Entry[] = [];
    for (const layer of layers) {
      const rank = SCOPES.indexOf(layer.scope);
      for (const setting of layer.levels) if (this.#names(setting, rule)) levels.push({ layer, rank, setting });
      for (const setting of layer.values) {
        if (!setting.rules.includes(rule.id)) continue;
        const known = values.get(setting.parameter);
        if (known) known.push({ layer, rank, setting });
        else values.set(setting.parameter, [{ layer, rank, setting }]);
      }
      for (const { tags, values: all } of layer.resources) {
        const mine = all.filter((setting) => setting.rules.includes(rule.id));
        if (mine.length > 0) entries.push({ layer, rank, tags, values: mostSpecific(mine) });
      }
    }
    if (levels.length + values.size + entries.length === 0) return undefined;
    agree(rule, "its level", levels.sort(byStrength), ({ level }) => level);
    for (const [parameter, heard] of values) agree(rule, parameter, heard.sort(byStrength), ({ value }) => value);
    entries.sort((a, b) => b.rank - a.rank || (a.layer === b.layer ? 0 : byPlace(a.layer.origin, b.layer.origin)));
    agreeOnTags(rule, entries);
    return { levels, values, entries };
  }

  #names(setting: LevelSetting, rule: Rule): boolean {
    if (setting.by === "severity") return setting.key === rule.severity;
    if (setting.by === "control") return this.#byControl.get(setting.key)?.has(rule.id) === true;
    return setting.rules?.includes(rule.id) === true;
  }
}

/**
 * A stronger layer first, in a layer the more specific means. A rule may speak to several controls that are set to
 * different levels: there the strictest counts, so that no control is let down for another.
 */
function byStrength(a: Heard<Setting & { level?: LevelSetting["level"] }>, b: typeof a): number {
  const strictness = ({ setting: { level } }: typeof a) => (level === undefined ? 0 : LEVELS.indexOf(level));
  return (
    b.rank - a.rank ||
    MEANS.indexOf(a.setting.by) - MEANS.indexOf(b.setting.by) ||
    strictness(b) - strictness(a) ||
    byPlace(a.setting.origin, b.setting.origin)
  );
}

/** So that which of two equal settings is named does not hang on the order in which files were given. */
function byPlace(a: Origin, b: Origin): number {
  return byText(a.file ?? "", b.file ?? "") || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function mostSpecific(settings: readonly ValueSetting[]): Map<string, ValueSetting> {
  const best = new Map<string, ValueSetting>();
  for (const setting of settings) {
    const known = best.get(setting.parameter);
    if (!known || MEANS.indexOf(setting.by) < MEANS.indexOf(known.by)) best.set(setting.parameter, setting);
  }
  return best;
}

/** Layers of one rank that say different things of the same: nobody could tell which holds. */
function agree<S extends Setting>(
  rule: Rule,
  what: string,
  heard: readonly Heard<S>[],
  value: (setting: S) => unknown,
): void {
  const own = new Map<Layer, Heard<S>>();
  for (const one of heard) if (!own.has(one.layer)) own.set(one.layer, one);
  const first = new Map<number, Heard<S>>();
  for (const one of own.values()) {
    const known = first.get(one.rank);
    if (!known) first.set(one.rank, one);
    else if (!sameValue(value(known.setting), value(one.setting)))
      throw disagreement(rule, what, [known.setting, value(known.setting)], [one.setting, value(one.setting)]);
  }
}

/** As `agree`, for entries of two layers that one resource can match. */
function agreeOnTags(rule: Rule, entries: readonly Entry[]): void {
  for (const [i, a] of entries.entries())
    for (const b of entries.slice(i + 1)) {
      if (a.rank !== b.rank || a.layer === b.layer || apart(a.tags, b.tags)) continue;
      for (const [parameter, setting] of a.values) {
        const other = b.values.get(parameter);
        if (other && !sameValue(setting.value, other.value))
          throw disagreement(rule, parameter, [setting, setting.value], [other, other.value]);
      }
    }
}

/** No resource can carry the tags of both. */
function apart(a: ResourceSettings["tags"], b: ResourceSettings["tags"]): boolean {
  return Object.keys(a).some((key) => Object.hasOwn(b, key) && !a[key]?.some((value) => b[key]?.includes(value)));
}

function disagreement(rule: Rule, what: string, one: [Setting, unknown], other: [Setting, unknown]): InputError {
  const [[first, firstValue], [second, secondValue]] = [one, other].sort(([a], [b]) => byPlace(a.origin, b.origin)) as [
    typeof one,
    typeof other,
  ];
  const { layer: _, scope, ...where } = second.origin;
  return new InputError(
    `rule ${rule.id}: ${what} is ${show(secondValue)} here, and ${show(firstValue)} in ${originText(first.origin)}: ` +
      `both layers are of the scope ${scope} and select the same stack; change one, or what it selects`,
    where,
  );
}

export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
