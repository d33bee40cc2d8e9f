/**
 * A pattern over URNs, type tokens, names: `*` stands for any run of characters, `?` for one, everything else for itself.
 * These are no paths and may hold any character: a glob library would take the brackets of a name for an expression, and
 * the pattern would match what it does not say. Time grows with the product of the lengths, whatever the pattern.
 */
export function globMatches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let i = 0;
  while (i < text.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at++;
      resume = i;
    } else if (at < pattern.length && (wanted === "?" || wanted === text[i])) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

/** True for a pattern that can match more than itself. */
export function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}
