/**
 * Makes a pattern over URNs, type tokens, names ready: `*` stands for any run of characters, `?` for one, everything else
 * for itself. These are no paths and may hold any character: a glob library would take the brackets of a name for an
 * expression, and the pattern would match what it does not say. Time grows with the product of the lengths at most.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  if (pattern.includes("?")) return (text) => walk(pattern, text);
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => text === pattern;
  const middle = rest.filter((piece) => piece !== "");
  const least = first.length + last.length;
  return (text) => {
    if (text.length < least || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= text.length - last.length;
  };
}

/** True when the whole text fits the pattern. */
export function globMatches(pattern: string, text: string): boolean {
  return compileGlob(pattern)(text);
}

/** Character by character; a star that took too little takes one more. */
function walk(pattern: string, text: string): boolean {
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
