import { attached, described } from "../../../../packs/aws/ec2/security-group-use.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { encrypted } from "../../../support/states.js";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const INSTANCE = "aws:ec2/instance:Instance";
const LAMBDA = "aws:lambda/function:Function";

const group = resource(GROUP, "web");
const other = resource(GROUP, "other");
const MISSING = "companion(resource that uses it)";

testRule(attached, {
  compliant: [
    {
      name: "instance",
      stack: [group, resource(INSTANCE, "host", { vpcSecurityGroupIds: [link("web")] })],
      at: ["vpcSecurityGroupIds"],
    },
    {
      name: "load balancer, second of two",
      stack: [
        group,
        other,
        resource("aws:lb/loadBalancer:LoadBalancer", "lb", { securityGroups: ["sg-1", link("web")] }),
      ],
      at: ["securityGroups"],
    },
    {
      name: "function, inside an object",
      stack: [group, resource(LAMBDA, "f", { vpcConfig: { securityGroupIds: [link("web")], subnetIds: [] } })],
      at: ["vpcConfig"],
    },
    {
      name: "id as text, no dependency recorded",
      stack: [group, resource(INSTANCE, "host", { vpcSecurityGroupIds: ["web-id"] })],
      only: "state",
      at: ["vpcSecurityGroupIds"],
    },
    {
      name: "id deep inside a launch template",
      stack: [
        group,
        resource("aws:ec2/launchTemplate:LaunchTemplate", "lt", {
          networkInterfaces: [{ securityGroups: ["web-id"] }],
        }),
      ],
      only: "state",
      at: ["networkInterfaces"],
    },
    {
      name: "by name, as in the default VPC",
      stack: [resource(GROUP, "web", { name: "web" }), resource(INSTANCE, "host", { securityGroups: ["web"] })],
      at: ["securityGroups"],
    },
    {
      name: "by ARN",
      stack: [group, resource("aws:datasync/agent:Agent", "a", { securityGroupArns: ["arn:aws:stub:::web"] })],
      only: "state",
      at: ["securityGroupArns"],
    },
    {
      name: "annotation of a Kubernetes Service",
      stack: [
        group,
        resource("kubernetes:core/v1:Service", "s", {
          metadata: {
            annotations: { "service.beta.kubernetes.io/aws-load-balancer-security-groups": "sg-1, web-id" },
          },
        }),
      ],
      only: "state",
      at: ["metadata"],
    },
    {
      name: "source in the rule of another group",
      stack: [
        group,
        other,
        resource(RULE, "r", { type: "ingress", securityGroupId: link("other"), sourceSecurityGroupId: link("web") }),
      ],
      at: ["sourceSecurityGroupId"],
    },
    {
      name: "source in an inline rule of another group",
      stack: [group, resource(GROUP, "other", { ingress: [{ securityGroups: [link("web")] }] })],
      at: ["ingress"],
    },
    {
      name: "used, and another resource's groups are not known",
      stack: [
        group,
        resource(INSTANCE, "host", { vpcSecurityGroupIds: [link("web")] }),
        resource(INSTANCE, "host2", { vpcSecurityGroupIds: unknown }),
      ],
      at: ["vpcSecurityGroupIds"],
    },
  ],
  violating: [
    {
      name: "its own rules only",
      stack: [
        resource(GROUP, "web", { ingress: [{ securityGroups: ["web-id"], self: true }] }),
        resource(RULE, "r", { type: "ingress", securityGroupId: link("web"), sourceSecurityGroupId: link("web") }),
        resource(INGRESS, "i", { securityGroupId: link("web"), referencedSecurityGroupId: link("web") }),
        resource("aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation", "v", {
          securityGroupId: link("web"),
        }),
      ],
      at: [MISSING],
    },
    {
      name: "its own rule, by id",
      stack: [
        group,
        resource(INGRESS, "i", { securityGroupId: "web-id", referencedSecurityGroupId: "web-id", ipProtocol: "-1" }),
      ],
      only: "state",
      at: [MISSING],
    },
    {
      name: "a rule of which it is not known whose it is uses no group",
      stack: [group, resource(INGRESS, "i", { securityGroupId: unknown, ipProtocol: "-1" })],
      at: [MISSING],
    },
    {
      name: "only another group is used",
      stack: [group, other, resource(INSTANCE, "host", { vpcSecurityGroupIds: [link("other")] })],
      at: [MISSING],
    },
    {
      name: "id stands in a property that attaches nothing",
      stack: [group, resource(INSTANCE, "host", { tags: { note: "web-id" } })],
      at: [MISSING],
    },
    {
      name: "groups that the provider computes",
      stack: [group, resource(INSTANCE, "host", {}, { computed: { vpcSecurityGroupIds: ["sg-default"] } })],
      at: [MISSING],
    },
    {
      name: "user that waits for its deletion",
      stack: [group, resource(INSTANCE, "host", { vpcSecurityGroupIds: [link("web")] }, { deleting: true })],
      at: [MISSING],
    },
  ],
  unknown: [
    {
      name: "encrypted groups",
      stack: [group, resource(INSTANCE, "host", { vpcSecurityGroupIds: [encrypted()] })],
      at: ["vpcSecurityGroupIds"],
    },
    {
      name: "encrypted interfaces",
      stack: [group, resource("aws:ec2/launchTemplate:LaunchTemplate", "lt", { networkInterfaces: encrypted() })],
      at: ["networkInterfaces"],
    },
    {
      name: "instance with groups not known",
      stack: [group, resource(INSTANCE, "host", { vpcSecurityGroupIds: unknown })],
      at: ["vpcSecurityGroupIds"],
    },
    {
      name: "one group not known, inside an object",
      stack: [group, resource(LAMBDA, "f", { vpcConfig: { securityGroupIds: ["sg-1", unknown] } })],
      at: ["vpcConfig"],
    },
  ],
  absent: [{ name: "alone in its stack", verdict: "fail", stack: [group], at: [MISSING] }],
  odd: [
    {
      name: "number where a list of ids belongs",
      verdict: "fail",
      stack: [group, resource(INSTANCE, "host", { vpcSecurityGroupIds: 7 })],
      at: [MISSING],
    },
    {
      name: "list within a list",
      verdict: "pass",
      stack: [group, resource(INSTANCE, "host", { vpcSecurityGroupIds: [[link("web")]] })],
      at: ["vpcSecurityGroupIds"],
    },
  ],
});

