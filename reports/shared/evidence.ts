import type {
  AssessedAttestation,
  AssessedControl,
  AssessedInheritance,
  Assessment,
  Attestation,
  AttestedEvidence,
  Inheritance,
} from "../../src/model/index.js";
import {
  ATTESTATION_METHOD_WORDS,
  COVERAGE_WORDS,
  count,
  counted,
  evidenceParts,
  GROUP_WORDS,
} from "../../src/model/present.js";
import { controlsByRule } from "../../src/model/rows.js";
import { type GroupCounts, groupCounts, RESULT_GROUPS } from "../../src/model/sample.js";

/** What documents about controls look up of an assessment, gathered once. */
export interface Evidence {
  /** Ids of the active exceptions that cover failures of a rule. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
  /** By catalogue and control: the word of a person that no longer counts. */
  readonly expired: ReadonlyMap<string, readonly (AssessedAttestation | AssessedInheritance)[]>;
}

const gathered = new WeakMap<Assessment, Evidence>();

/** Shared by all reports of an assessment, so that its results are read once. */
export function evidenceOf(assessment: Assessment): Evidence {
  let evidence = gathered.get(assessment);
  if (!evidence) gathered.set(assessment, (evidence = gather(assessment)));
  return evidence;
}

function gather({ results, attestations }: Assessment): Evidence {
  const exceptions = new Map<string, Set<string>>();
  for (const { rule, exception } of results) {
    if (exception?.state !== "active") continue;
    const ids = exceptions.get(rule);
    if (ids) ids.add(exception.id);
    else exceptions.set(rule, new Set([exception.id]));
  }
  const expired = new Map<string, (AssessedAttestation | AssessedInheritance)[]>();
  for (const entry of attestations) {
    if (entry.state !== "expired") continue;
    const key = keyOf(entry.catalog, entry.control);
    expired.set(key, [...(expired.get(key) ?? []), entry]);
  }
  return { exceptions: new Map([...exceptions].map(([rule, ids]) => [rule, [...ids]])), expired };
}

/** What expired of a control, in the order of the files. */
export function expiredOf({ expired }: Evidence, { catalog, id }: AssessedControl) {
  return expired.get(keyOf(catalog, id)) ?? [];
}

function keyOf(catalog: string, control: string): string {
  return `${catalog}\0${control}`;
}

/** Results by group in words, those that there are: `1 failing, 20 passing`. */
export function countsText(counts: GroupCounts): string {
  return RESULT_GROUPS.filter((group) => counts[group] > 0)
    .map((group) => `${count(counts[group])} ${GROUP_WORDS[group]}`)
    .join(", ");
}

/** Of a satisfied control: nothing is left to a provider whom nobody named. */
export function isWhole({ evidence, attestation, inheritance }: AssessedControl): boolean {
  if (attestation !== undefined || inheritance !== undefined) return true;
  return evidence.some((row) => row.coverage === "full" && row.statement === undefined && row.results.pass > 0);
}

/** How text that is not the program's own is put into a line. */
export type Mark = (text: string) => string;

/** What a control's status rests on, a line each: rules with their results and exceptions, and the word of people. */
export function evidenceLines(control: AssessedControl, evidence: Evidence, mark: Mark): string[] {
  const { attestation, inheritance } = control;
  return [
    ...ruleLines(control, evidence, mark),
    ...(attestation === undefined ? [] : [entryText(attestation, mark)]),
    ...(inheritance === undefined ? [] : [entryText(inheritance, mark)]),
    ...expiredOf(evidence, control).map(
      (entry) =>
        `${entry.kind} by ${mark(entry.attestedBy)} expired after ${mark(entry.expires)} and counts for nothing`,
    ),
  ];
}

function ruleLines(control: AssessedControl, { exceptions }: Evidence, mark: Mark): string[] {
  const lines: string[] = [];
  let silent = 0;
  for (const [rule, [spoken]] of controlsByRule([control])) {
    const row = control.evidence.find((one) => one.rule === rule);
    if (row === undefined || spoken === undefined) continue;
    const counts = countsText(groupCounts(row.results, row.excepted));
    const ids = exceptions.get(rule) ?? [];
    const excepted = row.excepted > 0 && ids.length > 0 ? `; exceptions ${ids.map(mark).join(", ")}` : "";
    if (counts !== "") lines.push(`${mark(rule)} (${COVERAGE_WORDS[spoken.coverage]}): ${counts}${excepted}`);
    if (row.disabled !== undefined)
      lines.push(`${mark(rule)} is disabled: ${counted(row.disabled, "resource")} not judged`);
    if (counts === "" && row.disabled === undefined) silent += 1;
  }
  if (silent > 0) lines.push(`${counted(silent, "rule")} on it met no resource`);
  return lines;
}

/** Who answers for a control, up to when, and what was looked at. */
export function entryText(entry: Attestation | Inheritance, mark: Mark): string {
  const until = `on ${mark(entry.attestedOn)}, up to the end of ${mark(entry.expires)} (UTC)`;
  const looked = entry.evidence.map((one) => evidenceText(one, mark));
  const rest = looked.length === 0 ? "" : `; evidence: ${looked.join(", ")}`;
  if (entry.kind === "inheritance") {
    const { provider, authorisation, attestedBy } = entry;
    return `inherited from ${mark(provider)} by ${mark(authorisation)}, says ${mark(attestedBy)} ${until}${rest}`;
  }
  const statement = entry.statement === undefined ? "" : `: ${mark(entry.statement)}`;
  const { attestedBy, owner, method } = entry;
  return `attested by ${mark(attestedBy)} for ${mark(owner)} ${ATTESTATION_METHOD_WORDS[method]} ${until}${statement}${rest}`;
}

function evidenceText(evidence: AttestedEvidence, mark: Mark): string {
  const { name, sha256 } = evidenceParts(evidence);
  return sha256 === "" ? mark(name) : `${mark(name)} (SHA-256 ${mark(sha256)})`;
}
