import { all, any, type Check, fail, not, Ref, told, unknown } from "../../../src/authoring/index.js";

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

/** The statements of a policy that is given as a JSON string or as an object; providers record "" where there is none. */
export function statements(policy: Ref<unknown>): Ref<Statement[]> {
  if (policy.peek() === "") {
    const none = new Ref<PolicyDocument>(policy.session, policy.owner, policy.parent, policy.key, undefined);
    return none.get("Statement");
  }
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
  const kinds = principal as Ref<Record<string, string[]>>;
  const anyone = byKind
    ? any(kinds.get("AWS").includes("*"), kinds.get("*").includes("*"))
    : (principal as Ref<string>).is("*");
  return any(anyone, statement.get("NotPrincipal").isSet("principals left out"));
}

/** The statement allows something to everyone: no condition narrows down who that is. */
export function opensToEveryone(statement: Ref<Statement>): Check {
  return all(
    allows(statement),
    anyPrincipal(statement),
    not(narrowed(statement), statement, "no condition that narrows it down"),
  );
}

const NARROWING = "a condition on fixed accounts, organisations, networks or resources";

/** Keys that tie a request to accounts, organisations, networks or resources, after what S3 takes as not public. */
const NARROWING_KEYS: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** With `IfExists` or `ForAllValues:` a request without the key gets through, so neither narrows. */
const NARROWING_OPERATOR = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/i;

/** A condition narrows the statement to fixed values; others, such as TLS or a referer, anyone can meet. */
export function narrowed(statement: Ref<Statement>): Check {
  const condition = statement.get("Condition");
  const operators = condition.entries();
  if (operators === undefined) return unknown(condition, NARROWING);
  const checks = operators.flatMap(([operator, keys]) => {
    const entries = keys.entries();
    if (entries === undefined) return [unknown(keys, NARROWING)];
    return entries.map(([key, values]) => narrows(operator, key, values));
  });
  return told(any(...checks), condition, NARROWING);
}

/** Every value of the key is fixed: one that is not lets everyone through. */
function narrows(operator: string, key: string, values: Ref<string[]>): Check {
  const known = NARROWING_OPERATOR.test(operator) && NARROWING_KEYS.has(key.toLowerCase());
  if (!known) return fail(values, NARROWING);
  const kind = operator.replace(/^ForAnyValue:/i, "").toLowerCase();
  const fixed = kind === "ipaddress" ? isBoundedNetwork : kind.startsWith("arn") ? isFixedArn : isFixedText;
  return all(
    values.isSet(NARROWING),
    values.every((value) => value.matches(fixed, "a fixed value")),
  );
}

/** No variable; wildcards only behind an account of an ARN or an organisation. */
function isFixedText(text: string): boolean {
  const literal = text.split(/[*?]|\$\{/, 1)[0] as string;
  if (literal === text) return text !== "";
  return !text.includes("${") && (/^arn:([^:]*:){3}\d{12}:/.test(literal) || /^o-[a-z\d]+\//.test(literal));
}

/** ARN operators compare part by part, so that an account or the name of a bucket is fixed whatever stands around it. */
function isFixedArn(text: string): boolean {
  if (isFixedText(text)) return true;
  const [scheme, , service, , account = "", ...resource] = text.split(":");
  if (scheme !== "arn" || text.includes("${")) return false;
  return /^\d{12}$/.test(account) || (service === "s3" && /^[^*?:]+$/.test(resource.join(":")));
}

/** A CIDR block or address, in the bounds beyond which S3 takes a policy as public: /8 for IPv4, /32 for IPv6. */
function isBoundedNetwork(text: string): boolean {
  const [, v4, bits] = /^(?:([\d.]+)|[\da-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? ["", "", "0"];
  return bits === undefined || Number(bits) >= (v4 === undefined ? 32 : 8);
}

/**
 * The statement is about actions of the service that begin with one of the verbs: for `get` s3:GetObject, s3:Get*, *.
 * @param verbs in lower case
 */
export function concernsActions(statement: Ref<Statement>, service: string, verbs: readonly string[]): Check {
  const expected = `${service} actions that begin with ${verbs.join(", ")}`;
  const leftOut = statement.get("NotAction");
  return any(
    statement.get("Action").some((a) => a.matches((pattern) => takesIn(pattern, service, verbs), expected), expected),
    all(
      leftOut.isSet(expected),
      any(...verbs.map((verb) => leftOut.every((a) => a.matches((pattern) => !covers(pattern, service, verb), verb)))),
    ),
  );
}

function takesIn(pattern: string, service: string, verbs: readonly string[]): boolean {
  const name = nameIn(pattern, service);
  if (name === undefined) return false;
  const literal = name.split(/[*?]/, 1)[0] as string;
  return verbs.some((verb) => literal.startsWith(verb) || (literal !== name && verb.startsWith(literal)));
}

/** The pattern takes in every action that begins with the verb. */
function covers(pattern: string, service: string, verb: string): boolean {
  const name = nameIn(pattern, service);
  return name !== undefined && /^[^*?]*\*+$/.test(name) && verb.startsWith(name.replace(/\*+$/, ""));
}

/** What the pattern says of the names of the service's actions, in lower case; undefined when it is for other services. */
function nameIn(pattern: string, service: string): string | undefined {
  const text = pattern.toLowerCase();
  if (/^\*+$/.test(text)) return "*";
  const [prefix = "", name] = text.split(":", 2);
  const matcher = prefix
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${matcher}$`).test(service) ? name : undefined;
}
