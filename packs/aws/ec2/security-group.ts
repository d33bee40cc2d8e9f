import { not, rule, z } from "../../../src/authoring/index.js";
import {
  covers,
  coversAll,
  coversAny,
  ingressRule,
  ingressSource,
  judgedElsewhere,
  noPublicIngress,
  securityGroup,
  securityGroupRule,
  within,
} from "../shared/ec2.js";

const ingress = {
  resource: ingressSource,
  companions: [securityGroup, securityGroupRule, ingressRule],
  exempt: judgedElsewhere,
};

const LIMITS =
  "What a prefix list holds is not known; two blocks that only together make up the world are not added up.";

const port = z.number().int().min(0).max(65535);

/** FTP, SSH, Telnet, mail, RPC, NetBIOS, LDAP, SMB, databases, Docker, etcd, VNC, WinRM, the kubelet, caches. */
const HIGH_RISK_PORTS = [
  ...[20, 21, 22, 23, 25, 110, 135, 137, 138, 139, 143, 389, 445, 1433, 1434, 1521, 2049, 2375, 2379, 3306],
  ...[3389, 5432, 5900, 5984, 5985, 5986, 6379, 9200, 9300, 10250, 11211, 27017, 27018],
];

export const noPublicSsh = rule({
  ...ingress,
  id: "aws-sg-no-public-ssh",
  title: "Security groups keep SSH away from the internet",
  severity: "high",
  rationale:
    "Port 22 that the whole world can reach is found by scanners within minutes and tried with stolen keys and passwords.",
  remediation:
    "Limit the rules that cover port 22 to known networks, or reach hosts through Session Manager or a bastion.",
  limits: LIMITS,
  check: (source) => noPublicIngress(source, (i) => covers(i, 22), "no access from the whole world to port 22"),
});

export const noPublicRdp = rule({
  ...ingress,
  id: "aws-sg-no-public-rdp",
  title: "Security groups keep Remote Desktop away from the internet",
  severity: "high",
  rationale:
    "Remote Desktop that the whole world can reach invites guessed passwords, and its own flaws have carried worms.",
  remediation:
    "Limit the rules that cover port 3389 to known networks, or reach hosts through Session Manager or a gateway.",
  limits: LIMITS,
  check: (source) =>
    noPublicIngress(source, (i) => coversAny(i, [3389]), "no access from the whole world to port 3389"),
});

export const noPublicAllPorts = rule({
  ...ingress,
  id: "aws-sg-no-public-all-ports",
  title: "Security groups do not open every port to the internet",
  severity: "critical",
  rationale: "A group that opens every port protects nothing: whatever listens on the host is on the internet.",
  remediation: "Name the protocol, fromPort and toPort that the service needs instead of protocol -1 or ports 0–65535.",
  limits: `${LIMITS} Several permissions that only together open every port are not added up.`,
  check: (source) => noPublicIngress(source, coversAll, "named ports, or named networks"),
});

export const noPublicHighRiskPorts = rule({
  ...ingress,
  id: "aws-sg-no-public-high-risk-ports",
  title: "Security groups keep administration, file sharing and database ports away from the internet",
  severity: "high",
  rationale:
    "Services on these ports are meant for the inside of a network: many lack strong sign-in, and all are searched for.",
  remediation: "Limit cidrBlocks or cidrIpv4 of the rules that cover these ports to known networks.",
  limits: `${LIMITS} A service that listens on an unusual port is not recognised.`,
  parameters: {
    ports: z.array(port).default(HIGH_RISK_PORTS).describe("TCP and UDP ports that the world must not reach"),
  },
  check: (source, { ports }) =>
    noPublicIngress(source, (i) => coversAny(i, ports), "no access from the whole world to a high-risk port"),
});

export const noPublicIngressAny = rule({
  ...ingress,
  id: "aws-sg-no-public-ingress-any",
  title: "Security groups let the internet in on authorised ports only",
  severity: "medium",
  rationale: "What faces the internet should be a short, known list: each further port is one more service to attack.",
  remediation: "Limit the rule to known networks, or add its ports to authorisedPorts once they are approved.",
  limits: `${LIMITS} ICMP has no ports, so that ICMP from the whole world is never authorised.`,
  parameters: {
    authorisedPorts: z.array(port).default([80, 443]).describe("TCP and UDP ports that may be open to the whole world"),
  },
  check: (source, { authorisedPorts }) => {
    const wanted = `only ports ${authorisedPorts.join(", ")} open to the whole world`;
    return noPublicIngress(source, (i) => not(within(i, authorisedPorts), i.at, wanted), wanted);
  },
});
