import { type AssessedControl, type AssessedProfile, type Assessment, oscalId } from "../../src/model/index.js";
import { COVERAGE_WORDS, DISPOSITION_NAMES } from "../../src/model/present.js";
import { type Json, some, writeJson } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { line, token, words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { inheritanceLinks, inheritanceProps } from "./attested.js";
import { controlId } from "./findings.js";
import { metadata, profileResource, profileUuid } from "./parts.js";
import { type Run, runOf } from "./run.js";

/** The rules as a component that validates others, and what they say of the controls of each profile. */
export function componentDefinition(assessment: Assessment): Iterable<string> {
  const run = runOf(assessment);
  const { tool, rules, profiles } = assessment;
  const ids = profiles.map((profile) => profile.id);
  return writeJson({
    "component-definition": {
      uuid: uuid("component-definition", ...ids),
      metadata: metadata(run, "Rules for Pulumi stacks"),
      components: [
        {
          uuid: uuid("rules"),
          type: "validation",
          title: words(`${tool.name} ${tool.version}`),
          description:
            "Rules on the configuration of resources in Pulumi stacks. Properties of one group tell of one rule.",
          purpose: "Shows what configuration can show of the controls.",
          props: some(rules.flatMap(ruleProps)),
          "control-implementations": some(profiles.flatMap((profile) => implementation(run, profile))),
        },
      ],
      "back-matter": { resources: some(profiles.map(profileResource)) },
    },
  });
}

function ruleProps({
  id,
  title,
  severity,
  rationale,
  remediation,
  limits,
  provider,
  phase,
}: Assessment["rules"][number]) {
  const group = id;
  return [
    prop("rule-id", id, { group }),
    prop("rule-title", title, { group, remarks: rationale }),
    prop("rule-severity", severity, { group }),
    prop("rule-provider", provider, { group }),
    prop("rule-phase", phase, { group }),
    prop("rule-remediation", remediation, { group }),
    prop("rule-limits", limits, { group }),
  ];
}

/** The controls of a profile that rules speak to, or that a provider is answerable for; nothing when there are none. */
function implementation({ assessment }: Run, profile: AssessedProfile): Json[] {
  const controls = assessment.controls.filter(
    (control) => control.profile === profile.id && (control.evidence.length > 0 || isInherited(control)),
  );
  if (controls.length === 0) return [];
  const values = assessment.parameters.odp.filter((odp) => odp.profile === profile.id);
  return [
    {
      uuid: uuid("control-implementation", profile.id),
      source: `#${profileUuid(profile.id)}`,
      description: `What the rules check for ${words(profile.title)}. They check others, and implement none of the controls themselves.`,
      props: [prop("profile", profile.id), prop("catalogue", profile.catalog), prop("reporting", profile.reporting)],
      "set-parameters": some(
        values.map(({ id, value }) => ({ "param-id": token(oscalId(id)), values: [line(String(value))] })),
      ),
      "implemented-requirements": controls.map(requirement),
    },
  ];
}

function isInherited({ status, inheritance }: AssessedControl): boolean {
  return status === "inherited" || inheritance !== undefined;
}

function requirement(control: AssessedControl): Json {
  const { profile, id, title, evidence, disposition, reason, inheritance } = control;
  const statements = [...new Set(evidence.flatMap((row) => row.statement ?? []))].sort();
  return {
    uuid: uuid("requirement", profile, id),
    "control-id": controlId(id),
    description: `${words(title)}. ${DISPOSITION_NAMES[disposition]}: ${words(reason)}`,
    links: inheritance && some(inheritanceLinks(inheritance)),
    props: [
      prop("disposition", disposition),
      ...(control.status === "inherited" ? [prop("implementation-status", "inherited")] : []),
      ...(inheritance === undefined ? [] : inheritanceProps(inheritance)),
      ...evidence.filter((row) => row.statement === undefined).map(rowProp),
    ],
    statements: some(
      statements.map((statement) => ({
        "statement-id": token(statement),
        uuid: uuid("statement", profile, id, statement),
        description: `What rules check of ${words(statement)}.`,
        props: evidence.filter((row) => row.statement === statement).map(rowProp),
      })),
    ),
  };
}

function rowProp({ rule, coverage, because }: AssessedControl["evidence"][number]): Json {
  return prop("rule-id", rule, { class: coverage, remarks: `Shows ${COVERAGE_WORDS[coverage]}. ${because}` });
}
