import {
  EXCEPTION_STATES,
  type Exception,
  type ExceptionLimits,
  type ExceptionSet,
  type ExceptionState,
  globMatches,
  isGlob,
  type Resource,
  type ResourceSelector,
  type Stack,
  type StackSelector,
  type TagReading,
} from "../model/index.js";
import { exceptionState } from "./exceptions-policy.js";

/** What tells one stack from another. */
export type StackIdentity = Pick<Stack, "organization" | "project" | "name">;

/** The exception for a rule on a resource, and what it is worth today. Only an `active` one excepts a failure. */
export interface ExceptionMatch {
  readonly exception: Exception;
  readonly state: ExceptionState;
}

interface Ranked extends ExceptionMatch {
  /** Place in the order of precedence: the best state, then the id. */
  readonly rank: number;
}

/** The exceptions of one rule. */
interface Candidates {
  /** Those that name single resources, by URN. */
  readonly byUrn: Map<string, Ranked[]>;
  readonly others: Ranked[];
}

/** A set of exceptions on a day, made ready once; asking costs nothing for a rule without exceptions. */
export class ExceptionMatcher {
  /** In the order of the set. */
  readonly states: ReadonlyMap<Exception, ExceptionState>;
  readonly limits: ExceptionLimits;
  readonly #byRule = new Map<string, Candidates>();

  /** @param today `YYYY-MM-DD`, the day in UTC */
  constructor(
    { exceptions, limits }: ExceptionSet,
    readonly today: string,
  ) {
    this.limits = limits;
    this.states = new Map(exceptions.map((one) => [one, exceptionState(one, limits, today)]));
    const ranked = [...this.states]
      .map(([exception, state]) => ({ exception, state }))
      .sort((a, b) => worth(a.state) - worth(b.state) || (a.exception.id < b.exception.id ? -1 : 1))
      .map((match, rank) => ({ ...match, rank }));
    for (const match of ranked) for (const rule of match.exception.covers) this.#add(rule, match);
  }

  /**
   * The exception for a failing result: of several the best state, then the first id. Undefined when there is none.
   * @param tags asked for only where an exception goes by tags; undefined where nobody knows them
   */
  match(
    rule: string,
    resource: Pick<Resource, "urn" | "type" | "name">,
    stack: StackIdentity,
    tags?: () => TagReading | undefined,
  ): ExceptionMatch | undefined {
    const candidates = this.#byRule.get(rule);
    if (candidates === undefined) return undefined;
    const here = ({ exception }: Ranked) =>
      inScope(exception, stack) && exception.resources.some((selector) => selects(selector, resource, tags));
    const named = candidates.byUrn.get(resource.urn)?.find(here);
    const other = candidates.others.find(here);
    const best = named === undefined || (other !== undefined && other.rank < named.rank) ? other : named;
    return best && { exception: best.exception, state: best.state };
  }

  #add(rule: string, match: Ranked): void {
    let candidates = this.#byRule.get(rule);
    if (!candidates) this.#byRule.set(rule, (candidates = { byUrn: new Map(), others: [] }));
    const urns = match.exception.resources.map(({ urn }) => (urn === undefined || isGlob(urn) ? undefined : urn));
    if (urns.includes(undefined)) candidates.others.push(match);
    else
      for (const urn of new Set(urns as string[])) {
        const same = candidates.byUrn.get(urn);
        if (same) same.push(match);
        else candidates.byUrn.set(urn, [match]);
      }
  }
}

function worth(state: ExceptionState): number {
  return EXCEPTION_STATES.indexOf(state);
}

/** True when an exception could cover a resource of the stack. */
export function reaches(exception: Exception, stack: StackIdentity): boolean {
  const head = `urn:pulumi:${stack.name}::${stack.project}::`;
  const urns = exception.resources.map(({ urn = "*" }) => urn.split(/[*?]/, 1)[0] as string);
  return inScope(exception, stack) && urns.some((start) => start.startsWith(head) || head.startsWith(start));
}

function inScope({ stacks }: Exception, stack: StackIdentity): boolean {
  return stacks.length === 0 || stacks.some((selector) => isStack(selector, stack));
}

function isStack({ organization, project, stack: name }: StackSelector, stack: StackIdentity): boolean {
  return fits(organization, stack.organization) && fits(project, stack.project) && fits(name, stack.name);
}

function selects(
  { urn, type, name, tag }: ResourceSelector,
  resource: Pick<Resource, "urn" | "type" | "name">,
  tags: (() => TagReading | undefined) | undefined,
): boolean {
  if (!fits(urn, resource.urn) || !fits(type, resource.type) || !fits(name, resource.name)) return false;
  if (tag === undefined) return true;
  const known = tags?.()?.tags;
  return known !== undefined && Object.hasOwn(known, tag.key) && fits(tag.value, known[tag.key]);
}

/** A glob that is absent fits everything; what is not known fits none. */
function fits(glob: string | undefined, text: string | undefined): boolean {
  return glob === undefined || (text !== undefined && globMatches(glob, text));
}
