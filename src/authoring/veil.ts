import type { Cause, Place } from "./check.js";

const HIDDEN = "*";

/**
 * Keeps secrets out of the texts around an observation. A rule may look up a secret, such as a label or a name, and
 * then ask for it elsewhere: as the value expected there, as a part of the path, or in the name of what is missing.
 */
export class Veil {
  private constructor(
    private readonly texts: readonly string[],
    private readonly keys: readonly string[],
  ) {}

  /** A veil over what these places hold; undefined when none of it is secret, as nearly always. */
  static over(reads: readonly Place[], causes: readonly Cause[]): Veil | undefined {
    if (!reads.some(isSecret) && !causes.some(({ ref }) => ref.secret)) return undefined;
    let texts: Set<string> | undefined;
    let keys: Set<string> | undefined;
    for (const place of [...reads, ...causes.map((cause) => cause.ref)].filter(isSecret)) {
      const value = place.peek();
      if ((typeof value === "string" && value !== "") || typeof value === "number")
        (texts ??= new Set()).add(String(value));
      for (let at: Place | undefined = place; at !== undefined; at = at.parent)
        if (at.hiddenKey !== undefined) (keys ??= new Set()).add(at.hiddenKey);
    }
    return texts || keys ? new Veil([...(texts ?? [])], [...(keys ?? [])]) : undefined;
  }

  /** What is expected of a place, whole or not at all: a gap in a list of values would tell which one it is. */
  expected(text: string, ref: Place): string {
    // What a rule wants of the secret itself is the rule's own wording, and says no more than the verdict.
    const own = ref.secret ? String(ref.peek()) : undefined;
    const told = [...this.texts, ...this.keys].some((secret) => secret !== own && pattern(secret).test(text));
    return told ? "a value that is secret" : text;
  }

  /** A path or a name, without the secrets in it. */
  name(text: string): string {
    const longestFirst = [...this.texts, ...this.keys].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((left, secret) => left.replace(pattern(secret), HIDDEN), text);
  }
}

function isSecret(place: Place): boolean {
  return place.secret;
}

/** The secret as a word of its own, in quotes of a path too: a secret `1` is not to blot out every number. */
function pattern(secret: string): RegExp {
  const forms = [secret, JSON.stringify(secret).slice(1, -1)].map((form) =>
    form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${[...new Set(forms)].join("|")})(?![\\p{L}\\p{N}_])`, "gu");
}
