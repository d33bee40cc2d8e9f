import type { AssessedControl, AttestedEvidence } from "../../src/model/index.js";
import type { Json } from "./json.js";
import { some } from "./json.js";
import { ORIGINS, prop } from "./parts.js";
import type { Run } from "./run.js";
import { reference, words } from "./text.js";
import { endOf, instant } from "./time.js";
import { uuid } from "./uuid.js";

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

function evidenceOf(evidence: AttestedEvidence): Json {
  const where = "path" in evidence ? evidence.path : evidence.url;
  return {
    href: reference(where),
    description: words(where),
    props: evidence.sha256 === undefined ? undefined : [prop("sha-256", evidence.sha256)],
  };
}
