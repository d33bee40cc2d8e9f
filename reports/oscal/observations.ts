import type { Result } from "../../src/model/index.js";
import { counted, DEVIATION_WORDS, exceptionWorth, GROUP_WORDS, observedText } from "../../src/model/present.js";
import type { ResultGroup } from "../../src/model/sample.js";
import { type Json, some } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { reference, words } from "../../src/oscal/text.js";
import { resourceUuid } from "./inventory.js";
import { inputUuid, ORIGINS } from "./parts.js";
import { type Group, groupKey, groupsOf, inOrder, keyOf, type Run, stackTitle } from "./run.js";
import { instant } from "./time.js";

/** The results of one group. */
interface Told {
  readonly group: Group;
  readonly results: Result[];
}

/** The observations of the groups that are chosen, input by input: never more than the results of one are kept. */
export function* observations(run: Run, chosen: (group: Group) => boolean): Generator<Json> {
  const groups = new Map<string, Group>();
  for (const group of groupsOf(run)) if (chosen(group)) groups.set(keyOf(group), group);
  let told = new Map<string, Told>();
  let input = -1;
  for (const result of run.assessment.results) {
    if (result.input !== input) {
      yield* finish(run, told);
      told = new Map();
      input = result.input;
    }
    const key = groupKey(result);
    const group = groups.get(key);
    if (group === undefined) continue;
    const same = told.get(key);
    if (same) same.results.push(result);
    else told.set(key, { group, results: [result] });
  }
  yield* finish(run, told);
}

function* finish(run: Run, told: ReadonlyMap<string, Told>): Generator<Json> {
  for (const one of [...told.values()].sort((a, b) => inOrder(a.group, b.group))) yield observation(run, one);
}

/** What an observation is called in the property `result`; a failure that is excepted stays one. */
const RESULTS: Readonly<Record<ResultGroup, string>> = {
  fail: "fail",
  excepted: "fail",
  error: "error",
  undetermined: "undetermined",
  pass: "pass",
  "not-applicable": "not-applicable",
};

function observation(run: Run, { group, results }: Told): Json {
  const { input, kind } = group;
  const rule = run.rules.get(group.rule);
  const idle = kind === "not-applicable";
  const stack = words(stackTitle(run, input));
  return {
    uuid: group.uuid,
    title: `${words(rule?.title ?? group.rule)}: ${counted(group.count, "resource")} ${GROUP_WORDS[kind]} in ${stack}`,
    description: idle
      ? `The rule concerns none of these resources, so that nothing was tested on them.`
      : words(rule?.rationale ?? group.rule),
    props: [
      prop("result", RESULTS[kind]),
      prop("rule-id", group.rule),
      ...(rule === undefined ? [] : [prop("severity", rule.severity)]),
      prop("population", idle ? 0 : group.count),
      ...(idle ? [prop("not-applicable", group.count)] : []),
      ...(kind === "excepted" ? exceptionProps(run, group) : []),
    ],
    links: [{ href: `#${inputUuid(run, input)}`, rel: "reference" }],
    methods: ["TEST"],
    types: [kind === "fail" || kind === "excepted" ? "finding" : "control-objective"],
    origins: ORIGINS,
    subjects: idle
      ? undefined
      : results.map((result) => ({ "subject-uuid": resourceUuid(run, result), type: "inventory-item" })),
    "relevant-evidence": some([...approvals(run, group), ...evidence(group, results)]),
    collected: instant(run.assessment.inputs[input]?.time) ?? run.moment.time,
    remarks: rule === undefined ? undefined : `Not seen: ${words(rule.limits)}`,
  };
}

function exceptionProps({ assessment }: Run, { exception }: Group): Json[] {
  const entry = assessment.exceptions.find((one) => one.id === exception);
  return [
    prop("exception", exception ?? ""),
    ...(entry === undefined ? [] : [prop("deviation", entry.deviation, { remarks: DEVIATION_WORDS[entry.deviation] })]),
  ];
}

/** The approval of the exception under which a group of failures stands. */
function approvals({ assessment }: Run, { kind, exception }: Group): Json[] {
  const entry = assessment.exceptions.find((one) => kind === "excepted" && one.id === exception);
  if (entry === undefined) return [];
  const { approvedBy = "", approvedOn = "", requestedBy, reason, ticket, expires, origin } = entry;
  return [
    {
      href: reference(origin.file),
      description: `Exception ${words(entry.id)}: ${words(reason)}`,
      props: [
        prop("approved-by", approvedBy),
        prop("approved-on", approvedOn),
        prop("requested-by", requestedBy),
        prop("expires", expires),
        prop("line", origin.line),
        ...(ticket === undefined ? [] : [prop("ticket", ticket)]),
      ],
    },
  ];
}

/** What decided, resource by resource; of those that pass or are not concerned the counts and subjects are enough. */
function evidence({ kind }: Group, results: readonly Result[]): Json[] {
  if (kind === "pass" || kind === "not-applicable") return [];
  return results.map((result) => {
    const deciding = result.observations.filter((one) => one.expected !== undefined);
    const shown = deciding.length > 0 ? deciding : result.observations.slice(0, 1);
    const sentences = shown.map((one) => {
      const at = one.urn === undefined ? one.path : `${one.path} of ${one.urn}`;
      const wanted = one.expected === undefined ? "" : `, expected: ${one.expected}`;
      return words(`${at}: observed: ${observedText(one)}${wanted}.`);
    });
    const reasons = result.reason === undefined ? [] : [words(`Reason: ${result.reason}.`)];
    return {
      href: reference(result.urn),
      description: [...reasons, ...sentences].join("\n\n") || "The rule told nothing that it looked at.",
      props: some([
        ...(result.sourcePosition === undefined ? [] : [prop("source-position", result.sourcePosition)]),
        ...deciding.map((one) => prop("path", one.path)),
        ...worthless(result),
      ]),
    };
  });
}

/** An exception that covers a failure and grants nothing. */
function worthless({ exception }: Result): Json[] {
  if (exception === undefined || exception.state === "active") return [];
  return [prop("exception", exception.id, { remarks: exceptionWorth(exception.state, exception.expires) })];
}
