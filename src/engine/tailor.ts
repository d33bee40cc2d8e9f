import type {
  AssessmentParameters,
  Config,
  DisabledRule,
  EffectiveParameter,
  Layer,
  Resource,
  Rule,
  Settings,
  Stack,
  StackGraph,
  TagReading,
} from "../model/index.js";
import { originText } from "../model/present.js";
import type { AssessmentSetup } from "./assess.js";
import { byText } from "./count.js";
import { defaults, type Tailoring } from "./evaluate.js";
import { type ControlRules, Layering, sameValue } from "./settings.js";

/** The layers of a configuration, and what chooses among them. */
export interface Layers {
  readonly config: Config;
  /** What tells which rules speak to the controls that layers name; not only those of the profiles. */
  readonly frameworks: readonly ControlRules[];
  /** Stack tags, the same for every stack. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Tells the tags of a resource; without it none can be read. Undefined for one that has no tags by nature. */
  readonly tagsOf?: (resource: Resource, graph: StackGraph) => TagReading | undefined;
}

/** The stacks that share their settings, and how many resources each disabled rule would have judged in them. */
interface Group {
  readonly inputs: number[];
  readonly disabled: Map<string, number>;
}

/** Nobody can say what tags a resource has. */
export const UNREAD: TagReading = { tags: {}, open: true };

/** Finds the settings of each stack of a run, and keeps what the assessment has to tell of them. */
export class Tailor {
  readonly #layering: Layering | undefined;
  readonly #groups = new Map<Settings, Group>();
  #current: Group | undefined;

  constructor(
    private readonly setup: AssessmentSetup,
    private readonly rules: readonly Rule[],
  ) {
    const { layers, values, parameters } = setup;
    if (layers === undefined) return;
    const context = { rules, frameworks: layers.frameworks, base: values, said: parameters.rules };
    this.#layering = new Layering(layers.config, context);
  }

  get idle(): readonly Layer[] {
    return this.#layering?.idle ?? [];
  }

  /**
   * Undefined where there are no layers.
   * @throws InputError when two of equal rank select the stack and disagree
   */
  settingsOf({ organization, project, name }: Stack): Settings | undefined {
    return this.#layering?.for({
      ...(organization === undefined ? {} : { organization }),
      project,
      stack: name,
      tags: this.setup.layers?.tags ?? {},
    });
  }

  /** What the stack of an input is judged by. */
  begin(stack: Stack, input: number): Tailoring | undefined {
    const settings = this.settingsOf(stack);
    if (settings === undefined) return undefined;
    const group: Group = this.#groups.get(settings) ?? { inputs: [], disabled: new Map() };
    this.#groups.set(settings, group);
    group.inputs.push(input);
    this.#current = group;
    return { settings, tagsOf: this.setup.layers?.tagsOf ?? (() => UNREAD) };
  }

  /** Counts a resource that a disabled rule of the stack begun last would have judged. */
  disabled({ id }: Rule): void {
    const disabled = this.#current?.disabled;
    disabled?.set(id, (disabled.get(id) ?? 0) + 1);
  }

  /** What the assessment tells, and how many resources each disabled rule would have judged. */
  finish(): Pick<AssessmentParameters, "rules" | "disabled"> & { readonly silenced: ReadonlyMap<string, number> } {
    if (this.#layering === undefined) return { rules: this.setup.parameters.rules, disabled: [], silenced: new Map() };
    const silenced = new Map<string, number>();
    const parameters = new Rows<EffectiveParameter>();
    const disabled = new Rows<DisabledRule>();
    for (const [settings, { inputs, disabled: counts }] of this.#groups)
      for (const rule of this.rules) {
        const level = settings.level(rule);
        if (level?.value === "disabled") {
          const { because = "", origin } = level;
          const row = { rule: rule.id, because, origin: originText(origin), resources: 0 };
          const resources = counts.get(rule.id) ?? 0;
          disabled.add(row, inputs).resources += resources;
          silenced.set(rule.id, (silenced.get(rule.id) ?? 0) + resources);
        } else for (const row of parametersOf(rule, settings)) parameters.add(row, inputs);
      }
    const all = [...this.#groups.values()].reduce((sum, { inputs }) => sum + inputs.length, 0);
    return { rules: parameters.list(all), disabled: disabled.list(all), silenced };
  }
}

/** The parameters of a rule that are not at their defaults, and those that tags of a resource set. */
function parametersOf(rule: Rule, settings: Settings): EffectiveParameter[] {
  const values = settings.values(rule);
  const usual = defaults(rule);
  return settings.explain(rule).parameters.flatMap(({ parameter, won, resources }) => [
    ...(sameValue(values[parameter], usual[parameter])
      ? []
      : [{ rule: rule.id, parameter, value: values[parameter], origin: won.from }]),
    ...resources
      .filter(({ overridden }) => !overridden)
      .map(({ tags, said }) => ({
        rule: rule.id,
        parameter,
        value: rule.parse({ [parameter]: said.value })[parameter],
        origin: said.from,
        tags,
      })),
  ]);
}

/** Rows that are the same for several stacks, told once. */
class Rows<R extends { readonly rule: string; readonly inputs?: readonly number[] }> {
  readonly #rows = new Map<string, { row: { -readonly [K in keyof R]: R[K] }; inputs: number[] }>();

  add(row: R, inputs: readonly number[]): { -readonly [K in keyof R]: R[K] } {
    const key = JSON.stringify(row);
    let known = this.#rows.get(key);
    if (known === undefined) this.#rows.set(key, (known = { row: { ...row }, inputs: [] }));
    known.inputs.push(...inputs);
    return known.row;
  }

  /** By rule, in the order in which they were added; without the inputs where they are all that were assessed. */
  list(all: number): R[] {
    return [...this.#rows.values()]
      .map(({ row, inputs }) => (inputs.length === all ? row : { ...row, inputs: inputs.sort((a, b) => a - b) }))
      .sort((a, b) => byText(a.rule, b.rule));
  }
}
