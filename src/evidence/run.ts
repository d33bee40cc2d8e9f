import {
  type Assessment,
  type Difference,
  type Finding,
  type Result,
  type RunRecord,
  STANDINGS,
  type Standing,
  stackId,
} from "../model/index.js";

/**
 * What the history keeps of an assessment. Pure: the time and the digest are handed in.
 * @param at RFC 3339 in UTC
 * @param digest `sha256:` of the assessment.json
 */
export function recordOf(assessment: Assessment, at: string, digest: string): RunRecord {
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
  return {
    schema: "konductor/run/1",
    at,
    tool: assessment.tool,
    arguments: assessment.parameters.arguments,
    assessment: digest,
    stacks,
    results: { ...summary.results, excepted: Object.values(summary.excepted).reduce((sum, count) => sum + count, 0) },
    failures: summary.failures,
    controls: summary.controls,
    resources,
    standings: Object.fromEntries(Object.entries(standings).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Undefined for what passes or does not apply. */
function standingOf({ verdict, exception }: Result): Standing | undefined {
  if (verdict === "pass" || verdict === "not-applicable") return undefined;
  return verdict === "fail" && exception?.state === "active" ? "excepted" : verdict;
}

/** The findings of a run by rule, stack and URN. */
function findings(run: RunRecord): Map<string, Finding> {
  const found = new Map<string, Finding>();
  for (const [rule, standings] of Object.entries(run.standings))
    for (const standing of STANDINGS)
      for (const place of standings[standing] ?? []) {
        const [at, urn] = run.resources[place] as readonly [number, string];
        const stack = run.stacks[at]?.id ?? "";
        found.set(keyOf(rule, stack, urn), { rule, stack, urn, standing });
      }
  return found;
}

function keyOf(rule: string, stack: string, urn: string): string {
  return `${rule}\0${stack}\0${urn}`;
}

/** How the findings of `before` became those of `after`; lists in the order of rule, stack and URN. */
export function difference(before: RunRecord, after: RunRecord): Difference {
  const [old, now] = [findings(before), findings(after)];
  const made = { new: [], worse: [], better: [], fixed: [], gone: [], unseen: [] } as {
    -readonly [K in keyof Omit<Difference, "unchanged">]: Difference[K][number][];
  };
  let unchanged = 0;
  for (const [key, finding] of now) {
    const was = old.get(key)?.standing;
    if (was === undefined) made.new.push(finding);
    else if (was === finding.standing) unchanged += 1;
    else made[rank(finding.standing) > rank(was) ? "worse" : "better"].push({ ...finding, was });
  }
  const assessed = new Set(after.stacks.map(({ id }) => id));
  const there = new Set(after.resources.map(([at, urn]) => `${after.stacks[at]?.id}\0${urn}`));
  for (const [key, finding] of old) {
    if (now.has(key)) continue;
    const { stack, urn } = finding;
    made[!assessed.has(stack) ? "unseen" : there.has(`${stack}\0${urn}`) ? "fixed" : "gone"].push(finding);
  }
  for (const list of Object.values(made)) (list as Finding[]).sort(byPlace);
  return { ...made, unchanged } as Difference;
}

function rank(standing: Standing): number {
  return STANDINGS.indexOf(standing);
}

function byPlace(a: Finding, b: Finding): number {
  const [one, other] = [keyOf(a.rule, a.stack, a.urn), keyOf(b.rule, b.stack, b.urn)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** An open finding, and the time of the run that first saw it. */
export interface OpenFinding {
  readonly finding: Finding;
  readonly since: string;
}

/** A finding that is no more, and the milliseconds from the run that first saw it to the one that no longer did. */
export interface RemediedFinding {
  readonly finding: Finding;
  readonly milliseconds: number;
}

/**
 * How long findings lived. A stack that a run did not assess leaves its findings as they were.
 * @param runs in their order
 */
export function lifetimes(runs: Iterable<RunRecord>): {
  readonly open: readonly OpenFinding[];
  readonly remedied: readonly RemediedFinding[];
} {
  const open = new Map<string, OpenFinding>();
  const remedied: RemediedFinding[] = [];
  for (const run of runs) {
    const now = findings(run);
    const assessed = new Set(run.stacks.map(({ id }) => id));
    for (const [key, { finding, since }] of open) {
      if (now.has(key) || !assessed.has(finding.stack)) continue;
      remedied.push({ finding, milliseconds: Date.parse(run.at) - Date.parse(since) });
      open.delete(key);
    }
    for (const [key, finding] of now) open.set(key, { finding, since: open.get(key)?.since ?? run.at });
  }
  return { open: [...open.values()], remedied };
}
