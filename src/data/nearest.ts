import { closest, distance } from "fastest-levenshtein";

/** The known id that `id` probably stands for; undefined when none is near enough to be a slip of the pen. */
export function nearest(id: string, known: Iterable<string>): string | undefined {
  const candidates = [...known];
  const lower = id.toLowerCase();
  const sameButCase = candidates.find((candidate) => candidate.toLowerCase() === lower);
  if (sameButCase !== undefined || candidates.length === 0) return sameButCase;
  const best = closest(id, candidates);
  if (distance(id, best) <= Math.max(1, Math.floor(id.length / 3))) return best;
  return candidates.find((candidate) => letters(candidate) === letters(id));
}

/** Two letters that changed places are two edits, too many for a short id. */
function letters(id: string): string {
  return [...id].sort().join("");
}

/** A sentence that says that `id` is not known, with the nearest id that is: `unknown rule "x": did you mean "y"?` */
export function unknownId(what: string, id: string, known: Iterable<string>): string {
  const best = nearest(id, known);
  return `unknown ${what} "${id}"${best === undefined ? "" : `: did you mean "${best}"?`}`;
}
