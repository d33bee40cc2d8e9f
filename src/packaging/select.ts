import picomatch from "picomatch";
import { unknownId } from "../data/nearest.js";
import { InputError, type Rule } from "../model/index.js";

/** Which of a profile's rules a pack holds: globs over rule ids. */
export interface Globs {
  /** Only these; all when absent. */
  readonly rules?: readonly string[] | undefined;
  /** Not these. */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * The rules of `offered` that globs leave.
 * @param all every rule there is, so that a glob for a rule of another profile is told from a slip
 * @param where what the offered rules belong to, in words
 * @throws InputError when a glob matches nothing, or nothing is left
 */
export function selectRules(
  offered: readonly Rule[],
  all: readonly Rule[],
  { rules, exclude = [] }: Globs,
  where: string,
): readonly Rule[] {
  const ids = all.map((rule) => rule.id);
  for (const glob of [...(rules ?? []), ...exclude])
    if (!ids.some(matcher([glob])))
      throw new InputError(`no rule matches: ${unknownId("rule", glob, [...ids, ...stems(ids)])}`);
  for (const glob of rules ?? []) {
    const matches = matcher([glob]);
    if (!offered.some((rule) => matches(rule.id)))
      throw new InputError(`the rules that "${glob}" matches are not among those of ${where}`);
  }
  const wanted = rules === undefined ? () => true : matcher(rules);
  const unwanted = exclude.length === 0 ? () => false : matcher(exclude);
  const left = offered.filter((rule) => wanted(rule.id) && !unwanted(rule.id));
  if (left.length === 0) throw new InputError(`no rule of ${where} is left: a pack needs one`);
  return left;
}

function matcher(globs: readonly string[]): (id: string) => boolean {
  const matches = picomatch([...globs]);
  return (id) => matches(id);
}

/** `aws-*`, `aws-s3-*`: what a glob was probably meant to be. */
function stems(ids: readonly string[]): Set<string> {
  const words = ids.map((id) => id.split("-"));
  return new Set(words.flatMap((one) => one.slice(1).map((_, i) => `${one.slice(0, i + 1).join("-")}-*`)));
}
