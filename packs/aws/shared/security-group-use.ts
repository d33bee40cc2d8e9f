import type * as aws from "@pulumi/aws";
import {
  type Check,
  fail,
  isUnknownText,
  kind,
  PASS,
  type Ref,
  Subject,
  unknown,
} from "../../../src/authoring/index.js";

/** Groups that somebody declared; the default group of a VPC is there unasked. */
export const ownSecurityGroup = kind<aws.ec2.SecurityGroupArgs>({
  name: "security group",
  types: ["aws:ec2/securityGroup:SecurityGroup"],
});

type Group = Subject<aws.ec2.SecurityGroupArgs>;
type Resource = Group["owner"];

/** Parts of the group that their `securityGroupId` names, rather than users of it. */
const PARTS = new Set([
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation",
]);

/** Names of properties, at whatever depth, whose values name security groups; Kubernetes annotations among them. */
const NAMING = /security-?groups?/i;

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
const WITHOUT_NETWORK = /^aws:(acm|cloudtrail|cloudwatch|dynamodb|ecr|iam|kms|s3|sns|sqs)\//;

/** Of a Kubernetes object only annotations name security groups, unless its API is one of AWS's own. */
function searched(user: Resource): Readonly<Record<string, unknown>> {
  if (WITHOUT_NETWORK.test(user.type)) return {};
  if (!user.type.startsWith("kubernetes:") || user.type.includes("aws")) return user.outputs;
  const metadata = user.outputs["metadata"] as { annotations?: unknown } | undefined;
  return metadata?.annotations === undefined ? {} : { metadata: { annotations: metadata.annotations } };
}

const namingKeys = new Map<string, boolean>();

/** Property names repeat: each is tested once. */
function isNaming(key: string): boolean {
  let naming = namingKeys.get(key);
  if (naming === undefined) {
    if (namingKeys.size > 10_000) namingKeys.clear();
    namingKeys.set(key, (naming = NAMING.test(key)));
  }
  return naming;
}

function namings(user: Resource): Naming[] {
  const found: Naming[] = [];
  for (const [property, value] of Object.entries(searched(user))) {
    if (property === "securityGroupId" && PARTS.has(user.type)) continue;
    if (typeof value === "string" ? !isNaming(property) : typeof value !== "object") continue;
    const naming: Naming = { property, texts: [], unknown: false };
    collect(value, isNaming(property), naming, 0);
    if (naming.texts.length > 0 || naming.unknown) found.push(naming);
  }
  return found;
}

function collect(value: unknown, named: boolean, into: Naming, depth: number): void {
  if (typeof value === "string") {
    if (named) read(value, into);
  } else if (Array.isArray(value)) {
    if (depth < DEEPEST) for (const item of value) collect(item, named, into, depth + 1);
  } else if (typeof value === "object" && value !== null && depth < DEEPEST) {
    for (const key in value) collect((value as Record<string, unknown>)[key], named || isNaming(key), into, depth + 1);
  }
}

function read(text: string, into: Naming): void {
  if (isUnknownText(text)) into.unknown = true;
  else into.texts.push(...text.split(/[\s,]+/));
}

function placeIn(group: Group, user: Resource, property: string): Ref<unknown> {
  return new Subject<Record<string, unknown>>(group.session, user, "outputs").get(property);
}
