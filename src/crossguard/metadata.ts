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

/** What the engine, the console and `pulumi policy publish` are told of a rule. */
export function policyOf(rule: Rule, frameworks: readonly MappedFramework[]): Policy {
  const controls = frameworks.map((framework) => ({ framework, ids: controlsOf(rule, framework) }));
  const main = controls.reduce((best, one) => (one.ids.length > best.ids.length ? one : best), NO_CONTROLS);
  return {
    name: rule.id,
    displayName: rule.title,
    description: `${rule.title}. ${rule.rationale}`,
    enforcementLevel: DEFAULT_LEVEL[rule.severity],
    severity: rule.severity,
    remediationSteps: rule.remediation,
    tags: controls.flatMap(({ framework, ids }) => ids.map((id) => `${framework.catalog.id}/${id}`)),
    ...(main.framework && { framework: complianceFramework(main.framework, main.ids) }),
    ...(rule.parameters.length > 0 && { configSchema: configSchema(rule) }),
  };
}

const NO_CONTROLS: { framework: MappedFramework | undefined; ids: readonly string[] } = {
  framework: undefined,
  ids: [],
};

function controlsOf(rule: Rule, framework: MappedFramework): string[] {
  const ids = framework.mapping.filter((row) => row.rule === rule.id).map((row) => row.control);
  return [...new Set(ids)].sort();
}

/** A policy can name one framework only: the one with the most controls for the rule. Its tags name all. */
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
