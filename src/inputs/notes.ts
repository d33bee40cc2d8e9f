/** What is odd but legal, in the order in which it is told: singular and plural. */
const TEXTS = {
  pending: [
    "operation was cut off and its outcome is not recorded",
    "operations were cut off and their outcome is not recorded",
  ],
  awaiting: [
    "resource was deleted and awaits its replacement, and is judged as last recorded",
    "resources were deleted and await their replacements, and are judged as last recorded",
  ],
  dangling: ["resource has a parent that is not in the input", "resources have parents that are not in the input"],
  cyclic: ["resource is its own ancestor", "resources are their own ancestors"],
  id: [
    "resource has an id that is not text and counts as unknown",
    "resources have ids that are not text and count as unknown",
  ],
  links: [
    "resource names a parent, provider or dependency that is not text, which was left out",
    "resources name parents, providers, dependencies or aliases that are not text, which were left out",
  ],
  operation: [
    "step has an operation that this release does not know and is judged by its new state",
    "steps have an operation that this release does not know and are judged by their new state",
  ],
} as const;

const NAMES = 3;
const NAME_LENGTH = 80;

/** Collects what a report must say of an input although it could be read. Texts hold raw names: renderers escape. */
export class Notes {
  readonly #found = new Map<keyof typeof TEXTS, { count: number; names: string[] }>();
  readonly #sentences: string[] = [];

  /** Counts one case; the first few are told by name. */
  add(kind: keyof typeof TEXTS, name: string): void {
    let found = this.#found.get(kind);
    if (!found) this.#found.set(kind, (found = { count: 0, names: [] }));
    found.count += 1;
    if (found.names.length < NAMES) found.names.push(shorten(name));
  }

  /** Adds a sentence of its own. */
  say(sentence: string): void {
    this.#sentences.push(sentence);
  }

  /** Sentences first, then the counted ones, in a fixed order. */
  list(): readonly string[] {
    const counted = (Object.keys(TEXTS) as (keyof typeof TEXTS)[]).flatMap((kind) => {
      const found = this.#found.get(kind);
      if (!found) return [];
      const more = found.count > NAMES ? ` and ${found.count - NAMES} more` : "";
      return [`${found.count} ${TEXTS[kind][found.count === 1 ? 0 : 1]}: ${found.names.join(", ")}${more}`];
    });
    return [...this.#sentences, ...counted];
  }
}

/** Names may be megabytes long; a cut never splits a surrogate pair. */
function shorten(name: string): string {
  if (name.length <= NAME_LENGTH) return name;
  const end = (name.charCodeAt(NAME_LENGTH - 1) & 0xfc00) === 0xd800 ? NAME_LENGTH - 1 : NAME_LENGTH;
  return `${name.slice(0, end)}…`;
}
