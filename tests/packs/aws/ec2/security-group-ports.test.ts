import {
  noPublicAllPorts,
  noPublicHighRiskPorts,
  noPublicIngressAny,
  noPublicRdp,
} from "../../../../packs/aws/ec2/security-group.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const open = (fromPort: unknown, toPort: unknown = fromPort, more: object = {}) => ({
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlocks: ["0.0.0.0/0"],
  ...more,
});
const group = (...ingress: object[]) => [resource(GROUP, "web", { ingress })];
const withRule = (props: object) => [
  resource(GROUP, "web"),
  resource(RULE, "r", { type: "ingress", securityGroupId: link("web"), ...props }),
];
const withIngress = (props: object) => [
  resource(GROUP, "web"),
  resource(INGRESS, "i", { securityGroupId: link("web"), ...props }),
];
const inside = { cidrBlocks: ["10.0.0.0/8"] };
const none = { name: "no rule at all", verdict: "pass" as const, stack: [resource(GROUP, "web")], at: ["ingress"] };
const ofGroup = {
  name: "rule of a group of this stack",
  stack: [resource(RULE, "r", { ...open(1), type: "ingress", securityGroupId: link("web") }), resource(GROUP, "web")],
  at: ["securityGroupId"],
};
const egress = {
  name: "egress rule",
  stack: [resource(RULE, "r", { ...open(0, 65535), type: "egress", securityGroupId: "sg-1" })],
  at: ["type"],
};

testRule(noPublicRdp, {
  compliant: [
    { name: "web port", stack: group(open(443)), at: ["ingress[0].fromPort"] },
    { name: "from a known network", stack: group(open(3389, 3389, inside)), at: ["ingress[0].cidrBlocks[0]"] },
    { name: "just below and just above", stack: group(open(3388), open(3390)), at: ["ingress[1].fromPort"] },
    {
      name: "from another group",
      stack: group(open(3389, 3389, { cidrBlocks: [], securityGroups: ["sg-1"] })),
      at: [],
    },
  ],
  violating: [
    { name: "TCP", stack: group(open(3389)), at: ["ingress[0]"] },
    {
      name: "UDP, which Remote Desktop uses too",
      stack: group(open(3389, 3389, { protocol: "udp" })),
      at: ["ingress[0]"],
    },
    { name: "protocol by number", stack: group(open(3389, 3389, { protocol: "6" })), at: ["ingress[0]"] },
    { name: "upper end of a range", stack: group(open(1000, 3389)), at: ["ingress[0]"] },
    { name: "every protocol", stack: group(open(0, 0, { protocol: "-1" })), at: ["ingress[0]"] },
    {
      name: "default group, IPv6",
      stack: [
        resource(DEFAULT_GROUP, "d", { ingress: [open(3389, 3389, { cidrBlocks: [], ipv6CidrBlocks: ["::/0"] })] }),
      ],
      at: ["ingress[0]"],
    },
    { name: "SecurityGroupRule", stack: withRule(open(3389)), at: [""] },
    {
      name: "vpc.SecurityGroupIngressRule",
      stack: withIngress({ ipProtocol: "tcp", fromPort: 3389, toPort: 3389, cidrIpv6: "::/0" }),
      at: [""],
    },
  ],
  unknown: [
    { name: "port not known", stack: group(open(unknown, 3389)), at: ["ingress[0].fromPort"] },
    { name: "protocol not known", stack: group(open(3389, 3389, { protocol: unknown })), at: ["ingress[0].protocol"] },
  ],
  absent: [none],
  odd: [
    {
      name: "rule that is a number",
      verdict: "undetermined",
      stack: group(3389 as never),
      at: ["ingress[0].cidrBlocks"],
    },
    {
      name: "ports left out of a TCP rule",
      verdict: "fail",
      stack: withRule({ protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] }),
      at: [""],
    },
  ],
  notApplicable: [ofGroup, egress],
});

