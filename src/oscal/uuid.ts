import { createHash } from "node:crypto";

/** Of everything that Konductor names; it is never changed, or every name would change with it. */
const NAMESPACE = Buffer.from("8f0c2f3ed1f14f0c9a5b4b6f2d0a7c11", "hex");

/** The UUID of a name in parts, version 5 (RFC 9562): the same name has the same in every run. */
export function uuid(...name: readonly (string | number)[]): string {
  const hash = createHash("sha1").update(NAMESPACE).update(JSON.stringify(name)).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
