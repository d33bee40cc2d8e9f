import type { Place } from "./check.js";
import type { Session } from "./session.js";

/** What was computed from one place, each thing by one function, and what was read for it. */
export class Memos<P extends { readonly session: Session }> {
  private _latest: Memo | undefined;

  /** What `compute` gives of the place: computed the first time, and known from then on, its reads recorded each time. */
  of<V>(place: P, compute: (place: P) => V): V {
    const { session } = place;
    for (let memo = this._latest; memo !== undefined; memo = memo.before) {
      if (memo.compute !== compute) continue;
      for (const read of memo.reads) session.read(read);
      return memo.value as V;
    }
    const count = session.readCount;
    const value = compute(place);
    this._latest = new Memo(compute, value, session.reads(count), this._latest);
    return value;
  }
}

class Memo {
  constructor(
    readonly compute: unknown,
    readonly value: unknown,
    readonly reads: readonly Place[],
    readonly before: Memo | undefined,
  ) {}
}
