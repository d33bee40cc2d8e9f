import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { InputError } from "../../model/index.js";
import type { Signer } from "./manifest.js";

const HOW = "expected is an Ed25519 key in PEM; `konductor keygen FILE` makes one";

/**
 * The key that signs.
 * @param file for messages, which never hold any of the key
 * @throws InputError when it is no Ed25519 private key
 */
export function signingKey(pem: string, passphrase: string | undefined, file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_MISSING_PASSPHRASE" || /passphrase|bad decrypt/i.test((error as Error).message))
      throw new InputError("the key is encrypted: KONDUCTOR_SIGNING_KEY_PASSPHRASE has to hold its passphrase", {
        file,
      });
    throw new InputError(`holds no private key that can be read: ${HOW}`, { file });
  }
  return ed25519(key, file);
}

/**
 * The public key that a signature is to be checked by; that of a private key's file too.
 * @throws InputError when it is no Ed25519 key
 */
export function verifyingKey(pem: string, file: string): KeyObject {
  try {
    return ed25519(createPublicKey({ key: pem, format: "pem" }), file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`holds no public key that can be read: ${HOW}`, { file });
  }
}

function ed25519(key: KeyObject, file: string): KeyObject {
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new InputError(`is a key of the kind ${key.asymmetricKeyType ?? "secret"}: ${HOW}`, { file });
}

/** A new pair, both in PEM. */
export function newKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync("ed25519", {
    privateKeyEncoding: { format: "pem", type: "pkcs8" },
    publicKeyEncoding: { format: "pem", type: "spki" },
  });
}

/** What is told of a key, private or public. */
export function signerOf(key: KeyObject): Signer {
  const der = spki(key.type === "private" ? createPublicKey(key) : key);
  return { keyid: `sha256:${createHash("sha256").update(der).digest("hex")}`, publicKey: der.toString("base64") };
}

/** The key in a manifest; undefined when it is none, or not the one that its id says. */
export function keyOf({ keyid, publicKey }: Signer): KeyObject | undefined {
  try {
    const der = Buffer.from(publicKey, "base64");
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    const told = signerOf(key);
    return key.asymmetricKeyType === "ed25519" && told.keyid === keyid && told.publicKey === publicKey
      ? key
      : undefined;
  } catch {
    return undefined;
  }
}

function spki(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" });
}
