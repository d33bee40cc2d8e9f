import type { Observation, Outcome, Rule } from "../model/index.js";

/** Places that one message names; a resource can be wrong in hundreds. */
const MOST_PLACES = 5;
/** Characters of one path or expectation. */
const LONGEST_PHRASE = 200;
/** Characters of a whole message. */
const LONGEST_MESSAGE = 2_000;

/**
 * What a violation says: what is not met, where, what was wanted there, why it matters, what to set. It holds no value of
 * any property: a pack is sent secrets in the clear and cannot tell which they are.
 */
export function violationMessage(rule: Rule, outcome: Outcome): string {
  const deciding = outcome.observations.filter((observation) => observation.expected !== undefined);
  const places = deciding.slice(0, MOST_PLACES).map((observation) => `  - ${place(observation)}`);
  if (deciding.length > MOST_PLACES) places.push(`  - and ${deciding.length - MOST_PLACES} more places`);
  return message(`Not met: ${rule.title}.`, ...places, `  Why: ${rule.rationale}`, `  Fix: ${rule.remediation}`);
}

/** What is said of a rule that failed to run: `reason` names the error, never a value. */
export function errorMessage(rule: Rule, reason: string | undefined): string {
  return message(
    `Not judged: ${rule.title}. ${phrase(reason ?? "the rule failed to run")}.`,
    "  This is a defect of the rule or its configuration: the resource counts neither as compliant nor as violating.",
  );
}

/** What is said when a whole request could not be judged: nothing of it may pass in silence. */
export function notJudgedMessage(reason: string): string {
  return message(
    `Not judged: what the engine sent could not be read. ${phrase(reason)}.`,
    "  This is a defect of the pack: none of its rules has judged this. Assess the stack with `konductor assess`.",
  );
}

/** Lines as one message, cut to a length that leaves room for others. */
export function message(...lines: readonly string[]): string {
  const text = lines.join("\n");
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE - 1)}…` : text;
}

function place(observation: Observation): string {
  const companion = observation.urn === undefined ? "" : `${phrase(observation.urn)}: `;
  const expected = phrase(observation.expected ?? "");
  const missing = /^companion\((.*)\)$/.exec(observation.path)?.[1];
  if (missing === undefined) {
    const path = observation.path === "" ? "the resource" : phrase(observation.path);
    return `${companion}${path} is ${SEEN[observation.state ?? "known"]}; expected ${expected}`;
  }
  const wanted = expected.replace(/^an? /, "") === missing ? "" : `; expected ${expected}`;
  return `${companion}there is no ${phrase(missing)} that will do${wanted}`;
}

const SEEN: Readonly<Record<NonNullable<Observation["state"]> | "known", string>> = {
  known: "not as required",
  object: "not as required",
  list: "not as required",
  secret: "not as required",
  absent: "absent",
  default: "left at its default",
  unknown: "not known until the update",
  malformed: "not of the shape that the provider documents",
};

/**
 * Text from a stack, made safe for a terminal: control and formatting characters, lone surrogates and the engine's colour
 * directives (`<{%fg 1%}>`) are taken out, and length is bounded.
 */
export function phrase(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, "�")
    .replaceAll("<{%", "<{ %")
    .replaceAll("%}>", "% }>");
  return clean.length > LONGEST_PHRASE ? `${[...clean].slice(0, LONGEST_PHRASE - 1).join("")}…` : clean;
}
