import {
  type AssessedControl,
  type AssessedProfile,
  type Assessment,
  EXCLUSIONS,
  VERDICTS,
} from "../../src/model/index.js";
import { type Json, Streamed, some, writeJson } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { token, words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { attestationObservation } from "./attested.js";
import { controlId, finding, isReviewed, objectives, rulesOf } from "./findings.js";
import { inventory } from "./inventory.js";
import { observations } from "./observations.js";
import {
  assessmentAssets,
  documentUuid,
  inputResources,
  metadata,
  PARAMETERS,
  parametersResource,
  profileResource,
  profileUuid,
  stackComponents,
} from "./parts.js";
import { gapJson, riskJson, risksOf } from "./risks.js";
import { groupsOf, type Run, runOf } from "./run.js";

/** The assessment as OSCAL assessment results: one result over all inputs and profiles. */
export function assessmentResults(assessment: Assessment): Iterable<string> {
  const run = runOf(assessment);
  const judged = judgedControls(assessment);
  const supported = judged.filter(({ profile }) => profile.reporting === "support").map(({ control }) => control);
  const objectivesAndMethods = some(objectives(supported));
  return writeJson({
    "assessment-results": {
      uuid: documentUuid("assessment-results", run),
      metadata: metadata(run, "Assessment results of Pulumi stacks"),
      "import-ap": {
        href: `#${PARAMETERS}`,
        remarks: "There is no assessment plan: what was asked for stands in the parameters of the assessment.",
      },
      "local-definitions": objectivesAndMethods && { "objectives-and-methods": objectivesAndMethods },
      results: [result(run, judged)],
      "back-matter": {
        resources: [parametersResource(run), ...assessment.profiles.map(profileResource), ...inputResources(run)],
      },
    },
  });
}

interface Judged {
  readonly profile: AssessedProfile;
  readonly control: AssessedControl;
}

/** The controls of all profiles on which there is evidence, in their order. */
function judgedControls({ profiles, controls }: Assessment): Judged[] {
  return profiles.flatMap((profile) =>
    controls
      .filter((control) => control.profile === profile.id && isReviewed(control, profile.reporting))
      .map((control) => ({ profile, control })),
  );
}

function result(run: Run, judged: readonly Judged[]): Json {
  const { assessment, moment } = run;
  // Results of rules that speak to no control of these profiles support no finding.
  const spoken = new Set(judged.flatMap(({ control }) => rulesOf(control)));
  const reviewed = new Set(judged.map(({ control }) => control));
  const idle = new Set(
    assessment.controls.filter((control) => !reviewed.has(control)).flatMap((control) => rulesOf(control)),
  );
  const told = (rule: string) => spoken.has(rule) || idle.has(rule);
  const gaps = judged.filter(({ profile, control }) => control.status === "partial" && profile.reporting !== "support");
  return {
    uuid: uuid("result", documentUuid("assessment-results", run)),
    title: "Rules on the configuration of the stacks",
    description: "What the stacks declare and record was judged by rules; the live cloud was not looked at.",
    start: moment.time,
    end: moment.time,
    props: resultProps(run, told),
    "local-definitions": {
      components: some(stackComponents(run)),
      "inventory-items": new Streamed(() => inventory(run, ({ rule }) => told(rule))),
      "assessment-assets": assessmentAssets(run),
    },
    "reviewed-controls": {
      "control-selections": assessment.profiles.map((profile) => selection(assessment, profile)),
      remarks: "One selection a profile; a property tells the status of each of its controls.",
    },
    observations: new Streamed(function* () {
      yield* observations(run, ({ rule }) => told(rule));
      for (const { profile, control } of judged) {
        const attested = profile.reporting === "satisfaction" ? attestationObservation(run, control) : undefined;
        if (attested !== undefined) yield attested;
      }
    }),
    risks: new Streamed(function* () {
      for (const risk of risksOf(run, [...run.groups.keys()].filter(told))) yield riskJson(run, risk);
      for (const { control } of gaps) yield gapJson(control);
    }),
    findings: new Streamed(function* () {
      for (const { profile, control } of judged) yield finding(run, profile, control);
    }),
  };
}

function resultProps(run: Run, told: (rule: string) => boolean): Json[] {
  const { assessment } = run;
  const { summary, population, parameters, inputs } = assessment;
  const silent = [...groupsOf(run)].filter(({ rule }) => !told(rule));
  const excluded = EXCLUSIONS.filter((reason) => population.excluded[reason] > 0);
  return [
    ...VERDICTS.map((verdict) => prop(`results-${verdict}`, summary.results[verdict])),
    prop(
      "results-excepted",
      Object.values(summary.excepted).reduce((a, b) => a + b, 0),
    ),
    prop(
      "results-without-control",
      silent.reduce((sum, group) => sum + group.count, 0),
    ),
    prop("population-total", population.total),
    prop("population-evaluated", population.evaluated),
    ...excluded.map((reason) => prop("population-excluded", population.excluded[reason], { class: token(reason) })),
    prop("population-balanced", population.balanced),
    ...parameters.disabled.map(({ rule, because, resources }) =>
      prop("rule-disabled", rule, { remarks: `${because} Resources not judged: ${resources}.` }),
    ),
    ...inputs
      .filter((input) => input.status !== "assessed")
      .map((input) => prop("input-not-assessed", input.path, { remarks: input.error ?? "no reason" })),
  ];
}

/** The controls of a profile: those on which there is evidence, the others left out with the reason. */
function selection({ controls }: Assessment, profile: AssessedProfile): Json {
  const mine = controls.filter((control) => control.profile === profile.id);
  const seen = (control: AssessedControl) => isReviewed(control, profile.reporting);
  const reviewed = mine.filter(seen).map(select);
  const others = mine.filter((control) => !seen(control)).map(select);
  return {
    description: words(profile.title),
    props: some(
      mine.map((control) =>
        prop("control-status", control.status, {
          class: controlId(control.id),
          group: profile.id,
          remarks: seen(control) ? control.label : `${control.label}: ${unseen(control)}`,
        }),
      ),
    ),
    links: [{ href: `#${profileUuid(profile.id)}`, rel: "reference" }],
    ...(reviewed.length > 0 ? { "include-controls": reviewed } : { "include-all": {} }),
    "exclude-controls": some(others),
    remarks:
      reviewed.length > 0
        ? "Left out are the controls on which no rule had anything to say: their properties give the status and the reason."
        : "No control of the profile was reviewed: all of them are left out, and their properties give the reason.",
  };
}

/** Why a control was not reviewed. */
function unseen({ reason, inheritance }: AssessedControl): string {
  if (inheritance === undefined) return reason;
  const { provider, authorisation, expires } = inheritance;
  return `${reason} ${provider} answers for it by ${authorisation}, attested up to ${expires}.`;
}

function select({ id }: AssessedControl): Json {
  return { "control-id": controlId(id) };
}
