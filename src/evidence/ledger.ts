import { type Finding, type FormerNames, type RunRecord, renamesSince } from "../model/index.js";
import { findingsOf, formerNamesOf } from "./run.js";

/** An open finding, and what is known of its past. */
export interface OpenFinding {
  readonly finding: Finding;
  /** Time of the run that first saw it. */
  readonly since: string;
  /** Time of the first run that saw it fail, excepted or not; undefined while none did. */
  readonly failing: string | undefined;
  /** The URN that its resource had when it was first seen. */
  readonly first: string;
}

/** A finding that is no more, and the milliseconds from the run that first saw it to the one that no longer did. */
export interface RemediedFinding {
  readonly finding: Finding;
  readonly milliseconds: number;
}

/** A stack as the last run that assessed it left it. */
interface Known {
  readonly urns: ReadonlySet<string>;
  /** By URN, then by rule. */
  readonly open: ReadonlyMap<string, ReadonlyMap<string, OpenFinding>>;
  /** Names that resources had in runs before, the latest first. */
  readonly former: FormerNames;
}

const NOTHING: Known = { urns: new Set(), open: new Map(), former: new Map() };

/**
 * Follows findings from run to run. A resource that was renamed keeps its findings; one that comes back has new ones. A
 * stack that a run did not assess leaves its findings as they were.
 */
export class Ledger {
  readonly #stacks = new Map<string, Known>();
  readonly #remedied: RemediedFinding[] = [];

  /** @param runs in their order */
  constructor(runs: Iterable<RunRecord> = []) {
    for (const run of runs) this.add(run);
  }

  add(run: RunRecord): void {
    const names = formerNamesOf(run);
    const urns = run.stacks.map(() => new Set<string>());
    for (const [stack, urn] of run.resources) urns[stack]?.add(urn);
    const found = run.stacks.map(() => new Map<string, Finding[]>());
    for (const [stack, finding] of findingsOf(run)) {
      const ofStack = found[stack];
      const same = ofStack?.get(finding.urn);
      if (same) same.push(finding);
      else ofStack?.set(finding.urn, [finding]);
    }
    for (const [stack, { id }] of run.stacks.entries()) {
      const before = this.#stacks.get(id) ?? NOTHING;
      const now = urns[stack] as ReadonlySet<string>;
      const renames = renamesSince(before.urns, names[stack] ?? new Map());
      const open = this.#carryOver(before, found[stack] ?? new Map(), renames, run.at);
      this.#stacks.set(id, { urns: now, open, former: formerly(before, now, renames) });
    }
  }

  /** The stacks that a run assessed, with what is open there. */
  *stacks(): Generator<readonly [id: string, resources: ReadonlySet<string>, open: readonly OpenFinding[]]> {
    for (const [id, { urns, open }] of this.#stacks)
      yield [id, urns, [...open.values()].flatMap((rules) => [...rules.values()])];
  }

  get open(): readonly OpenFinding[] {
    return [...this.stacks()].flatMap(([, , open]) => open);
  }

  get remedied(): readonly RemediedFinding[] {
    return this.#remedied;
  }

  /** The names that a resource of a stack had in runs before, the latest first. */
  formerNames(stack: string, urn: string): readonly string[] {
    return this.#stacks.get(stack)?.former.get(urn) ?? [];
  }

  /** The findings of a run on one stack with their past; those that it no longer has are remedied. */
  #carryOver(
    before: Known,
    found: ReadonlyMap<string, readonly Finding[]>,
    renames: ReadonlyMap<string, string>,
    at: string,
  ): Known["open"] {
    const left = new Map([...before.open].map(([urn, rules]) => [urn, new Map(rules)]));
    const open = new Map<string, Map<string, OpenFinding>>();
    for (const [urn, findings] of found) {
      const old = left.get(renames.get(urn) ?? urn);
      const rules = new Map<string, OpenFinding>();
      for (const finding of findings) {
        const was = old?.get(finding.rule);
        old?.delete(finding.rule);
        const fails = finding.standing === "fail" || finding.standing === "excepted";
        rules.set(finding.rule, {
          finding,
          since: was?.since ?? at,
          failing: was?.failing ?? (fails ? at : undefined),
          first: was?.first ?? urn,
        });
      }
      open.set(urn, rules);
    }
    for (const rules of left.values())
      for (const { finding, since } of rules.values())
        this.#remedied.push({ finding, milliseconds: Date.parse(at) - Date.parse(since) });
    return open;
  }
}

/**
 * The names that the resources of a run had before it, as far as they were renamed in a run that the history holds. One that
 * another has got since is no more theirs.
 */
function formerly(before: Known, urns: ReadonlySet<string>, renames: ReadonlyMap<string, string>): FormerNames {
  const former = new Map<string, readonly string[]>();
  for (const urn of urns) {
    const old = renames.get(urn);
    const names = old === undefined ? before.former.get(urn) : [old, ...(before.former.get(old) ?? [])];
    const gone = names?.filter((name) => !urns.has(name)) ?? [];
    if (gone.length > 0) former.set(urn, gone);
  }
  return former;
}
