import { any, type Check, type Draft, kind, Ref, type Subject, unknown, z } from "../../../src/authoring/index.js";
import { fillOf, meets, type Requirement, valueIn } from "../../shared/metadata.js";
import { taggableByService } from "./taggable.generated.js";

export type Tags = Record<string, string>;

/** What the rules read of a resource with tags. */
export interface Tagged {
  tags?: Tags;
}

/** A tag of an auto scaling group. */
interface ListedTag {
  key: string;
  value: string;
  propagateAtLaunch: boolean;
}

export const tagKey = z.string().min(1).max(128);

/** The characters that every service takes in the value of a tag. */
export const tagValue = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[\p{L}\p{N}\p{Z}_.:/=+@-]*$/u, "letters, digits, spaces and _ . : / = + - @ are what AWS takes in a tag");

/** What a provider resource says of tags; a state holds each as JSON text. */
export interface TagSettings {
  defaultTags?: { tags?: Tags };
  ignoreTags?: { keys?: string[]; keyPrefixes?: string[] };
}

/** The one type with a list of tags; the provider's default tags do not reach it. */
export const AUTO_SCALING_GROUP = "aws:autoscaling/group:Group";

/** Types with a map of tags that the provider's default tags are merged into. */
export const mapTypes: readonly string[] = typesOf(taggableByService);

/** Type tokens by service and names. */
function typesOf(services: readonly (readonly [service: string, names: string])[]): string[] {
  return services.flatMap(([service, names]) =>
    names.split(" ").map((name) => `aws:${service}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`),
  );
}

/** Every resource that carries tags, in every service that the SDK knows. */
export const taggable = kind<Tagged>({
  name: "taggable resource",
  types: [AUTO_SCALING_GROUP, ...mapTypes],
  identifiedBy: [],
});

/** Resources that keep data at rest, or hold them on their way. */
export const dataStore = kind<Tagged>({
  name: "store of data",
  types: typesOf([
    ["backup", "LogicallyAirGappedVault Vault"],
    ["cloudtrail", "EventDataStore"],
    ["cloudwatch", "LogGroup"],
    ["codecommit", "Repository"],
    ["dax", "Cluster"],
    ["docdb", "Cluster ElasticCluster"],
    ["dsql", "Cluster"],
    ["dynamodb", "Table"],
    ["ebs", "Snapshot Volume"],
    ["ecr", "Repository"],
    ["efs", "FileSystem"],
    ["elasticache", "Cluster ReplicationGroup ServerlessCache"],
    ["elasticsearch", "Domain"],
    ["fsx", "FileCache LustreFileSystem OntapFileSystem OntapVolume OpenZfsFileSystem OpenZfsVolume WindowsFileSystem"],
    ["glacier", "Vault"],
    ["glue", "CatalogDatabase"],
    ["keyspaces", "Keyspace Table"],
    ["kinesis", "FirehoseDeliveryStream Stream VideoStream"],
    ["lightsail", "Bucket Database Disk"],
    ["memorydb", "Cluster"],
    ["mq", "Broker"],
    ["msk", "Cluster ServerlessCluster"],
    ["neptune", "Cluster"],
    ["neptunegraph", "Graph"],
    ["opensearch", "Domain ServerlessCollection"],
    ["qldb", "Ledger"],
    ["rds", "Cluster Instance Snapshot ClusterSnapshot"],
    ["redshift", "Cluster"],
    ["redshiftserverless", "Namespace"],
    ["s3", "Bucket BucketV2 DirectoryBucket VectorsVectorBucket"],
    ["s3tables", "TableBucket"],
    ["sagemaker", "FeatureGroup"],
    ["secretsmanager", "Secret"],
    ["sns", "Topic"],
    ["sqs", "Queue"],
    ["ssm", "Parameter"],
    ["timestreaminfluxdb", "DbCluster DbInstance"],
    ["timestreamwrite", "Database Table"],
  ]) as [string, ...string[]],
  identifiedBy: [],
});

const EXEMPT: readonly (readonly [type: RegExp, reason: string])[] = [
  [/^aws:ec2\/default/, "AWS made it with the account; a program only adopts it"],
  [/Accept[eo]r$/, "it accepts what another resource declares, which carries the tags"],
  [/^aws:s3\/(bucketObject(v2)?|objectCopy):/, "it is content of a bucket, which carries the tags"],
];

/** Types that carry tags and are not judged, each with the reason. */
export const exemptions: ReadonlyMap<string, string> = new Map(
  taggable.types.flatMap((type) => {
    const [, reason] = EXEMPT.find(([pattern]) => pattern.test(type)) ?? [];
    return reason === undefined ? [] : [[type, reason] as const];
  }),
);

export const KEY_MATCHINGS = ["exact", "any-case", "any-style"] as const;
/** How keys are compared: as AWS does, without regard to case, or also to `-`, `_`, `.`, `:`, `/` and spaces. */
export type KeyMatching = (typeof KEY_MATCHINGS)[number];

