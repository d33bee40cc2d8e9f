import { createHash, type KeyObject, sign, verify } from "node:crypto";
import { signerOf } from "./keys.js";
import { canonical, MANIFEST, type Manifest } from "./manifest.js";

/** https://github.com/secure-systems-lab/dsse, version 1 */
const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** What is signed: the in-toto statement (version 1) that the manifest, and by it every file, is what was assessed. */
function statementOf(manifest: Manifest): string {
  const { tool, sequence, previous, files } = manifest;
  const subject = [
    { name: MANIFEST, digest: { sha256: createHash("sha256").update(canonical(manifest)).digest("hex") } },
    ...files.map(({ path, sha256 }) => ({ name: path, digest: { sha256 } })),
  ];
  return canonical({
    _type: "https://in-toto.io/Statement/v1",
    subject,
    predicateType: "urn:konductor:bundle:1",
    predicate: { tool, sequence, previous },
  });
}

/** Pre-authentication encoding: the bytes that the signature is over. */
function encoded(payload: string): Buffer {
  const length = Buffer.byteLength(payload);
  return Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${length} ${payload}`);
}

/** The envelope that signs a manifest. Ed25519 is deterministic: the same manifest and key give the same bytes. */
export function envelopeOf(manifest: Manifest, key: KeyObject): string {
  const payload = statementOf(manifest);
  return enveloped(payload, manifest, sign(null, encoded(payload), key).toString("base64"));
}

function enveloped(payload: string, { signer }: Manifest, sig: string): string {
  return canonical({
    payload: Buffer.from(payload).toString("base64"),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: signer.keyid, sig }],
  });
}

/**
 * What is wrong with an envelope; undefined when it signs this manifest with this key. There is one form that it may
 * have, so that no byte of it can be changed.
 */
export function envelopeProblem(text: string, manifest: Manifest, key: KeyObject): string | undefined {
  const payload = statementOf(manifest);
  const sig = signatureIn(text);
  if (sig === undefined) return "is no signature of a bundle";
  if (signerOf(key).keyid !== manifest.signer.keyid) return `is signed by another key, ${manifest.signer.keyid}`;
  if (enveloped(payload, manifest, sig) !== text) return "does not sign this manifest";
  const valid = verify(null, encoded(payload), key, Buffer.from(sig, "base64"));
  return valid ? undefined : "the signature is not valid";
}

/** The signature in the one canonical form that base64 has for it. */
function signatureIn(text: string): string | undefined {
  try {
    const sig: unknown = JSON.parse(text)?.signatures?.[0]?.sig;
    return typeof sig === "string" && Buffer.from(sig, "base64").toString("base64") === sig ? sig : undefined;
  } catch {
    return undefined;
  }
}
