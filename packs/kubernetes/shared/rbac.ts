import type { types } from "@pulumi/kubernetes";
import {
  all,
  any,
  type Check,
  type Kind,
  kind,
  PASS,
  type Ref,
  type RuleSpec,
  rule,
  unknown,
} from "../../../src/authoring/index.js";
import { tokensByKind } from "./kinds.generated.js";
import { everyObject } from "./meta.js";

export type PolicyRule = types.input.rbac.v1.PolicyRule;
/** A Role is a ClusterRole without aggregation. */
export type Role = types.input.rbac.v1.ClusterRole;
export type Subject = types.input.rbac.v1.Subject;
type RoleBinding = types.input.rbac.v1.RoleBinding;

const CLUSTER_ROLES = [...tokensByKind.ClusterRole, ...tokensByKind.ClusterRoleList] as const;

export const role = kind<Role>({
  name: "role",
  types: [...tokensByKind.Role, ...tokensByKind.RoleList, ...CLUSTER_ROLES],
  identifiedBy: [],
});

export const clusterRole = kind<Role>({ name: "cluster role", types: [...CLUSTER_ROLES], identifiedBy: [] });

/** Bindings of a namespace and of the cluster, which are of one shape. */
export const roleBinding = kind<RoleBinding>({
  name: "role binding",
  types: [
    ...tokensByKind.RoleBinding,
    ...tokensByKind.RoleBindingList,
    ...tokensByKind.ClusterRoleBinding,
    ...tokensByKind.ClusterRoleBindingList,
  ],
  identifiedBy: [],
});

/** Something that a rule of a role can permit. A rule permits it when it names one of each list, or `*`. */
export interface Permission<Names = readonly string[]> {
  readonly apiGroups: Names;
  /** Plural names, with the subresource: `pods/exec`. */
  readonly resources: Names;
  readonly verbs: Names;
}

/** Every name by which something is permitted, and how they are told. */
interface Names {
  readonly all: readonly string[];
  readonly told: string;
}

/** The permission with all the ways to write it: `*` permits everything, and a star before the slash the subresource of every resource. */
export function permission(spec: Permission): Permission<Names> {
  const subresources = spec.resources.filter((name) => name.includes("/")).map((name) => name.replace(/^[^/]+/, "*"));
  return {
    apiGroups: orAll(spec.apiGroups),
    resources: orAll([...spec.resources, ...subresources]),
    verbs: orAll(spec.verbs),
  };
}

function orAll(names: readonly string[]): Names {
  const all = [...new Set(["*", ...names])];
  return { all, told: all.join(" or ") };
}

/** The rule permits one of these, made by `permission`. */
export function grants(of: Ref<PolicyRule>, permissions: readonly Permission<Names>[]): Check {
  return any(...permissions.map((wanted) => grantsOne(of, wanted)));
}

function grantsOne(of: Ref<PolicyRule>, wanted: Permission<Names>): Check {
  const resources = names(of, "resources", wanted.resources);
  if (resources.outcome === "fail") return resources;
  return all(resources, names(of, "verbs", wanted.verbs), names(of, "apiGroups", wanted.apiGroups));
}

function names(of: Ref<PolicyRule>, list: keyof Permission, wanted: Names): Check {
  return (of.get(list) as Ref<string[]>).some((name) => name.oneOf(wanted.all), wanted.told);
}

type Texts = Pick<RuleSpec<Role, never>, "id" | "title" | "severity" | "rationale" | "remediation" | "limits">;

/** A rule that no rule of a role fulfils a condition. `instead` says what should stand there. */
export function roleRule(
  spec: Texts & { resource?: Kind<Role>; forbidden: (of: Ref<PolicyRule>) => Check; instead: string },
) {
  const { forbidden, instead, resource = role, ...texts } = spec;
  return rule<Role>({
    ...texts,
    resource,
    check: (subject) =>
      everyObject(subject, (object) => all(object.get("rules").none(forbidden, instead), ownRules(object))),
  });
}

/** The role's rules are its own; a controller puts together those of an aggregated one, which are not known here. */
function ownRules(object: Ref<Role>): Check {
  const aggregated = object.get("aggregationRule");
  return aggregated.isAbsent ? PASS : unknown(aggregated, "the rules of the roles that it gathers");
}
