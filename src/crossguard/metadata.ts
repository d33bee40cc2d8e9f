import type { EnforcementLevel, Policy, PolicyComplianceFramework, PolicyConfigSchema } from "@pulumi/policy";
import type { Framework, Rule, Severity } from "../model/index.js";

/** The part of a compiled framework that a policy's description rests on. */
export type MappedFramework = {
  readonly catalog: Pick<Framework["catalog"], "id" | "title" | "version">;
  readonly mapping: readonly Pick<Framework["mapping"][number], "control" | "rule">[];
};

/**
 * What a violation does when nobody configures it: a critical or high rule stops the update, the others warn. An
 * organisation sets its own in the policy group or with `--policy-pack-config`.
 */
export const DEFAULT_LEVEL: Readonly<Record<Severity, EnforcementLevel>> = {
  critical: "mandatory",
  high: "mandatory",
  medium: "advisory",
  low: "advisory",
};

/** What the catalogues say of a rule, as far as its policy tells it. */
export interface MappedRule {
  /** `catalogue/control`, in the order of the catalogues and controls. */
  readonly tags: readonly string[];
  /** A policy can name one framework only; the tags name all. Absent when no catalogue names the rule. */
  readonly framework?: PolicyComplianceFramework;
}

/** The catalogues, or what was made of them before, by rule id. */
export type Mappings = readonly MappedFramework[] | Readonly<Record<string, MappedRule>>;

/** What the engine, the console and `pulumi policy publish` are told of a rule. */
export function policyOf(rule: Rule, mappings: Mappings): Policy {
  const { tags, framework } = isFrameworks(mappings) ? mappedRule(rule.id, mappings) : (mappings[rule.id] ?? UNMAPPED);
  return {
    name: rule.id,
    displayName: rule.title,
    description: `${rule.title}. ${rule.rationale}`,
    enforcementLevel: DEFAULT_LEVEL[rule.severity],
    severity: rule.severity,
    remediationSteps: rule.remediation,
    tags: [...tags],
    ...(framework && { framework }),
    ...(rule.parameters.length > 0 && { configSchema: configSchema(rule) }),
  };
}

/**
 * What catalogues say of a rule.
 * @param main id of the catalogue to name as the framework if it names the rule; otherwise it is the one with the most controls
 */
export function mappedRule(rule: string, frameworks: readonly MappedFramework[], main?: string): MappedRule {
  const controls = frameworks.map((framework) => ({ framework, ids: controlsOf(rule, framework) }));
  const named = controls.filter(({ ids }) => ids.length > 0);
  const most = named.reduce<(typeof named)[number] | undefined>(
    (best, one) => (best && best.ids.length >= one.ids.length ? best : one),
    undefined,
  );
  const chosen = named.find(({ framework }) => framework.catalog.id === main) ?? most;
  return {
    tags: controls.flatMap(({ framework, ids }) => ids.map((id) => `${framework.catalog.id}/${id}`)),
    ...(chosen && { framework: complianceFramework(chosen.framework, chosen.ids) }),
  };
}

const UNMAPPED: MappedRule = { tags: [] };

function isFrameworks(mappings: Mappings): mappings is readonly MappedFramework[] {
  return Array.isArray(mappings);
}

function controlsOf(rule: string, framework: MappedFramework): string[] {
  const ids = framework.mapping.filter((row) => row.rule === rule).map((row) => row.control);
  return [...new Set(ids)].sort();
}

function complianceFramework({ catalog }: MappedFramework, ids: readonly string[]): PolicyComplianceFramework {
  return { name: catalog.title, version: catalog.version, reference: catalog.id, specification: ids.join(", ") };
}

function configSchema(rule: Rule): PolicyConfigSchema {
  const entries = rule.parameters.map(({ name, schema, default: value, description }) => [
    name,
    { ...schema, ...(description === "" ? {} : { description }), ...(value === undefined ? {} : { default: value }) },
  ]);
  return { properties: Object.fromEntries(entries) as PolicyConfigSchema["properties"] };
}
