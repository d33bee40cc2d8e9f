import { instantOf, type StackUpdate, type StackUpdates, type UpdateHistory } from "../model/index.js";

/**
 * What a stack's history says of the sequence of its updates, and of the state that was judged.
 * @param time of the state, as its manifest has it
 */
export function sequenceOf({ source, digest, updates }: UpdateHistory, time: string | undefined): StackUpdates {
  const changing = updates.filter(({ kind }) => kind !== "preview");
  const versions = [...new Set(changing.flatMap(({ version }) => version ?? []))].sort((a, b) => a - b);
  const [first, last] = [versions[0], versions.at(-1)];
  const written = Date.parse(instantOf(time ?? "") ?? "");
  const made = madeAt(written, changing);
  const named = (is: boolean) => changing.filter(({ kind, packNamed }) => kind === "update" && packNamed === is).length;
  return {
    source,
    digest,
    count: changing.length,
    ...(made === undefined ? {} : { made }),
    ...(Number.isNaN(written)
      ? {}
      : { later: changing.filter(({ startedAt = "" }) => Date.parse(startedAt) > written).length }),
    ...(first === undefined || last === undefined ? {} : { versions: [first, last] as const }),
    missing: gaps(versions),
    failed: changing.filter(({ result }) => result === "failed"),
    packNamed: named(true),
    noPackNamed: named(false),
  };
}

/** Times of updates are cut to the second. */
const SECOND = 1000;

/**
 * The one update during which the state was written. A state that several could have written is told of none: a wrong
 * commit would be worse than none.
 */
function madeAt(written: number, updates: readonly StackUpdate[]): StackUpdate | undefined {
  const possible = updates.filter(({ startedAt = "", endedAt, result }) => {
    const end =
      endedAt === undefined && result === "in-progress" ? Number.POSITIVE_INFINITY : Date.parse(endedAt ?? "");
    return Date.parse(startedAt) <= written && written < end + SECOND;
  });
  return possible.length === 1 ? possible[0] : undefined;
}

/** The ranges that are not in a rising list. */
function gaps(versions: readonly number[]): [first: number, last: number][] {
  return versions.flatMap((version, i) => {
    const before = versions[i - 1];
    return before === undefined || version - before < 2 ? [] : [[before + 1, version - 1] as [number, number]];
  });
}
