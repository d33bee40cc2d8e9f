import {
  type Assessment,
  type ControlStatus,
  type Difference,
  type Finding,
  type FormerNames,
  type ProfileCounts,
  type Result,
  type RunRecord,
  renamesSince,
  STANDINGS,
  type Standing,
  stackId,
} from "../model/index.js";

/**
 * What the history keeps of an assessment. Pure: the time and the digest are handed in.
 * @param at RFC 3339 in UTC
 * @param digest `sha256:` of the assessment.json
 * @param names what the resources of a stack may have been called before, by the id of the stack
 */
export function recordOf(
  assessment: Assessment,
  at: string,
  digest: string,
  names: ReadonlyMap<string, FormerNames> = new Map(),
): RunRecord {
  const stacks: { id: string; digest: string }[] = [];
  const stackOf = assessment.inputs.map((input) => {
    if (input.status !== "assessed") return -1;
    const id = stackId(input);
    const known = stacks.findIndex((one) => one.id === id);
    return known >= 0 ? known : stacks.push({ id, digest: input.digest }) - 1;
  });
  const places = new Map<string, number>();
  const resources: [number, string][] = [];
  const standings: Record<string, Partial<Record<Standing, number[]>>> = {};
  for (const result of assessment.results) {
    const stack = stackOf[result.input] ?? -1;
    const key = `${stack} ${result.urn}`;
    let place = places.get(key);
    if (place === undefined) places.set(key, (place = resources.push([stack, result.urn]) - 1));
    const standing = standingOf(result);
    if (standing === undefined) continue;
    standings[result.rule] ??= {};
    const ofRule = standings[result.rule] as Partial<Record<Standing, number[]>>;
    (ofRule[standing] ??= []).push(place);
  }
  const { summary } = assessment;
  const formerly = resources.flatMap(([stack, urn], place): [number, ...string[]][] => {
    const former = names.get(stacks[stack]?.id ?? "")?.get(urn);
    return former === undefined ? [] : [[place, ...former]];
  });
  return {
    schema: "konductor/run/1",
    at,
    tool: assessment.tool,
    arguments: assessment.parameters.arguments,
    assessment: digest,
    stacks,
    results: { ...summary.results, excepted: Object.values(summary.excepted).reduce((sum, count) => sum + count, 0) },
    failures: summary.failures,
    controls: summary.controls.map((one) => ({ ...one, ids: controlsByStatus(assessment, one.profile) })),
    resources,
    standings: Object.fromEntries(Object.entries(standings).sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(formerly.length === 0 ? {} : { formerly }),
  };
}

function controlsByStatus({ controls }: Assessment, profile: string): Partial<Record<ControlStatus, string[]>> {
  const ids: Partial<Record<ControlStatus, string[]>> = {};
  for (const control of controls) if (control.profile === profile) (ids[control.status] ??= []).push(control.id);
  return ids;
}

/** Undefined for what passes or does not apply. */
export function standingOf({ verdict, exception }: Pick<Result, "verdict" | "exception">): Standing | undefined {
  if (verdict === "pass" || verdict === "not-applicable") return undefined;
  return verdict === "fail" && exception?.state === "active" ? "excepted" : verdict;
}

/** The controls of a run by status, without their ids. */
export function profileCounts({ controls }: RunRecord): readonly ProfileCounts[] {
  return controls.map(({ profile, statuses }) => ({ profile, statuses }));
}

/** The findings of a run, each with the index of its stack. */
export function* findingsOf(run: RunRecord): Generator<readonly [stack: number, finding: Finding]> {
  for (const [rule, standings] of Object.entries(run.standings))
    for (const standing of STANDINGS)
      for (const place of standings[standing] ?? []) {
        const [at, urn] = run.resources[place] as readonly [number, string];
        yield [at, { rule, stack: run.stacks[at]?.id ?? "", urn, standing }];
      }
}

/** What the resources of a run may have been called before, stack by stack. */
export function formerNamesOf({ stacks, resources, formerly = [] }: RunRecord): readonly FormerNames[] {
  const names = stacks.map(() => new Map<string, readonly string[]>());
  for (const [place, ...former] of formerly) {
    const [stack, urn] = resources[place] as readonly [number, string];
    names[stack]?.set(urn, former);
  }
  return names;
}

/** By rule, stack and URN. */
function findings(run: RunRecord): Map<string, Finding> {
  return new Map([...findingsOf(run)].map(([, finding]) => [keyOf(finding), finding]));
}

function keyOf({ rule, stack, urn }: Pick<Finding, "rule" | "stack" | "urn">): string {
  return `${rule}\0${stack}\0${urn}`;
}

/** How the findings of `before` became those of `after`; lists in the order of rule, stack and URN. */
export function difference(before: RunRecord, after: RunRecord): Difference {
  const [left, now] = [findings(before), findings(after)];
  const renames = renamesBetween(before, after);
  const made = { new: [], worse: [], better: [], fixed: [], gone: [], unseen: [] } as {
    -readonly [K in keyof Omit<Difference, "unchanged">]: Difference[K][number][];
  };
  let unchanged = 0;
  for (const finding of now.values()) {
    const formerly = renames.get(finding.stack)?.get(finding.urn);
    const told = formerly === undefined ? finding : { ...finding, formerly };
    const key = keyOf({ ...finding, urn: formerly ?? finding.urn });
    const was = left.get(key)?.standing;
    left.delete(key);
    if (was === undefined) made.new.push(told);
    else if (was === finding.standing) unchanged += 1;
    else made[rank(finding.standing) > rank(was) ? "worse" : "better"].push({ ...told, was });
  }
  const assessed = new Set(after.stacks.map(({ id }) => id));
  const there = new Set(after.resources.map(([at, urn]) => `${after.stacks[at]?.id}\0${urn}`));
  for (const [stack, ofStack] of renames) for (const old of ofStack.values()) there.add(`${stack}\0${old}`);
  for (const finding of left.values()) {
    const { stack, urn } = finding;
    made[!assessed.has(stack) ? "unseen" : there.has(`${stack}\0${urn}`) ? "fixed" : "gone"].push(finding);
  }
  for (const list of Object.values(made)) (list as Finding[]).sort(byPlace);
  return { ...made, unchanged } as Difference;
}

/** By stack: the URN of each resource that was renamed between two runs, and the one that it had. */
function renamesBetween(before: RunRecord, after: RunRecord): Map<string, ReadonlyMap<string, string>> {
  const names = formerNamesOf(after);
  const urns = new Map(after.stacks.map(({ id }) => [id, new Set<string>()]));
  for (const [at, urn] of before.resources) urns.get(before.stacks[at]?.id ?? "")?.add(urn);
  return new Map(
    after.stacks.map(({ id }, i) => [id, renamesSince(urns.get(id) as Set<string>, names[i] as FormerNames)]),
  );
}

function rank(standing: Standing): number {
  return STANDINGS.indexOf(standing);
}

function byPlace(a: Finding, b: Finding): number {
  const [one, other] = [keyOf(a), keyOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
