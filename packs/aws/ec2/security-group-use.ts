import { rule } from "../../../src/authoring/index.js";
import { securityGroup } from "../shared/ec2.js";
import { isUsed, ownSecurityGroup } from "../shared/security-group-use.js";

export const attached = rule({
  id: "aws-sg-attached",
  title: "Security groups are used",
  severity: "low",
  resource: ownSecurityGroup,
  companions: [securityGroup],
  rationale:
    "A group that nothing uses is forgotten, keeps rules that nobody reviews, and is there to be attached by mistake.",
  remediation: "Attach the group by vpcSecurityGroupIds, securityGroups or securityGroupIds, or remove it.",
  limits:
    "A group that another stack or a person attaches is not seen. A group that another group's rule names counts as used.",
  check: isUsed,
});

/** What providers and consoles write by themselves, and words that say nothing. */
const MEANINGLESS =
  /^(managed by (pulumi|terraform|cloudformation)|launch-wizard.*|(default |my |a |the )?(vpc )?(security[ -]?group|sg|group)|default|description|none|n\/?a|todo|tbd|test|\W*)$/i;

export const described = rule({
  id: "aws-sg-description",
  title: "Security groups say what they are for",
  severity: "low",
  resource: ownSecurityGroup,
  rationale: "Whoever reviews network access has to know what a group is meant to let through, and for whom.",
  remediation: "Set description to the purpose of the group; a change of it replaces the group.",
  limits: "Whether the description is true cannot be judged, only that it is neither a default nor an empty word.",
  check: (group) =>
    group
      .get("description")
      .or("Managed by Pulumi")
      .matches((text) => !MEANINGLESS.test(text.trim()), "a description of its purpose"),
});
