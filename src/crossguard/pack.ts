import type { EnforcementLevel, Policy } from "@pulumi/policy";
import {
  type ControlRules,
  Dispatch,
  type ExceptionMatch,
  ExceptionMatcher,
  sameValue,
  settingsFor,
  type Tailoring,
  UNREAD,
} from "../engine/index.js";
import {
  type Config,
  type ExceptionSet,
  type Layer,
  type LevelSetting,
  ParameterError,
  type ParameterValues,
  type Resource,
  type Rule,
  type Settings,
  type StackGraph,
  type StackTarget,
  type TagReading,
  type ValueSetting,
} from "../model/index.js";
import { controlRules, type Mappings, policyOf } from "./metadata.js";

/** What the engine has settled for one policy, out of all its sources. */
export interface Configured {
  readonly level: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The rules that judge in one phase, as they are configured. */
export interface Bench {
  readonly dispatch: Dispatch;
  /** Enabled rules in the order of their ids. */
  readonly rules: readonly Rule[];
  readonly tailoring: Tailoring;
  /** Rules that cannot run because of their configuration, and why. */
  readonly broken: ReadonlyMap<Rule, string>;
}

/** What a pack carries beside its rules, and what is known of the day and the run. */
export interface PackContext {
  /** Layers of configuration; Pulumi's own policy configuration comes over them. */
  readonly config?: Config;
  readonly exceptions?: ExceptionSet;
  /** `YYYY-MM-DD`, the day in UTC on which exceptions are judged. */
  readonly today?: string;
  /** Tells the tags of a resource; without it none can be read. */
  readonly tagsOf?: (resource: Resource, graph: StackGraph) => TagReading | undefined;
  /** Of the program's source, where the run is one of continuous integration. */
  readonly commit?: string | undefined;
}

const NO_LAYERS: Config = { layers: [], digests: {} };
/** While no stack is known: a pack that is being published. Only layers that select every stack count then. */
const NO_STACK: StackTarget = { project: "", stack: "", tags: {} };

/** The rules of a pack, what the engine is told of them, and what has been configured for the stack at hand. */
export class Pack {
  readonly #controls: readonly ControlRules[];
  readonly #types: ReadonlySet<string>;
  readonly #matcher: ExceptionMatcher | undefined;
  readonly #benches = new Map<Rule["phase"], Bench>();
  #target = NO_STACK;
  #policies: ReadonlyMap<string, Policy>;
  /** As the layers say. */
  #declared: Settings;
  #configured: ReadonlyMap<string, Configured> = new Map();

  /** @throws InputError when two layers that select every stack disagree */
  constructor(
    readonly rules: readonly Rule[],
    private readonly mappings: Mappings,
    private readonly context: PackContext = {},
  ) {
    this.#controls = controlRules(rules, mappings);
    this.#types = new Set(rules.flatMap(({ types }) => types));
    const { exceptions, today } = context;
    if (exceptions !== undefined && today !== undefined) this.#matcher = new ExceptionMatcher(exceptions, today);
    this.#declared = this.#settings([]);
    this.#policies = this.#describe();
  }

  /**
   * Chooses the layers for a stack. The engine tells it before it asks for the policies, so that what layers say are the
   * policies' defaults, and whatever is configured in Pulumi comes over them.
   * @throws InputError when two layers of equal rank select the stack and disagree
   */
  choose(target: StackTarget): void {
    this.#target = target;
    this.#benches.clear();
    this.#declared = this.#settings([]);
    this.#policies = this.#describe();
  }

  /** What is said of a rule to the engine, the console and `pulumi policy publish`. */
  policy(rule: Rule): Policy {
    return this.#policies.get(rule.id) as Policy;
  }

  /** Some rule of the pack is for the type. */
  readonly isJudged = (type: string): boolean => this.#types.has(type);

  /** The engine's word on all policies; it comes once, before the first resource. */
  configure(configured: ReadonlyMap<string, Configured>): this {
    this.#configured = configured;
    this.#benches.clear();
    return this;
  }

  /** What a violation of a policy does. */
  level({ name, enforcementLevel = "advisory" }: Policy): EnforcementLevel {
    return this.#configured.get(name)?.level ?? enforcementLevel;
  }

  /** The rules of a phase, ready to judge. */
  bench(phase: Rule["phase"]): Bench {
    let bench = this.#benches.get(phase);
    if (bench === undefined) this.#benches.set(phase, (bench = this.#prepare(phase)));
    return bench;
  }

