import { parseArn } from "../../src/model/arn.js";
import { resultId } from "../../src/model/fingerprint.js";
import { type AssessedRule, GLOBAL } from "../../src/model/index.js";
import type { Moment } from "../../src/model/moment.js";
import { exceptionText, GROUP_WORDS } from "../../src/model/present.js";
import { type PlainRow, type RowControl, requirements, resultText } from "../../src/model/rows.js";
import { groupOf, type ResultGroup } from "../../src/model/sample.js";
import { CLOUDS, COMPLIANCE, FINDING, INFORMATIONAL, SEVERITY, UNKNOWN, type Word } from "./words.js";

/** What the events of an assessment share. */
export interface Context {
  readonly tool: { readonly name: string; readonly version: string };
  readonly moment: Moment;
  readonly rules: ReadonlyMap<string, AssessedRule>;
  readonly controls: ReadonlyMap<string, readonly RowControl[]>;
  /** Title of the catalogue by its id. */
  readonly standards: ReadonlyMap<string, string>;
}

const VERSION = "1.5.0";
const CLASS = 2003;
const CREATE = 1;

/** One result as an event of OCSF's class Compliance Finding. */
export function eventOf(row: PlainRow, context: Context): Readonly<Record<string, unknown>> {
  const { tool, moment, rules } = context;
  const group = groupOf(row);
  const rule = rules.get(row.rule);
  const cloud = cloudOf(row);
  const severity = severityOf(row, group);
  return {
    activity_id: CREATE,
    activity_name: "Create",
    category_uid: 2,
    category_name: "Findings",
    class_uid: CLASS,
    class_name: "Compliance Finding",
    type_uid: CLASS * 100 + CREATE,
    type_name: "Compliance Finding: Create",
    time: Date.parse(moment.time),
    metadata: {
      version: VERSION,
      product: { name: tool.name, vendor_name: tool.name, version: tool.version },
      ...(cloud === undefined ? {} : { profiles: ["cloud"] }),
    },
    severity_id: severity.id,
    severity: severity.caption,
    status_id: FINDING[group].id,
    status: FINDING[group].caption,
    ...(row.exception === undefined ? {} : { status_detail: exceptionText(row.exception) }),
    message: [row.title || row.rule, GROUP_WORDS[group], resultText(row)].filter(Boolean).join(": "),
    finding_info: findingInfo(row, rule),
    compliance: compliance(row, group, context),
    resources: [{ ...resource(row), ...(cloud === undefined ? {} : placed(row)) }],
    ...(cloud === undefined ? {} : { cloud }),
    ...(rule === undefined || group === "pass" || group === "not-applicable"
      ? {}
      : { remediation: { desc: rule.remediation } }),
    ...(row.observations.length === 0
      ? {}
      : { evidences: row.observations.map((one) => ({ name: one.path, data: one })) }),
    unmapped: unmapped(row, context),
  };
}

function findingInfo(row: PlainRow, rule: AssessedRule | undefined) {
  const title = row.title || row.rule;
  return {
    uid: resultId(row, row),
    title,
    ...(rule === undefined ? {} : { desc: rule.rationale }),
    analytic: {
      uid: row.rule,
      name: title,
      type_id: 1,
      type: "Rule",
      ...(rule === undefined ? {} : { desc: `What the rule does not see: ${rule.limits}` }),
    },
    ...(row.input === "" ? {} : { data_sources: [row.input] }),
  };
}

/** That of the rule, also where the verdict is open: it may be as bad as a failure. */
function severityOf({ severity }: PlainRow, group: ResultGroup): Word {
  if (group === "pass" || group === "not-applicable") return INFORMATIONAL;
  return severity === undefined ? UNKNOWN : SEVERITY[severity];
}

/** The status is that of the rule on this resource: that of a control follows from more than one result. */
function compliance(row: PlainRow, group: ResultGroup, { controls, standards }: Context) {
  const own = controls.get(row.rule) ?? [];
  const status = { status_id: COMPLIANCE[group].id, status: COMPLIANCE[group].caption };
  const titles = unique(own.map(({ catalog }) => standards.get(catalog) ?? catalog));
  const severity = row.severity === undefined ? UNKNOWN : SEVERITY[row.severity];
  const { exception: _, ...withoutException } = row;
  const why = resultText(withoutException);
  return {
    ...status,
    status_code: row.verdict,
    ...(why === "" ? {} : { status_details: [why] }),
    ...(own.length === 0
      ? {}
      : {
          standards: titles,
          control: unique(own.map(({ id }) => id)).join(", "),
          requirements: requirements(own, standards),
        }),
    checks: [
      {
        uid: row.rule,
        name: row.title || row.rule,
        severity_id: severity.id,
        severity: severity.caption,
        ...status,
        ...(titles.length === 0 ? {} : { standards: titles }),
      },
    ],
  };
}

/** By its ARN, which other tools know as well; else by its URN, for an id alone is seldom unique. */
function resource({ urn, type, name, providerId }: PlainRow) {
  const arn = parseArn(providerId);
  return {
    uid: arn === undefined ? urn : providerId,
    ...(arn !== undefined ? { uid_alt: urn } : providerId === undefined ? {} : { uid_alt: providerId }),
    name: name || urn,
    type,
  };
}

/** Account and region only where they are known. */
function cloudOf(row: PlainRow) {
  const { type, account } = row;
  const provider = CLOUDS.get(type.split(":", 1)[0] ?? "");
  if (provider === undefined) return undefined;
  return {
    provider,
    ...(account === undefined ? {} : { account: { uid: account, type_id: 10, type: "AWS Account" } }),
    ...placed(row),
  };
}

/** The partition is that of the account; a bucket's ARN tells it as well. */
function placed({ account, partition, region, providerId }: PlainRow) {
  const known = account === undefined ? parseArn(providerId)?.partition : (partition ?? "aws");
  return {
    ...(known === undefined ? {} : { cloud_partition: known }),
    ...(region === undefined || region === GLOBAL ? {} : { region }),
  };
}

/** What OCSF has no place for, by our own names. */
function unmapped(row: PlainRow, { moment, controls }: Context) {
  const { result, verdict, excepted, exception, organization, project, stack, collectedAt, sourcePosition } = row;
  return {
    result,
    verdict,
    excepted,
    exception,
    organization,
    project,
    stack,
    collectedAt,
    sourcePosition,
    ...(row.companions.length === 0 ? {} : { companions: row.companions }),
    timeSource: moment.source,
    coverage: controls.get(row.rule)?.map(({ profile, id, coverage }) => ({ profile, control: id, coverage })),
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
