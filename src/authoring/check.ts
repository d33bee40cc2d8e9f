import type { Obstacle, Resource } from "../model/index.js";

/** A place in a resource, of whatever type: what evidence is made of. */
export interface Place {
  readonly owner: Resource;
  readonly path: string;
  readonly parent: Place | undefined;
  /** The key of an entry of a secret map, which is secret as well; the path has `*` in its stead. */
  readonly hiddenKey?: string;
  readonly obstacle: Obstacle | undefined;
  readonly secret: boolean;
  readonly defaulted: boolean;
  /** The known value without a record of the read. */
  peek(): unknown;
}

/** A place that decided against a pass. `what` names a companion kind that is missing. */
export interface Cause {
  readonly ref: Place;
  readonly expected: unknown;
  readonly missing?: string | undefined;
}

/** The outcome of a condition: three-valued, with the places that decided. */
export type Check = Pass | Fail | Unknown;

export interface Pass {
  readonly outcome: "pass";
}
export interface Fail {
  readonly outcome: "fail";
  readonly causes: readonly Cause[];
}
export interface Unknown {
  readonly outcome: "unknown";
  /** The places whose value would decide. */
  readonly causes: readonly Cause[];
}

export const PASS: Pass = { outcome: "pass" };

/** An outcome by one place. Most are thrown away by the condition around them, so it is its own cause. */
class Single<O extends "fail" | "unknown"> implements Cause {
  constructor(
    readonly outcome: O,
    readonly ref: Place,
    readonly expected: unknown,
    readonly missing: string | undefined,
  ) {}

  get causes(): readonly Cause[] {
    return [this];
  }
}

/** Fails at `ref`, which should have been as `expected` says. */
export function fail(ref: Place, expected: unknown, missing?: string): Fail {
  return new Single("fail", ref, expected, missing);
}

/** Undetermined because of `ref`. */
export function unknown(ref: Place, expected: unknown, missing?: string): Unknown {
  return new Single("unknown", ref, expected, missing);
}

/** Every condition holds: one failure decides, whatever else is unknown. */
export function all(...checks: readonly Check[]): Check {
  return combine(checks);
}

/**
 * At least one condition holds: one pass decides, whatever else is unknown. A condition that is costly is given as a
 * function, which is called only while none before it has passed.
 */
export function any(...checks: readonly (Check | (() => Check))[]): Check {
  let first: Fail | Unknown | undefined;
  let others: (Fail | Unknown)[] | undefined;
  for (const one of checks) {
    const check = typeof one === "function" ? one() : one;
    if (check.outcome === "pass") return PASS;
    if (first === undefined) first = check;
    else (others ??= []).push(check);
  }
  if (first === undefined) return { outcome: "fail", causes: [] };
  if (others === undefined) return first;
  const doubts = [first, ...others].filter((check) => check.outcome === "unknown");
  const outcome = doubts.length > 0 ? "unknown" : "fail";
  return { outcome, causes: (doubts.length > 0 ? doubts : [first, ...others]).flatMap((check) => check.causes) };
}

/** The condition does not hold; where it does, the failure is put at `ref`. */
export function not(check: Check, ref: Place, expected: string): Check {
  if (check.outcome === "pass") return fail(ref, expected);
  return check.outcome === "fail" ? PASS : check;
}

/** The same check, its failure and its doubt told as one place and one expectation instead of each alternative's. */
export function told(check: Check, ref: Place, expected: string): Check {
  return check.outcome === "fail" ? fail(ref, expected) : check;
}

/** Every element fulfils the check: as `all` of them, in one go. */
export function each<I>(items: readonly I[], check: (item: I, index: number) => Check): Check {
  let first: Check = PASS;
  let others: Check[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const outcome = check(items[i] as I, i);
    if (outcome.outcome === "pass") continue;
    if (first.outcome === "pass") first = outcome;
    else (others ??= [first]).push(outcome);
  }
  return others === undefined ? first : combine(others);
}

/** Folds checks of a list: `all` of them. */
export function combine(checks: readonly Check[]): Check {
  let first: Check = PASS;
  let unknowns: Cause[] | undefined;
  let failures: Cause[] | undefined;
  for (const check of checks) {
    if (check.outcome === "pass") continue;
    if (first.outcome === "pass") {
      first = check;
      continue;
    }
    if (unknowns === undefined && failures === undefined) {
      if (first.outcome === "fail") failures = [...first.causes];
      else unknowns = [...first.causes];
    }
    if (check.outcome === "fail") failures = append(failures, check.causes);
    else unknowns = append(unknowns, check.causes);
  }
  if (failures) return { outcome: "fail", causes: failures };
  return unknowns ? { outcome: "unknown", causes: unknowns } : first;
}

function append(into: Cause[] | undefined, causes: readonly Cause[]): Cause[] {
  if (!into) return [...causes];
  for (const cause of causes) into.push(cause);
  return into;
}
