import { type Assessment, ATTESTATION_STATES } from "../../src/model/index.js";
import {
  ATTESTATION_FINDING_WORDS,
  ATTESTATION_STATE_WORDS,
  count,
  counted,
  isAttested,
  unnamedInheritance,
} from "../../src/model/present.js";
import { code, plain } from "../shared/markdown.js";
import { type Extent, FULL } from "./extent.js";

/** How many attestations there are of each state, what is wrong with them, and which count. */
export function attestations(assessment: Assessment, { fixes: most }: Extent): string {
  const { attestations, attestationFindings, parameters } = assessment;
  if (!isAttested(assessment)) return "";
  const states = ATTESTATION_STATES.map((state) => {
    const n = attestations.filter((one) => one.state === state).length;
    return n > 0 ? `${count(n)} ${ATTESTATION_STATE_WORDS[state]}` : "";
  }).filter(Boolean);
  const day = parameters.date === undefined ? "" : ` on ${code(parameters.date, 30)} (UTC)`;
  const findings = attestationFindings
    .slice(0, most)
    .map(
      ({ kind, control, message }) =>
        `- ${ATTESTATION_FINDING_WORDS[kind]}: ${code(control, 60)} ${plain(message, 200)}`,
    );
  const left = attestationFindings.length - findings.length;
  if (left > 0) findings.push(`- and ${count(left)} more: see \`${FULL}\``);
  const unnamed = unnamedInheritance(assessment).length;
  const missing =
    unnamed > 0 ? ` ${counted(unnamed, "control")} would be inherited, and no valid entry names the provider.` : "";
  const head = `${counted(attestations.length, "entry", "entries")}${day}: ${states.join(", ") || "none"}. What people attest never outweighs a rule that fails.${missing}`;
  return ["## Attestations", head, findings.join("\n"), valid(assessment, most)].filter(Boolean).join("\n\n");
}

function valid({ attestations }: Assessment, most: number): string {
  const all = attestations.filter((one) => one.state === "valid");
  const lines = all.slice(0, most).map((one) => {
    const what =
      one.kind === "attestation"
        ? `attested by ${code(one.attestedBy, 80)} (${one.method})`
        : `inherited from ${code(one.provider, 80)} by ${code(one.authorisation, 80)}`;
    return `- ${code(one.control, 60)} ${what}, up to the end of ${code(one.expires, 30)} (UTC)`;
  });
  if (all.length > lines.length) lines.push(`- and ${count(all.length - lines.length)} more: see \`${FULL}\``);
  return lines.length > 0 ? `Valid:\n\n${lines.join("\n")}` : "";
}
