import type { AssessedControl, AttestedEvidence, Inheritance } from "../../src/model/index.js";
import type { Json } from "../../src/oscal/json.js";
import { some } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { address, reference, words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { ORIGINS } from "./parts.js";
import type { Run } from "./run.js";
import { endOf, instant } from "./time.js";

/** The observation of a control's attestation. */
export function attestationUuid({ profile, id }: AssessedControl): string {
  return uuid("attestation", profile, id);
}

/** What somebody made sure of who answers for it, and until when that counts; undefined for a control that nobody attests. */
export function attestationObservation({ moment }: Run, control: AssessedControl): Json | undefined {
  const { attestation } = control;
  if (attestation === undefined) return undefined;
  const { statement, owner, attestedBy, attestedOn, expires, validFor, method, evidence, origin } = attestation;
  return {
    uuid: attestationUuid(control),
    title: `${words(control.id)} is attested by ${words(attestedBy)}`,
    description: words(statement ?? `${control.id} ${control.title} is met.`),
    props: [
      prop("result", "attested"),
      prop("attested-by", attestedBy),
      prop("attested-on", attestedOn),
      prop("owner", owner),
      prop("valid-for", validFor),
      prop("line", origin.line, { remarks: origin.file }),
    ],
    methods: [method],
    types: ["control-objective"],
    origins: ORIGINS,
    "relevant-evidence": some(evidence.map(evidenceOf)),
    collected: instant(attestedOn) ?? moment.time,
    expires: endOf(expires),
    remarks: "The word of a person, recorded with what it rests on; no rule has tested it.",
  };
}

/** Who answers for a control that is inherited, by which authorisation, and whose word that is. */
export function inheritanceProps({
  provider,
  authorisation,
  attestedBy,
  attestedOn,
  expires,
  origin,
}: Inheritance): Json[] {
  return [
    prop("provider", provider),
    prop("authorisation", authorisation),
    prop("attested-by", attestedBy),
    prop("attested-on", attestedOn),
    prop("expires", expires),
    prop("line", origin.line, { remarks: origin.file }),
  ];
}

/** What the word on an inherited control rests on, as links. */
export function inheritanceLinks({ evidence }: Inheritance): Json[] {
  return evidence.map((one) => ({
    href: hrefOf(one),
    rel: "evidence",
    text: words(one.sha256 === undefined ? whereOf(one) : `${whereOf(one)}, SHA-256 ${one.sha256}`),
  }));
}

function whereOf(evidence: AttestedEvidence): string {
  return "path" in evidence ? evidence.path : evidence.url;
}

function hrefOf(evidence: AttestedEvidence): string {
  return "path" in evidence ? reference(evidence.path) : address(evidence.url);
}

function evidenceOf(evidence: AttestedEvidence): Json {
  return {
    href: hrefOf(evidence),
    description: words(whereOf(evidence)),
    props: evidence.sha256 === undefined ? undefined : [prop("sha-256", evidence.sha256)],
  };
}
