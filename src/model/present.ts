import { type AssessedControl, type AssessmentHead, type ControlStatus, STATUSES } from "./assessment.js";
import type { AttestationFindingKind, AttestationMethod, AttestationState, AttestedEvidence } from "./attestations.js";
import type { Coverage, DispositionKind, Reporting } from "./catalog.js";
import type {
  Deviation,
  ExceptionFindingKind,
  ExceptionState,
  ResourceSelector,
  ResultException,
  StackSelector,
} from "./exceptions.js";
import type { Observation } from "./rule.js";
import type { ResultGroup } from "./sample.js";
import type { Origin } from "./settings.js";
import { type Exclusion, parseUrn } from "./stack.js";

/** What a number of controls of a status is called: "22 contradicted", "3 shown by evidence". */
const TALLY_WORDS: Readonly<Record<Reporting, Readonly<Record<ControlStatus, string>>>> = {
  satisfaction: {
    "not-satisfied": "contradicted",
    error: "in error",
    undetermined: "undetermined",
    excepted: "excepted",
    satisfied: "shown by evidence",
    partial: "shown in part",
    attested: "attested",
    inherited: "inherited",
    "no-evidence": "open",
  },
  support: {
    "not-satisfied": "contradicted",
    error: "in error",
    undetermined: "undetermined",
    excepted: "excepted",
    satisfied: "supported",
    partial: "supported in part",
    attested: "attested",
    inherited: "inherited",
    "no-evidence": "without technical evidence",
  },
};

/** The word that follows a number of results of that group. */
export const GROUP_WORDS: Readonly<Record<ResultGroup, string>> = {
  fail: "failing",
  excepted: "failing, excepted",
  error: "in error",
  undetermined: "undetermined",
  pass: "passing",
  "not-applicable": "not applicable",
};

export const COVERAGE_WORDS: Readonly<Record<Coverage, string>> = {
  full: "the whole of the control",
  partial: "a part of the control",
  supporting: "in support of the control",
};

export const DISPOSITION_NAMES: Readonly<Record<DispositionKind, string>> = {
  technical: "Technical",
  hybrid: "Hybrid",
  organisational: "Organisational",
  inherited: "Inherited",
};

/** Who could show a control that no rule speaks to. */
export const DISPOSITION_WORDS: Readonly<Record<DispositionKind, string>> = {
  technical: "Technical: rules could show it",
  hybrid: "Hybrid: rules show a part, people attest the rest",
  organisational: "Organisational: needs an attestation",
  inherited: "Inherited from the provider",
};

/** The words that follow a number of resources that were left out for that reason. */
export const EXCLUSION_WORDS: Readonly<Record<Exclusion, string>> = {
  component: "components",
  provider: "providers",
  "pending delete": "waiting for deletion",
  external: "managed elsewhere",
  companion: "read where another resource is judged",
  "no rule for the type": "of a type that no rule judges",
  "rules disabled": "of a type whose rules are all disabled",
};

/** An account or a region behind its provider, not escaped: some have none, and of some none is known. */
export function placeText(provider: string, name: string | undefined): string {
  return `${provider}: ${name ?? "none known"}`;
}

export const EXCEPTION_STATE_WORDS: Readonly<Record<ExceptionState, string>> = {
  active: "active",
  expired: "expired",
  refused: "refused",
  "not-approved": "not approved",
};

/** What an exception does for a failure that it covers, in words that go on after its id. */
export function exceptionWorth(state: ExceptionState, expires: string): string {
  switch (state) {
    case "active":
      return `holds up to the end of ${expires} (UTC)`;
    case "expired":
      return `expired after ${expires} and grants nothing`;
    case "refused":
      return "breaks the policy on exceptions and grants nothing";
    case "not-approved":
      return "is not approved and grants nothing";
  }
}

export const EXCEPTION_FINDING_WORDS: Readonly<Record<ExceptionFindingKind, string>> = {
  "self-approved": "self-approved",
  "over-long": "over-long",
  "deviation-not-allowed": "deviation not allowed",
  expired: "expired",
  "not-approved": "not approved",
  "over-broad": "over-broad",
  expiring: "expiring soon",
  unused: "unused",
};

export const ATTESTATION_STATE_WORDS: Readonly<Record<AttestationState, string>> = {
  valid: "valid",
  expired: "expired",
  "not-yet-valid": "not yet valid",
  misplaced: "misplaced",
};

export const ATTESTATION_FINDING_WORDS: Readonly<Record<AttestationFindingKind, string>> = {
  "wrong-disposition": "wrong disposition",
  expired: "expired",
  "not-yet-valid": "not yet valid",
  contradicted: "contradicted",
  expiring: "expiring soon",
  "without-evidence": "without evidence",
  unused: "unused",
};

export const ATTESTATION_METHOD_WORDS: Readonly<Record<AttestationMethod, string>> = {
  EXAMINE: "by examination",
  INTERVIEW: "by interview",
};

/** True when attestations were brought, be there none in their files. */
export function isAttested({ parameters }: Pick<AssessmentHead, "parameters">): boolean {
  return parameters.attestationLimits !== undefined;
}

