import type {
  Choice,
  Config,
  Explained,
  Explanation,
  Layer,
  Origin,
  ParameterValues,
  Rule,
  Said,
  Setting,
  Settings,
  StackTarget,
  TagReading,
  ValueSetting,
} from "../model/index.js";
import { originText } from "../model/present.js";
import { defaults } from "./evaluate.js";
import { type ControlRules, type Entry, Index, type Word } from "./settings-index.js";
import { Selection } from "./settings-select.js";
import { casesOf, casesText, checkCases, type TagCase } from "./settings-tags.js";

export { type ControlRules, sameValue } from "./settings-index.js";

/** What layers are resolved against. */
export interface SettingsContext {
  readonly rules: readonly Rule[];
  /** What tells which rules speak to a control. */
  readonly frameworks: readonly ControlRules[];
  /** Complete values by rule id that the layers come over; a rule that is not in it has its defaults. */
  readonly base?: ReadonlyMap<string, ParameterValues>;
  /** Who set the values of `base`, the weakest first. */
  readonly said?: readonly { rule: string; parameter: string; value: unknown; origin: string }[];
}

/** The settings of stack after stack. Stacks that the same layers select share theirs, so the cost is paid once. */
export class Layering {
  readonly #selection: Selection;
  readonly #index: Index;
  readonly #settings = new Map<string, StackSettings>();
  readonly #used = new Set<Layer>();

  constructor(
    private readonly config: Config,
    private readonly context: SettingsContext,
  ) {
    this.#selection = new Selection(config);
    this.#index = new Index(context.frameworks);
  }

