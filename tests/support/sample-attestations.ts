/** Attestations in every state, for the real catalogues: for reports, which only tell what came of them. */
import {
  type Attestation,
  type AttestationSet,
  DEFAULT_ATTESTATION_LIMITS,
  type DispositionKind,
  type Inheritance,
  type LoadedAttestation,
} from "../../src/model/index.js";

const NIST = "nist-800-53-r5";
const ISO = "iso-27001-2022";

/** @param hostile stands in every text of theirs */
export function sampleAttestations(hostile = ""): AttestationSet {
  let line = 0;
  const common = () => ({
    evidence: [
      { path: `policies/access${hostile}.pdf`, sha256: "d".repeat(64) },
      { url: `https://wiki.example.org/access${hostile}` },
    ],
    attestedBy: `head-of-security${hostile}`,
    attestedOn: "2025-09-01",
    validFor: "P1Y",
    expires: "2026-08-31",
    origin: { file: `attestations.yaml${hostile}`, line: (line += 10) },
  });
  const attested = (
    control: string,
    more: Partial<Attestation> = {},
    disposition: DispositionKind = "organisational",
  ): LoadedAttestation => ({
    kind: "attestation",
    catalog: NIST,
    control,
    statement: `It is written down, approved and reviewed each year.${hostile}`,
    owner: `security-office${hostile}`,
    method: "EXAMINE",
    ...common(),
    ...more,
    disposition,
  });
  const inherited = (
    control: string,
    more: Partial<Inheritance> = {},
    disposition: DispositionKind = "inherited",
  ): LoadedAttestation => ({
    kind: "inheritance",
    catalog: NIST,
    control,
    provider: `Cloud provider${hostile}`,
    authorisation: `Moderate authorisation A-1${hostile}`,
    ...common(),
    ...more,
    disposition,
  });
  return {
    entries: [
      attested("AC-1"),
      attested("AT-2", { method: "INTERVIEW", evidence: [] }),
      attested("A.5.1", { catalog: ISO, expires: "2026-03-09" }),
      attested("A.8.15", { catalog: ISO }, "hybrid"),
      attested("AC-3", {}, "hybrid"),
      attested("PS-1", { expires: "2026-03-01" }),
      attested("PM-1", { evidence: [] }),
      attested("CA-1", { attestedOn: "2026-03-03", expires: "2027-03-02" }),
      attested("AU-12", {}, "technical"),
      inherited("PE-2"),
      inherited("PE-3", { expires: "2026-01-31", evidence: [] }),
      inherited("AC-2", {}, "hybrid"),
    ],
    limits: DEFAULT_ATTESTATION_LIMITS,
    digests: { [`attestations.yaml${hostile}`]: `sha256:${"c".repeat(64)}` },
  };
}
