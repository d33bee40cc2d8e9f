import type { AssessedRule, Assessment, Result } from "../../src/model/index.js";
import { groupOf, RESULT_GROUPS, type ResultGroup } from "../../src/model/sample.js";
import { uuid } from "../../src/oscal/uuid.js";
import { detected, earliest, type Moment, momentOf } from "./time.js";

/** Results of one rule on one input that came out alike: what one observation tells. */
export interface Group {
  readonly input: number;
  readonly rule: string;
  readonly kind: ResultGroup;
  /** Id of the exception; present when they are excepted. */
  readonly exception?: string;
  readonly uuid: string;
  count: number;
  /** When the first of those that are still there was first seen; undefined without a history. */
  since: string | undefined;
}

/** An assessment made ready for the files of this format; its results are read once for it. */
export interface Run {
  readonly assessment: Assessment;
  readonly moment: Moment;
  /** A stable name for each input: its stack, and which of several inputs of that stack it is. */
  readonly stacks: readonly string[];
  /** By rule, then by input and kind. */
  readonly groups: ReadonlyMap<string, readonly Group[]>;
  readonly rules: ReadonlyMap<string, AssessedRule>;
}

const runs = new WeakMap<Assessment, Run>();

export function runOf(assessment: Assessment): Run {
  let run = runs.get(assessment);
  if (!run) runs.set(assessment, (run = makeRun(assessment)));
  return run;
}

function makeRun(assessment: Assessment): Run {
  const stacks = stackNames(assessment);
  const found = new Map<string, Group>();
  for (const result of assessment.results) {
    const key = groupKey(result);
    let group = found.get(key);
    if (!group) found.set(key, (group = emptyGroup(result, stacks)));
    group.count += 1;
    group.since = earliest([group.since, detected(result.tracking)]);
  }
  const groups = new Map<string, Group[]>();
  for (const group of [...found.values()].sort(inOrder)) {
    const same = groups.get(group.rule);
    if (same) same.push(group);
    else groups.set(group.rule, [group]);
  }
  const rules = new Map(assessment.rules.map((rule) => [rule.id, rule]));
  return { assessment, moment: momentOf(assessment), stacks, groups, rules };
}

/** What tells the groups of results apart. */
export function keyOf({ input, rule, kind, exception }: Omit<Group, "uuid" | "count" | "since">): string {
  return JSON.stringify([input, rule, kind, exception]);
}

/** The key of the group that a result is in. */
export function groupKey(result: Result): string {
  const { input, rule, exception } = result;
  const kind = groupOf(result);
  return keyOf({ input, rule, kind, ...(kind === "excepted" && exception ? { exception: exception.id } : {}) });
}

function emptyGroup(result: Result, stacks: readonly string[]): Group {
  const { input, rule } = result;
  const kind = groupOf(result);
  const exception = kind === "excepted" ? result.exception?.id : undefined;
  return {
    input,
    rule,
    kind,
    ...(exception === undefined ? {} : { exception }),
    uuid: uuid("observation", rule, stacks[input] ?? "", kind, exception ?? ""),
    count: 0,
    since: undefined,
  };
}

/** By rule, input, kind and exception, whatever the order of the resources. */
export function inOrder(a: Group, b: Group): number {
  return (
    byText(a.rule, b.rule) ||
    a.input - b.input ||
    RESULT_GROUPS.indexOf(a.kind) - RESULT_GROUPS.indexOf(b.kind) ||
    byText(a.exception ?? "", b.exception ?? "")
  );
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stackNames({ inputs }: Assessment): string[] {
  const seen = new Map<string, number>();
  return inputs.map(({ organization, project, stack, path }) => {
    const name = JSON.stringify(stack === "" ? ["", path] : [organization ?? "", project, stack]);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}#${times}`;
  });
}

/** The stack of an input for people: `acme/shop/prod`. */
export function stackTitle({ assessment }: Run, index: number): string {
  const input = assessment.inputs[index];
  if (input === undefined || input.stack === "") return input?.path ?? "";
  return [input.organization, input.project, input.stack].filter(Boolean).join("/");
}

/** Everything that stands in the groups of the rules, in their order. */
export function* groupsOf({ groups }: Run, rules: Iterable<string> = groups.keys()): Generator<Group> {
  for (const rule of rules) yield* groups.get(rule) ?? [];
}
