import type { Assessment } from "../../src/model/index.js";
import { inventory } from "./inventory.js";
import { type Json, Streamed, some, writeJson } from "./json.js";
import { observations } from "./observations.js";
import { assessmentAssets, documentUuid, inputResources, metadata, ORIGINS, prop, stackComponents } from "./parts.js";
import { type Risk, riskJson, risksOf, riskTitle } from "./risks.js";
import { type Run, runOf } from "./run.js";
import { token, words } from "./text.js";
import { uuid } from "./uuid.js";

/** A plan has one item at least, so without a failure there is none. */
export function hasFailures({ summary }: Assessment): boolean {
  return summary.results.fail > 0;
}

/** The failing results as a plan of action and milestones: one item a rule and stack, excepted ones apart. */
export function planOfAction(assessment: Assessment): Iterable<string> {
  const run = runOf(assessment);
  const risks = risksOf(run).filter((risk) => risk.kind !== "undecided");
  const inputs = new Set(risks.map((risk) => risk.input));
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
        for (const risk of risks) yield riskJson(run, risk);
      }),
      "poam-items": new Streamed(function* () {
        for (const risk of risks) yield item(run, risk);
      }),
      "back-matter": { resources: inputResources(run, affected) },
    },
  });
}

function item(run: Run, risk: Risk): Json {
  const { rule, exception, groups } = risk;
  const controls = rule.controls.map((control) => {
    const slash = control.indexOf("/");
    return prop("control", control.slice(slash + 1), { class: token(control.slice(0, slash)) });
  });
  return {
    uuid: uuid("plan item", risk.uuid),
    title: riskTitle(run, risk),
    description: exception === undefined ? words(rule.remediation) : `Accepted: ${words(exception.reason)}`,
    props: [prop("rule-id", rule.id), prop("severity", rule.severity), ...controls],
    origins: ORIGINS,
    "related-observations": groups.map((group) => ({ "observation-uuid": group.uuid })),
    "related-risks": [{ "risk-uuid": risk.uuid }],
  };
}
