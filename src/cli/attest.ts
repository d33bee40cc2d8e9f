import { dirname, relative, sep } from "node:path";
import { addAttestation } from "../data/attestations-edit.js";
import { openData } from "../data/compiled.js";
import { fileSha256 } from "../data/files.js";
import { misplaced } from "../engine/index.js";
import { InputError, toDay } from "../model/index.js";
import type { AttestOptions } from "./commands/attest.js";
import { readEdited } from "./edited.js";
import { line, type Terminal, writeLine } from "./terminal.js";
import { replaceFile } from "./write.js";

/**
 * `konductor attest CONTROL`
 * @throws InputError when the file or the entry is not well-formed, a file of evidence cannot be read, or rules could show the control
 */
export async function runAttest(control: string, options: AttestOptions, terminal: Terminal): Promise<number> {
  const { file, statement, owner, attestedBy, validFor, method, evidence = [] } = options;
  const before = readEdited(file, "attestations");
  const entry = {
    control,
    ...(statement === undefined ? {} : { statement }),
    ...(evidence.length === 0 ? {} : { evidence: evidence.map((one) => evidenceOf(one, file)) }),
    owner,
    attestedBy,
    attestedOn: options.attestedOn ?? (toDay(Date.now()) as string),
    validFor,
    method,
  };
  const { text, attestation } = addAttestation(file, before, entry, openData().frameworks());
  const wrong = misplaced(attestation);
  if (wrong !== undefined)
    throw new InputError(`it would count for nothing, so it was not written: ${attestation.control} ${wrong}`);
  replaceFile(file, text);
  const { control: id, attestedOn, expires } = attestation;
  writeLine(
    terminal.stdout,
    line`${id} written to ${file}, attested by ${attestedBy}; it holds from ${attestedOn} up to the end of ${expires} (UTC)`,
  );
  return 0;
}

/** A file with its digest and its path as seen from the attestations file; an address as it is. */
function evidenceOf(named: string, file: string) {
  if (named.trim() === "") throw new InputError("--evidence takes a file or an address, and this one is empty");
  if (/^https?:\/\//i.test(named)) return { url: named };
  return { path: relative(dirname(file), named).split(sep).join("/"), sha256: fileSha256(named) };
}
