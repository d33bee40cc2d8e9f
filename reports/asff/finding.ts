import { resultId } from "../../src/model/fingerprint.js";
import { type AssessedRule, type Assessment, GLOBAL } from "../../src/model/index.js";
import { type Moment, momentOf } from "../../src/model/moment.js";
import { cut, GROUP_WORDS, visible } from "../../src/model/present.js";
import {
  catalogTitles,
  controlsByRule,
  type PlainRow,
  type RowControl,
  requirements,
  resultText,
  tellingColumns,
} from "../../src/model/rows.js";
import { groupOf, type ResultGroup } from "../../src/model/sample.js";
import type { Place } from "./places.js";
import { COMPLIANCE, findingTypes, LABELS, type Label, REASONS, resourceType } from "./words.js";

/** What the findings of an assessment share. */
export interface Context {
  readonly moment: Moment;
  readonly version: string;
  readonly rules: ReadonlyMap<string, AssessedRule>;
  readonly controls: ReadonlyMap<string, readonly RowControl[]>;
  readonly titles: ReadonlyMap<string, string>;
}

export function contextOf(assessment: Assessment): Context {
  return {
    moment: momentOf(assessment),
    version: assessment.tool.version,
    rules: new Map(assessment.rules.map((rule) => [rule.id, rule])),
    controls: controlsByRule(assessment.controls),
    titles: catalogTitles(assessment),
  };
}

/** What AWS takes, in characters. With all of them used up a finding stays far below the 240 KB that it may have. */
const MOST = { id: 512, title: 256, description: 1024, text: 512, requirement: 256, value: 1024 } as const;
const MOST_REQUIREMENTS = 32;
const PARTITIONS: ReadonlySet<string> = new Set(["aws", "aws-cn", "aws-us-gov"]);

/** One result as a finding of the AWS Security Finding Format, schema version 2018-10-08. */
export function findingOf(row: PlainRow, place: Place, context: Context): Readonly<Record<string, unknown>> {
  const { moment, rules, controls, titles } = context;
  const group = groupOf(row);
  const rule = rules.get(row.rule);
  const own = controls.get(row.rule) ?? [];
  const Severity = { Label: labelOf(row, group), Original: row.severity ?? "unknown" };
  const Types = findingTypes(own.map(({ catalog }) => catalog));
  const why = resultText(row);
  const related = requirements(own, titles).flatMap((one) => fitting(one, MOST.requirement) ?? []);
  return {
    SchemaVersion: "2018-10-08",
    Id: idOf(row, group),
    ProductArn: `arn:${place.partition}:securityhub:${place.region}:${place.account}:product/${place.account}/default`,
    GeneratorId: fitting(`konductor/${row.rule}`, MOST.id),
    AwsAccountId: place.account,
    Types,
    CreatedAt: moment.time,
    UpdatedAt: moment.time,
    Severity,
    // Later imports change a finding by these alone.
    FindingProviderFields: { Severity, Types },
    Title: fitting(row.title || row.rule, MOST.title) ?? "A rule without a title",
    Description: fitting(described(group, why, rule), MOST.description),
    ...(rule === undefined ? {} : recommendation(rule)),
    Compliance: {
      Status: COMPLIANCE[group],
      StatusReasons: [{ ReasonCode: REASONS[group], ...fields({ Description: why }, MOST.text) }],
      ...(related.length === 0 ? {} : { RelatedRequirements: related.slice(0, MOST_REQUIREMENTS) }),
    },
    Workflow: { Status: group === "excepted" ? "SUPPRESSED" : "NEW" },
    RecordState: "ACTIVE",
    ProductFields: productFields(row, related.length, context),
    Resources: [resource(row, place)],
  };
}

/**
 * Security Hub keeps the workflow of a finding whatever is imported later. So an excepted failure is a finding of its own:
 * else it would stay suppressed after the exception has ended.
 */
function idOf(row: PlainRow, group: ResultGroup): string {
  return `konductor/${resultId(row, row)}${group === "excepted" ? "/excepted" : ""}`;
}

/** That of the rule, also where the verdict is open: it may be as bad as a failure. */
function labelOf({ severity }: PlainRow, group: ResultGroup): Label {
  if (group === "pass" || group === "not-applicable") return "INFORMATIONAL";
  return LABELS[severity ?? "high"];
}

function described(group: ResultGroup, why: string, rule: AssessedRule | undefined): string {
  const verdict = why === "" ? GROUP_WORDS[group] : `${GROUP_WORDS[group]}: ${why}`;
  return rule === undefined ? verdict : `${verdict}. ${rule.rationale}`;
}

function recommendation(rule: AssessedRule) {
  const Text = fitting(rule.remediation, MOST.text);
  return Text === undefined ? {} : { Remediation: { Recommendation: { Text } } };
}

function productFields(row: PlainRow, controls: number, { version }: Context) {
  const { exception } = row;
  return fields({
    ProviderName: "Konductor",
    ProviderVersion: version,
    "konductor/rule": row.rule,
    "konductor/verdict": row.verdict,
    "konductor/excepted": String(row.excepted),
    "konductor/exception": exception?.id,
    "konductor/exceptionState": exception?.state,
    "konductor/exceptionApprovedBy": exception?.approvedBy,
    "konductor/exceptionExpires": exception?.expires,
    "konductor/controls": String(controls),
    "konductor/result": String(row.result),
    "konductor/input": row.input,
    "konductor/collectedAt": row.collectedAt,
  });
}

/** Of a global service the place is where the finding is imported, and no region of the resource. */
function resource(row: PlainRow, { partition, region }: Place) {
  const { property, observed, expected } = tellingColumns(row);
  return {
    Type: resourceType(row.type),
    Id: fitting(row.providerId ?? "", MOST.id),
    ...(PARTITIONS.has(partition) ? { Partition: partition } : {}),
    ...(row.region === GLOBAL ? {} : { Region: region }),
    Details: {
      Other: fields({
        urn: row.urn,
        type: row.type,
        name: row.name,
        organization: row.organization,
        project: row.project,
        stack: row.stack,
        property,
        observed,
        expected,
        companions: row.companions.join(" | "),
        sourcePosition: row.sourcePosition,
      }),
    },
  };
}

/** AWS takes no field without a text in it. */
function fields(
  texts: Readonly<Record<string, string | undefined>>,
  most: number = MOST.value,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => {
      const shown = fitting(text ?? "", most);
      return shown === undefined ? [] : [[name, shown]];
    }),
  );
}

/** The text with what hides shown, and how long it was where it is cut; undefined for one of spaces. */
function fitting(text: string, most: number): string | undefined {
  const shown = visible(text);
  if (shown.trim() === "") return undefined;
  return shown.length <= most ? shown : cut(shown, most - ROOM_FOR_LENGTH);
}
const ROOM_FOR_LENGTH = 32;
