import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { buildGraph } from "../graph/index.js";
import {
  type EvaluationScope,
  isUnknownText,
  type Properties,
  parseUrn,
  type Resource,
  type Rule,
  type Stack,
} from "../model/index.js";

/** What one request of the engine is about. */
export interface Subject {
  readonly phase: Rule["phase"];
  /** The resources to judge, by type: one in an Analyze call, all in an AnalyzeStack call. */
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
  readonly scope: EvaluationScope;
}

/** Reads a request. In an Analyze call the rest of the stack is not there, except the resource's provider. */
export function subjectOf(args: ResourceValidationArgs | StackValidationArgs): Subject {
  if (!("resources" in args)) {
    const resource = analyzedResource(args);
    const scope = { graph: buildGraph(analyzedStack(resource, args)) };
    return { phase: "resource", byType: new Map([[resource.type, [resource]]]), scope };
  }
  const stack = analyzedOutputs(args.resources);
  const byType = new Map<string, Resource[]>();
  for (const resource of stack.resources) {
    const same = byType.get(resource.type);
    if (same) same.push(resource);
    else byType.set(resource.type, [resource]);
  }
  return { phase: "stack", byType, scope: { graph: buildGraph(stack) } };
}

/** What the engine says of a resource, in whichever of its two calls. */
type Told = Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props"> & { provider?: { urn: string } };

/**
 * The properties behind the SDK's checking proxy, which throws at the first unknown value that is read. The sentinels of
 * unknown values stay in place; secrets have been taken out of their envelopes by the SDK.
 */
export function rawProperties(props: Record<string, unknown>): Properties {
  // Names that the SDK's proxy answers itself; tests/src/crossguard/contract.test.ts holds it to that.
  const target: unknown = props["__isSpecialProxy"] === true ? props["__getSpecialProxyTarget"] : props;
  return target as Properties;
}

/** One resource of an Analyze call. The engine sends inputs only. */
function analyzedResource(args: ResourceValidationArgs): Resource {
  return toResource(args, args.opts.parent, {});
}

/** The stack of an Analyze call: the resource and the provider that manages it. */
function analyzedStack(resource: Resource, args: ResourceValidationArgs): Stack {
  const provider = args.provider;
  return stackOf(provider ? [resource, toResource(provider, undefined, {})] : [resource]);
}

/** The stack of an AnalyzeStack call, which sends outputs, in no order. */
function analyzedOutputs(resources: readonly PolicyResource[]): Stack {
  const converted = resources.map((resource) => {
    const dependencies: Record<string, readonly string[]> = {};
    for (const [property, on] of Object.entries(resource.propertyDependencies))
      dependencies[property] = on.map((dependency) => dependency.urn).sort();
    return toResource(
      resource,
      resource.parent?.urn ?? resource.opts.parent,
      dependencies,
      resource.dependencies.map((dependency) => dependency.urn).sort(),
    );
  });
  return stackOf(converted.sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0)));
}

function toResource(
  told: Told,
  parent: string | undefined,
  propertyDependencies: Resource["propertyDependencies"],
  dependencies: readonly string[] = [],
): Resource {
  const properties = rawProperties(told.props);
  const id = Object.hasOwn(properties, "id") ? properties["id"] : undefined;
  return {
    urn: told.urn,
    type: told.type,
    name: told.name,
    id: typeof id === "string" && id !== "" && !isUnknownText(id) ? id : undefined,
    custom: told.provider !== undefined || told.type.startsWith("pulumi:providers:"),
    external: false,
    deleting: false,
    parent,
    provider: told.provider?.urn,
    // One object for both: the engine tells only one of them in each call.
    inputs: properties,
    outputs: properties,
    propertyDependencies,
    dependencies,
    sourcePosition: undefined,
  };
}

function stackOf(resources: readonly Resource[]): Stack {
  const urn = resources[0] && parseUrn(resources[0].urn);
  return { organization: undefined, project: urn?.project ?? "", name: urn?.stack ?? "", resources };
}
