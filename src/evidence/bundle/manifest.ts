import canonicalize from "canonicalize";

/** Says which files a bundle holds; signed. In canonical JSON (RFC 8785). */
export interface Manifest {
  readonly schema: "konductor/bundle/1";
  readonly tool: { readonly name: string; readonly version: string };
  /** Place in its chain, from 1. */
  readonly sequence: number;
  /** `sha256:` of the manifest of the bundle before it; null for the first of a chain. */
  readonly previous: string | null;
  readonly signer: Signer;
  /** Every file but this one and the signature, by path. */
  readonly files: readonly BundledFile[];
}

export interface Signer {
  /** `sha256:` of the public key. */
  readonly keyid: string;
  /** The public key, SPKI in base64: it shows that the bundle is whole, and not whose key it is. */
  readonly publicKey: string;
}

export interface BundledFile {
  /** From the bundle's folder, with `/` between its parts. */
  readonly path: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

export const MANIFEST = "manifest.json";
export const SIGNATURE_FILE = "signature.dsse.json";
/** What the assessment was made of: the command line, the inputs, the files that it named. */
export const RUN = "run.json";
/** Folders of a bundle. */
export const REPORTS = "reports";
export const INPUTS = "inputs";
export const DATA = "data";
export const NAMED_FILES = "files";

/** Canonical JSON: the same value has the same bytes. */
export function canonical(value: unknown): string {
  return canonicalize(value) as string;
}

/** The manifest in a file's text; undefined when it is none, or not in its canonical form. */
export function parseManifest(text: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isManifest(value) && canonical(value) === text ? value : undefined;
}

function isManifest(value: unknown): value is Manifest {
  const { schema, tool, sequence, previous, signer, files } = Object(value) as Partial<Manifest>;
  const texts = [tool?.name, tool?.version, signer?.keyid, signer?.publicKey];
  return (
    schema === "konductor/bundle/1" &&
    texts.every((text) => typeof text === "string") &&
    Number.isSafeInteger(sequence) &&
    (previous === null || typeof previous === "string") &&
    Array.isArray(files) &&
    files.every(
      (file) => typeof file?.path === "string" && typeof file.sha256 === "string" && Number.isSafeInteger(file.size),
    )
  );
}
