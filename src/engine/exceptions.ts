import {
  compileGlob,
  EXCEPTION_STATES,
  type Exception,
  type ExceptionLimits,
  type ExceptionSet,
  type ExceptionState,
  isGlob,
  type Resource,
  type ResourceSelector,
  type Stack,
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

type Judged = Pick<Resource, "urn" | "type" | "name">;
type Tags = (() => TagReading | undefined) | undefined;

interface Ranked extends ExceptionMatch {
  /** Place in the order of precedence: the best state, then the id. */
  readonly rank: number;
  readonly inScope: (stack: StackIdentity) => boolean;
  /** One a selector. */
  readonly selects: readonly ((resource: Judged, tags: Tags) => boolean)[];
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
      .map(({ exception, state }, rank) => ({
        exception,
        state,
        rank,
        inScope: scopeOf(exception),
        selects: exception.resources.map(selectorOf),
      }));
    for (const match of ranked) for (const rule of match.exception.covers) this.#add(rule, match);
  }

  /**
   * The exception for a failing result: of several the best state, then the first id. Undefined when there is none.
   * @param tags asked for only where an exception goes by tags; undefined where nobody knows them
   */
  match(
    rule: string,
    resource: Judged,
    stack: StackIdentity,
    tags?: () => TagReading | undefined,
  ): ExceptionMatch | undefined {
    const candidates = this.#byRule.get(rule);
    if (candidates === undefined) return undefined;
    const here = ({ inScope, selects }: Ranked) =>
      inScope(stack) && selects.some((selector) => selector(resource, tags));
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
  return scopeOf(exception)(stack) && urns.some((start) => start.startsWith(head) || head.startsWith(start));
}

/** Tells whether an exception speaks of a stack. */
function scopeOf({ stacks }: Exception): (stack: StackIdentity) => boolean {
  const selectors = stacks.map((selector) => {
    const isOrganization = fits(selector.organization);
    const isProject = fits(selector.project);
    const isName = fits(selector.stack);
    return ({ organization, project, name }: StackIdentity) =>
      isOrganization(organization) && isProject(project) && isName(name);
  });
  return (stack) => selectors.length === 0 || selectors.some((selector) => selector(stack));
}

function selectorOf({ urn, type, name, tag }: ResourceSelector): (resource: Judged, tags: Tags) => boolean {
  const isUrn = fits(urn);
  const isType = fits(type);
  const isName = fits(name);
  const isValue = fits(tag?.value);
  return (resource, tags) => {
    if (!isUrn(resource.urn) || !isType(resource.type) || !isName(resource.name)) return false;
    if (tag === undefined) return true;
    const known = tags?.()?.tags;
    return known !== undefined && Object.hasOwn(known, tag.key) && isValue(known[tag.key]);
  };
}

/** A glob that is absent fits everything; what is not known fits none. */
function fits(glob: string | undefined): (text: string | undefined) => boolean {
  if (glob === undefined) return () => true;
  const matches = compileGlob(glob);
  return (text) => text !== undefined && matches(text);
}
