import { type Properties, type Resource, type Stack, UNKNOWN } from "../../src/model/index.js";

/** How a case is looked at: as a state, where ids are known, or as a preview of a new stack, where they are not. */
export type Mode = "state" | "preview";

/** Stands in a property for something of another resource of the case: its id, its ARN, its name. */
export class Link {
  constructor(
    readonly name: string,
    readonly part: "id" | "arn" | "name",
  ) {}
}

/** The id (or ARN, or name) of another resource of the case; unknown in a preview, with the dependency recorded. */
export function link(name: string, part: "id" | "arn" | "name" = "id"): Link {
  return new Link(name, part);
}

/** A value that is not known until the update. */
export const unknown = UNKNOWN;

export interface ResourceSpec {
  readonly type: string;
  readonly name: string;
  readonly props: Properties;
  readonly options: ResourceOptions;
}

export interface ResourceOptions {
  parent?: string;
  /** Name of the provider resource of the case. */
  provider?: string;
  /** Properties that the provider computes: in outputs only, unknown in a preview. */
  computed?: Properties;
  external?: boolean;
  deleting?: boolean;
}

/** One resource of a case; the first is the one that is judged. */
export function resource(
  type: string,
  name: string,
  props: Properties = {},
  options: ResourceOptions = {},
): ResourceSpec {
  return { type, name, props, options };
}

/** A policy document as a JSON string. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}

function urnOf(spec: { type: string; name: string }): string {
  return `urn:pulumi:dev::case::${spec.type}::${spec.name}`;
}

/** Makes the stack of a case. */
export function stackOf(specs: readonly ResourceSpec[], mode: Mode): Stack {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const urnByName = (name: string) => {
    const spec = byName.get(name);
    if (!spec) throw new Error(`the case has no resource "${name}"`);
    return urnOf(spec);
  };
  const resources = specs.map((spec): Resource => {
    const propertyDependencies: Record<string, string[]> = {};
    const inputs: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(spec.props)) {
      const dependencies = new Set<string>();
      inputs[key] = resolve(value, mode, (l) => {
        dependencies.add(urnByName(l.name));
        return l.part === "arn" ? `arn:aws:stub:::${l.name}` : l.part === "name" ? l.name : `${l.name}-id`;
      });
      if (dependencies.size > 0) propertyDependencies[key] = [...dependencies];
    }
    const id = mode === "state" ? `${spec.name}-id` : undefined;
    const arn = mode === "state" ? `arn:aws:stub:::${spec.name}` : UNKNOWN;
    const computed = Object.keys(spec.options.computed ?? {}).map((key) => [
      key,
      mode === "state" ? spec.options.computed?.[key] : UNKNOWN,
    ]);
    const cloud = spec.type.startsWith("aws:")
      ? { id: id ?? UNKNOWN, arn, name: id === undefined ? UNKNOWN : spec.name }
      : {};
    return {
      urn: urnOf(spec),
      type: spec.type,
      name: spec.name,
      id,
      custom: true,
      external: spec.options.external ?? false,
      deleting: spec.options.deleting ?? false,
      parent: spec.options.parent === undefined ? undefined : urnByName(spec.options.parent),
      provider: spec.options.provider === undefined ? undefined : urnByName(spec.options.provider),
      inputs,
      outputs: { ...cloud, ...inputs, ...Object.fromEntries(computed) },
      propertyDependencies,
      dependencies: Object.values(propertyDependencies).flat(),
      aliases: [],
      sourcePosition: undefined,
    };
  });
  return { organization: undefined, project: "case", name: "dev", resources };
}

function resolve(value: unknown, mode: Mode, known: (link: Link) => string): unknown {
  if (value instanceof Link) {
    const text = known(value);
    return mode === "state" ? text : UNKNOWN;
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, mode, known));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, mode, known)]));
}
