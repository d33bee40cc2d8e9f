import type { AssessedException, AssessedRule, Assessment, Result } from "../../src/model/index.js";
import { groupOf } from "../../src/model/sample.js";
import { type Json, Streamed, some, writeJson } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { token, words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { inventory, resourceUuid } from "./inventory.js";
import { observations } from "./observations.js";
import { assessmentAssets, documentUuid, inputResources, metadata, ORIGINS, stackComponents } from "./parts.js";
import { detectionProps, exceptionOf, type Risk, riskJson, riskTitle } from "./risks.js";
import { groupKey, groupsOf, keyOf, type Run, runOf } from "./run.js";
import { detected } from "./time.js";

/** A plan has one item at least, so without a failure there is none. */
export function hasFailures({ summary }: Assessment): boolean {
  return summary.results.fail > 0;
}

/** The failing results as a plan of action and milestones: an item and a risk for each of them. */
export function planOfAction(assessment: Assessment): Iterable<string> {
  const run = runOf(assessment);
  const failing = [...groupsOf(run)].filter(({ kind }) => kind === "fail" || kind === "excepted");
  const inputs = new Set(failing.map((group) => group.input));
  const affected = (input: number) => inputs.has(input);
  return writeJson({
    "plan-of-action-and-milestones": {
      uuid: documentUuid("plan-of-action-and-milestones", run),
      metadata: metadata(run, "Plan of action and milestones for Pulumi stacks"),
      "system-id": { "identifier-type": "https://ietf.org/rfc/rfc4122", id: documentUuid("system", run) },
      "local-definitions": {
        components: some(stackComponents(run, affected)),
        "inventory-items": new Streamed(() => inventory(run, ({ verdict }) => verdict === "fail")),
        "assessment-assets": assessmentAssets(run),
      },
      observations: new Streamed(() => observations(run, ({ kind }) => kind === "fail" || kind === "excepted")),
      risks: new Streamed(function* () {
        for (const risk of plannedRisks(run)) yield riskJson(run, risk);
      }),
      "poam-items": new Streamed(function* () {
        for (const risk of plannedRisks(run)) yield item(risk);
      }),
      "back-matter": { resources: inputResources(run, affected) },
    },
  });
}

/** The risk of each failing result, in the order of the results. */
function* plannedRisks(run: Run): Generator<Risk> {
  const observed = new Map([...groupsOf(run)].map((group) => [keyOf(group), group.uuid]));
  for (const result of run.assessment.results) {
    const rule = result.verdict === "fail" ? run.rules.get(result.rule) : undefined;
    const observation = rule && observed.get(groupKey(result));
    if (rule !== undefined && observation !== undefined) yield plannedRisk(run, rule, result, observation);
  }
}

function plannedRisk(run: Run, rule: AssessedRule, result: Result, observation: string): Risk {
  const { input, urn, tracking, exception } = result;
  const excepted = groupOf(result) === "excepted";
  const kind = excepted ? "excepted" : "open";
  return {
    ...{ uuid: findingUuid(run, result), kind, input, rule },
    title: riskTitle(run, rule, kind, input, words(urn)),
    ...exceptionOf(run, excepted ? exception?.id : undefined),
    since: detected(tracking),
    observations: [observation],
    subject: [
      prop("urn", urn),
      prop("inventory-item", resourceUuid(run, result)),
      ...(tracking?.formerly === undefined ? [] : [prop("formerly", tracking.formerly)]),
    ],
  };
}

/**
 * The UUID of a finding in every run that sees it, whatever becomes of it: it goes by rule and stack, the URN that its
 * resource had at first and, where a history tells, when that was, since a resource that comes back has new findings.
 */
function findingUuid({ stacks }: Run, { input, rule, urn, tracking }: Result): string {
  const since = tracking === undefined ? [] : [tracking.since];
  return uuid("planned risk", rule, stacks[input] ?? "", tracking?.formerly ?? urn, ...since);
}

function item(risk: Risk): Json {
  const { rule, exception, observations: observed, subject = [] } = risk;
  const controls = rule.controls.map((control) => {
    const slash = control.indexOf("/");
    return prop("control", control.slice(slash + 1), { class: token(control.slice(0, slash)) });
  });
  return {
    uuid: uuid("plan item", risk.uuid),
    title: risk.title,
    description: exception === undefined ? words(rule.remediation) : accepted(exception),
    props: [
      prop("rule-id", rule.id),
      prop("severity", rule.severity),
      ...detectionProps(risk),
      ...subject,
      ...controls,
    ],
    origins: ORIGINS,
    "related-observations": observed.map((observation) => ({ "observation-uuid": observation })),
    "related-risks": [{ "risk-uuid": risk.uuid }],
  };
}

function accepted({ reason }: AssessedException): string {
  return `Accepted: ${words(reason)}`;
}
