import { all, rule } from "../../../src/authoring/index.js";
import { noStatement, permissions } from "../shared/iam.js";
import { allActions, allows, allResources } from "../shared/policy.js";

export const noAdminStatement = rule({
  id: "aws-iam-no-admin-statement",
  title: "IAM policies do not allow every action on every resource",
  severity: "critical",
  resource: permissions,
  rationale: "Whoever takes over one holder of such a policy has taken over the account.",
  remediation:
    "Name the actions and resources that are needed; NotAction and NotResource in an Allow count as all but those.",
  limits:
    "Conditions that would narrow the statement, permission boundaries and service control policies are not weighed.",
  check: (source) =>
    noStatement(source, (s) => all(allows(s), allActions(s), allResources(s)), "named actions or named resources"),
});
