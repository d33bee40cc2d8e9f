import type { Assessment } from "../../../src/model/index.js";
import {
  CLOSED_GROUPS,
  emptyCounts,
  type GroupCounts,
  groupCounts,
  groupOf,
  OPEN_GROUPS,
  type Quotas,
  RESULT_GROUPS,
  type ResultGroup,
  resultQuotas,
  type Sampled,
  type SampleLimits,
} from "../../../src/model/sample.js";
import { closedRow, openRow, type RowPage } from "./results.js";
import { rowDatum, Strings } from "./rowdata.js";

/** Results that stand in the page as they are read without script. */
const WRITTEN: SampleLimits = { open: 1500, closed: 500 };
/** Results that the page holds as data, to be shown on demand. */
const HELD = 50_000;
/** Of these, so many are kept for what passes where a page cannot hold everything. */
const HELD_CLOSED = 10_000;
/** Rows and texts of one script element: each is parsed in a few milliseconds. */
const ROWS = 2000;
const TEXTS = 10_000;

/** What the page holds of the results, after one pass over them. */
export interface Held {
  /** Results written into the page, by rule and group. */
  readonly of: (rule: string, group: ResultGroup) => readonly Sampled[];
  /** Results by input and group: all of them. */
  readonly byInput: readonly GroupCounts[];
  /** Results of a rule, by its number, in an input. */
  readonly cell: (rule: number, input: number, group: ResultGroup) => number;
  /** Results of a rule that the page holds, by group. */
  readonly heldOf: (rule: string) => GroupCounts;
  /** How many results there are of each group. */
  readonly groups: GroupCounts;
  readonly written: number;
  readonly held: number;
  readonly total: number;
  /** By rule number, JSON arrays of rows: those that want an answer first. */
  readonly rows: () => Generator<{ readonly rule: number; readonly json: string }>;
  /** JSON arrays of the texts in the rows. */
  readonly texts: () => Generator<string>;
}

/** Reads the results once: counts all, keeps those that are written into the page, and makes the rest into data. */
export function holdResults(assessment: Assessment, page: RowPage): Held {
  const { rules, inputs } = assessment;
  const keeper = new Keeper(assessment);
  const strings = new Strings();
  const data = rules.map(() => byGroup<string>());
  const written = new Map(rules.map((rule) => [rule.id, byGroup<Sampled>()]));
  const heldOf = new Map(rules.map((rule) => [rule.id, emptyCounts()]));
  const numbers = new Map(rules.map((rule, i) => [rule.id, i]));
  const width = RESULT_GROUPS.length;
  const cells = new Int32Array(rules.length * inputs.length * width);
  const place = (rule: number, input: number, group: ResultGroup) =>
    (rule * inputs.length + input) * width + RESULT_GROUPS.indexOf(group);
  const byInput = inputs.map(() => emptyCounts());
  const all = emptyCounts();
  let index = 0;
  for (const result of assessment.results) {
    const group = groupOf(result);
    const sampled = { index: index++, result };
    const counts = byInput[result.input];
    if (counts) counts[group] += 1;
    all[group] += 1;
    const rule = numbers.get(result.rule);
    if (rule === undefined) continue;
    cells[place(rule, result.input, group)] = (cells[place(rule, result.input, group)] ?? 0) + 1;
    const { write, hold } = keeper.wants(sampled, group);
    if (write) written.get(result.rule)?.[group].push(sampled);
    if (!hold) continue;
    const row = OPEN_GROUPS.includes(group) ? openRow(page, sampled) : closedRow(page, sampled);
    data[rule]?.[group].push(JSON.stringify(rowDatum(row, group, strings.of)));
    const held = heldOf.get(result.rule);
    if (held) held[group] += 1;
  }
  return {
    of: (rule, group) => written.get(rule)?.[group] ?? [],
    byInput,
    cell: (rule, input, group) => cells[place(rule, input, group)] ?? 0,
    heldOf: (rule) => heldOf.get(rule) ?? emptyCounts(),
    groups: all,
    written: keeper.written,
    held: keeper.held,
    total: index,
    *rows() {
      for (const [rule, groups] of data.entries()) {
        const rows = [...OPEN_GROUPS, ...CLOSED_GROUPS].flatMap((group) => groups[group]);
        for (let at = 0; at < rows.length; at += ROWS) yield { rule, json: `[${rows.slice(at, at + ROWS).join(",")}]` };
      }
    },
    texts: () => strings.chunks(TEXTS),
  };
}

/** Decides which results are written and which are held: fairly per rule and group, and whatever was drawn as a sample. */
class Keeper {
  written = 0;
  held = 0;
  readonly #write: Meter;
  readonly #hold: Meter;
  readonly #drawn: ReadonlySet<number>;

  constructor({ rules }: Assessment) {
    const all = (groups: readonly ResultGroup[]) =>
      rules.reduce((sum, rule) => {
        const counts = groupCounts(rule.results, rule.excepted);
        return sum + groups.reduce((own, group) => own + counts[group], 0);
      }, 0);
    const open = Math.min(all(OPEN_GROUPS), HELD - Math.min(all(CLOSED_GROUPS), HELD_CLOSED));
    this.#write = new Meter(resultQuotas(rules, WRITTEN));
    this.#hold = new Meter(resultQuotas(rules, { open, closed: HELD - open }));
    this.#drawn = new Set(rules.flatMap((rule) => rule.sample ?? []));
  }

  wants({ index, result }: Sampled, group: ResultGroup): { readonly write: boolean; readonly hold: boolean } {
    const drawn = this.#drawn.has(index);
    const write = this.#write.take(result.rule, group) || drawn;
    const hold = this.#hold.take(result.rule, group) || write;
    if (write) this.written += 1;
    if (hold) this.held += 1;
    return { write, hold };
  }
}

/** Lets through as many of each rule and group as their quota says. */
class Meter {
  readonly #taken = new Map<string, Record<ResultGroup, number>>();

  constructor(readonly quotas: Quotas) {}

  take(rule: string, group: ResultGroup): boolean {
    let taken = this.#taken.get(rule);
    if (!taken) this.#taken.set(rule, (taken = emptyCounts()));
    if (taken[group] >= (this.quotas.get(rule)?.[group] ?? 0)) return false;
    taken[group] += 1;
    return true;
  }
}

function byGroup<T>(): Record<ResultGroup, T[]> {
  return Object.fromEntries(RESULT_GROUPS.map((group) => [group, []])) as unknown as Record<ResultGroup, T[]>;
}
