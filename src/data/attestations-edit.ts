import type { AttestationLimits, LoadedAttestation } from "../model/index.js";
import { type AttestedFramework, assembleAttestations } from "./attestations.js";
import { appendEntry, checkedText, withoutPlace } from "./list-edit.js";
import type { Problems } from "./problems.js";
import type { AttestationYaml } from "./schemas.js";
import type { Source } from "./source.js";

export interface EditedAttestations {
  /** The whole file, with the new entry last among the attestations. */
  readonly text: string;
  readonly attestation: LoadedAttestation;
  readonly limits: AttestationLimits;
}

const EMPTY = "attestations: []\n";

/**
 * Adds an attestation to the text of an attestations file; all that it says, comments and order included, stays.
 * @param text what stands in the file; undefined when there is none yet
 * @throws InputErrors when the file is not well-formed as it stands, or the entry would not be
 */
export function addAttestation(
  file: string,
  text: string | undefined,
  entry: AttestationYaml,
  frameworks: readonly AttestedFramework[],
): EditedAttestations {
  const before = text === undefined || text.trim() === "" ? EMPTY : text;
  const check = (given: Source, problems: Problems) => assembleAttestations([given], frameworks, problems);
  const { source } = checkedText(file, before, check);
  const after = appendEntry(before, source, "attestations", entry);
  const { entries, limits } = checkedText(file, after, check, withoutPlace).set;
  const attestation = entries.filter(({ kind }) => kind === "attestation").at(-1);
  if (attestation === undefined) throw new Error("the new entry was not written");
  return { text: after, attestation, limits };
}
