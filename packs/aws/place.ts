import { type Arn, parseArn, REGION } from "../../src/model/arn.js";
import { GLOBAL, type Place, type Resource, type Stack, type StackGraph } from "../../src/model/index.js";
import { peeled } from "../shared/reading.js";

/** Kinds that AWS keeps once for an account, whatever the region of the provider. */
const WITHOUT_REGION: readonly RegExp[] = [
  /^aws:(account|bcmdata|billing|budgets|cloudfront|costexplorer|costoptimizationhub|cur|globalaccelerator|iam)\//,
  /^aws:(networkmanager|notifications|organizations|route53(domains|recovery\w+)|savingsplans|shield|waf)\//,
  /^aws:route53\/(?!resolver|profiles)/,
  /^aws:(directconnect\/gateway|s3\/accountPublicAccessBlock):/,
];

/** Since then `region` of every kind with a region is where the resource stands; before, some kinds meant another by it. */
const REGION_OF_ITS_OWN = /^([7-9]|\d{2,})\./;

type Owner = Pick<Arn, "partition" | "account">;

/**
 * Tells account and region of the resources of a stack: from their ARNs; else the account is the one in which all others of
 * the same provider resource stand, and the region that of the resource or of its provider. Nothing is taken from a secret.
 */
export function placesIn(graph: StackGraph): (resource: Resource) => Place {
  const replaced = replacedProviders(graph.stack);
  const owners = ownersByProvider(graph.stack);
  return (resource) => {
    const { provider = "" } = resource;
    const settled = !replaced.has(provider);
    const arn = ownArn(resource);
    const owner = arn?.account === undefined && settled ? owners.get(provider) : arn;
    const region = regionOf(resource, arn, settled ? graph.byUrn(provider) : undefined);
    return {
      ...(owner?.account === undefined ? {} : inAccount(owner.partition, owner.account)),
      ...(region === undefined ? {} : { region }),
    };
  };
}

function inAccount(partition: string, account: string): Place {
  return partition === "aws" ? { account } : { partition, account };
}

/** Behind a provider that was replaced and is not gone yet, some resources may be where it was. */
function replacedProviders({ resources }: Stack): ReadonlySet<string> {
  return new Set(
    resources.filter(({ type, deleting }) => deleting && type === "pulumi:providers:aws").map(({ urn }) => urn),
  );
}

/** The account that the ARNs of all resources of a provider agree on; undefined where they do not. */
function ownersByProvider({ resources }: Stack): ReadonlyMap<string, Owner | undefined> {
  const owners = new Map<string, Owner | undefined>();
  for (const resource of resources) {
    const { provider, type, custom, external, deleting } = resource;
    if (provider === undefined || !custom || external || deleting || !type.startsWith("aws:")) continue;
    const arn = ownArn(resource);
    if (arn?.account === undefined) continue;
    const other = owners.get(provider);
    if (!owners.has(provider)) owners.set(provider, arn);
    else if (other?.account !== arn.account || other.partition !== arn.partition) owners.set(provider, undefined);
  }
  return owners;
}

/**
 * The ARN that the resource was given. One that stands in its inputs, or begins with what does, belongs to something else,
 * which may be in another account: a subscription has that of its topic.
 */
function ownArn({ id, inputs, outputs }: Resource): Arn | undefined {
  const told = outputs["arn"] ?? id;
  if (typeof told !== "string" || !told.startsWith("arn:") || Object.hasOwn(inputs, "arn")) return undefined;
  for (const name in inputs) {
    const { value } = peeled(inputs[name]);
    if (typeof value === "string" && value.startsWith("arn:") && told.startsWith(value)) return undefined;
  }
  return parseArn(told);
}

function regionOf(resource: Resource, arn: Arn | undefined, provider: Resource | undefined): string | undefined {
  const [planned, recorded] = [peeled(resource.inputs["region"]), peeled(resource.outputs["region"])];
  if (planned.secret || recorded.secret) return undefined;
  if (arn?.region !== undefined) return arn.region;
  if (WITHOUT_REGION.some((kinds) => kinds.test(resource.type))) return GLOBAL;
  const { value, obstacle } = recorded.value === undefined ? planned : recorded;
  const preset = provider && asRegion(peeled(provider.inputs["region"]));
  if (value === undefined && obstacle === undefined) return preset;
  const own = asRegion({ value, secret: false });
  const version = peeled(provider?.inputs["version"]).value;
  const isOwn = typeof version === "string" && REGION_OF_ITS_OWN.test(version);
  return isOwn || own === preset ? own : undefined;
}

function asRegion({ value, secret }: { value: unknown; secret: boolean }): string | undefined {
  return !secret && typeof value === "string" && REGION.test(value) ? value : undefined;
}
