import type { AssessedControl, AssessedException, AssessedRule } from "../../src/model/index.js";
import { counted } from "../../src/model/present.js";
import { type Json, some } from "./json.js";
import { NS, ORIGINS, prop, stackUuid } from "./parts.js";
import { type Group, groupsOf, type Run, stackTitle } from "./run.js";
import { words } from "./text.js";
import { deadline, endOf } from "./time.js";
import { uuid } from "./uuid.js";

/** What may be wrong on one stack by one rule: failures, failures under one exception, or what could not be decided. */
export interface Risk {
  readonly uuid: string;
  readonly kind: "open" | "excepted" | "undecided";
  readonly input: number;
  readonly rule: AssessedRule;
  readonly exception?: AssessedException;
  /** The observations that it comes from; never empty. */
  readonly groups: readonly Group[];
}

const KINDS = { fail: "open", excepted: "excepted", error: "undecided", undetermined: "undecided" } as const;

/** The risks of the rules, or of all of them. Their UUIDs stay while rule, stack, kind and exception do. */
export function risksOf(run: Run, rules?: Iterable<string>): Risk[] {
  const risks = new Map<string, Risk & { groups: Group[] }>();
  for (const group of groupsOf(run, rules)) {
    const rule = run.rules.get(group.rule);
    if (rule === undefined || group.kind === "pass" || group.kind === "not-applicable") continue;
    const kind = KINDS[group.kind];
    const id = uuid("risk", group.rule, run.stacks[group.input] ?? "", kind, group.exception ?? "");
    const exception = run.assessment.exceptions.find((one) => one.id === group.exception);
    const risk = risks.get(id);
    if (risk) risk.groups.push(group);
    else
      risks.set(id, {
        ...{ uuid: id, kind, input: group.input, rule, groups: [group] },
        ...(exception === undefined ? {} : { exception }),
      });
  }
  return [...risks.values()];
}

/** One line for people. */
export function riskTitle(run: Run, { kind, rule, input, groups }: Risk): string {
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const what = { open: "violated by", excepted: "violated under an exception by", undecided: "not decided on" }[kind];
  return `${words(rule.title)}: ${what} ${counted(total, "resource")} in ${words(stackTitle(run, input))}`;
}

export function riskJson(run: Run, risk: Risk): Json {
  const { rule, kind, exception, groups } = risk;
  return {
    uuid: risk.uuid,
    title: riskTitle(run, risk),
    description:
      kind === "undecided"
        ? "Whether the rule holds could not be decided: the observations say why. It counts for nothing, and never as a pass."
        : `Resources of the stack violate the rule ${words(rule.id)}.`,
    statement: words(rule.rationale),
    props: [prop("rule-id", rule.id), prop("severity", rule.severity), ...exceptionProps(exception)],
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
    "related-observations": groups.map((group) => ({ "observation-uuid": group.uuid })),
  };
}

const UNDECIDED =
  "Assess an export made after the update, where the values are known; what is secret or stands in another stack has to be examined by people.";

/** Only failures have a deadline: nothing is known to be mended where nothing was decided. */
function openDeadline({ moment }: Run, { kind, rule }: Risk): string | undefined {
  return kind === "open" ? deadline(moment, rule.severity) : undefined;
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
