import { isUnknownText, isWrapped, type Properties, REDACTED, type Resource, unwrap } from "../model/index.js";

/** No provider has longer ones, and it is written with every result of the resource. */
const LONGEST = 2048;

/** Properties of which providers make ids and ARNs. */
const NAMING =
  /^(?:name|id|identifier|arn|alias|bucket|key|prefix|metadata)$|(?:Name|Id|Identifier|Arn|Alias|Bucket|Key|Prefix)$/;

/**
 * What the provider calls a resource: its ARN where its outputs hold one, else its physical id. Undefined while neither is
 * known, and where it holds a secret or may hold one: a secret name stands in the clear in the id that is made of it.
 */
export function providerId(resource: Resource): string | undefined {
  const told = ownArn(resource) ?? resource.id;
  if (told === undefined || told === "" || told.length > LONGEST || told === REDACTED || isUnknownText(told))
    return undefined;
  return tells(resource.inputs, told) || tells(resource.outputs, told) ? undefined : told;
}

/** An `arn` among the inputs is that of another resource, which this one refers to. */
function ownArn({ inputs, outputs }: Resource): string | undefined {
  const { arn } = outputs;
  return typeof arn === "string" && arn.startsWith("arn:") && !Object.hasOwn(inputs, "arn") ? arn : undefined;
}

function tells(properties: Properties, told: string): boolean {
  for (const name in properties) if (mightTell(properties[name], told, NAMING.test(name))) return true;
  return false;
}

/**
 * A secret in the value stands in the text, or may do so: ids are made of such values, or of parts of them. Read or not, so
 * that a state tells the same without its secrets.
 */
function mightTell(value: unknown, told: string, naming: boolean): boolean {
  if (typeof value !== "object" || value === null) return naming && value === REDACTED;
  if (isWrapped(value)) {
    const { secret, obstacle, value: inner } = unwrap(value);
    if (secret) return naming || (obstacle === undefined && holds(told, inner));
    return inner !== value && mightTell(inner, told, naming);
  }
  if (Array.isArray(value)) return value.some((one) => mightTell(one, told, naming));
  for (const key in value) if (mightTell((value as Record<string, unknown>)[key], told, naming)) return true;
  return false;
}

/** A secret is JSON in a text, whose depth nobody has looked at. */
const DEEPEST = 100;

/** Some text, number or key of a secret stands in the text, be it a part of a word; or nobody knows, so deep it is. */
function holds(told: string, secret: unknown, depth = 0): boolean {
  if (typeof secret === "string" || typeof secret === "number") return secret !== "" && told.includes(String(secret));
  if (typeof secret !== "object" || secret === null) return false;
  if (depth === DEEPEST) return true;
  if (isWrapped(secret)) {
    const { value, obstacle } = unwrap(secret);
    return obstacle !== undefined || (value !== secret && holds(told, value, depth + 1));
  }
  return Object.entries(secret).some(
    ([key, one]) => (!Array.isArray(secret) && holds(told, key)) || holds(told, one, depth + 1),
  );
}
