import { createHmac, hkdfSync, type KeyObject } from "node:crypto";
import { isUnknownText, OUTPUT_VALUE, REDACTED, SECRET, SIGNATURE, UNKNOWN } from "../../model/index.js";

/** A text of fewer characters is too likely to be there for another reason. */
const TELLING_LENGTH = 16;
/** In an id, which providers make of names, fewer tell. */
const TELLING_IN_ID = 6;

/** As deep as documents are read, and secrets in them. */
const DEEPEST = 1000;

/** Keys of a resource whose texts name it, and what it has to do with: they are no values. */
const NAMES: ReadonlySet<string> = new Set(["urn", "type", "parent", "provider", "sourcePosition", "stack"]);

/** A document without its secrets, as JSON, and how many there were. */
export interface SealedDocument {
  readonly text: string;
  /** Secrets in plain text, which a verdict may rest on; encrypted ones never decide. */
  readonly readable: number;
  readonly encrypted: number;
}

/** What secrets of one document are replaced by: the same value by the same text, which tells nothing without the key. */
export type Tokens = (value: string) => string;

/**
 * HMAC-SHA256 under a key of this document's own: derived from the signing key, so that the same bundle can be made
 * again, and so that nobody without it can try out values.
 * @param digest of the document
 */
export function tokensFor(key: KeyObject, digest: string): Tokens {
  const material = key.export({ format: "der", type: "pkcs8" });
  const own = Buffer.from(hkdfSync("sha256", material, digest, "konductor sealed secrets 1", 32));
  return (value) => `sealed:${createHmac("sha256", own).update(value).digest("hex")}`;
}

/**
 * Takes the secrets out of a state or a preview. The order of everything else stays. A secret that is empty says no more
 * than that, and stays as well. A text in which a secret stands unmarked goes too, if that is long enough to be the same
 * on purpose.
 */
export function seal(document: unknown, tokens: Tokens): SealedDocument {
  const known = new Set<string>();
  collect(document, known);
  const marked = written(document, tokens, known, []);
  const left = [...known].filter((text) => text.length >= TELLING_LENGTH && marked.text.includes(inJson(text)));
  // Most documents are done: to look for every secret in every text would take long.
  return left.length === 0 ? marked : written(document, tokens, known, left);
}

/**
 * @param known the texts of secrets, which no id may hold
 * @param left those that stand in other texts as well
 */
function written(document: unknown, tokens: Tokens, known: ReadonlySet<string>, left: readonly string[]) {
  let readable = 0;
  let encrypted = 0;
  const text = JSON.stringify(document, (key, value: unknown) => {
    if (typeof value === "string") {
      if (key === "id") return holds(value, known) ? tokens(JSON.stringify(value)) : value;
      const tells = !NAMES.has(key) && left.some((one) => value.includes(one));
      return tells ? sealed(tokens(JSON.stringify(value))) : value;
    }
    if (typeof value !== "object" || value === null) return value;
    if (key === "secrets_providers") return { type: (value as { type?: unknown }).type };
    const secret = secretOf(value);
    if (secret === undefined) return value;
    if (secret.plain === undefined) {
      encrypted += 1;
      return { [SIGNATURE]: SECRET, ciphertext: REDACTED };
    }
    if (isEmpty(secret.plain)) return value;
    readable += 1;
    if (secret.malformed) return { [SIGNATURE]: SECRET, plaintext: "sealed" };
    if (typeof secret.plain === "string" && isUnknownText(secret.plain))
      return { [SIGNATURE]: SECRET, plaintext: JSON.stringify(UNKNOWN) };
    return sealed(tokens(textOf(secret)));
  });
  return { text, readable, encrypted };
}

function holds(id: string, known: ReadonlySet<string>): boolean {
  if (known.has(id)) return true;
  for (const text of known) if (text.length >= TELLING_IN_ID && id.includes(text)) return true;
  return false;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function sealed(token: string): object {
  return { [SIGNATURE]: SECRET, sealed: token };
}

interface Secret {
  /** Absent where it is encrypted. */
  readonly plain?: unknown;
  /** The JSON that it was read from. */
  readonly text?: string;
  /** Nobody can read it as JSON, which it should be: a secret nevertheless. */
  readonly malformed?: true;
}

/** Undefined for what is no secret, or has been replaced by now. */
function secretOf(value: object): Secret | undefined {
  const { [SIGNATURE]: signature, ...rest } = value as Record<string, unknown>;
  if (signature === OUTPUT_VALUE)
    return rest["secret"] === true && "value" in rest ? { plain: rest["value"] } : undefined;
  if (signature !== SECRET || isReplaced(rest)) return undefined;
  if (typeof rest["plaintext"] === "string") return parsed(rest["plaintext"]);
  return "value" in rest ? { plain: rest["value"] } : {};
}

/** Texts in one form, however they were written. JSON that somebody made may be too deep to be written again. */
function textOf({ plain, text }: Secret): string {
  return typeof plain === "string" || text === undefined ? JSON.stringify(plain) : text;
}

function isReplaced({ sealed, ciphertext, plaintext }: Record<string, unknown>): boolean {
  return (
    (typeof sealed === "string" && sealed.startsWith("sealed:")) ||
    ciphertext === REDACTED ||
    plaintext === "sealed" ||
    plaintext === JSON.stringify(UNKNOWN)
  );
}

function parsed(text: string): Secret {
  try {
    return { plain: JSON.parse(text), text };
  } catch {
    return { plain: text, malformed: true };
  }
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === REDACTED) return true;
  if (typeof value === "string") return value.trim() === "";
  return typeof value === "object" && Object.keys(value as object).length === 0;
}

/** The texts that are secret somewhere. */
function collect(value: unknown, known: Set<string>, secret = false, depth = 0): void {
  if (depth > DEEPEST) return;
  if (typeof value === "string") {
    if (secret && value.trim() !== "" && !isUnknownText(value)) known.add(value);
  } else if (typeof value === "object" && value !== null) {
    const found = secretOf(value);
    if (found !== undefined) collect(found.plain, known, true, depth + 1);
    else for (const inner of Object.values(value)) collect(inner, known, secret, depth + 1);
  }
}