const described_ = (description: unknown) => [resource(GROUP, "web", { description })];

testRule(described, {
  compliant: [
    { name: "purpose", stack: described_("HTTPS from the load balancer to the shop"), at: ["description"] },
    { name: "short, but telling", stack: described_("Bastion"), at: ["description"] },
    {
      name: "contains a placeholder word",
      stack: described_("Test runners, managed by the build team"),
      at: ["description"],
    },
  ],
  violating: [
    { name: "default of Pulumi", stack: described_("Managed by Pulumi"), at: ["description"] },
    { name: "default of another tool", stack: described_("managed by Terraform"), at: ["description"] },
    {
      name: "console wizard",
      stack: described_("launch-wizard-3 created 2024-01-01T10:00:00.000Z"),
      at: ["description"],
    },
    { name: "says what it is, not what for", stack: described_("Security Group"), at: ["description"] },
    { name: "only a dash", stack: described_(" - "), at: ["description"] },
    { name: "empty", stack: described_(""), at: ["description"] },
    { name: "note to self", stack: described_("TODO"), at: ["description"] },
  ],
  unknown: [{ name: "not known", stack: described_(unknown), at: ["description"] }],
  absent: [{ name: "left out: the provider writes its default", verdict: "fail", stack: [group], at: ["description"] }],
  odd: [
    { name: "number", verdict: "pass", stack: described_(4711), at: ["description"] },
    { name: "object", verdict: "undetermined", stack: described_({ text: "web" }), at: ["description"] },
  ],
});
