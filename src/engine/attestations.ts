import {
  type AssessedAttestation,
  type AssessedControl,
  type AssessedInheritance,
  ATTESTATION_FINDINGS,
  type Attestation,
  type AttestationFinding,
  type AttestationFindingKind,
  type AttestationLimits,
  type AttestationSet,
  type AttestationState,
  daysBetween,
  type Inheritance,
  type LoadedAttestation,
} from "../model/index.js";

/** What people say of a control that is valid today. */
export type ControlWord = Pick<AssessedControl, "attestation" | "inheritance">;

type Judged = Pick<AssessedControl, "catalog" | "id" | "profile" | "status" | "results" | "excepted">;
type Finding = Pick<AttestationFinding, "kind" | "message">;

/** A set of attestations on a day. */
export class Attestations {
  readonly #limits: AttestationLimits;
  /** In the order of the set. */
  readonly #states: ReadonlyMap<LoadedAttestation, AttestationState>;
  readonly #valid = new Map<string, ControlWord>();

  /** @param today `YYYY-MM-DD`, the day in UTC */
  constructor(
    { entries, limits }: AttestationSet,
    readonly today: string,
  ) {
    this.#limits = limits;
    this.#states = new Map(entries.map((entry) => [entry, attestationState(entry, today)]));
    for (const [loaded, state] of this.#states) {
      if (state !== "valid") continue;
      const { disposition: _, ...entry } = loaded;
      const key = keyOf(entry);
      this.#valid.set(key, { ...this.#valid.get(key), [entry.kind]: entry });
    }
  }

  /** The valid attestation and the valid inheritance of a control. */
  of(catalog: string, control: string): ControlWord {
    return this.#valid.get(keyOf({ catalog, control })) ?? {};
  }

  /** In the order of the files. */
  assessed(controls: readonly Judged[]): (AssessedAttestation | AssessedInheritance)[] {
    const judged = byKey(controls);
    return [...this.#states].map(([{ disposition: _, ...entry }, state]) => {
      const profiles = (judged.get(keyOf(entry)) ?? []).map(({ profile }) => profile);
      return { ...(entry as Attestation | Inheritance), state, profiles };
    });
  }

  /** By kind, the gravest first, then in the order of the files. */
  findings(controls: readonly Judged[]): AttestationFinding[] {
    const judged = byKey(controls);
    const place = ({ kind }: { kind: AttestationFindingKind }) => ATTESTATION_FINDINGS.indexOf(kind);
    return [...this.#states]
      .flatMap(([entry, state]) =>
        this.#findingsOf(entry, state, judged.get(keyOf(entry)) ?? []).map(({ kind, message }) => {
          return { kind, catalog: entry.catalog, control: entry.control, on: entry.kind, message };
        }),
      )
      .sort((a, b) => place(a) - place(b));
  }

  #findingsOf(entry: LoadedAttestation, state: AttestationState, judged: readonly Judged[]): Finding[] {
    const found: Finding[] = [];
    const { attestedOn, expires } = entry;
    const word = entry.kind === "attestation" ? "attestation" : `inheritance from ${entry.provider}`;
    const wrong = misplaced(entry);
    if (wrong !== undefined) found.push({ kind: "wrong-disposition", message: wrong });
    if (state === "expired") found.push({ kind: "expired", message: `${word} expired after ${expires}` });
    if (state === "not-yet-valid")
      found.push({ kind: "not-yet-valid", message: `${word} is valid from ${attestedOn} on only` });
    if (entry.evidence.length === 0 && !(entry.kind === "attestation" && entry.method === "INTERVIEW"))
      found.push({ kind: "without-evidence", message: `${word} names nothing that was examined` });
    if (state !== "valid") return found;
    const fails = judged.find(({ status }) => status === "not-satisfied");
    if (fails !== undefined) {
      const count = fails.results.fail - fails.excepted;
      const results = count === 1 ? "1 failing result contradicts it" : `${count} failing results contradict it`;
      found.push({ kind: "contradicted", message: `${word} is outweighed: ${results}` });
    }
    const left = daysBetween(this.today, expires);
    if (left <= this.#limits.warnDays) {
      const days = left === 0 ? "today" : `in ${left} ${left === 1 ? "day" : "days"}`;
      found.push({ kind: "expiring", message: `${word} ends ${days}, with ${expires}` });
    }
    if (judged.length === 0)
      found.push({ kind: "unused", message: `${word} is of a control in no profile that was assessed` });
    return found;
  }
}

/** What an attestation is worth on a day: `today` is `YYYY-MM-DD`, the day in UTC. */
export function attestationState(entry: LoadedAttestation, today: string): AttestationState {
  if (misplaced(entry) !== undefined) return "misplaced";
  if (entry.attestedOn > today) return "not-yet-valid";
  return entry.expires < today ? "expired" : "valid";
}

/** Why nobody can say so of such a control; undefined where somebody can, and of a control that no baseline asks for. */
export function misplaced({ kind, disposition }: LoadedAttestation): string | undefined {
  if (disposition === undefined) return undefined;
  if (kind === "inheritance")
    return disposition === "inherited"
      ? undefined
      : `is ${disposition}, not inherited: no provider answers for the whole of it`;
  return disposition === "technical" ? "is technical: rules could show it, and no word takes their place" : undefined;
}

function keyOf({ catalog, control }: { readonly catalog: string; readonly control: string }): string {
  return `${catalog}/${control}`;
}

function byKey(controls: readonly Judged[]): ReadonlyMap<string, readonly Judged[]> {
  const judged = new Map<string, Judged[]>();
  for (const control of controls) {
    const key = keyOf({ catalog: control.catalog, control: control.id });
    const same = judged.get(key);
    if (same) same.push(control);
    else judged.set(key, [control]);
  }
  return judged;
}
