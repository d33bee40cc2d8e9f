import { RESULT_GROUPS, type ResultGroup } from "../../../src/model/sample.js";
import type { ClosedRow, OpenRow } from "./results.js";
import { shown } from "./shown.js";

/** Texts of rows, each once; number 0 is the empty one. */
export class Strings {
  readonly #numbers = new Map<string, number>([["", 0]]);
  readonly #texts: string[] = [""];

  /** The number of a text, which is made visible and cut like all that the page shows. */
  of = (text: string): number => {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(shown(text)) - 1;
    this.#numbers.set(text, number);
    return number;
  };

  /** As JSON arrays of at most so many texts. */
  *chunks(most: number): Generator<string> {
    for (let at = 0; at < this.#texts.length; at += most) yield inert(this.#texts.slice(at, at + most));
  }
}

type Datum = number | readonly Datum[];

/**
 * A row as numbers and lists of numbers, without what is none at its end; assets/js/data.mjs reads it. Texts are their
 * numbers: index of the result, input, group, type, URN, name, id at the provider, then what its kind of row has.
 */
export function rowDatum(row: OpenRow | ClosedRow, group: ResultGroup, of: Strings["of"]): Datum {
  const head = [
    row.index,
    row.input,
    RESULT_GROUPS.indexOf(group),
    of(row.type),
    of(row.urn),
    of(row.name),
    of(row.providerId),
  ];
  if ("seen" in row) return trimmed([...head, of(row.seen)]);
  const { exception } = row;
  return trimmed([
    ...head,
    of(row.reason),
    of(row.source),
    of(row.since),
    of(row.formerly),
    exception === undefined
      ? []
      : trimmed([exception.id, exception.approvedBy, exception.worth, exception.href].map(of)),
    row.observations.map((one) => trimmed([one.path, one.observed, one.expected, one.urn].map(of))),
    row.also.map((one) => [of(one.path), of(one.observed)]),
    of(row.more),
    row.companions.map(of),
    of(row.moreCompanions),
  ]);
}

function trimmed(data: readonly Datum[]): readonly Datum[] {
  let end = data.length;
  while (end > 0 && (data[end - 1] === 0 || (Array.isArray(data[end - 1]) && (data[end - 1] as []).length === 0)))
    end--;
  return end === data.length ? data : data.slice(0, end);
}

/** JSON for a script element that is data: nothing in it ends the element or begins a comment. */
export function inert(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
