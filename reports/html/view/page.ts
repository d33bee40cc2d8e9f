import type { AssessedControl, Assessment } from "../../../src/model/index.js";
import { unnamedInheritance } from "../../../src/model/present.js";
import { Anchors } from "./anchors.js";
import { type AttestationKey, listedAttestations } from "./attestations.js";
import { listedExceptions } from "./exceptions.js";
import { type Held, holdResults } from "./held.js";

/** What all parts of the page share. */
export interface Page {
  readonly assessment: Assessment;
  readonly held: Held;
  readonly anchors: Anchors;
  /** Index by rule id, for the filter. */
  readonly ruleNumbers: ReadonlyMap<string, number>;
  /** Name of an input's stack: `acme/webapp/production`. */
  readonly stackOf: (input: number) => string;
  /** The anchor of an exception; empty for one that is not listed. */
  readonly exceptionHref: (id: string) => string;
  /** The anchor of an attestation or inheritance; empty for one that is not listed. */
  readonly attestationHref: (entry: AttestationKey) => string;
  /** Controls that would be inherited, had an entry named the provider. */
  readonly unnamed: ReadonlySet<AssessedControl>;
}

export function pageOf(assessment: Assessment): Page {
  const anchors = new Anchors();
  const listed = new Set(listedExceptions(assessment).map(({ id }) => id));
  const attested = new Set(listedAttestations(assessment).map(keyOf));
  const names = assessment.inputs.map(({ organization, project, stack, path }) =>
    project === "" && stack === "" ? path : [organization, project, stack].filter(Boolean).join("/"),
  );
  const base = {
    assessment,
    anchors,
    ruleNumbers: new Map(assessment.rules.map((rule, i) => [rule.id, i])),
    exceptionHref: (id: string) => (listed.has(id) ? anchors.exception(id) : ""),
    attestationHref: (entry: AttestationKey) =>
      attested.has(keyOf(entry)) ? anchors.attestation(entry.kind, entry.catalog, entry.control) : "",
    unnamed: new Set(unnamedInheritance(assessment)),
    stackOf: (index: number) => names[index] ?? "",
  };
  return { ...base, held: holdResults(assessment, base) };
}

function keyOf({ kind, catalog, control }: AttestationKey): string {
  return [kind, catalog, control].join("\0");
}
