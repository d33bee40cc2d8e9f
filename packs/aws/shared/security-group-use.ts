import type * as aws from "@pulumi/aws";
import {
  type Check,
  fail,
  isUnknownText,
  isWrapped,
  kind,
  PASS,
  type Ref,
  Subject,
  unknown,
  unwrap,
} from "../../../src/authoring/index.js";

/** Groups that somebody declared; the default group of a VPC is there unasked. */
export const ownSecurityGroup = kind<aws.ec2.SecurityGroupArgs>({
  name: "security group",
  types: ["aws:ec2/securityGroup:SecurityGroup"],
});

type Group = Subject<aws.ec2.SecurityGroupArgs>;
type Resource = Group["owner"];
type Properties = Readonly<Record<string, unknown>>;

/** Parts of the group that their `securityGroupId` names, rather than users of it. */
const PARTS = new Set([
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation",
]);

/** Names of properties, at whatever depth, whose values name security groups; Kubernetes annotations among them. */
const isNaming = remembered(/security-?groups?/i);

/** Names of properties below which security groups are named. */
const isHolding = remembered(/network|vpc|compute|config|settings|template|options/i);

/** A test of texts that repeat, such as types and names of properties: each is tested once. */
function remembered(pattern: RegExp): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let match = known.get(text);
    if (match === undefined) {
      if (known.size > 10_000) known.clear();
      known.set(text, (match = pattern.test(text)));
    }
    return match;
  };
}

/** Deeper than any provider's schema. */
const DEEPEST = 16;

/** Where a resource names security groups: the property at its root, and what stands there or below. */
interface Naming {
  readonly property: string;
  readonly texts: string[];
  unknown: boolean;
}

/** Some resource names the group: by a dependency of one of its properties, or by the group's id, ARN or name. */
export function isUsed(group: Group): Check {
  const use = dependentUse(group) ?? namedUse(group);
  if (use) {
    group.session.read(use);
    return PASS;
  }
  const [doubt] = users(group).get("?") ?? [];
  if (doubt === undefined) return fail(group, "a resource that uses it", "resource that uses it");
  const property = namings(doubt).find((naming) => unfed(doubt, naming))?.property ?? "";
  return unknown(placeIn(group, doubt, property), "to tell which security group it names");
}

function dependentUse(group: Group): Ref<unknown> | undefined {
  for (const user of group.dependents()) {
    if (!user.custom || isPart(user, group)) continue;
    const properties = Object.keys(user.propertyDependencies).sort();
    const property = properties.find((name) => user.propertyDependencies[name]?.includes(group.urn));
    if (property !== undefined) return placeIn(group, user, property);
  }
  return undefined;
}

function namedUse(group: Group): Ref<unknown> | undefined {
  const index = users(group);
  for (const text of identities(group)) {
    const user = index.get(text)?.find((one) => one !== group.owner && !isPart(one, group));
    const naming = user && namings(user).find(({ texts }) => texts.includes(text));
    if (naming) return placeIn(group, user, naming.property);
  }
  return undefined;
}

/** Whoever names a security group, by what it is named by; `?` stands for what could be any group. */
function users({ session }: Group): ReadonlyMap<string, readonly Resource[]> {
  return session.index(namings, (add) => {
    for (const user of session.graph.stack.resources) {
      if (!user.custom || user.deleting || user.external) continue;
      const found = namings(user);
      if (found.length === 0) continue;
      for (const text of new Set(found.flatMap(({ texts }) => texts))) add(text, user);
      if (found.some((naming) => unfed(user, naming))) add("?", user);
    }
  });
}

/** A rule or the like of this very group. */
function isPart(user: Resource, group: Group): boolean {
  if (!PARTS.has(user.type)) return false;
  const fed = user.propertyDependencies["securityGroupId"]?.includes(group.urn) === true;
  return fed || identities(group).includes(user.outputs["securityGroupId"] as string);
}

function identities(group: Group): string[] {
  const { id, outputs } = group.owner;
  return [id, outputs["arn"], outputs["name"]].filter(
    (text): text is string => typeof text === "string" && text !== "" && !isUnknownText(text),
  );
}

/** Declared, not known, and no other resource feeds it: it could be any group. */
function unfed(user: Resource, naming: Naming): boolean {
  const declared = user.inputs !== user.outputs && Object.hasOwn(user.inputs, naming.property);
  return naming.unknown && declared && !user.propertyDependencies[naming.property]?.length;
}

/** AWS services whose resources have no network interface, and so name no security group. */
const hasNoNetwork = remembered(/^aws:(acm|cloudtrail|cloudwatch|dynamodb|ecr|iam|kms|s3|sns|sqs)\//);

/** Of a Kubernetes object only annotations name security groups, unless its API is one of AWS's own. */
const isAnnotated = remembered(/^kubernetes:(?!.*aws)/s);

const NOTHING: Properties = {};

/** What of a resource may name security groups. */
function searched(user: Resource): Properties {
  if (hasNoNetwork(user.type)) return NOTHING;
  if (!isAnnotated(user.type)) return user.outputs;
  const metadata = user.outputs["metadata"] as { annotations?: unknown } | undefined;
  return metadata?.annotations === undefined ? NOTHING : { metadata: { annotations: metadata.annotations } };
}

function namings(user: Resource): readonly Naming[] {
  const properties = searched(user);
  let found: Naming[] | undefined;
  for (const property in properties) {
    if (property === "securityGroupId" && PARTS.has(user.type)) continue;
    const naming = collect(properties[property], isNaming(property), property, undefined, 0);
    if (naming !== undefined) (found ??= []).push(naming);
  }
  return found ?? NONE;
}

const NONE: readonly Naming[] = [];

/** Adds what stands at a place and below it to what the property names so far. */
function collect(
  value: unknown,
  named: boolean,
  property: string,
  known: Naming | undefined,
  depth: number,
): Naming | undefined {
  let naming = known;
  if (typeof value === "string") {
    if (named) read(value, (naming ??= { property, texts: [], unknown: false }));
  } else if (typeof value !== "object" || value === null || depth >= DEEPEST) {
    return naming;
  } else if (isWrapped(value)) {
    const { value: inner, obstacle } = unwrap(value);
    if (obstacle === undefined) return inner === value ? naming : collect(inner, named, property, naming, depth + 1);
    if (named || isHolding(property)) (naming ??= { property, texts: [], unknown: false }).unknown = true;
  } else if (Array.isArray(value)) {
    for (const item of value) naming = collect(item, named, property, naming, depth + 1);
  } else {
    for (const key in value) {
      const inner = (value as Properties)[key];
      naming = collect(inner, named || isNaming(key), property, naming, depth + 1);
    }
  }
  return naming;
}

function read(text: string, into: Naming): void {
  if (isUnknownText(text)) into.unknown = true;
  else into.texts.push(...text.split(/[\s,]+/));
}

function placeIn(group: Group, user: Resource, property: string): Ref<unknown> {
  return new Subject<Record<string, unknown>>(group.session, user, "outputs").get(property);
}
