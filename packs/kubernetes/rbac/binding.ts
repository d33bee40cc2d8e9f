import { all, any, type Check, not, type Ref, rule, told, z } from "../../../src/authoring/index.js";
import { everyObject } from "../shared/meta.js";
import { roleBinding, type Subject } from "../shared/rbac.js";

export const clusterAdminBoundWhereAllowed = rule({
  id: "k8s-rbac-no-cluster-admin-binding",
  title: "cluster-admin is bound to allowed subjects only",
  severity: "critical",
  resource: roleBinding,
  rationale: "cluster-admin may do everything, and everyone it is bound to is a way to the whole cluster.",
  remediation: "Bind a role with the permissions that are needed, or name the subject in `allowedSubjects`.",
  limits:
    "Other roles that grant as much are not seen here. In a RoleBinding cluster-admin reaches one namespace and is judged all the same.",
  parameters: {
    allowedSubjects: z
      .array(z.string().regex(/^(User|Group)\/.+$|^ServiceAccount\/[^/]+\/[^/]+$/))
      .default(["Group/system:masters"])
      .describe("Subjects that may have it: User/NAME, Group/NAME or ServiceAccount/NAMESPACE/NAME."),
  },
  check: (subject, { allowedSubjects }) =>
    everyObject(subject, (binding) => {
      const name = binding.get("roleRef", "name");
      const bindsAdmin = all(name.is("cluster-admin"), binding.get("roleRef", "kind").isNot("Role"));
      return any(
        not(bindsAdmin, name, "another role"),
        binding.get("subjects").every((bound) => isAllowed(bound, allowedSubjects)),
      );
    }),
});

function isAllowed(bound: Ref<Subject>, allowed: readonly string[]): Check {
  const matching = allowed.map((entry) => {
    const [kind = "", ...rest] = entry.split("/");
    const [namespace, name] = kind === "ServiceAccount" ? rest : [undefined, rest.join("/")];
    return all(
      bound.get("kind").is(kind),
      bound.get("name").is(name ?? ""),
      ...(namespace === undefined ? [] : [bound.get("namespace").is(namespace)]),
    );
  });
  return told(any(...matching), bound, `one of ${allowed.join(", ")}`);
}
