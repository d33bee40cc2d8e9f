import type { Obstacle, Resource } from "../model/index.js";

/** A place in a resource, of whatever type: what evidence is made of. */
export interface Place {
  readonly owner: Resource;
  readonly path: string;
  readonly key: string | number;
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

/** An outcome by several conditions. Their causes are gathered when somebody asks: most are never asked for. */
class Several<O extends "fail" | "unknown"> {
  constructor(
    readonly outcome: O,
    private readonly checks: readonly Check[],
  ) {}

  get causes(): readonly Cause[] {
    return this.checks.flatMap((check) =>
      check.outcome !== "pass" && check.outcome === this.outcome ? check.causes : [],
    );
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
export function any(...checks: (Check | (() => Check))[]): Check {
  let decisive: Fail | Unknown | undefined;
  let several = false;
  for (let i = 0; i < checks.length; i++) {
    const given = checks[i] as Check | (() => Check);
    const check = typeof given === "function" ? given() : given;
    if (check.outcome === "pass") return PASS;
    checks[i] = check;
    if (decisive === undefined || (decisive.outcome === "fail" && check.outcome === "unknown")) {
      decisive = check;
      several = false;
    } else if (check.outcome === decisive.outcome) several = true;
  }
  if (decisive === undefined) return NO_ALTERNATIVE;
  return several ? new Several(decisive.outcome, checks as Check[]) : decisive;
}

const NO_ALTERNATIVE: Fail = { outcome: "fail", causes: [] };

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

/** Folds checks of a list, which is kept with the outcome: `all` of them. */
export function combine(checks: readonly Check[]): Check {
  let decisive: Check = PASS;
  let several = false;
  for (let i = 0; i < checks.length; i++) {
    const check = checks[i] as Check;
    if (check.outcome === "pass") continue;
    if (decisive.outcome === "pass" || (decisive.outcome === "unknown" && check.outcome === "fail")) {
      decisive = check;
      several = false;
    } else if (check.outcome === decisive.outcome) several = true;
  }
  return several && decisive.outcome !== "pass" ? new Several(decisive.outcome, checks) : decisive;
}
