import type * as aws from "@pulumi/aws";
import {
  all,
  any,
  type Check,
  type Exemption,
  kind,
  not,
  PASS,
  type Place,
  type Ref,
  type Subject,
  unknown,
} from "../../../src/authoring/index.js";

export const securityGroup = kind<aws.ec2.SecurityGroupArgs | aws.ec2.DefaultSecurityGroupArgs>({
  name: "security group",
  types: ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
});

export const securityGroupRule = kind<aws.ec2.SecurityGroupRuleArgs>({
  name: "security group rule",
  types: ["aws:ec2/securityGroupRule:SecurityGroupRule"],
  references: { securityGroupId: () => securityGroup },
});

export const ingressRule = kind<aws.vpc.SecurityGroupIngressRuleArgs>({
  name: "security group ingress rule",
  types: ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
  references: { securityGroupId: () => securityGroup },
});

type Inline = aws.types.input.ec2.SecurityGroupIngress;
type Separate = aws.ec2.SecurityGroupRuleArgs | aws.vpc.SecurityGroupIngressRuleArgs;

/** Everything that lets traffic into a security group: the group with its rules, or a rule whose group stands elsewhere. */
export const ingressSource = kind<aws.ec2.SecurityGroupArgs | Separate>({
  name: "security group",
  types: [...(securityGroup.types as [string, ...string[]]), ...securityGroupRule.types, ...ingressRule.types],
});

/** One permission to enter, in whichever of the three ways it is declared. */
export interface Ingress {
  /** Where it stands. */
  readonly at: Place;
  readonly protocol: Ref<string>;
  readonly from: Ref<number>;
  readonly to: Ref<number>;
  /** Open to the whole world, IPv4 or IPv6. What a prefix list holds is not known here. */
  readonly toWorld: Check;
}

/** A CIDR block that leaves no bit fixed. */
const WORLD = /\/0$/;

function isWorld(cidr: Ref<string>): Check {
  return cidr.matches(WORLD, "the whole world");
}

function inline(item: Ref<Inline>): Ingress {
  return {
    at: item,
    protocol: item.get("protocol"),
    from: item.get("fromPort"),
    to: item.get("toPort"),
    toWorld: any(
      item.get("cidrBlocks").some(isWorld, "the whole world"),
      item.get("ipv6CidrBlocks").some(isWorld, "the whole world"),
      prefixLists(item.get("prefixListIds")),
    ),
  };
}

function separate(rule: Ref<Separate>): Ingress {
  return {
    at: rule,
    protocol: rule.get("ipProtocol").else(rule.get("protocol")),
    from: rule.get("fromPort"),
    to: rule.get("toPort"),
    toWorld: any(
      rule.get("cidrBlocks").some(isWorld, "the whole world"),
      rule.get("ipv6CidrBlocks").some(isWorld, "the whole world"),
      isWorld(rule.get("cidrIpv4")),
      isWorld(rule.get("cidrIpv6")),
      prefixLists(rule.get("prefixListIds").else(rule.get("prefixListId"))),
    ),
  };
}

/** Not known to be open, unless there is no prefix list at all. */
function prefixLists(lists: Ref<unknown>): Check {
  const listed = lists.isSet("a prefix list");
  return listed.outcome === "pass" ? unknown(lists, "the addresses in the prefix list") : listed;
}

/** Every permission to enter fulfils the check: inline rules, SecurityGroupRule, vpc.SecurityGroupIngressRule. */
export function everyIngress(
  source: Subject<aws.ec2.SecurityGroupArgs | Separate>,
  check: (ingress: Ingress) => Check,
): Check {
  if (!securityGroup.types.includes(source.type)) return check((source as Ref<Separate>).once(separate));
  return all(
    source.declared("ingress").every((item) => check((item as Ref<Inline>).once(inline))),
    source
      .related(securityGroupRule)
      .every((rule) => any(rule.get("type").isNot("ingress"), check(rule.once(separate)))),
    source.related(ingressRule).every((rule) => check(rule.once(separate))),
  );
}

