import { catalogFindings, knownIn } from "./catalogs.js";
import { controlFindings, type KnownControls } from "./controls.js";
import { type OscalDocument, type Place, pathOf, places } from "./document.js";
import { evidenceFindings } from "./evidence.js";
import { hashFindings } from "./hashes.js";
import { duplicateFindings, referenceFindings, type Uuids, uuidsOf } from "./uuids.js";

/** What a linter finds in OSCAL documents that their JSON Schema lets pass. */
export const LINT_CHECKS = [
  "duplicate-uuid",
  "dangling-reference",
  "reference-of-another-kind",
  "unknown-control",
  "statement-of-another-control",
  "duplicate-id",
  "unknown-parameter",
  "hash-algorithm",
  "uncited-observation",
  "risk-missing",
] as const;
export type LintCheck = (typeof LINT_CHECKS)[number];

export interface LintFinding {
  readonly check: LintCheck;
  readonly file: string;
  /** Where in the document: `assessment-results.results[0].findings[3]`. */
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}

export interface LintReport {
  readonly findings: readonly LintFinding[];
  /** What could not be looked at, and why. */
  readonly notes: readonly { readonly file: string; readonly message: string }[];
}

/** Tells a finding at a place, or at a member of it. */
export type Tell = (check: LintCheck, place: Place, member: string, message: string) => void;

/**
 * Looks for what a schema does not see. References may lead from one of the documents to another, so what belongs
 * together is handed in together.
 * @param catalogs what is known of each catalogue besides those among the documents
 */
export function lintOscal(documents: readonly OscalDocument[], catalogs: readonly KnownControls[]): LintReport {
  const findings: LintFinding[] = [];
  const notes: { file: string; message: string }[] = [];
  const read = documents.map((document) => ({ document, all: [...places(document)] }));
  const given = documents.flatMap((document, i) => knownIn(document, read[i]?.all ?? []));
  const uuids: readonly Uuids[] = read.map(({ all }) => uuidsOf(all));
  for (const [i, { document, all }] of read.entries()) {
    const { file } = document;
    const tell: Tell = (check, place, member, message) =>
      findings.push({ check, file, path: pathOf(place, member), message });
    const own = uuids[i] as Uuids;
    duplicateFindings(own, tell);
    referenceFindings(document, all, [own, ...uuids.filter((one) => one !== own)], tell);
    // What a profile selects is of the catalogues that it was handed in with.
    const known = document.model === "profile" && given.length > 0 ? given : [...catalogs, ...given];
    const note = controlFindings(document, all, known, tell);
    if (note !== undefined) notes.push({ file, message: note });
    catalogFindings(document, all, catalogs, tell);
    hashFindings(all, tell);
    evidenceFindings(document, tell, all);
  }
  return { findings, notes };
}
