import type analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { isUnknownText, NO_URNS, type Properties, parseUrn, type Resource, type Stack } from "../model/index.js";

/** What both of the engine's questions say of a resource. */
type Told = Pick<
  analyzer.AnalyzerResource,
  "getUrn" | "getType" | "getName" | "getProperties" | "getOptions" | "getProvider"
>;

/** A property bag as it was sent: secrets in their envelopes, unknown values as their sentinels, assets as objects. */
function propertiesOf(message: { getProperties(): { toJavaScript(): unknown } | undefined }): Properties {
  return (message.getProperties()?.toJavaScript() ?? {}) as Properties;
}

/** The stack of an Analyze or Remediate call: the resource, with its inputs, and the provider that manages it. */
export function analyzedStack(request: analyzer.AnalyzeRequest, isJudged: IsJudged): Stack {
  const properties = propertiesOf(request);
  const resource = toResource(request, properties, { parent: request.getOptions()?.getParent() }, isJudged);
  const provider = request.getProvider();
  return stackOf(provider ? [resource, providerResource(provider)] : [resource]);
}

/**
 * The stack of an AnalyzeStack call, with outputs. The engine sends it in no order; here it is in the order of URNs.
 * @param inputs what is remembered of the Analyze calls before it, by URN
 */
export function analyzedOutputs(
  request: analyzer.AnalyzeStackRequest,
  inputs: ReadonlyMap<string, Properties>,
  isJudged: IsJudged,
): Stack {
  const messages = request.getResourcesList();
  const providers = new Map<string, Resource>();
  for (const message of messages) {
    const provider = message.getProvider();
    if (provider && !providers.has(provider.getUrn())) providers.set(provider.getUrn(), providerResource(provider));
  }
  const resources = messages.map((message) => {
    const outputs = propertiesOf(message);
    const more: More = {
      id: knownId(outputs),
      parent: message.getParent() || message.getOptions()?.getParent(),
      dependencies: [...message.getDependenciesList()].sort(),
      propertyDependencies: propertyDependencies(message),
      // A provider is told by its inputs wherever a resource names it, and only there.
      inputs: providers.get(message.getUrn())?.inputs ?? inputs.get(message.getUrn()),
    };
    return toResource(message, outputs, more, isJudged);
  });
  return stackOf(resources.sort(byUrn));
}

/** Some rule is for the type. */
type IsJudged = (type: string) => boolean;

interface More {
  readonly id?: string | undefined;
  readonly parent?: string | undefined;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Resource["propertyDependencies"];
  readonly inputs?: Properties | undefined;
}

function toResource(told: Told, properties: Properties, more: More, isJudged: IsJudged): Resource {
  const type = told.getType();
  const provider = told.getProvider()?.getUrn();
  return {
    urn: told.getUrn(),
    type,
    name: told.getName(),
    id: more.id,
    // Not told. The engine names the provider of what has one; what a rule is for is judged in any case.
    custom: provider !== undefined || isJudged(type),
    // Neither is told; the engine sends none of both, except `pulumi policy analyze`, which sends external ones too.
    external: false,
    deleting: false,
    parent: more.parent || undefined,
    provider,
    // One object for both, unless more is known: the engine tells only one of them in each call.
    inputs: more.inputs ?? properties,
    outputs: properties,
    propertyDependencies: more.propertyDependencies ?? {},
    dependencies: more.dependencies ?? [],
    aliases: NO_URNS,
    sourcePosition: undefined,
  };
}

function providerResource(message: analyzer.AnalyzerProviderResource): Resource {
  const [urn, type, name] = [message.getUrn(), message.getType(), message.getName()];
  const told = { getUrn: () => urn, getType: () => type, getName: () => name };
  const nothing = { getProperties: () => undefined, getOptions: () => undefined, getProvider: () => undefined };
  return toResource({ ...told, ...nothing }, propertiesOf(message), {}, () => true);
}

function propertyDependencies(message: analyzer.AnalyzerResource): Resource["propertyDependencies"] {
  const found: Record<string, readonly string[]> = {};
  message.getPropertydependenciesMap().forEach((on, property) => {
    found[property] = [...on.getUrnsList()].sort();
  });
  return found;
}

/** The physical id in outputs; undefined while it is not known. */
export function knownId(outputs: Properties): string | undefined {
  const id = Object.hasOwn(outputs, "id") ? outputs["id"] : undefined;
  return typeof id === "string" && id !== "" && !isUnknownText(id) ? id : undefined;
}

/** In the order of URNs. */
export function byUrn(a: Resource, b: Resource): number {
  return a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0;
}

/** A stack of these resources; the first of them tells whose it is. */
export function stackOf(resources: readonly Resource[]): Stack {
  const urn = resources[0] && parseUrn(resources[0].urn);
  return { organization: undefined, project: urn?.project ?? "", name: urn?.stack ?? "", resources };
}