function reduced(key: string, matching: KeyMatching): string {
  const lower = key.toLowerCase();
  return matching === "any-case" ? lower : lower.replace(/[-_.:/\s]/g, "");
}

/** The value of a tag in a map, absent where there is none; undefined when the map cannot be read. */
function find(map: Ref<Tags>, key: string, matching: KeyMatching): Ref<string> | undefined {
  const exact = valueIn(map, key);
  if (matching === "exact" || exact?.isAbsent !== true) return exact;
  const wanted = reduced(key, matching);
  return map.entries()?.find(([other]) => reduced(other, matching) === wanted)?.[1] ?? exact;
}

/** The same in the list of an auto scaling group; undefined when the list, or a key in it, cannot be read. */
function findListed(resource: Subject<Tagged>, key: string, matching: KeyMatching): Ref<string> | undefined {
  const tags = resource.get("tags");
  const same = (other: string) =>
    other === key || (matching !== "exact" && reduced(other, matching) === reduced(key, matching));
  const items = (tags as unknown as Ref<ListedTag[]>).items();
  let legible = items !== undefined;
  for (const item of items ?? []) {
    const other = item.get("key").peek();
    if (typeof other !== "string") legible = false;
    else if (same(other)) return item.get("value");
  }
  return legible ? tags.get(key) : undefined;
}

/**
 * The provider leaves tags of this key to somebody else, and shows neither what they are nor that they are there. The
 * resource behind it is asked first: every tag asks, and hardly a provider ignores any.
 */
function ignores(resource: Subject<Tagged>, key: string): Check["outcome"] {
  if (resource.session.providerOf(resource.owner)?.inputs["ignoreTags"] === undefined) return "fail";
  const ignored = resource.provider<TagSettings>()?.get("ignoreTags");
  const settings = ignored?.json<{ keys: string[]; keyPrefixes: string[] }>();
  if (settings === undefined || settings.isAbsent) return "fail";
  const prefix = (one: Ref<string>) => one.matches((text) => key.startsWith(text), key);
  const named = settings.get("keys").some((one) => one.is(key), key);
  return any(named, () => settings.get("keyPrefixes").some(prefix, key)).outcome;
}

/** The value of a default tag of the provider, absent where there is none; undefined when they cannot be read. */
function presetTag(provider: Subject<TagSettings>, key: string, matching: KeyMatching): Ref<string> | undefined {
  const settings = provider.get("defaultTags").json<{ tags: Tags }>();
  return Array.isArray(settings.peek()) ? undefined : find(settings.get("tags"), key, matching);
}

/**
 * Where the tag is, or would be: the resource's own, or else the provider's default; absent where there is none. An open
 * check where that cannot be told.
 */
function locate(resource: Subject<Tagged>, wanted: Requirement, matching: KeyMatching): Ref<string> | Check {
  const tags = resource.get("tags");
  const listed = resource.type === AUTO_SCALING_GROUP;
  const own = listed ? findListed(resource, wanted.key, matching) : find(tags, wanted.key, matching);
  if (own === undefined) return unknown(tags, wanted.expected);
  if (listed) return own;
  const ignored = ignores(resource, String(own.key));
  if (ignored === "fail" && !own.isAbsent) return own;
  const provider = resource.provider<TagSettings>();
  const found = ignored === "pass" ? undefined : provider && presetTag(provider, wanted.key, matching);
  if (found?.isAbsent === false) return found;
  if (ignored !== "fail") return unknown(provider?.get("ignoreTags") ?? tags, "no tags of this key ignored");
  if (found !== undefined) return own;
  const settings = provider?.get("defaultTags");
  return settings ? unknown(settings, wanted.expected) : unknown(tags, wanted.expected, "provider");
}

/** The resource carries the tag: its own, or else the provider's default. */
export function carries(resource: Subject<Tagged>, wanted: Requirement, matching: KeyMatching): Check {
  const place = locate(resource, wanted, matching);
  return place instanceof Ref ? meets(place, wanted) : place;
}

/** Gives the resource the tags that it lacks, each with the value that its requirement has for it, or none at all. */
export function fillTags(
  draft: Draft<Tagged>,
  resource: Subject<Tagged>,
  wanted: readonly Requirement[],
  matching: KeyMatching,
): void {
  const missing = new Map<string, string>();
  for (const one of wanted) {
    const place = locate(resource, one, matching);
    if (!(place instanceof Ref) || meets(place, one).outcome !== "fail") continue;
    missing.set(one.key, fillOf(one, [place], draft));
    // Some services, IAM for one, refuse a second tag whose key differs by its case only.
    const similar = locate(resource, one, "any-case");
    if (!(similar instanceof Ref && similar.isAbsent)) draft.decline(`${one.key} is there in another case`);
  }
  const tags = draft.get("tags");
  if (resource.type !== AUTO_SCALING_GROUP) for (const [key, value] of missing) tags.get(key).set(value);
  else {
    // Passed on to instances it could take the place of what their launch template says.
    const entries = [...missing].map(([key, value]) => ({ key, value, propagateAtLaunch: false }));
    (tags as unknown as Draft<ListedTag[]>).add(...entries);
  }
}