  /**
   * The settings of a stack.
   * @throws InputError when two layers of equal rank select it and set the same thing to different values
   */
  for(target: StackTarget): Settings {
    const selected = this.#selection.of(target);
    const key = selected.map(Number).join("");
    const known = this.#settings.get(key);
    if (known) return known;
    const layers = this.config.layers.filter((_, i) => selected[i]);
    for (const layer of layers) this.#used.add(layer);
    const settings = new StackSettings(this.config, layers, this.#index, this.context);
    this.#settings.set(key, settings);
    return settings;
  }

  /** Layers that selected none of the stacks so far. */
  get idle(): readonly Layer[] {
    return this.config.layers.filter((layer) => !this.#used.has(layer));
  }
}

/**
 * The settings of one stack.
 * @throws InputError when two layers of equal rank select it and set the same thing to different values
 */
export function settingsFor(config: Config, target: StackTarget, context: SettingsContext): Settings {
  return new Layering(config, context).for(target);
}

class StackSettings implements Settings {
  readonly #words = new Map<string, Word>();
  /** By rule and the entries that match. */
  readonly #byMatch = new Map<string, ParameterValues>();
  /** By rule and the values themselves. */
  readonly #distinct = new Map<string, ParameterValues>();

  constructor(
    private readonly config: Config,
    private readonly layers: readonly Layer[],
    private readonly index: Index,
    private readonly context: SettingsContext,
  ) {
    // All of them now, so that a disagreement stops a run before it has judged anything.
    for (const rule of context.rules) {
      const word = index.word(rule, layers);
      if (word === undefined) continue;
      checkCases(rule, word.entries);
      this.#words.set(rule.id, word);
    }
  }

  level(rule: Rule): ReturnType<Settings["level"]> {
    const setting = this.#words.get(rule.id)?.levels[0]?.setting;
    if (setting === undefined) return undefined;
    const { level, because, origin } = setting;
    return { value: level, ...(because === undefined ? {} : { because }), origin };
  }

  values(rule: Rule): ParameterValues {
    return this.#with(rule, NONE);
  }

  varies(rule: Rule): boolean {
    return (this.#words.get(rule.id)?.entries.length ?? 0) > 0;
  }

  choices(rule: Rule, reading: TagReading | undefined): readonly Choice[] {
    const entries = this.#words.get(rule.id)?.entries ?? NO_ENTRIES;
    const choices = new Map<ParameterValues, TagCase["supposed"][]>();
    for (const { matches, supposed } of casesOf(entries, reading)) {
      const values = this.#with(rule, matches);
      choices.set(values, [...(choices.get(values) ?? []), supposed]);
    }
    return [...choices].map(([values, cases]) =>
      choices.size === 1 ? { values } : { values, because: casesText(cases) },
    );
  }

  explain(rule: Rule): Explanation {
    const word = this.#words.get(rule.id);
    const level = word && explained(word.levels.map(({ setting }) => said(setting, setting.level, setting.because)));
    return {
      rule: rule.id,
      ...(level === undefined ? {} : { level }),
      parameters: rule.parameters.map(({ name }) => ({
        parameter: name,
        ...this.#explainValue(rule, name, word),
        resources: (word?.entries ?? NO_ENTRIES).flatMap((entry) => {
          const setting = entry.values.get(name);
          const overridden = settles(entry, name, word) === undefined;
          return setting ? [{ tags: entry.tags, said: said(setting, setting.value), overridden }] : [];
        }),
      })),
      elsewhere: this.config.layers
        .filter((layer) => !this.layers.includes(layer) && this.index.word(rule, [layer]) !== undefined)
        .map((layer): Origin => layer.origin),
    };
  }

  /** As `explained`; a rule's own default always speaks. */
  #explainValue(rule: Rule, parameter: string, word: Word | undefined): Explained {
    const layers = (word?.values.get(parameter) ?? []).map(({ setting }) => said(setting, setting.value));
    const below = (this.context.said ?? [])
      .filter((one) => one.rule === rule.id && one.parameter === parameter)
      .map(({ value, origin }): Said => ({ value, from: origin }))
      .reverse();
    const own: Said = { value: defaults(rule)[parameter], from: "the rule's default" };
    return explained([...layers, ...below, own]) as Explained;
  }

  /** The rule's values where those entries match; the same values are the same object. */
  #with(rule: Rule, matches: readonly boolean[]): ParameterValues {
    const word = this.#words.get(rule.id);
    if (word === undefined) return this.context.base?.get(rule.id) ?? defaults(rule);
    const key = `${rule.id} ${matches.map(Number).join("")}`;
    let values = this.#byMatch.get(key);
    if (values === undefined) this.#byMatch.set(key, (values = this.#put(rule, word, matches)));
    return values;
  }

  #put(rule: Rule, word: Word, matches: readonly boolean[]): ParameterValues {
    const chosen = new Map<string, ValueSetting>();
    const choose = (parameter: string, setting: ValueSetting | undefined) => {
      if (setting && !chosen.has(parameter)) chosen.set(parameter, setting);
    };
    for (const [i, entry] of word.entries.entries())
      if (matches[i]) for (const parameter of entry.values.keys()) choose(parameter, settles(entry, parameter, word));
    for (const [parameter, heard] of word.values) choose(parameter, heard[0]?.setting);
    // Each alone, for what a schema made of a value need not be what it takes.
    const set = [...chosen].map(([name, { value }]) => [name, rule.parse({ [name]: value })[name]] as const);
    const base = this.context.base?.get(rule.id) ?? defaults(rule);
    const values = { ...base, ...Object.fromEntries(set) };
    const key = `${rule.id} ${JSON.stringify(values)}`;
    const known = this.#distinct.get(key);
    if (known === undefined) this.#distinct.set(key, values);
    return known ?? values;
  }
}

const NONE: readonly boolean[] = [];
const NO_ENTRIES: readonly Entry[] = [];

/** What an entry sets a parameter to, unless a stronger layer sets it for all resources. */
function settles(entry: Entry, parameter: string, word: Word | undefined): ValueSetting | undefined {
  const general = word?.values.get(parameter)?.[0]?.rank ?? -1;
  return entry.rank >= general ? entry.values.get(parameter) : undefined;
}

function said(setting: Setting, value: unknown, because?: string): Said {
  const { by, key, origin } = setting;
  return { value, from: originText(origin), ...(because === undefined ? {} : { because }), by, key, origin };
}

function explained([won, ...overrode]: readonly Said[]): Explained | undefined {
  return won && { won, overrode };
}
