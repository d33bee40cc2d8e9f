import type { UncertainLink } from "../model/index.js";
import { type Check, combine, each, fail, PASS, type Place, unknown } from "./check.js";
import { Ref } from "./ref.js";
import type { Subject } from "./subject.js";
import { one } from "./value.js";

/** The companions of a resource: those found, and those of which it is not known yet whose they are. */
export class Related<T> {
  constructor(
    /** The resource that was asked about; failures for want of a companion are put there. */
    readonly of: Place,
    readonly kindName: string,
    readonly found: readonly Subject<T>[],
    readonly uncertain: readonly Place[],
    /** The reference leads out of the stack. */
    readonly outside: boolean = false,
  ) {}

  static uncertainRefs(links: readonly UncertainLink[], at: (link: UncertainLink) => Subject<unknown>): Place[] {
    return links.map((link) => {
      const subject = at(link);
      const below = (above: Place, key: string) =>
        new Ref(subject.session, link.resource, above, key, undefined, "computed");
      return link.property.split(".").reduce(below, subject as Place);
    });
  }

  /** The reference leads to a resource of this stack. */
  isHere(): Check {
    if (this.found.length > 0) return PASS;
    const maybe = this.uncertain[0];
    return maybe
      ? unknown(maybe, `to tell which ${this.kindName} it names`)
      : fail(this.of, one(this.kindName), this.kindName);
  }

  /** There is one. */
  exists(expected?: string): Check {
    return this.found.length > 0 ? PASS : this._wanting(expected);
  }

  /** Some companion fulfils the check. Without one that does, a companion that may be ours leaves it open. */
  some(check: (companion: Subject<T>) => Check, expected?: string): Check {
    const rest: Check[] = [];
    let doubtful = false;
    for (const companion of this.found) {
      const outcome = check(companion);
      if (outcome.outcome === "pass") return PASS;
      if (outcome.outcome === "unknown") doubtful = true;
      rest.push(outcome);
    }
    if (doubtful) return combine(rest.filter((outcome) => outcome.outcome === "unknown"));
    return rest.length === 0 || this.uncertain.length > 0 || this.outside ? this._wanting(expected) : combine(rest);
  }

  /** None that was found will do: whether another one does is open, or there is none. */
  private _wanting(expected = one(this.kindName)): Check {
    const maybe = this.uncertain[0];
    if (maybe) return unknown(maybe, `to tell whose ${this.kindName} it is`);
    if (this.outside) return unknown(this.of, expected, `${this.kindName} outside this stack`);
    return fail(this.of, expected, this.kindName);
  }

  /** Every companion fulfils the check; without any it holds, unless one may be ours or stands elsewhere. */
  every(check: (companion: Subject<T>) => Check): Check {
    const outcome = each(this.found, check);
    const maybe = this.uncertain[0];
    if (maybe === undefined && !this.outside) return outcome;
    const outcomes = [outcome];
    if (maybe) outcomes.push(unknown(maybe, `to tell whose ${this.kindName} it is`));
    if (this.outside) outcomes.push(unknown(this.of, "to be seen", `${this.kindName} outside this stack`));
    return combine(outcomes);
  }

  /** No companion fulfils the condition; each that does fails at its place. */
  none(condition: (companion: Subject<T>) => Check, expected: string): Check {
    return this.every((companion) => {
      const outcome = condition(companion);
      if (outcome.outcome === "pass") return fail(companion, expected);
      return outcome.outcome === "fail" ? PASS : outcome;
    });
  }
}
