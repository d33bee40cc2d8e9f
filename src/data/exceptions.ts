import {
  DEFAULT_LIMITS,
  type Exception,
  type ExceptionLimits,
  type ExceptionSet,
  globMatches,
  type InputError,
  isGlob,
  type Rule,
  SEVERITIES,
} from "../model/index.js";
import { DISK, type Files } from "./files.js";
import { unknownId } from "./nearest.js";
import { Problems } from "./problems.js";
import { type ExceptionYaml, exceptionsSchema } from "./schemas.js";
import { conform, type Path, readSource, type Source } from "./source.js";

/** What exceptions need to know of the rules. */
export type ExceptedRule = Pick<Rule, "id" | "severity">;

/**
 * Reads `--exceptions` files, YAML or JSON, strictly.
 * @param rules every rule there is; an exception may name no other
 * @throws InputErrors with every problem of every file, each at its line and column
 */
export function loadExceptions(
  paths: readonly string[],
  rules: readonly ExceptedRule[],
  files: Files = DISK,
): ExceptionSet {
  const problems = new Problems();
  const sources = paths.map((path) => readSource(path, problems, files)).filter((source) => source !== undefined);
  const set = assembleExceptions(sources, rules, problems);
  problems.throwIfAny();
  return set;
}

/** The exceptions of files that have been read; what is wrong goes to `problems`, and is left out. */
export function assembleExceptions(
  sources: readonly Source[],
  rules: readonly ExceptedRule[],
  problems: Problems,
): ExceptionSet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const places = new Map<string, string>();
  const exceptions: Exception[] = [];
  let limits: { readonly file: string; readonly value: ExceptionLimits } | undefined;
  for (const source of sources) {
    const data = conform(exceptionsSchema, source, problems);
    if (!data) continue;
    if (data.limits && limits)
      problems.add(source.problem(["limits"], `limits stand in ${limits.file} already; keep them in one file`, "key"));
    else if (data.limits) limits = { file: source.file, value: completed(data.limits) };
    for (const [i, entry] of data.exceptions.entries()) {
      const path = ["exceptions", i];
      const line = source.line(path);
      const taken = places.get(entry.id);
      if (taken !== undefined) problems.add(source.problem([...path, "id"], `id "${entry.id}" is taken by ${taken}`));
      places.set(entry.id, taken ?? `${source.file}:${line}`);
      const before = problems.count;
      problems.add(...entryProblems(entry, byId, (rest, text) => source.problem([...path, ...rest], text)));
      if (problems.count === before) exceptions.push(exceptionOf(entry, byId, { file: source.file, line }));
    }
  }
  const digests = Object.fromEntries(sources.map(({ file, digest }) => [file, digest]));
  return { exceptions, limits: limits?.value ?? DEFAULT_LIMITS, digests };
}

function completed(given: NonNullable<ReturnType<typeof exceptionsSchema.parse>["limits"]>): ExceptionLimits {
  const { days, warnDays, operationalRequirement } = DEFAULT_LIMITS;
  return {
    days: { ...days, ...given.days },
    warnDays: given.warnDays ?? warnDays,
    operationalRequirement: given.operationalRequirement ?? operationalRequirement,
  };
}

/** What is wrong with an entry though each of its values is well-formed. */
function entryProblems(
  { rules, approvedBy, approvedOn, expires }: ExceptionYaml,
  known: ReadonlyMap<string, ExceptedRule>,
  problem: (path: Path, text: string) => InputError,
): InputError[] {
  const found: InputError[] = [];
  for (const [i, pattern] of rules.entries()) {
    if (covered(pattern, known).length > 0) continue;
    const text = isGlob(pattern) ? `no rule matches "${pattern}"` : unknownId("rule", pattern, known.keys());
    found.push(problem(["rules", i], `${text} (\`konductor rules list\` prints them all)`));
  }
  if (approvedBy !== undefined && approvedOn === undefined)
    found.push(problem(["approvedBy"], "approvedBy needs approvedOn beside it, the day of the approval"));
  if (approvedOn !== undefined && approvedBy === undefined)
    found.push(problem(["approvedOn"], "approvedOn needs approvedBy beside it, who approved"));
  if (approvedOn !== undefined && expires < approvedOn)
    found.push(problem(["expires"], `expires before it is approved, on ${approvedOn}`));
  return found;
}

function covered(pattern: string, rules: ReadonlyMap<string, ExceptedRule>): readonly ExceptedRule[] {
  if (isGlob(pattern)) return [...rules.values()].filter((rule) => globMatches(pattern, rule.id));
  const rule = rules.get(pattern);
  return rule === undefined ? [] : [rule];
}

function exceptionOf(
  { stacks = [], ...entry }: ExceptionYaml,
  known: ReadonlyMap<string, ExceptedRule>,
  origin: Exception["origin"],
): Exception {
  const rules = new Map(entry.rules.flatMap((pattern) => covered(pattern, known)).map((rule) => [rule.id, rule]));
  const severities = new Set([...rules.values()].map((rule) => rule.severity));
  const severity = SEVERITIES.find((one) => severities.has(one));
  if (severity === undefined) throw new Error(`exception ${entry.id} covers no rule`);
  return { ...entry, stacks, origin, covers: [...rules.keys()].sort(), severity };
}
