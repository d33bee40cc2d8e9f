/** A member of a document. Undefined ones are left out. */
export type Json = { readonly [name: string]: unknown };

/** A list that is written as it comes; left out when nothing comes, since OSCAL has no empty lists. */
export class Streamed {
  constructor(readonly items: () => Iterable<Json>) {}
}

/** The list, or undefined when it is empty: OSCAL has no empty lists. */
export function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** A document in pieces: members indented down to the lists that are streamed, whose items stand one a line. */
export function* writeJson(document: Json): Generator<string> {
  yield* write(document, "");
  yield "\n";
}

function* write(value: unknown, indent: string): Generator<string> {
  if (Array.isArray(value)) yield* between("[", "]", indent, list(value, `${indent}  `));
  else if (streams(value)) yield* between("{", "}", indent, members(value as Json, `${indent}  `));
  else yield JSON.stringify(value);
}

/** Each part is the text before it and how it goes on. */
type Parts = Generator<readonly [head: string, rest: Iterable<string>]>;

function* between(open: string, close: string, indent: string, parts: Parts): Generator<string> {
  yield open;
  let separator = "";
  for (const [head, rest] of parts) {
    yield `${separator}\n${indent}  ${head}`;
    yield* rest;
    separator = ",";
  }
  yield `\n${indent}${close}`;
}

function* members(object: Json, indent: string): Parts {
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const head = `${JSON.stringify(name)}: `;
    if (!(value instanceof Streamed)) yield [head, write(value, indent)];
    else {
      const items = value.items()[Symbol.iterator]();
      const first = items.next();
      if (!first.done) yield [head, between("[", "]", indent, follow(first.value, items))];
    }
  }
}

function* list(items: Iterable<unknown>, indent: string): Parts {
  for (const item of items) yield ["", write(item, indent)];
}

function* follow(first: Json, rest: Iterator<Json>): Parts {
  yield ["", [JSON.stringify(first)]];
  for (let next = rest.next(); !next.done; next = rest.next()) yield ["", [JSON.stringify(next.value)]];
}

function streams(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(
    (one) => one instanceof Streamed || (!Array.isArray(one) ? streams(one) : one.some(streams)),
  );
}
