import {
  type AssessedException,
  daysBetween,
  EXCEPTION_FINDINGS,
  type Exception,
  type ExceptionFinding,
  type ExceptionFindingKind,
  type ExceptionState,
  type Resource,
  type ResultException,
  type TagReading,
} from "../model/index.js";
import { type ExceptionMatcher, reaches, type StackIdentity } from "./exceptions.js";
import { breaches, breadth } from "./exceptions-policy.js";

/** Counts what each exception covers over the stacks of a run, and says what is wrong with it. */
export class ExceptionTally {
  readonly #covered = new Map<Exception, number>();
  readonly #stacks: StackIdentity[] = [];

  constructor(private readonly matcher: ExceptionMatcher) {}

  /** Told of each stack before its results. */
  begin({ organization, project, name }: StackIdentity): void {
    this.#stacks.push({ organization, project, name });
  }

  /** The exception for a failing result of the current stack, counted; undefined when there is none. */
  cover(rule: string, resource: Resource, tags?: () => TagReading | undefined): ResultException | undefined {
    const stack = this.#stacks.at(-1);
    if (stack === undefined) throw new Error("a result came before its stack");
    const match = this.matcher.match(rule, resource, stack, tags);
    if (match === undefined) return undefined;
    const { exception, state } = match;
    this.#covered.set(exception, this.#count(exception) + 1);
    const { id, approvedBy, expires } = exception;
    return { id, state, ...(approvedBy === undefined ? {} : { approvedBy }), expires };
  }

  /** In the order of the files. */
  assessed(): AssessedException[] {
    return [...this.matcher.states].map(([exception, state]) => {
      const { covers: _, ...entry } = exception;
      return { ...entry, state, covered: this.#count(exception) };
    });
  }

  /** By kind, the gravest first, then in the order of the files. */
  findings(): ExceptionFinding[] {
    const found = [...this.matcher.states].flatMap(([exception, state]) =>
      this.#findingsOf(exception, state).map((finding) => ({ ...finding, exception: exception.id })),
    );
    const place = (kind: ExceptionFindingKind) => EXCEPTION_FINDINGS.indexOf(kind);
    return found
      .map(({ kind, exception, message }) => ({ kind, exception, message }))
      .sort((a, b) => place(a.kind) - place(b.kind));
  }

  #findingsOf(exception: Exception, state: ExceptionState): Omit<ExceptionFinding, "exception">[] {
    const found: Omit<ExceptionFinding, "exception">[] = breaches(exception, this.matcher.limits);
    const covered = this.#count(exception);
    const { approvedOn, expires } = exception;
    const reach = covered === 0 ? "" : ` and still covers ${covered} failing ${covered === 1 ? "result" : "results"}`;
    if (state === "expired") found.push({ kind: "expired", message: `expired after ${expires}${reach}` });
    if (state === "not-approved") {
      const since = approvedOn === undefined ? "waits for an approval" : `is approved from ${approvedOn} on only`;
      found.push({ kind: "not-approved", message: since });
    }
    const wide = breadth(exception);
    if (wide !== undefined) found.push({ kind: "over-broad", message: wide });
    if (state !== "active") return found;
    const left = daysBetween(this.matcher.today, expires);
    if (left <= this.matcher.limits.warnDays) {
      const days = left === 0 ? "today" : `in ${left} ${left === 1 ? "day" : "days"}`;
      found.push({ kind: "expiring", message: `ends ${days}, with ${expires}` });
    }
    if (covered === 0 && this.#stacks.some((stack) => reaches(exception, stack)))
      found.push({ kind: "unused", message: "covers no failing result that another does not; take it out" });
    return found;
  }

  #count(exception: Exception): number {
    return this.#covered.get(exception) ?? 0;
  }
}
