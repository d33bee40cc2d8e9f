import type { AssessedControl, Assessment } from "../../../src/model/assessment.js";
import {
  type AssessedAttestation,
  type AssessedInheritance,
  ATTESTATION_STATES,
  type Attestation,
  type AttestationState,
  type AttestedEvidence,
  type Inheritance,
} from "../../../src/model/index.js";
import {
  ATTESTATION_FINDING_WORDS,
  ATTESTATION_METHOD_WORDS,
  ATTESTATION_STATE_WORDS,
  evidenceParts,
} from "../../../src/model/present.js";
import type { Page } from "./page.js";
import { count, counted } from "./words.js";

type Assessed = AssessedAttestation | AssessedInheritance;

const LISTED = 500;
const FINDINGS = 200;
/** Pieces of evidence that are shown of an entry. */
const PARTS = 20;

/** The look of a state: that of a status which means as much. */
const STATE_STATUS: Readonly<Record<Exclude<AttestationState, "valid">, string>> = {
  expired: "not-satisfied",
  "not-yet-valid": "undetermined",
  misplaced: "not-satisfied",
};
const KIND_STATUS = { attestation: "attested", inheritance: "inherited" } as const;

/** Attestations and inheritances in the order in which they are shown: the valid ones first, then in the order of their files. */
export function listedAttestations({ attestations }: Assessment): readonly Assessed[] {
  return ATTESTATION_STATES.flatMap((state) => attestations.filter((one) => one.state === state)).slice(0, LISTED);
}

/** What tells one entry from another. */
export type AttestationKey = Pick<Attestation | Inheritance, "kind" | "catalog" | "control">;

/** The attestations and inheritances of the run, and what is wrong with them. */
export function attestationsView(page: Page) {
  const { attestations, attestationFindings, parameters } = page.assessment;
  const states = ATTESTATION_STATES.map((state) => ({
    status: state === "valid" ? "attested" : STATE_STATUS[state],
    n: count(attestations.filter((one) => one.state === state).length),
    word: ATTESTATION_STATE_WORDS[state],
  }));
  return {
    total: counted(attestations.length, "entry", "entries"),
    date: parameters.date ?? "",
    unnamed: page.unnamed.size > 0 ? counted(page.unnamed.size, "control") : "",
    longest: parameters.attestationLimits?.validFor ?? "",
    states: states.filter(({ n }) => n !== "0"),
    findings: attestationFindings.slice(0, FINDINGS).map(({ kind, catalog, control, on, message }) => ({
      control,
      href: page.attestationHref({ kind: on, catalog, control }),
      word: ATTESTATION_FINDING_WORDS[kind],
      message,
    })),
    moreFindings: more(attestationFindings.length, FINDINGS),
    attestations: listedAttestations(page.assessment).map((one) => attestationView(page, one)),
    moreAttestations: more(attestations.length, LISTED),
  };
}

function attestationView(page: Page, entry: Assessed) {
  const { catalog, control, state, profiles, origin } = entry;
  const known = page.assessment.controls.find((one) => one.catalog === catalog && one.id === control);
  return {
    control,
    catalog,
    anchor: page.attestationHref(entry),
    status: state === "valid" ? KIND_STATUS[entry.kind] : STATE_STATUS[state],
    state: ATTESTATION_STATE_WORDS[state],
    word: entry.kind === "attestation" ? "attested" : "inherited",
    title: known?.title ?? "",
    links: profiles.map((profile) => ({ profile, href: page.anchors.control(profile, control) })),
    expires: entry.expires,
    validFor: entry.validFor,
    ...saidOf(entry),
    origin: `${origin.file}:${origin.line}`,
  };
}

/** What somebody said, when, and on which grounds. */
function saidOf(entry: Attestation | Inheritance) {
  const { attestedBy, attestedOn, evidence } = entry;
  return {
    attestedBy,
    attestedOn,
    evidence: evidence.slice(0, PARTS).map((one: AttestedEvidence) => evidenceParts(one)),
    moreEvidence: more(evidence.length, PARTS),
    ...(entry.kind === "attestation"
      ? { owner: entry.owner, method: ATTESTATION_METHOD_WORDS[entry.method], statement: entry.statement ?? "" }
      : { provider: entry.provider, authorisation: entry.authorisation }),
  };
}

/** What people say of a control, as it stands with the control; of one that is inherited, that nobody says by what. */
export function controlWords(page: Page, control: AssessedControl) {
  const { attestation, inheritance, status } = control;
  return {
    words: [attestation, inheritance]
      .filter((entry) => entry !== undefined)
      .map((entry) => ({
        ...saidOf(entry),
        status: KIND_STATUS[entry.kind],
        expires: entry.expires,
        href: page.attestationHref(entry),
      })),
    outweighed: ["not-satisfied", "error", "undetermined", "excepted"].includes(status),
    unnamed: page.unnamed.has(control),
  };
}

function more(total: number, shown: number): string {
  return total > shown ? count(total - shown) : "";
}
