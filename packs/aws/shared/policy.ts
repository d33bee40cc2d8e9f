import { any, type Check, type Ref } from "../../../src/authoring/index.js";

/** An IAM policy document as JSON; AWS takes single values and lists alike. */
export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: Statement[];
}
export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: string | Record<string, string[]>;
  NotPrincipal?: string | Record<string, string[]>;
  Action?: string[];
  NotAction?: string[];
  Resource?: string[];
  NotResource?: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

/** The statements of a policy that is given as a JSON string or as an object. */
export function statements(policy: Ref<unknown>): Ref<Statement[]> {
  return policy.json<PolicyDocument>().get("Statement");
}

/** The statement grants something. */
export function allows(statement: Ref<Statement>): Check {
  return statement.get("Effect").is("Allow");
}

/** The list holds a pattern that matches everything: `*`, `**`, `*:*`. */
export function matchesEverything(patterns: Ref<string[]>): Check {
  return patterns.some((pattern) => pattern.matches(/^\*+(:\*+)?$/, "*"), "*");
}

/** The actions are all, or all but some. */
export function allActions(statement: Ref<Statement>): Check {
  return any(matchesEverything(statement.get("Action")), statement.get("NotAction").isSet("actions left out"));
}

/** The resources are all, or all but some. */
export function allResources(statement: Ref<Statement>): Check {
  return any(matchesEverything(statement.get("Resource")), statement.get("NotResource").isSet("resources left out"));
}

/** Anyone at all: `"*"`, `{ "AWS": "*" }`, or everyone but some by NotPrincipal. */
export function anyPrincipal(statement: Ref<Statement>): Check {
  const principal = statement.get("Principal");
  const byKind = typeof principal.peek() === "object";
  const anyone = byKind
    ? (principal as Ref<Record<string, string[]>>).get("AWS").includes("*")
    : (principal as Ref<string>).is("*");
  return any(anyone, statement.get("NotPrincipal").isSet("principals left out"));
}
