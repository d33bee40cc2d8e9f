import { createHash, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../model/index.js";
import { envelopeProblem } from "./envelope.js";
import { contentOf, measured } from "./folder.js";
import { keyOf } from "./keys.js";
import { canonical, MANIFEST, type Manifest, parseManifest, SIGNATURE_FILE } from "./manifest.js";

/** A difference between a bundle and what was signed. */
export interface BundleFinding {
  /** From the bundle's folder. */
  readonly path: string;
  readonly text: string;
}

/** What a check of a bundle found. */
export interface CheckedBundle {
  readonly folder: string;
  /** Undefined where it cannot be read. */
  readonly manifest: Manifest | undefined;
  /** `sha256:` of the manifest as it lies there. */
  readonly digest: string;
  /** None when every byte is as it was signed. */
  readonly findings: readonly BundleFinding[];
}

/**
 * Checks that a bundle is what was signed: every file is there with the same bytes, no other is, and the signature is by
 * `trusted`, or by the key that the bundle names where there is none.
 * @throws InputError when the folder is none
 */
export function checkBundle(folder: string, trusted?: KeyObject): CheckedBundle {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError("is no folder; expected is a bundle, as `konductor assess --bundle` writes it", {
      file: folder,
    });
  const { files, others } = contentOf(folder);
  const findings: BundleFinding[] = others.map((path) => ({ path, text: "was added" }));
  const text = files.includes(MANIFEST) ? readFileSync(join(folder, MANIFEST), "utf8") : undefined;
  const manifest = text === undefined ? undefined : parseManifest(text);
  if (manifest === undefined)
    findings.push({ path: MANIFEST, text: text === undefined ? "is missing" : "is no manifest, or was changed" });
  else {
    findings.push(...signatureFindings(folder, files, manifest, trusted));
    findings.push(...fileFindings(folder, files, manifest));
  }
  return {
    folder,
    manifest,
    digest: manifest === undefined ? "" : digestOf(manifest),
    findings: findings.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** `sha256:` of a manifest's file. */
export function digestOf(manifest: Manifest): string {
  return `sha256:${createHash("sha256").update(canonical(manifest)).digest("hex")}`;
}

function signatureFindings(
  folder: string,
  files: readonly string[],
  manifest: Manifest,
  trusted: KeyObject | undefined,
): BundleFinding[] {
  const path = SIGNATURE_FILE;
  if (!files.includes(path)) return [{ path, text: "is missing" }];
  const named = keyOf(manifest.signer);
  if (named === undefined) return [{ path: MANIFEST, text: "names a signer without a key that can be read" }];
  const text = envelopeProblem(readFileSync(join(folder, path), "utf8"), manifest, trusted ?? named);
  return text === undefined ? [] : [{ path, text }];
}

function fileFindings(folder: string, files: readonly string[], manifest: Manifest): BundleFinding[] {
  const there = new Set(files);
  const signed = new Set([MANIFEST, SIGNATURE_FILE]);
  const findings: BundleFinding[] = [];
  for (const { path, sha256, size } of manifest.files) {
    signed.add(path);
    if (!there.has(path)) {
      findings.push({ path, text: "is missing" });
      continue;
    }
    const found = measured(folder, path);
    if (found.sha256 !== sha256 || found.size !== size)
      findings.push({ path, text: `was changed: its sha256 is ${found.sha256} and ${sha256} was signed` });
  }
  for (const path of files) if (!signed.has(path)) findings.push({ path, text: "was added" });
  return findings;
}

/**
 * Checks that bundles follow each other in the order in which they are given.
 * @returns what is wrong with each, by its place
 */
export function chainFindings(
  bundles: readonly Pick<CheckedBundle, "manifest" | "digest">[],
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [i, { manifest }] of bundles.entries()) {
    const before = bundles[i - 1];
    if (before?.manifest === undefined || manifest === undefined) continue;
    if (manifest.previous === before.digest && manifest.sequence === before.manifest.sequence + 1) continue;
    const claims = manifest.previous === null ? "no other" : `number ${manifest.sequence - 1}, ${manifest.previous}`;
    found.set(i, `follows ${claims}; the one before it here is number ${before.manifest.sequence}, ${before.digest}`);
  }
  return found;
}
