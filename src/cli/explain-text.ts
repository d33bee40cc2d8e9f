import type { Fit } from "../engine/index.js";
import type {
  AssessedException,
  AssessedInput,
  AssessmentHead,
  Explanation,
  Observation,
  Result,
  Rule,
} from "../model/index.js";
import {
  COVERAGE_WORDS,
  EXCEPTION_STATE_WORDS,
  exceptionText,
  exceptionWorth,
  observationText,
  selectorParts,
} from "../model/present.js";
import { settingsText } from "./explain-settings.js";
import { line, type Palette, type Printable, print } from "./terminal.js";
import { section } from "./text.js";

/** An exception for the rule, and how it fits the resource. */
export interface FittedException extends Fit {
  readonly exception: AssessedException;
}

/** What is known of one rule on one resource of one input. */
export interface ExplainedResult {
  readonly input: AssessedInput;
  readonly result?: Result;
  /** Why there is no result. */
  readonly silence?: string;
  readonly exceptions: readonly FittedException[];
}

interface Told {
  readonly urn: string;
  readonly rule: Rule;
  readonly head: AssessmentHead;
  readonly explained: readonly ExplainedResult[];
  readonly settings: Explanation | undefined;
}

/** A rule on a resource for people: the verdict and what decided, exceptions, controls, settings, what would change it. */
export function resultText({ urn, rule, head, explained, settings }: Told, colors: Palette): Printable[] {
  return [
    line`${colors.bold(rule.id)}  ${rule.severity}`,
    print(rule.title),
    line`On: ${urn}`,
    ...explained.flatMap((one) => oneText(one, rule, colors)),
    ...section("Controls", controlsText(head, rule), colors),
    ...(settings === undefined ? assessedSettings(head, rule, colors) : settingsText(settings, colors)),
  ];
}

function oneText({ input, result, silence, exceptions }: ExplainedResult, rule: Rule, colors: Palette): Printable[] {
  const verdict = result === undefined ? (silence ?? "") : verdictText(result);
  return [
    ...section(`Verdict in ${input.path}`, [verdict], colors),
    ...section("What decided", told(result, true), colors),
    ...section("What else was looked at", told(result, false), colors),
    ...section("What would change it", result === undefined ? [] : changes(result, rule), colors),
    ...section("Exceptions for the rule", exceptionTexts(exceptions, result), colors),
  ];
}

function verdictText({ verdict, reason, exception }: Result): string {
  const because = reason === undefined ? "" : `: ${reason}`;
  return exception === undefined ? `${verdict}${because}` : `${verdict}${because}; ${exceptionText(exception)}`;
}

function told(result: Result | undefined, deciding: boolean): string[] {
  return (result?.observations ?? []).filter((one) => decides(one) === deciding).map(observationText);
}

function decides({ expected }: Observation): boolean {
  return expected !== undefined;
}

/** What somebody can do; a pass and a rule that does not apply need nothing. */
function changes(
  { verdict, urn, rule: id, observations, exception }: Result,
  { remediation, remedy }: Rule,
): (string | Printable)[] {
  const states = new Set(observations.filter(decides).map(({ state }) => state));
  switch (verdict) {
    case "fail":
      return [
        remediation,
        ...(remedy === undefined ? [] : [`The level remediate does it: ${remedy.does} ${remedy.risk}`]),
        ...(exception?.state === "active"
          ? []
          : [
              "An approved exception accepts the failure for a while and leaves it one:",
              line`konductor except ${quoted(urn)} ${id}`,
            ]),
      ];
    case "undetermined":
      return [
        ...(states.has("unknown") ? ["Values that are not known until the update: assess the state after it."] : []),
        ...(states.has("secret") ? ["Secrets that are encrypted cannot be judged."] : []),
        remediation,
      ];
    case "error":
      return ["The rule itself failed: report it with the reason above."];
    default:
      return [];
  }
}

/** As a shell takes it, whatever the name holds. */
function quoted(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/** Those that match first, then the near misses with what they miss. */
function exceptionTexts(all: readonly FittedException[], result: Result | undefined): string[] {
  const matching = all.filter(({ matches }) => matches);
  const texts = [...matching, ...all.filter(({ matches }) => !matches)].map((one) => {
    const { id, state, expires, approvedBy, origin } = one.exception;
    const by = approvedBy === undefined ? "" : `, approved by ${approvedBy}`;
    const head = `${id} (${EXCEPTION_STATE_WORDS[state]}${by}; ${origin.file}:${origin.line})`;
    if (!one.matches) return `${head} does not match: ${missesText(one)}`;
    const taken =
      result?.exception === undefined || result.exception.id === id
        ? "matches"
        : "matches too, and counts after the other";
    return `${head} ${taken}, ${matchText(one)}; it ${exceptionWorth(state, expires)}`;
  });
  if (matching.length > 0 && result !== undefined && result.verdict !== "fail")
    texts.push("An exception counts for a failure only, and this is none.");
  return texts;
}

/** The selectors that hold. */
function matchText({ exception, resources }: FittedException): string {
  const holding = exception.resources.filter((_, i) => resources[i]?.length === 0);
  return `by ${holding
    .map((one) =>
      selectorParts(one)
        .map(({ on, glob }) => `${on} ${glob}`)
        .join(" and "),
    )
    .join(", or by ")}`;
}

function missesText({ resources, stacks }: FittedException): string {
  const sides = [resources, stacks].filter((side) => side.length > 0 && side.every((misses) => misses.length > 0));
  return sides
    .map((side) =>
      side
        .map((misses) =>
          misses.map(({ on, wanted, found }) => `${on} is ${found ?? "not known here"}, not ${wanted}`).join(" and "),
        )
        .join("; or "),
    )
    .join("; besides, ");
}

function controlsText(head: AssessmentHead, rule: Rule): string[] {
  return controlsOf(head, rule).map(({ profile, control, title, label, coverage, because, statement }) => {
    const part = statement === undefined ? "" : ` (${statement})`;
    return `${control}${part} ${title}, of ${profile}, ${label}. Coverage: ${COVERAGE_WORDS[coverage]}. ${because}`;
  });
}

/** As the assessment tells them: it keeps the values that are not at their default. */
function assessedSettings({ parameters }: AssessmentHead, rule: Rule, colors: Palette): Printable[] {
  const set = parameters.rules.filter((one) => one.rule === rule.id);
  const texts = rule.parameters.flatMap(({ name, default: value }) => {
    const said = set.filter(({ parameter }) => parameter === name);
    if (said.length === 0) return [`${name} = ${JSON.stringify(value)} from the rule's default`];
    return said.map((one) => `${name} = ${JSON.stringify(one.value)} from ${one.origin}`);
  });
  return section("Parameters", texts, colors);
}

/** The controls of the assessed profiles that the rule speaks to, with what it says of each. */
export function controlsOf({ controls }: AssessmentHead, rule: Rule) {
  return controls.flatMap(({ profile, id, title, status, label, evidence }) =>
    evidence
      .filter((row) => row.rule === rule.id)
      .map(({ coverage, because, statement }) => ({
        profile,
        control: id,
        title,
        status,
        label,
        coverage,
        because,
        ...(statement === undefined ? {} : { statement }),
      })),
  );
}