/** The permission lets TCP (or, by `protocols`, other) traffic reach `port`. Every port is open where none is named. */
export function covers(ingress: Ingress, port: number, protocols: readonly string[] = ["tcp", "6"]): Check {
  return any(
    everyProtocol(ingress),
    all(
      ingress.protocol.matches((protocol) => protocols.includes(protocol.toLowerCase()), protocols.join(" or ")),
      any(ingress.from.isUnset(), ingress.from.atMost(port)),
      any(ingress.to.isUnset(), ingress.to.atLeast(port)),
    ),
  );
}

const TCP_AND_UDP = ["tcp", "6", "udp", "17"] as const;

/** The permission lets TCP or UDP traffic reach one of the ports. */
export function coversAny(ingress: Ingress, ports: readonly number[]): Check {
  const [from, to] = [ingress.from.peek(), ingress.to.peek()];
  const outside = (port: number) => (typeof from === "number" && port < from) || (typeof to === "number" && port > to);
  const open = ports.filter((port) => !outside(port));
  // Where the range rules out every port, one of them stands for all: the protocol may still open it.
  return any(...(open.length > 0 ? open : ports.slice(0, 1)).map((port) => covers(ingress, port, TCP_AND_UDP)));
}

/** The permission opens every port, or every port but 0. */
export function coversAll(ingress: Ingress): Check {
  return all(covers(ingress, 1, TCP_AND_UDP), covers(ingress, 65535, TCP_AND_UDP));
}

/** The permission opens no port but these, and no protocol but TCP and UDP. */
export function within(ingress: Ingress, ports: readonly number[]): Check {
  return all(
    ingress.protocol.matches((protocol) => TCP_AND_UDP.includes(protocol.toLowerCase() as "tcp"), "tcp or udp"),
    any(...runs(ports).map(([first, last]) => all(ingress.from.atLeast(first), ingress.to.atMost(last)))),
  );
}

/** Ports in ranges without a gap: 80, 443, 444 is 80–80 and 443–444. */
function runs(ports: readonly number[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (const port of [...ports].sort((a, b) => a - b)) {
    const run = found.at(-1);
    if (run !== undefined && port <= run[1] + 1) run[1] = port;
    else found.push([port, port]);
  }
  return found;
}

/** No permission that is open to the whole world is one for which the condition holds; `instead` says what is wanted. */
export function noPublicIngress(
  source: Subject<aws.ec2.SecurityGroupArgs | Separate>,
  condition: (ingress: Ingress) => Check,
  instead: string,
): Check {
  return everyIngress(source, (ingress) =>
    // What is closed to the world is decided, and most permissions are.
    ingress.toWorld.outcome === "fail" ? PASS : not(all(ingress.toWorld, condition(ingress)), ingress.at, instead),
  );
}

/** Protocol -1: all protocols, on all ports. */
export function everyProtocol(ingress: Ingress): Check {
  return ingress.protocol.matches((protocol) => /^(-1|all)$/i.test(protocol), "every protocol");
}

/** A rule that is judged on its own is an egress rule, or belongs to a group that is judged with all its rules. */
export function judgedElsewhere(source: Subject<aws.ec2.SecurityGroupArgs | Separate>): readonly Exemption[] {
  return securityGroup.types.includes(source.type) ? [] : (source as Subject<Separate>).once(elsewhere);
}

function elsewhere(rule: Subject<Separate>): readonly Exemption[] {
  const egress: readonly Exemption[] =
    rule.type === "aws:ec2/securityGroupRule:SecurityGroupRule"
      ? [[rule.get("type").is("egress"), "it rules egress"]]
      : [];
  return [...egress, [rule.follow("securityGroupId", securityGroup).isHere(), "it is judged with its security group"]];
}