/** Controls that would be inherited by their disposition, had a valid entry named the provider. */
export function unnamedInheritance(head: Pick<AssessmentHead, "parameters" | "controls">): AssessedControl[] {
  if (!isAttested(head)) return [];
  return head.controls.filter(
    ({ disposition, attestation, inheritance }) =>
      disposition === "inherited" && attestation === undefined && inheritance === undefined,
  );
}

/** What evidence is, and its digest where there is one. */
export function evidenceParts(evidence: AttestedEvidence): { readonly name: string; readonly sha256: string } {
  const { sha256 = "" } = evidence;
  return { name: "path" in evidence ? evidence.path : evidence.url, sha256 };
}

export const DEVIATION_WORDS: Readonly<Record<Deviation, string>> = {
  "false-positive": "false positive",
  "operational-requirement": "operational requirement",
  "risk-adjustment": "risk adjustment",
};

/** One condition of a selector: what it looks at, and the glob. */
export interface SelectorPart {
  readonly on: string;
  readonly glob: string;
}

/** The conditions of a selector of resources or stacks, all of which have to hold. */
export function selectorParts(selector: ResourceSelector | StackSelector): SelectorPart[] {
  return Object.entries(selector).map(([on, value]: [string, string | ResourceSelector["tag"]]) =>
    typeof value === "object" ? { on: "tag", glob: `${value.key}=${value.value}` } : { on, glob: value ?? "" },
  );
}

/** The word that follows a number of controls of that status. */
export function tallyWord(status: ControlStatus, reporting: Reporting): string {
  return TALLY_WORDS[reporting][status];
}

/** Always told, even when nothing is so: a reader must not have to wonder. */
const ALWAYS_TOLD: ReadonlySet<ControlStatus> = new Set([
  "not-satisfied",
  "undetermined",
  "satisfied",
  "partial",
  "attested",
  "inherited",
  "no-evidence",
]);

/** The statuses that are told of some controls. */
export function toldStatuses(statuses: Readonly<Record<ControlStatus, number>>, all = true): ControlStatus[] {
  return STATUSES.filter((status) => statuses[status] > 0 || (all && ALWAYS_TOLD.has(status)));
}

/** How many controls of all profiles are shown by evidence, contradicted, attested, inherited, open: `of 287 controls, 22 contradicted`. */
export function controlSentence({ summary, profiles }: Pick<AssessmentHead, "summary" | "profiles">): string {
  const total = (status: ControlStatus) => summary.controls.reduce((sum, row) => sum + row.statuses[status], 0);
  const statuses = Object.fromEntries(STATUSES.map((status) => [status, total(status)])) as Record<
    ControlStatus,
    number
  >;
  const reporting = profiles.every((profile) => profile.reporting === "support") ? "support" : "satisfaction";
  const told = toldStatuses(statuses).map((status) => `${count(statuses[status])} ${tallyWord(status, reporting)}`);
  const controls = profiles.reduce((sum, profile) => sum + profile.controls, 0);
  return `of ${counted(controls, "control")}, ${told.slice(0, -1).join(", ")} and ${told.at(-1)}`;
}

/** `12,345`, the same in every locale. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 resource`, `2,000 resources`. */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : plural}`;
}

// Everything that a reader cannot see or that moves other text: controls, format characters (bidi overrides, joiners, tags), lone
// surrogates, private use, separators, fillers, variation selectors, spaces that are not the space.
export const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** The text with every character that hides or reorders shown: controls as their pictures (`␛`), others as `⟨U+202E⟩`. */
export function visible(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** At most `limit` UTF-16 units of the text, and how long it was. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}… (${count(text.length)} characters)`;
}

/** What stood at the place of an observation, in words. */
export function observedText(observation: Observation): string {
  const { observed, state } = observation;
  const value = typeof observed === "string" ? JSON.stringify(observed) : String(observed);
  switch (state) {
    case undefined:
      return observed === undefined ? "not set" : value;
    case "absent":
      return "not set";
    case "default":
      return observed === undefined ? "not set, so the default holds" : `${value} (default)`;
    case "secret":
      return "a secret, not shown";
    case "unknown":
      return "not known until the update";
    case "malformed":
      return observed === undefined ? "not of the documented shape" : `${value} (not of the documented shape)`;
    default:
      return observed === undefined ? (state === "list" ? "a list" : "an object") : String(observed);
  }
}

/** One observation in words: `versioning.enabled is not set, expected true`. Not escaped for any format. */
export function observationText(observation: Observation): string {
  const { path, expected, urn } = observation;
  const owner = urn === undefined ? "" : ` of ${parseUrn(urn)?.name ?? urn}`;
  const want = expected === undefined ? "" : `, expected ${expected}`;
  return `${path}${owner} is ${observedText(observation)}${want}`;
}

/** Which exception covers a failure, and what it is worth. Not escaped for any format. */
export function exceptionText({ id, state, approvedBy, expires }: ResultException): string {
  const by = approvedBy === undefined ? "" : `, approved by ${approvedBy}`;
  return `exception ${id}${by}, ${exceptionWorth(state, expires)}`;
}

/** `layer "production" (environment), konductor.yaml:12:5` */
export function originText({ layer, scope, file, line, column }: Origin): string {
  const name = layer === undefined ? `a layer of the scope ${scope}` : `layer ${JSON.stringify(layer)} (${scope})`;
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return place === "" ? name : `${name}, ${place}`;
}
