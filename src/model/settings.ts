import type { ParameterValues, Rule } from "./rule.js";

/** What a violation does in a preview, from the mildest to the strictest. A disabled rule is not judged at all. */
export const LEVELS = ["disabled", "advisory", "mandatory", "remediate"] as const;
export type Level = (typeof LEVELS)[number];

/** Ranks of layers, from the weakest to the strongest. The last is what Pulumi hands a pack; no file holds it. */
export const SCOPES = [
  "defaults",
  "organization",
  "environment",
  "account",
  "project",
  "stack",
  "policy-config",
] as const;
export type Scope = (typeof SCOPES)[number];

/** The place of a setting. */
export interface Origin {
  /** Name of the layer, where it has one. */
  readonly layer?: string;
  readonly scope: Scope;
  /** As given by the user; absent, like the line and the column, for what no file holds. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The stack that settings are for. */
export interface StackTarget {
  readonly organization?: string;
  readonly project: string;
  readonly stack: string;
  /** Stack tags, such as `konductor:environment`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A glob and the source of the regular expression that it stands for, so that nothing has to parse it again. */
export interface Pattern {
  readonly glob: string;
  readonly expression: string;
}

/** Which stacks a layer is for: all that is named must match, of a list one. Nothing named selects every stack. */
export interface Selector {
  readonly organization?: readonly Pattern[];
  readonly project?: readonly Pattern[];
  readonly stack?: readonly Pattern[];
  readonly tags?: Readonly<Record<string, readonly Pattern[]>>;
}

/** How a setting names rules, from the most specific to the least. Within a layer the more specific wins. */
export const MEANS = ["rule", "glob", "control", "severity"] as const;
export type Means = (typeof MEANS)[number];

/** One line of a layer: what it names, and where it stands. */
export interface Setting {
  readonly by: Means;
  /** Rule id, glob, `catalogue/control`, or severity. */
  readonly key: string;
  readonly origin: Origin;
}

export interface LevelSetting extends Setting {
  readonly level: Level;
  /** Why; always there for a rule that is disabled. */
  readonly because?: string;
  /** Ids of the rules named; absent for controls and severities, which a mapping and the rules tell. */
  readonly rules?: readonly string[];
}

export interface ValueSetting extends Setting {
  readonly parameter: string;
  /** JSON, as it stands in the file; it fits the parameter of each of the rules. */
  readonly value: unknown;
  readonly rules: readonly string[];
}

/** Values for the resources that carry all of the tags, each with one of its values. */
export interface ResourceSettings {
  readonly tags: Readonly<Record<string, readonly string[]>>;
  readonly values: readonly ValueSetting[];
}

export interface Layer {
  readonly name?: string;
  readonly scope: Scope;
  readonly origin: Origin;
  readonly select: Selector;
  readonly levels: readonly LevelSetting[];
  readonly values: readonly ValueSetting[];
  /** Within the layer, the first entry that matches a resource decides each parameter that it sets. */
  readonly resources: readonly ResourceSettings[];
}

/** Layers from files, validated. Plain JSON: a published pack carries it. The order of the layers means nothing. */
export interface Config {
  readonly layers: readonly Layer[];
  /** `sha256:` of the bytes by file. */
  readonly digests: Readonly<Record<string, string>>;
}

/** The tags of one resource, as far as they can be read. */
export interface TagReading {
  readonly tags: Readonly<Record<string, string>>;
  /** Some tags cannot be read: the tag may be there after all. */
  readonly open: boolean;
}

/** Values that a rule may have to be judged with. */
export interface Choice {
  readonly values: ParameterValues;
  /** When they hold, where a tag that cannot be read makes more than one choice: `where "tier" is "restricted"`. */
  readonly because?: string;
}

/** What one source says of a rule: its default, a profile, the parameters file, a line of a layer. */
export interface Said {
  readonly value: unknown;
  /** The source in words, with its file and line. */
  readonly from: string;
  readonly because?: string;
  readonly by?: Means;
  readonly key?: string;
  readonly origin?: Origin;
}

/** One thing that can be set, and everybody who spoke of it. */
export interface Explained {
  /** The one that wins. */
  readonly won: Said;
  /** All others, the strongest first. */
  readonly overrode: readonly Said[];
}

export interface Explanation {
  readonly rule: string;
  /** Absent where no layer speaks of it. */
  readonly level?: Explained;
  readonly parameters: readonly (Explained & {
    readonly parameter: string;
    /** What is said for resources with certain tags, the strongest first; a stronger layer may speak for all resources. */
    readonly resources: readonly {
      readonly tags: ResourceSettings["tags"];
      readonly said: Said;
      readonly overridden: boolean;
    }[];
  })[];
  /** Layers that speak of the rule and are for other stacks. */
  readonly elsewhere: readonly Origin[];
}

/** The settings of one stack: every layer that selects it, resolved. */
export interface Settings {
  /** Absent where no layer speaks of the rule. */
  level(rule: Rule): { readonly value: Level; readonly because?: string; readonly origin: Origin } | undefined;
  /** Complete values, without what the tags of single resources change. */
  values(rule: Rule): ParameterValues;
  /** The tags of a resource can change the rule's values. */
  varies(rule: Rule): boolean;
  /**
   * The values for one resource: one choice, or several when a tag that cannot be read decides.
   * @param reading undefined for a resource that has no tags by nature
   */
  choices(rule: Rule, reading: TagReading | undefined): readonly Choice[];
  explain(rule: Rule): Explanation;
}
