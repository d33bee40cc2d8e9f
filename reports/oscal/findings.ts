import {
  type AssessedControl,
  type AssessedProfile,
  type ControlStatus,
  oscalId,
  type Reporting,
} from "../../src/model/index.js";
import { counted, GROUP_WORDS } from "../../src/model/present.js";
import { groupCounts, RESULT_GROUPS } from "../../src/model/sample.js";
import { type Json, some } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { token, words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { attestationUuid } from "./attested.js";
import { ORIGINS } from "./parts.js";
import { gapUuid, risksOf } from "./risks.js";
import { groupsOf, type Run } from "./run.js";

/** Statuses that rest on evidence of rules. */
const JUDGED: ReadonlySet<ControlStatus> = new Set([
  "not-satisfied",
  "error",
  "undetermined",
  "excepted",
  "satisfied",
  "partial",
]);

/**
 * There is evidence for or against the control: of rules or, where the control itself is spoken of, an attestation. One
 * without has no finding.
 */
export function isReviewed({ status, attestation }: AssessedControl, reporting: Reporting): boolean {
  return JUDGED.has(status) || (status === "attested" && attestation !== undefined && reporting === "satisfaction");
}

export function controlId(id: string): string {
  return token(oscalId(id));
}

/** The rules that a control's evidence rests on, each once. */
export function rulesOf({ evidence }: AssessedControl): string[] {
  return [...new Set(evidence.map((row) => row.rule))];
}

/**
 * The objective that the rules of a control make up. OSCAL's only states are satisfied and not satisfied, and whether a
 * control of ISO/IEC 27001 is satisfied is not for a tool to say: what it says there, it says of this objective.
 */
export function objectiveId({ id }: AssessedControl): string {
  return `${controlId(id)}_rules`;
}

/** The objectives of controls that are reported as supported or contradicted. */
export function objectives(controls: readonly AssessedControl[]): Json[] {
  const once = new Map(controls.map((control) => [objectiveId(control), control]));
  return [...once.values()].map((control) => ({
    "control-id": controlId(control.id),
    description: `What rules can see of ${words(control.id)} in the configuration of a stack.`,
    parts: [
      {
        id: objectiveId(control),
        name: "objective",
        title: `What rules see of ${words(control.id)}`,
        prose:
          "The rules that speak to the control pass on every resource that they concern. It is evidence for or against the control, and does not say whether the control is satisfied.",
      },
    ],
  }));
}

/** What is said of one control, and the observations and risks that it rests on. */
export function finding(run: Run, profile: AssessedProfile, control: AssessedControl): Json {
  const { status } = control;
  const support = profile.reporting === "support";
  const attested = !support && control.attestation !== undefined;
  const satisfied = status === "satisfied" || status === "attested" || (support && status === "partial");
  const rules = rulesOf(control);
  const risks = risksOf(run, rules).map((risk) => risk.uuid);
  if (status === "partial" && !support) risks.push(gapUuid(control));
  return {
    uuid: uuid("finding", control.profile, control.id),
    title: `${words(control.id)} ${words(control.title)}`,
    description: summary(control),
    props: [
      prop("profile", control.profile),
      prop("control-status", status),
      prop("label", control.label),
      ...coverage(control),
    ],
    origins: ORIGINS,
    target: {
      type: support ? "objective-id" : "statement-id",
      "target-id": support ? objectiveId(control) : `${controlId(control.id)}_smt`,
      status: {
        state: satisfied ? "satisfied" : "not-satisfied",
        reason:
          status === "attested"
            ? "other"
            : satisfied
              ? "pass"
              : status === "not-satisfied" || status === "excepted"
                ? "fail"
                : "other",
        remarks: `${REMARKS[status]}${support ? ` ${SUPPORT}` : ""}`,
      },
    },
    "related-observations": some(
      [...[...groupsOf(run, rules)].map((group) => group.uuid), ...(attested ? [attestationUuid(control)] : [])].map(
        (observation) => ({ "observation-uuid": observation }),
      ),
    ),
    "related-risks": some(satisfied ? [] : risks.map((risk) => ({ "risk-uuid": risk }))),
  };
}

const SUPPORT =
  "The state is that of the objective, not of the control: it tells whether technical evidence supports it.";

const REMARKS: Readonly<Record<ControlStatus, string>> = {
  "not-satisfied": "fail: resources violate rules that speak to the control.",
  error: "error: a rule ended in an error, so that nothing is known.",
  undetermined: "undetermined: values that decide are not known.",
  excepted: "fail, excepted: resources violate rules under approved exceptions.",
  satisfied: "pass: what is needed is shown.",
  partial: "partial: all rules pass, and they show a part of the control.",
  attested: "attested by people, not tested.",
  inherited: "inherited from the provider, not tested.",
  "no-evidence": "no rule had anything to say.",
};

function summary({ results, excepted, evidence }: AssessedControl): string {
  const counts = groupCounts(results, excepted);
  const told = RESULT_GROUPS.filter((group) => counts[group] > 0).map(
    (group) => `${counts[group]} ${GROUP_WORDS[group]}`,
  );
  const rules = counted(new Set(evidence.map((row) => row.rule)).size, "rule");
  return `${rules}: ${told.join(", ") || "no results"}.`;
}

/** How much of the control each rule shows, why, and how many resources it was not allowed to judge. */
function coverage({ evidence }: AssessedControl): Json[] {
  return evidence.flatMap(({ rule, coverage: extent, because, statement, disabled }) => [
    prop("coverage", extent, { class: statement ?? "control", group: rule, remarks: because }),
    ...(disabled === undefined ? [] : [prop("resources-not-judged", disabled, { group: rule })]),
  ]);
}
