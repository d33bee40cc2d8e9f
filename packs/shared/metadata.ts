import { type Check, type Draft, type Ref, z } from "../../src/authoring/index.js";

/** AWS takes values of up to 256 characters and Kubernetes labels of 63; a longer text fits no pattern. */
const LONGEST_VALUE = 256;
const LONGEST_PATTERN = 100;

// A pattern is tried on texts that anybody may have written. Without groups, what it costs is bounded by its repeats of
// open length: with three of them by the third power of the text's length.
const MOST_REPEATS = 3;
const ATOM = String.raw`(?:[^\\()[\]{}*+?|^$]|\\[dDwWsS]|\\[^\w\s]|\[(?:[^\\[\]]|\\[dDwWsS]|\\[^\w\s])+\])`;
const REPEAT = String.raw`(?:[*+?]|\{\d{1,3}(?:,(?:\d{1,3})?)?\})`;
const BRANCH = String.raw`\^?(?:${ATOM}${REPEAT}?)+\$?`;
const SAFE = new RegExp(`^${BRANCH}(?:\\|${BRANCH})*$`, "u");
const PARTS = new RegExp(`${ATOM}(?<repeat>${REPEAT})?|\\|`, "gu");

const ALLOWED = `characters, \\d \\w \\s, classes such as [a-z], repeats (? * + {n,m}; of open length at most ${MOST_REPEATS}) and | between alternatives; no groups`;

/** Why a text is no pattern that rules take; undefined when it is one. */
export function patternProblem(pattern: string): string | undefined {
  if (!SAFE.test(pattern)) return `a pattern is made of ${ALLOWED}`;
  let repeats = 0;
  for (const { 0: part, groups } of pattern.matchAll(PARTS)) {
    if (part === "|") repeats = 0;
    const repeat = groups?.["repeat"];
    if (repeat === undefined || /^\{\d+\}$/.test(repeat)) continue;
    if (++repeats > MOST_REPEATS) return `at most ${MOST_REPEATS} repeats of open length, between alternatives`;
  }
  try {
    compile(pattern);
  } catch {
    return "it is no regular expression";
  }
  return undefined;
}

function compile(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, "u");
}

/** A tag or label that is asked for: its key alone, or with the values that it may have and the one to fill in. */
export type Wanted =
  | string
  | { key: string; values?: string[] | undefined; pattern?: string | undefined; fill?: string | undefined };

/** The schema of a parameter that lists tags or labels, whose keys are as `key` says and what fills them in as `fill`. */
export function wantedTags(key: z.ZodType<string, string>, fill: z.ZodType<string, string>) {
  const pattern = z
    .string()
    .min(1)
    .max(LONGEST_PATTERN)
    .superRefine((text, context) => {
      const problem = patternProblem(text);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    });
  const values = z.array(z.string().min(1).max(LONGEST_VALUE)).min(1).max(100);
  const limited = z
    .strictObject({ key, values: values.optional(), pattern: pattern.optional(), fill: fill.optional() })
    .superRefine((wanted, context) => {
      if (wanted.fill === undefined || (wanted.pattern !== undefined && patternProblem(wanted.pattern))) return;
      const { fits, expected } = requirement(wanted);
      if (!fits(wanted.fill)) context.addIssue({ code: "custom", path: ["fill"], message: `expected ${expected}` });
    });
  const tag = z.union([key, limited], { error: (issue) => whyNot(issue.input, issue["errors"]) });
  return z.array(tag).min(1).max(50);
}

/** What is wrong with an element, as a key or as an object, whichever it is meant to be. */
function whyNot(input: unknown, errors: unknown): string {
  const [ofKey, ofObject] = errors as readonly (readonly { path: PropertyKey[]; message: string }[])[];
  const [first] = (typeof input === "string" ? ofKey : ofObject) ?? [];
  return first === undefined ? "invalid" : [...first.path.map(String), first.message].join(": ");
}

/** What the parameter means; for its description. */
export const WANTED_MEANING =
  "Each is a key, or { key, values, pattern } with the values that it may have: one of values, or a text that the whole of pattern, a simple regular expression, fits. With fill, the level remediate sets a missing one to that value";

/** What is asked of one tag, ready to be compared. */
export interface Requirement {
  readonly key: string;
  /** Any value will do that is not blank. */
  readonly free: boolean;
  readonly expected: string;
  readonly fits: (value: string) => boolean;
  /** What a remedy sets the tag to where it is absent. */
  readonly fill: string | undefined;
}

const prepared = new WeakMap<readonly Wanted[], readonly Requirement[]>();

/** The requirements of a parameter's value, made once. */
export function requirements(wanted: readonly Wanted[]): readonly Requirement[] {
  let made = prepared.get(wanted);
  if (made === undefined) prepared.set(wanted, (made = wanted.map(requirement)));
  return made;
}

function requirement(wanted: Wanted): Requirement {
  const { key, values, pattern, fill } = typeof wanted === "string" ? { key: wanted } : wanted;
  if (values === undefined && pattern === undefined)
    return { key, free: true, expected: "a value", fits: (value) => value.trim() !== "", fill };
  const allowed = new Set(values);
  const regex = pattern === undefined ? undefined : compile(pattern);
  const fits = (value: string) =>
    allowed.has(value) || (regex !== undefined && value.length <= LONGEST_VALUE && regex.test(value));
  const named = [...allowed, ...(pattern === undefined ? [] : [`a text that fits ${pattern}`])];
  return { key, free: false, expected: named.join(" or "), fits, fill };
}

/** The value of a tag that is there is as required. A secret one that cannot be read is set, and more is not known. */
export function meets(value: Ref<string>, { free, fits, expected }: Requirement): Check {
  return free && value.obstacle === "secret" ? value.isSet() : value.matches(fits, expected);
}

/** The value of `key`, absent where the map has no such key; undefined when it is not known which keys the map has. */
export function valueIn(map: Ref<Record<string, string>>, key: string): Ref<string> | undefined {
  return map.obstacle !== undefined || Array.isArray(map.peek()) ? undefined : map.get(key);
}

/**
 * The value to fill in for a tag that is not as required at any of the places where it may be. Ends the remedy where some
 * value is there, which is somebody's, and where none is configured, for values are not made up.
 */
export function fillOf(
  { key, fill }: Requirement,
  places: readonly Ref<string>[],
  draft: Pick<Draft<never>, "decline">,
): string {
  const taken = places.find((place) => !place.isAbsent);
  if (taken) return draft.decline(`${taken.path} has another value`);
  return fill ?? draft.decline(`no value to fill in is configured for ${key}`);
}
