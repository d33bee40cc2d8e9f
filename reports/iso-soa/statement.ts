import type {
  AssessedControl,
  AssessedProfile,
  Assessment,
  Attestation,
  ControlStatus,
  Inheritance,
} from "../../src/model/index.js";
import { visible } from "../../src/model/present.js";
import { type Evidence, evidenceLines, evidenceOf, expiredOf, isWhole } from "../shared/evidence.js";

/** The catalogue that statements of applicability are made for. */
const CATALOG = "iso-27001-2022";

/** The statement of one profile: a row for each control of the catalogue, in its order. Nothing in its texts hides. */
export interface Statement {
  readonly profile: string;
  readonly title: string;
  readonly rows: readonly StatementRow[];
}

export const APPLICABILITIES = ["yes", "no", "not stated"] as const;
export type Applicability = (typeof APPLICABILITIES)[number];

/** What configuration says of a control, whatever people say of it. */
export const TECHNICAL_WORDS = ["supports", "contradicts", "contradicts, excepted", "undetermined", "none"] as const;
export type TechnicalWord = (typeof TECHNICAL_WORDS)[number];

export interface StatementRow {
  readonly profile: string;
  readonly control: string;
  readonly title: string;
  readonly applicable: Applicability;
  /** For inclusion or exclusion. */
  readonly justification: string;
  /** Empty where the control is not applicable, or nobody says whether it is. */
  readonly implementation: string;
  /** Likewise. */
  readonly technical: TechnicalWord | "";
  readonly evidence: readonly string[];
  readonly owner: string;
  /** `YYYY-MM-DD`, the day of the valid attestation, else of the newest that expired. */
  readonly lastReview: string;
}

/** How far a control is implemented, as far as evidence and attestations tell. */
export const IMPLEMENTATION_WORDS: Readonly<Record<ControlStatus, string>> = {
  "not-satisfied": "not fully implemented",
  error: "undetermined: a rule ended in an error",
  undetermined: "undetermined",
  excepted: "not fully implemented, the deviation is accepted",
  satisfied: "implemented, evidence supports it",
  partial: "implemented in part, as far as evidence shows",
  attested: "implemented, as attested",
  inherited: "implemented by the provider",
  "no-evidence": "not shown",
};
/** Inherited by its disposition alone, and satisfied by that beside rules that show a part. */
export const NOT_NAMED = "left to a provider who is not named";
export const REST_NOT_NAMED = "implemented in part, the rest is left to a provider who is not named";

export function isStated({ profiles }: Assessment): boolean {
  return profiles.some(({ catalog }) => catalog === CATALOG);
}

/** A statement for each profile of ISO/IEC 27001 that was assessed. */
export function statementsOf(assessment: Assessment): readonly Statement[] {
  const evidence = evidenceOf(assessment);
  return assessment.profiles
    .filter(({ catalog }) => catalog === CATALOG)
    .map((profile) => {
      const own = assessment.controls.filter((control) => control.profile === profile.id);
      const rows = [...own.map((control) => applied(control, profile, assessment, evidence)), ...leftOut(profile)];
      return { profile: visible(profile.id), title: visible(profile.title), rows: rows.map(shown).sort(byControl) };
    });
}

function applied(
  control: AssessedControl,
  profile: AssessedProfile,
  { profiles }: Assessment,
  evidence: Evidence,
): StatementRow {
  const { attestation, inheritance } = control;
  const expired = expiredOf(evidence, control).reduce<Attestation | Inheritance | undefined>(
    (newest, one) => (newest === undefined || one.attestedOn > newest.attestedOn ? one : newest),
    undefined,
  );
  const word = attestation ?? inheritance ?? expired;
  return {
    profile: profile.id,
    control: control.id,
    title: control.title,
    applicable: "yes",
    justification: inclusion(control, profile, profiles),
    implementation: implementationWord(control),
    technical: technicalWord(control),
    evidence: evidenceLines(control, evidence, (text) => text),
    owner: word?.kind === "attestation" ? word.owner : "",
    lastReview: word?.attestedOn ?? "",
  };
}

function implementationWord(control: AssessedControl): string {
  const { status, inheritance } = control;
  if (status === "inherited" && inheritance === undefined) return NOT_NAMED;
  return status === "satisfied" && !isWhole(control) ? REST_NOT_NAMED : IMPLEMENTATION_WORDS[status];
}

/** That a profile selects it, and the controls of other assessed catalogues that a crosswalk ties to it. */
function inclusion(
  { crosswalk = [] }: AssessedControl,
  { title, catalog: own }: AssessedProfile,
  profiles: Assessment["profiles"],
): string {
  const others = [...new Map(profiles.map((one) => [one.catalog, one.catalogTitle]))].flatMap(([catalog, name]) => {
    const tied = crosswalk.filter((one) => one.catalog === catalog && catalog !== own && one.clause !== true);
    const ids = tied.map(({ id, partial }) => (partial === true ? `${id} (in part)` : id));
    return ids.length === 0 ? [] : [`; a crosswalk ties it to ${ids.join(", ")} of ${name}`];
  });
  return `Selected by the profile ${title}${others.join("")}`;
}

function technicalWord({ results, excepted }: AssessedControl): TechnicalWord {
  if (results.fail > excepted) return "contradicts";
  if (results.error + results.undetermined > 0) return "undetermined";
  if (results.fail > 0) return "contradicts, excepted";
  return results.pass > 0 ? "supports" : "none";
}

function leftOut({ id, excluded, unselected = [] }: AssessedProfile): StatementRow[] {
  const row = (control: string, title: string, applicable: Applicability, justification: string): StatementRow => ({
    ...{ profile: id, control, title, applicable, justification },
    ...{ implementation: "", technical: "", evidence: [], owner: "", lastReview: "" },
  });
  return [
    ...excluded.map((one) => row(one.id, one.title, "no", one.reason)),
    ...unselected.map((one) =>
      row(one.id, one.title, "not stated", "The profile neither selects it nor leaves it out with a reason"),
    ),
  ];
}

/** Every text with what hides in it shown. */
function shown(row: StatementRow): StatementRow {
  const texts = Object.entries(row).map(([key, value]: [string, string | readonly string[]]) => [
    key,
    typeof value === "string" ? visible(value) : value.map(visible),
  ]);
  return Object.fromEntries(texts) as StatementRow;
}

/** A.5.9 before A.5.10. */
function byControl({ control: a }: StatementRow, { control: b }: StatementRow): number {
  const [left, right] = [a, b].map((id) => (id.match(/\d+/g) ?? []).map(Number)) as [number[], number[]];
  const at = left.findIndex((n, i) => n !== right[i]);
  return at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0);
}

/** The columns of a statement: title, width in characters, and what stands there. */
export const COLUMNS: readonly (readonly [title: string, width: number, value: (row: StatementRow) => string])[] = [
  ["control", 10, (row) => row.control],
  ["title", 46, (row) => row.title],
  ["applicable", 12, (row) => row.applicable],
  ["justification", 60, (row) => row.justification],
  ["implementation status", 34, (row) => row.implementation],
  ["technical evidence", 22, (row) => row.technical],
  ["evidence reference", 90, (row) => row.evidence.join(" | ")],
  ["owner", 24, (row) => row.owner],
  ["last review", 12, (row) => row.lastReview],
];
