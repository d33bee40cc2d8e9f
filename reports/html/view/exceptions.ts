import type { Assessment } from "../../../src/model/assessment.js";
import {
  type AssessedException,
  EXCEPTION_STATES,
  type ExceptionState,
  type ResourceSelector,
  type ResultException,
  SEVERITIES,
  type StackSelector,
} from "../../../src/model/index.js";
import {
  DEVIATION_WORDS,
  EXCEPTION_FINDING_WORDS,
  EXCEPTION_STATE_WORDS,
  exceptionWorth,
  selectorParts,
} from "../../../src/model/present.js";
import type { Page } from "./page.js";
import { count, counted } from "./words.js";

const LISTED = 500;
const FINDINGS = 200;
/** Rules, selectors, stacks and results of an exception that are shown at most. */
const PARTS = 20;

/** The look of a state: that of a status which means as much. */
const STATE_STATUS: Readonly<Record<ExceptionState, string>> = {
  active: "excepted",
  expired: "not-satisfied",
  refused: "not-satisfied",
  "not-approved": "undetermined",
};

/** Exceptions in the order in which they are shown: the active ones first, then in the order of their files. */
export function listedExceptions({ exceptions }: Assessment): readonly AssessedException[] {
  return EXCEPTION_STATES.flatMap((state) => exceptions.filter((one) => one.state === state)).slice(0, LISTED);
}

/** The exceptions of the run, what each covers, and what is wrong with them. */
export function exceptionsView(page: Page) {
  const { exceptions, exceptionFindings, parameters } = page.assessment;
  const listed = listedExceptions(page.assessment);
  const states = EXCEPTION_STATES.map((state) => ({
    status: STATE_STATUS[state],
    n: count(exceptions.filter((one) => one.state === state).length),
    word: EXCEPTION_STATE_WORDS[state],
  }));
  const covered = shownResults(page);
  const limits = parameters.exceptionLimits;
  return {
    total: counted(exceptions.length, "exception"),
    date: parameters.date ?? "",
    limits:
      limits && SEVERITIES.map((severity) => `${count(limits.days[severity])} days for ${severity} rules`).join(", "),
    operational: limits?.operationalRequirement.join(" and ") || "no",
    states: states.filter(({ n }) => n !== "0"),
    findings: exceptionFindings.slice(0, FINDINGS).map(({ kind, exception, message }) => ({
      id: exception,
      href: page.exceptionHref(exception),
      word: EXCEPTION_FINDING_WORDS[kind],
      message,
    })),
    moreFindings: more(exceptionFindings.length, FINDINGS),
    exceptions: listed.map((one) => exceptionView(page, one, covered.get(one.id) ?? [])),
    moreExceptions: more(exceptions.length, LISTED),
  };
}

/** Places of the results that are written into the page, by the exception that covers them. */
function shownResults({ assessment, held }: Page): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const rule of assessment.rules)
    for (const group of ["fail", "excepted"] as const)
      for (const { index, result } of held.of(rule.id, group)) {
        if (result.exception === undefined) continue;
        const known = places.get(result.exception.id);
        if (known) known.push(index);
        else places.set(result.exception.id, [index]);
      }
  return places;
}

function exceptionView(page: Page, exception: AssessedException, results: readonly number[]) {
  const { id, state, rules, resources, stacks, covered, approvedBy, approvedOn } = exception;
  const ruleIds = new Set(page.assessment.rules.map((rule) => rule.id));
  return {
    id,
    anchor: page.exceptionHref(id),
    status: STATE_STATUS[state],
    state: EXCEPTION_STATE_WORDS[state],
    reason: exception.reason,
    covered: counted(covered, "failing result"),
    results: results.slice(0, PARTS).map((index) => ({ index, href: page.anchors.result(index) })),
    moreResults: more(covered, Math.min(PARTS, results.length)),
    expires: exception.expires,
    severity: exception.severity,
    rules: rules.slice(0, PARTS).map((rule) => ({ rule, href: ruleIds.has(rule) ? page.anchors.rule(rule) : "" })),
    moreRules: more(rules.length, PARTS),
    resources: selectorsView(resources),
    moreResources: more(resources.length, PARTS),
    stacks: selectorsView(stacks),
    moreStacks: more(stacks.length, PARTS),
    deviation: DEVIATION_WORDS[exception.deviation],
    ticket: exception.ticket ?? "",
    compensatingControl: exception.compensatingControl ?? "",
    requestedBy: exception.requestedBy,
    approval: approvedBy === undefined ? "" : `${approvedBy}, on ${approvedOn ?? "a day that is not told"}`,
    origin: `${exception.origin.file}:${exception.origin.line}`,
  };
}

function selectorsView(selectors: readonly (ResourceSelector | StackSelector)[]) {
  return selectors.slice(0, PARTS).map((selector) => ({ parts: selectorParts(selector) }));
}

function more(total: number, shown: number): string {
  return total > shown ? count(total - shown) : "";
}

/** What is said of the exception of a failing result; undefined when there is none. */
export function resultExceptionView(page: Pick<Page, "exceptionHref">, exception: ResultException | undefined) {
  if (exception === undefined) return undefined;
  const { id, state, approvedBy, expires } = exception;
  return { id, href: page.exceptionHref(id), approvedBy: approvedBy ?? "", worth: exceptionWorth(state, expires) };
}
