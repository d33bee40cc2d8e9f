/** With its article: `a bucket`, `an account`. */
export function one(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** Nothing in it. */
export function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** Providers take `"true"` for true and `"7"` for 7, and numbers where text is wanted; anything else is malformed. */
export function coerce(value: unknown, sample: unknown): unknown {
  if (typeof sample === "boolean" && (value === "true" || value === "false")) return value === "true";
  if (typeof sample === "number" && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (typeof sample === "string" && (typeof value === "number" || typeof value === "boolean")) return String(value);
  return undefined;
}

/** An expectation that is put into words when somebody reads it: most never are. */
export class Wording {
  constructor(private readonly words: () => string) {}

  toString(): string {
    return this.words();
  }
}
