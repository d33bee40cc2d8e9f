import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { NO_URNS, type Properties, type Resource, type Stack } from "../model/index.js";
import { byUrn, knownId, stackOf } from "./request.js";

/** The stack of a request as the SDK hands it to a policy: for a single resource, it and its provider. */
export function stackOfArgs(args: ResourceValidationArgs | StackValidationArgs): Stack {
  return "resources" in args ? analyzedOutputs(args.resources) : analyzedStack(analyzedResource(args), args);
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
  return stackOf(converted.sort(byUrn));
}

function toResource(
  told: Told,
  parent: string | undefined,
  propertyDependencies: Resource["propertyDependencies"],
  dependencies: readonly string[] = [],
): Resource {
  const properties = rawProperties(told.props);
  return {
    urn: told.urn,
    type: told.type,
    name: told.name,
    id: knownId(properties),
    custom: true,
    external: false,
    deleting: false,
    parent,
    provider: told.provider?.urn,
    // One object for both: the engine tells only one of them in each call.
    inputs: properties,
    outputs: properties,
    propertyDependencies,
    dependencies,
    aliases: NO_URNS,
    sourcePosition: undefined,
  };
}
