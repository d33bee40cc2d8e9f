import { all, not, rule } from "../../../src/authoring/index.js";
import {
  covers,
  everyIngress,
  ingressRule,
  ingressSource,
  judgedElsewhere,
  securityGroup,
  securityGroupRule,
} from "../shared/ec2.js";

export const noPublicSsh = rule({
  id: "aws-sg-no-public-ssh",
  title: "Security groups keep SSH away from the internet",
  severity: "high",
  resource: ingressSource,
  companions: [securityGroup, securityGroupRule, ingressRule],
  rationale:
    "Port 22 that the whole world can reach is found by scanners within minutes and tried with stolen keys and passwords.",
  remediation:
    "Limit the rules that cover port 22 to known networks, or reach hosts through Session Manager or a bastion.",
  limits: "What a prefix list holds is not known; two blocks that only together make up the world are not added up.",
  exempt: judgedElsewhere,
  check: (source) =>
    everyIngress(source, (ingress) =>
      not(all(ingress.toWorld, covers(ingress, 22)), ingress.at, "no access from the whole world to port 22"),
    ),
});