  /** The rules that are to mend resources of a type, rather than only to judge them. */
  remedying(type: string): readonly Rule[] {
    return this.rules.filter(
      (rule) => rule.remedy !== undefined && rule.types.includes(type) && this.level(this.policy(rule)) === "remediate",
    );
  }

  /** The values for a rule on a resource; undefined when it cannot be told which, or they do not fit. */
  valuesOn(rule: Rule, resource: Resource, graph: StackGraph): ParameterValues | undefined {
    const { tailoring, broken } = this.bench(rule.phase);
    if (broken.has(rule)) return undefined;
    const choices = tailoring.settings.choices(rule, tailoring.tagsOf(resource, graph));
    return choices.length === 1 ? choices[0]?.values : undefined;
  }

  /** The exception for a failure, and what it is worth today. */
  exceptionFor(rule: Rule, resource: Resource, graph: StackGraph): ExceptionMatch | undefined {
    const { organization, project, stack: name } = this.#target;
    const { tagsOf } = this.context;
    return this.#matcher?.match(
      rule.id,
      resource,
      { organization, project, name },
      tagsOf && (() => tagsOf(resource, graph)),
    );
  }

  /** Where a violation comes from, as `acme/shop/prod at 1a2b3c4`; undefined while no stack is known. */
  get origin(): string | undefined {
    const { organization, project, stack } = this.#target;
    if (stack === "") return undefined;
    const { commit } = this.context;
    return [[organization, project, stack].filter((part) => part).join("/"), ...(commit ? [`at ${commit}`] : [])].join(
      " ",
    );
  }

  #prepare(phase: Rule["phase"]): Bench {
    const rules = this.rules.filter((rule) => rule.phase === phase && this.level(this.policy(rule)) !== "disabled");
    const broken = new Map<Rule, string>();
    const values: ValueSetting[] = [];
    for (const rule of rules) {
      try {
        values.push(...this.#given(rule));
      } catch (error) {
        broken.set(rule, nameOf(error));
      }
    }
    const settings = this.#settings([{ ...POLICY_CONFIG, levels: rules.map(enabled), values }]);
    const { tagsOf = () => UNREAD } = this.context;
    const able = rules.filter((rule) => !broken.has(rule));
    return { dispatch: new Dispatch(able), rules, tailoring: { settings, tagsOf }, broken };
  }

  /**
   * What Pulumi's configuration sets for a rule. The engine sends every parameter, defaults filled in: those that are as
   * the pack declared them nobody has set.
   * @throws ParameterError when it does not fit
   */
  #given(rule: Rule): ValueSetting[] {
    const properties = this.#configured.get(rule.id)?.properties;
    if (properties === undefined || rule.parameters.length === 0) return [];
    const declared = this.#declared.values(rule);
    const wanted = rule.parse({ ...declared, ...properties });
    return rule.parameters
      .filter(({ name }) => !sameValue(wanted[name], declared[name]))
      .map(({ name }) => ({ ...named(rule), parameter: name, value: wanted[name], rules: [rule.id] }));
  }

  #settings(more: readonly Layer[]): Settings {
    const { layers, digests } = this.context.config ?? NO_LAYERS;
    const context = { rules: this.rules, frameworks: this.#controls };
    return settingsFor({ layers: [...layers, ...more], digests }, this.#target, context);
  }

  #describe(): ReadonlyMap<string, Policy> {
    return new Map(
      this.rules.map((rule) => [
        rule.id,
        policyOf(rule, this.mappings, {
          level: this.#declared.level(rule)?.value,
          values: this.#declared.values(rule),
        }),
      ]),
    );
  }
}

const POLICY_CONFIG = {
  scope: "policy-config",
  origin: { scope: "policy-config" },
  select: {},
  resources: [],
} as const;

function named(rule: Rule): Pick<ValueSetting, "by" | "key" | "origin"> {
  return { by: "rule", key: rule.id, origin: POLICY_CONFIG.origin };
}

/** What runs has been enabled: by the engine in the end, whatever a layer says. */
function enabled(rule: Rule): LevelSetting {
  return { ...named(rule), level: "advisory", rules: [rule.id] };
}

/** An error's message may hold values; its name does not. A parameter's name and what is wrong with it may be told. */
export function nameOf(error: unknown): string {
  if (error instanceof ParameterError) return `its parameter ${error.path.join(".")} does not fit: ${error.message}`;
  return `the rule failed to run: ${error instanceof Error ? error.name : "unknown error"}`;
}
