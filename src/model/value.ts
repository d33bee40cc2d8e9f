/** The property signatures that Pulumi writes into states, previews and RPC messages (sdk/go/common/resource/sig). */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The string that stands for a value not known until the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The other computed sentinels (bool, number, array, asset, archive, object) that the engine may put on the wire. */
const TYPED_UNKNOWNS = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What a preview's JSON and `pulumi policy analyze` put where a secret was. */
export const REDACTED = "[secret]";

/** Why a value cannot be read. */
export type Obstacle = "computed" | "secret" | "malformed";

/** One value with its wrapping taken off. `value` is undefined when absent or when there is an obstacle. */
export interface Unwrapped {
  readonly value: unknown;
  readonly secret: boolean;
  readonly obstacle: Obstacle | undefined;
  /** Of a secret that was sealed: the same for the same value, and nothing else is known of it. */
  readonly sealed?: string;
}

/** True for a string that is, or contains, a value not known until the update. */
export function isUnknownText(text: string): boolean {
  return text.length >= 36 && (text.includes(UNKNOWN) || (text.length === 36 && TYPED_UNKNOWNS.has(text)));
}

/** True for an object that carries one of Pulumi's signatures. */
export function isWrapped(value: object): value is Record<string, unknown> {
  return (value as Record<string, unknown>)[SIGNATURE] !== undefined;
}

/**
 * Takes secrets, output values and resource references apart. A secret whose text is encrypted is an obstacle; one in
 * plain text is readable and marked, so that it decides a verdict and is never shown. Assets stay as they are.
 */
export function unwrap(wrapped: Record<string, unknown>): Unwrapped {
  let value: unknown = wrapped;
  let secret = false;
  for (;;) {
    if (typeof value === "string" && isUnknownText(value)) return { value: undefined, secret, obstacle: "computed" };
    if (secret && value === REDACTED) return { value: undefined, secret, obstacle: "secret" };
    if (typeof value !== "object" || value === null || !isWrapped(value)) return { value, secret, obstacle: undefined };
    const signature = value[SIGNATURE];
    if (signature === SECRET) {
      secret = true;
      if (typeof value["plaintext"] === "string") {
        try {
          value = JSON.parse(value["plaintext"]);
        } catch {
          return { value: undefined, secret, obstacle: "malformed" };
        }
      } else if ("value" in value) value = value["value"];
      else if (typeof value["sealed"] === "string")
        return { value: undefined, secret, obstacle: "secret", sealed: value["sealed"] };
      else return { value: undefined, secret, obstacle: "secret" };
    } else if (signature === OUTPUT_VALUE) {
      if (value["secret"] === true) secret = true;
      if (!("value" in value)) return { value: undefined, secret, obstacle: "computed" };
      value = value["value"];
    } else if (signature === RESOURCE_REFERENCE) {
      const id = value["id"];
      value = typeof id === "object" && id !== null ? (id as Record<string, unknown>)["V"] : (id ?? value["urn"]);
    } else return { value, secret, obstacle: undefined };
  }
}

/** An object of JSON: neither a list nor null. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
