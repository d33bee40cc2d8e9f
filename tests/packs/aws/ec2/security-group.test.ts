import { noPublicSsh } from "../../../../packs/aws/ec2/security-group.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
const group = (...ingress: object[]) => resource(GROUP, "web", { ingress });
const rule = (props: object) => resource(RULE, "r", { type: "ingress", securityGroupId: link("web"), ...props });
const ingress = (props: object) => resource(INGRESS, "i", { securityGroupId: link("web"), ...props });

testRule(noPublicSsh, {
  compliant: [
    {
      name: "world-open web port",
      stack: [group({ ...ssh, fromPort: 443, toPort: 443 })],
      at: ["ingress[0].fromPort"],
    },
    {
      name: "SSH from a known network",
      stack: [group({ ...ssh, cidrBlocks: ["10.0.0.0/8"] })],
      at: ["ingress[0].cidrBlocks[0]"],
    },
    { name: "world-open UDP", stack: [group({ ...ssh, protocol: "udp" })], at: ["ingress[0].protocol"] },
    {
      name: "port not known, but closed to the world",
      stack: [group({ ...ssh, fromPort: unknown, cidrBlocks: ["10.0.0.0/8"] })],
      at: ["ingress[0].cidrBlocks[0]"],
    },
    { name: "separate egress rule", stack: [resource(GROUP, "web"), rule({ ...ssh, type: "egress" })], at: ["type"] },
  ],
  violating: [
    { name: "inline", stack: [group(ssh)], at: ["ingress[0]"] },
    { name: "inline, second of two", stack: [group({ ...ssh, fromPort: 80, toPort: 80 }, ssh)], at: ["ingress[1]"] },
    { name: "range that holds 22", stack: [group({ ...ssh, fromPort: 0, toPort: 1024 })], at: ["ingress[0]"] },
    {
      name: "every protocol",
      stack: [group({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] })],
      at: ["ingress[0]"],
    },
    { name: "IPv6", stack: [group({ ...ssh, cidrBlocks: [], ipv6CidrBlocks: ["::/0"] })], at: ["ingress[0]"] },
    {
      name: "open although another source is not known",
      stack: [group({ ...ssh, cidrBlocks: [unknown, "0.0.0.0/0"] })],
      at: ["ingress[0]"],
    },
    { name: "SecurityGroupRule", stack: [resource(GROUP, "web"), rule(ssh)], at: [""] },
    {
      name: "vpc.SecurityGroupIngressRule",
      stack: [resource(GROUP, "web"), ingress({ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" })],
      at: [""],
    },
    {
      name: "vpc rule over IPv6 for every protocol",
      stack: [resource(GROUP, "web"), ingress({ ipProtocol: "-1", cidrIpv6: "::/0" })],
      at: [""],
    },
    {
      name: "rule of a group of another stack",
      stack: [resource(RULE, "r", { ...ssh, type: "ingress", securityGroupId: "sg-elsewhere" })],
      at: [""],
    },
  ],
  unknown: [
    { name: "source not known", stack: [group({ ...ssh, cidrBlocks: [unknown] })], at: ["ingress[0].cidrBlocks[0]"] },
    {
      name: "prefix list",
      stack: [group({ ...ssh, cidrBlocks: [], prefixListIds: ["pl-1"] })],
      at: ["ingress[0].prefixListIds"],
    },
    {
      name: "open rule for a group that is not known",
      stack: [resource(GROUP, "web"), resource(RULE, "r", { ...ssh, type: "ingress", securityGroupId: unknown })],
      at: ["securityGroupId"],
    },
  ],
  absent: [
    { name: "no rule at all", verdict: "pass", stack: [resource(GROUP, "web")], at: ["ingress"] },
    {
      name: "ingress that the provider computes",
      verdict: "pass",
      stack: [resource(GROUP, "web", {}, { computed: { ingress: [] } })],
      at: ["ingress"],
    },
  ],
  odd: [
    {
      name: "ports as text",
      verdict: "fail",
      stack: [group({ ...ssh, fromPort: "22", toPort: "22" })],
      at: ["ingress[0]"],
    },
    {
      name: "one rule without a list",
      verdict: "fail",
      stack: [resource(GROUP, "web", { ingress: ssh })],
      at: ["ingress"],
    },
    {
      name: "ingress that is text",
      verdict: "undetermined",
      stack: [resource(GROUP, "web", { ingress: "x" })],
      at: ["ingress.cidrBlocks"],
    },
  ],
  notApplicable: [
    {
      name: "rule of a group of this stack",
      stack: [resource(RULE, "r", { ...ssh, type: "ingress", securityGroupId: link("web") }), resource(GROUP, "web")],
      at: ["securityGroupId"],
    },
  ],
});
