import { InputError, SEVERITIES, type Severity, type Summary } from "../model/index.js";

const CONDITIONS = [...SEVERITIES, "any", "error", "undetermined", "not-assessed", "none"] as const;
type Condition = (typeof CONDITIONS)[number];

/** What makes a run end with exit code 1. */
export interface Gate {
  /** Failing results of these severities. */
  readonly severities: readonly Severity[];
  readonly error: boolean;
  readonly undetermined: boolean;
  readonly notAssessed: boolean;
}

export const DEFAULT_GATE = "low,error,not-assessed";

/**
 * Reads `--fail-on`: a comma list. A severity stands for itself and those above it; `any` for all of them.
 * @throws InputError for a word that is not known, or `none` beside another
 */
export function parseGate(text: string): Gate {
  const words = text.split(",").map((word) => word.trim());
  for (const word of words)
    if (!CONDITIONS.includes(word as Condition))
      throw new InputError(`--fail-on does not know "${word}"; it takes a comma list of ${CONDITIONS.join(", ")}`);
  if (words.includes("none") && words.length > 1)
    throw new InputError("--fail-on none stands alone: it says that no finding ends the run with exit code 1");
  const least = words.includes("any") ? SEVERITIES.length - 1 : leastSevere(words);
  return {
    severities: SEVERITIES.slice(0, least + 1),
    error: words.includes("error"),
    undetermined: words.includes("undetermined"),
    notAssessed: words.includes("not-assessed"),
  };
}

function leastSevere(words: readonly string[]): number {
  return Math.max(-1, ...words.map((word) => SEVERITIES.indexOf(word as Severity)));
}

/** Why the gate is closed, in words; empty when it is open. */
export function findingsAtGate(gate: Gate, summary: Summary, inputs: readonly { status: string }[]): string[] {
  const found: string[] = [];
  const say = (wanted: boolean, count: number, one: string, many: string) => {
    if (wanted && count > 0) found.push(`${count} ${count === 1 ? one : many}`);
  };
  for (const severity of gate.severities)
    say(true, summary.failures[severity], `${severity} failure`, `${severity} failures`);
  say(gate.error, summary.results.error, "rule error", "rule errors");
  say(gate.undetermined, summary.results.undetermined, "undetermined result", "undetermined results");
  const bad = inputs.filter((input) => input.status === "not assessed").length;
  say(gate.notAssessed, bad, "input not assessed", "inputs not assessed");
  return found;
}
