import type { ControlStatus, Result, VerdictCounts } from "./assessment.js";
import type { Severity } from "./rule.js";
import type { Stack } from "./stack.js";

/** What a rule said of a resource that it did not simply pass, from the best to the worst. */
export const STANDINGS = ["excepted", "undetermined", "error", "fail"] as const;
export type Standing = (typeof STANDINGS)[number];

/** One run as the history keeps it: enough to tell what came, went and stayed; evidence is in the assessment itself. */
export interface RunRecord {
  readonly schema: "konductor/run/1";
  /** RFC 3339 in UTC, handed in by the caller. */
  readonly at: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly arguments: readonly string[];
  /** `sha256:` of the assessment.json that it was made from. */
  readonly assessment: string;
  /** Of stacks that were assessed, by `organization/project/stack`; an organisation that is not known is left out. */
  readonly stacks: readonly { readonly id: string; readonly digest: string }[];
  readonly results: VerdictCounts & { readonly excepted: number };
  readonly failures: Readonly<Record<Severity, number>>;
  readonly controls: readonly (ProfileCounts & {
    /** The controls that each status counts; not in runs of older versions. */
    readonly ids?: Readonly<Partial<Record<ControlStatus, readonly string[]>>>;
  })[];
  /** Every resource that a rule judged: index into `stacks`, and URN. */
  readonly resources: readonly (readonly [stack: number, urn: string])[];
  /** By rule and standing: indices into `resources`. What is not here passed, or the rule did not apply. */
  readonly standings: Readonly<Record<string, Readonly<Partial<Record<Standing, readonly number[]>>>>>;
  /** What resources may have been called before: index into `resources`, then URNs. Absent where nothing was. */
  readonly formerly?: readonly (readonly [resource: number, ...urns: string[]])[];
}

/** Controls of a profile by status. */
export interface ProfileCounts {
  readonly profile: string;
  readonly statuses: Readonly<Record<ControlStatus, number>>;
}

/** `organization/project/stack`; an organisation that is not known is left out. */
export function stackId({
  organization,
  project,
  stack,
}: {
  readonly organization?: string;
  readonly project: string;
  readonly stack: string;
}): string {
  return [organization, project, stack].filter((part) => part !== undefined).join("/");
}

/** One thing that a rule found, wherever it is found again. */
export interface Finding {
  readonly rule: string;
  readonly stack: string;
  readonly urn: string;
  readonly standing: Standing;
  /** URN that its resource had in the run that it is compared with, where it was renamed. */
  readonly formerly?: string;
}

/** How the findings of one run became those of another. */
export interface Difference {
  /** Not found before, in a stack that was assessed before or not. */
  readonly new: readonly Finding[];
  /** Found before and worse now: an exception that ended, an undetermined result that became a failure. */
  readonly worse: readonly (Finding & { readonly was: Standing })[];
  readonly better: readonly (Finding & { readonly was: Standing })[];
  /** Found before, and the resource is still there. */
  readonly fixed: readonly Finding[];
  /** Found before, and the resource is gone. */
  readonly gone: readonly Finding[];
  /** Found before in a stack that this run did not assess. */
  readonly unseen: readonly Finding[];
  readonly unchanged: number;
}

/** What is known of a finding from the runs before: it stays the same finding under a new name of its resource. */
export interface Tracking {
  /** RFC 3339 in UTC: the time of the run that first saw it, without a break since; this run's own for a new one. */
  readonly since: string;
  /** Likewise, of a failure that could not be decided at first: the time of the run that first saw it fail. */
  readonly failing?: string;
  /** URN that its resource had at first, where an alias says that it was renamed. */
  readonly formerly?: string;
}

/** Knows the findings of the runs before. What it was made of is all that it knows: the same results are tracked alike. */
export interface Tracker {
  readonly history: AssessedHistory;
  /** Tells since when the results of a stack are known; undefined for one that passes or does not apply. */
  of(stack: Stack): (result: Result) => Tracking | undefined;
}

/** The runs that a history holds before this one. */
export interface AssessedHistory {
  /** RFC 3339 in UTC: the time of this run, which new findings are dated by. */
  readonly at: string;
  /** Oldest first; the last of them where a history is long. */
  readonly runs: readonly PastRun[];
  /** How many runs there were in all. */
  readonly count: number;
}

/** One of them, as a trend shows it. */
export interface PastRun {
  readonly at: string;
  readonly results: RunRecord["results"];
  readonly controls: readonly ProfileCounts[];
}

/** All that tracking needs of the runs before, as plain JSON. */
export interface TrackedFindings {
  readonly history: AssessedHistory;
  readonly stacks: readonly TrackedStack[];
}

/** A stack as the last run that assessed it left it. */
export interface TrackedStack {
  /** `organization/project/stack` */
  readonly id: string;
  /** URNs of the resources that a rule judged: what was there already was not renamed since. */
  readonly resources: readonly string[];
  readonly findings: readonly TrackedFinding[];
}

export interface TrackedFinding {
  readonly rule: string;
  /** Index into the resources of the stack. */
  readonly resource: number;
  /** Time of the run that first saw it. */
  readonly since: string;
  /** Time of the run that first saw it fail, excepted or not; absent while none did. */
  readonly failing?: string;
  /** URN that its resource had at first, where it has another now. */
  readonly first?: string;
}
