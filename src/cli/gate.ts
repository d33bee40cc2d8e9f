import {
  type AssessmentHead,
  type Difference,
  EXCEPTION_FINDINGS,
  type ExceptionFindingKind,
  InputError,
  SEVERITIES,
  type Severity,
} from "../model/index.js";

/** Conditions on exceptions, with the findings that each means. */
const ON_EXCEPTIONS: Readonly<Record<string, readonly ExceptionFindingKind[]>> = {
  "expired-exception": ["expired"],
  "refused-exception": ["self-approved", "over-long", "deviation-not-allowed"],
  "any-exception": EXCEPTION_FINDINGS,
};

/** Conditions on what has changed since the baseline. */
const RATCHET = ["new", "worse"] as const;

const CONDITIONS: readonly string[] = [
  ...SEVERITIES,
  "any",
  "error",
  "undetermined",
  "not-assessed",
  ...Object.keys(ON_EXCEPTIONS),
  ...RATCHET,
  "none",
];

/** What makes a run end with exit code 1. */
export interface Gate {
  /** Failing results of these severities that no active exception covers. */
  readonly severities: readonly Severity[];
  readonly error: boolean;
  readonly undetermined: boolean;
  readonly notAssessed: boolean;
  /** Findings about exceptions. */
  readonly exceptions: readonly ExceptionFindingKind[];
  /** Findings that the baseline has not, or has in a better standing. */
  readonly ratchet: readonly (typeof RATCHET)[number][];
}

// Nothing on exceptions: a failure under one that is expired or refused counts as any other.
export const DEFAULT_GATE = "low,error,not-assessed";

/**
 * Reads `--fail-on`: a comma list. A severity stands for itself and those above it; `any` for all of them.
 * @throws InputError for a word that is not known, or `none` beside another
 */
export function parseGate(text: string): Gate {
  const words = text.split(",").map((word) => word.trim());
  for (const word of words)
    if (!CONDITIONS.includes(word))
      throw new InputError(`--fail-on does not know "${word}"; it takes a comma list of ${CONDITIONS.join(", ")}`);
  if (words.includes("none") && words.length > 1)
    throw new InputError("--fail-on none stands alone: it says that no finding ends the run with exit code 1");
  const least = words.includes("any") ? SEVERITIES.length - 1 : leastSevere(words);
  return {
    severities: SEVERITIES.slice(0, least + 1),
    error: words.includes("error"),
    undetermined: words.includes("undetermined"),
    notAssessed: words.includes("not-assessed"),
    exceptions: words.flatMap((word) => (Object.hasOwn(ON_EXCEPTIONS, word) ? (ON_EXCEPTIONS[word] ?? []) : [])),
    ratchet: RATCHET.filter((word) => words.includes(word)),
  };
}

function leastSevere(words: readonly string[]): number {
  return Math.max(-1, ...words.map((word) => SEVERITIES.indexOf(word as Severity)));
}

interface Inputs {
  readonly inputs: readonly { readonly status: string }[];
}

/**
 * Why the gate is closed, in words; empty when it is open.
 * @param since what has changed since the baseline, where there is one
 */
export function findingsAtGate(
  gate: Gate,
  { summary, inputs, exceptionFindings }: Pick<AssessmentHead, "summary" | "exceptionFindings"> & Inputs,
  since?: Difference,
): string[] {
  const found: string[] = [];
  const say = (wanted: boolean, count: number, one: string, many: string) => {
    if (wanted && count > 0) found.push(`${count} ${count === 1 ? one : many}`);
  };
  for (const severity of gate.severities)
    say(true, summary.failures[severity] - summary.excepted[severity], `${severity} failure`, `${severity} failures`);
  say(gate.error, summary.results.error, "rule error", "rule errors");
  say(gate.undetermined, summary.results.undetermined, "undetermined result", "undetermined results");
  const bad = inputs.filter((input) => input.status === "not assessed").length;
  say(gate.notAssessed, bad, "input not assessed", "inputs not assessed");
  const about = exceptionFindings.filter(({ kind }) => gate.exceptions.includes(kind)).length;
  say(about > 0, about, "finding about exceptions", "findings about exceptions");
  // A new failure that is excepted has been accepted.
  const fresh = since?.new.filter(({ standing }) => standing !== "excepted").length ?? 0;
  say(gate.ratchet.includes("new"), fresh, "new finding", "new findings");
  say(gate.ratchet.includes("worse"), since?.worse.length ?? 0, "finding that is worse", "findings that are worse");
  return found;
}