testRule(noPublicAllPorts, {
  compliant: [
    { name: "one port", stack: group(open(22)), at: ["ingress[0].fromPort"] },
    { name: "wide range, but not all", stack: group(open(1024, 65535)), at: ["ingress[0].fromPort"] },
    { name: "low range", stack: group(open(0, 1023)), at: ["ingress[0].toPort"] },
    { name: "all ports from a known network", stack: group(open(0, 65535, inside)), at: ["ingress[0].cidrBlocks[0]"] },
    { name: "all ports within the group", stack: group({ protocol: "-1", self: true }), at: [] },
    { name: "every kind of ICMP", stack: group(open(-1, -1, { protocol: "icmp" })), at: ["ingress[0].protocol"] },
  ],
  violating: [
    { name: "every protocol", stack: group(open(0, 0, { protocol: "-1" })), at: ["ingress[0]"] },
    { name: "every protocol, in words", stack: group(open(0, 0, { protocol: "all" })), at: ["ingress[0]"] },
    { name: "every TCP port", stack: group(open(0, 65535)), at: ["ingress[0]"] },
    { name: "every UDP port but 0", stack: group(open(1, 65535, { protocol: "udp" })), at: ["ingress[0]"] },
    { name: "one of two", stack: group(open(443), open(0, 65535)), at: ["ingress[1]"] },
    { name: "vpc rule without ports", stack: withIngress({ ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }), at: [""] },
    {
      name: "SecurityGroupRule over IPv6",
      stack: withRule({ protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] }),
      at: [""],
    },
    {
      name: "rule of a group of another stack",
      stack: [resource(INGRESS, "i", { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" })],
      at: [""],
    },
  ],
  unknown: [
    { name: "source not known", stack: group(open(0, 65535, { cidrBlocks: unknown })), at: ["ingress[0].cidrBlocks"] },
    { name: "upper end not known", stack: group(open(0, unknown)), at: ["ingress[0].toPort"] },
    { name: "prefix list", stack: withIngress({ ipProtocol: "-1", prefixListId: "pl-1" }), at: ["prefixListId"] },
  ],
  absent: [none],
  odd: [{ name: "ports as text", verdict: "fail", stack: group(open("0", "65535")), at: ["ingress[0]"] }],
  notApplicable: [ofGroup, egress],
});

testRule(noPublicHighRiskPorts, {
  compliant: [
    { name: "web ports", stack: group(open(80), open(443)), at: ["ingress[1].fromPort"] },
    { name: "database from a known network", stack: group(open(5432, 5432, inside)), at: ["ingress[0].cidrBlocks[0]"] },
    {
      name: "SSH when the list leaves it out",
      stack: group(open(22)),
      at: ["ingress[0].fromPort"],
      parameters: { ports: [23] },
    },
    { name: "list without ports", stack: group(open(23)), at: [], parameters: { ports: [] } },
  ],
  violating: [
    { name: "Telnet", stack: group(open(23)), at: ["ingress[0]"] },
    {
      name: "PostgreSQL",
      stack: withIngress({ ipProtocol: "tcp", fromPort: 5432, toPort: 5432, cidrIpv4: "0.0.0.0/0" }),
      at: [""],
    },
    { name: "memcached over UDP", stack: group(open(11211, 11211, { protocol: "udp" })), at: ["ingress[0]"] },
    { name: "range that holds some", stack: withRule(open(3000, 3400)), at: [""] },
    { name: "every protocol", stack: group(open(0, 0, { protocol: "-1" })), at: ["ingress[0]"] },
    { name: "a port of one's own list", stack: group(open(8080)), at: ["ingress[0]"], parameters: { ports: [8080] } },
    {
      name: "open already, whatever the port of another rule",
      stack: group(open(20, 21), open(unknown)),
      at: ["ingress[0]"],
    },
  ],
  unknown: [
    { name: "port not known", stack: group(open(unknown)), at: ["ingress[0].fromPort"] },
    {
      name: "source not known",
      stack: group(open(3306, 3306, { cidrBlocks: [unknown] })),
      at: ["ingress[0].cidrBlocks[0]"],
    },
  ],
  absent: [none],
  odd: [
    {
      name: "ingress that is text",
      verdict: "undetermined",
      stack: [resource(GROUP, "web", { ingress: "x" })],
      at: ["ingress.cidrBlocks"],
    },
  ],
  notApplicable: [ofGroup, egress],
});

testRule(noPublicIngressAny, {
  compliant: [
    { name: "HTTPS", stack: group(open(443)), at: ["ingress[0].fromPort", "ingress[0].toPort"] },
    { name: "HTTP/3 over UDP", stack: group(open(443, 443, { protocol: "udp" })), at: ["ingress[0].protocol"] },
    { name: "SSH from a known network", stack: group(open(22, 22, inside)), at: ["ingress[0].cidrBlocks[0]"] },
    {
      name: "range of authorised ports",
      stack: group(open(8080, 8082)),
      at: ["ingress[0].toPort"],
      parameters: { authorisedPorts: [8082, 8080, 8081] },
    },
  ],
  violating: [
    { name: "another port", stack: group(open(8080)), at: ["ingress[0]"] },
    { name: "range from one authorised port to the other", stack: group(open(80, 443)), at: ["ingress[0]"] },
    { name: "every protocol", stack: withIngress({ ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }), at: [""] },
    { name: "ICMP", stack: group(open(-1, -1, { protocol: "icmp" })), at: ["ingress[0]"] },
    { name: "nothing is authorised", stack: group(open(443)), at: ["ingress[0]"], parameters: { authorisedPorts: [] } },
    { name: "rule without ports", stack: withRule({ protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] }), at: [""] },
    { name: "upper end not known, lower one too low", stack: group(open(79, unknown)), at: ["ingress[0]"] },
  ],
  unknown: [
    { name: "upper end not known", stack: group(open(443, unknown)), at: ["ingress[0].toPort"] },
    {
      name: "world or not, not known",
      stack: group(open(8080, 8080, { cidrBlocks: [unknown] })),
      at: ["ingress[0].cidrBlocks[0]"],
    },
  ],
  absent: [none],
  odd: [{ name: "ports as text", verdict: "pass", stack: group(open("443", "443")), at: ["ingress[0].fromPort"] }],
  notApplicable: [ofGroup, egress],
});
