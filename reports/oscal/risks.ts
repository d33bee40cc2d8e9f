import type { AssessedControl, AssessedException, AssessedRule } from "../../src/model/index.js";
import { counted } from "../../src/model/present.js";
import { type Json, some } from "../../src/oscal/json.js";
import { NS, prop } from "../../src/oscal/prop.js";
import { words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { ORIGINS, stackUuid } from "./parts.js";
import { type Group, groupsOf, type Run, stackTitle } from "./run.js";
import { deadline, earliest, endOf } from "./time.js";

/** What may be wrong: failures, failures under one exception, or what could not be decided. */
export interface Risk {
  readonly uuid: string;
  readonly title: string;
  readonly kind: "open" | "excepted" | "undecided";
  readonly input: number;
  readonly rule: AssessedRule;
  readonly exception?: AssessedException;
  /** When it was first seen; undefined without a history. */
  readonly since: string | undefined;
  /** UUIDs of the observations that it comes from; never empty. */
  readonly observations: readonly string[];
  /** What it is about, where it is about one resource. */
  readonly subject?: readonly Json[];
}

const KINDS = { fail: "open", excepted: "excepted", error: "undecided", undetermined: "undecided" } as const;
const SAYS = { open: "violated by", excepted: "violated under an exception by", undecided: "not decided on" } as const;

/**
 * The risks of the rules, or of all of them, one a stack, kind and exception. Their UUIDs stay while those do; each is as
 * old as the oldest finding in it.
 */
export function risksOf(run: Run, rules?: Iterable<string>): Risk[] {
  const gathered = new Map<string, Group[]>();
  for (const group of groupsOf(run, rules)) {
    if (group.kind === "pass" || group.kind === "not-applicable" || !run.rules.has(group.rule)) continue;
    const id = uuid("risk", group.rule, run.stacks[group.input] ?? "", KINDS[group.kind], group.exception ?? "");
    const same = gathered.get(id);
    if (same) same.push(group);
    else gathered.set(id, [group]);
  }
  return [...gathered].map(([id, groups]) => {
    const { input, kind, rule: ruleId, exception } = groups[0] as Group & { kind: keyof typeof KINDS };
    const rule = run.rules.get(ruleId) as AssessedRule;
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    return {
      ...{ uuid: id, kind: KINDS[kind], input, rule },
      title: riskTitle(run, rule, KINDS[kind], input, counted(total, "resource")),
      ...exceptionOf(run, exception),
      since: earliest(groups.map((group) => group.since)),
      observations: groups.map((group) => group.uuid),
    };
  });
}

/** One line for people. */
export function riskTitle(run: Run, rule: AssessedRule, kind: Risk["kind"], input: number, what: string): string {
  return `${words(rule.title)}: ${SAYS[kind]} ${what} in ${words(stackTitle(run, input))}`;
}

export function exceptionOf({ assessment }: Run, id: string | undefined): Pick<Risk, "exception"> {
  const exception = id === undefined ? undefined : assessment.exceptions.find((one) => one.id === id);
  return exception === undefined ? {} : { exception };
}

/** The day of its first detection, which an item of a plan keeps for good. */
export function detectionProps({ since }: Pick<Risk, "since">): Json[] {
  return since === undefined ? [] : [prop("first-detected", since)];
}

export function riskJson(run: Run, risk: Risk): Json {
  const { rule, kind, exception, observations, subject = [] } = risk;
  const whose = subject.length > 0 ? "A resource" : "Resources";
  return {
    uuid: risk.uuid,
    title: risk.title,
    description:
      kind === "undecided"
        ? "Whether the rule holds could not be decided: the observations say why. It counts for nothing, and never as a pass."
        : `${whose} of the stack violate${subject.length > 0 ? "s" : ""} the rule ${words(rule.id)}.`,
    statement: words(rule.rationale),
    props: [
      prop("rule-id", rule.id),
      prop("severity", rule.severity),
      ...detectionProps(risk),
      ...subject,
      ...exceptionProps(exception),
    ],
    status: { open: "open", excepted: "deviation-approved", undecided: "investigating" }[kind],
    origins: ORIGINS,
    characterizations: [{ origin: ORIGINS[0], facets: [{ name: "severity", system: NS, value: rule.severity }] }],
    "mitigating-factors": exception && [mitigation(run, risk, exception)],
    deadline: exception === undefined ? openDeadline(run, risk) : endOf(exception.expires),
    remediations: [
      {
        uuid: uuid("remediation", risk.uuid),
        lifecycle: "recommendation",
        title: kind === "undecided" ? "Assess the state after the update" : words(rule.title),
        description: kind === "undecided" ? UNDECIDED : words(rule.remediation),
        origins: ORIGINS,
      },
    ],
    "related-observations": observations.map((observation) => ({ "observation-uuid": observation })),
  };
}

const UNDECIDED =
  "Assess an export made after the update, where the values are known; what is secret or stands in another stack has to be examined by people.";

/** Only failures have a deadline: nothing is known to be mended where nothing was decided. */
function openDeadline({ moment }: Run, { kind, rule, since }: Risk): string | undefined {
  return kind === "open" ? deadline(moment, rule.severity, since) : undefined;
}

function exceptionProps(exception: AssessedException | undefined): Json[] {
  if (exception === undefined) return [];
  return [prop("exception", exception.id), prop("deviation", exception.deviation)];
}

function mitigation(run: Run, { uuid: risk, input }: Risk, exception: AssessedException): Json {
  const { compensatingControl, reason } = exception;
  return {
    uuid: uuid("mitigating factor", risk),
    description: compensatingControl === undefined ? words(reason) : words(compensatingControl),
    props: some(compensatingControl === undefined ? [prop("compensating-control", "none given")] : []),
    subjects: [{ "subject-uuid": stackUuid(run, input), type: "component" }],
  };
}

/** The part of a control that its rules do not show: people have to assess it before it can be satisfied. */
export function gapUuid({ profile, id }: AssessedControl): string {
  return uuid("gap", profile, id);
}

export function gapJson(control: AssessedControl): Json {
  return {
    uuid: gapUuid(control),
    title: `${words(control.id)}: a part of the control is not shown by rules`,
    description: "Every rule that could decide passes, and together they show a part of the control only.",
    statement: words(control.reason),
    props: [prop("profile", control.profile), prop("control-status", control.status)],
    status: "investigating",
    origins: ORIGINS,
  };
}
