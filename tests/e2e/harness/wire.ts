import { OUTPUT_VALUE, RESOURCE_REFERENCE, SECRET, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import type { Properties } from "./protobuf.js";

/**
 * A value of a program or a state as the engine sends it to a pack: secrets in plain text inside their envelopes,
 * encrypted ones as the text that `pulumi policy analyze` puts there, references to resources as their ids.
 */
export function toWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(toWire);
  const object = value as Properties;
  switch (object[SIGNATURE]) {
    case SECRET:
      return { [SIGNATURE]: SECRET, value: toWire(plain(object)) };
    case RESOURCE_REFERENCE:
      return toWire(object["id"] ?? object["urn"]);
    case OUTPUT_VALUE: {
      const inner = "value" in object ? toWire(object["value"]) : UNKNOWN;
      return object["secret"] === true ? { [SIGNATURE]: SECRET, value: inner } : inner;
    }
  }
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, toWire(inner)]));
}

function plain(secret: Properties): unknown {
  if (typeof secret["plaintext"] === "string") return JSON.parse(secret["plaintext"]);
  return "value" in secret ? secret["value"] : "[secret]";
}

/** Properties for the analyzer; the engine leaves out its own, at the top level. */
export function analyzerProperties(properties: Properties, keepInternal = false): Properties {
  const kept = Object.entries(properties).filter(([key]) => keepInternal || !key.startsWith("__"));
  return Object.fromEntries(kept.map(([key, value]) => [key, toWire(value)]));
}

/** A value without its secret envelopes, and whether there were any. */
export function reveal(value: unknown): { value: unknown; secret: boolean } {
  let secret = false;
  const strip = (inner: unknown): unknown => {
    if (typeof inner !== "object" || inner === null) return inner;
    if (Array.isArray(inner)) return inner.map(strip);
    const object = inner as Properties;
    if (object[SIGNATURE] === SECRET) {
      secret = true;
      return strip(plain(object));
    }
    return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, strip(each)]));
  };
  return { value: strip(value), secret };
}

export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as Properties)[SIGNATURE] === SECRET;
}

/** The value in a secret's envelope, once. */
export function secretOf(value: unknown): unknown {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}
