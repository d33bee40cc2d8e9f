import {
  type AssessedControl,
  type AssessedSystem,
  type Assessment,
  dayOf,
  type ImplementationStatus,
  type Indicator,
  type SystemPort,
  type SystemStatement,
  webAddress,
} from "../../src/model/index.js";
import { counted, DISPOSITION_NAMES, visible } from "../../src/model/present.js";
import { groupCounts } from "../../src/model/sample.js";
import { countsText, type Evidence, evidenceLines, evidenceOf } from "../shared/evidence.js";
import { code, paragraph, plain } from "../shared/markdown.js";
import { type EvidenceItem, indicatorEvidence } from "./evidence.js";
import { controlStatus, indicatorStatus } from "./status.js";

/** The record that both files tell. Sentences are Markdown in which foreign text is no markup; the rest is plain text. */
export interface DecisionRecord {
  readonly overview: string;
  readonly version?: string;
  /** Day or moment as it was handed in; absent where nobody told any. */
  readonly updated?: string;
  readonly source: string;
  readonly indicatorSet: string;
  readonly profiles: readonly string[];
  readonly ports: readonly SystemPort[];
  readonly requirements: readonly SystemStatement[];
  readonly indicators: readonly IndicatorDecision[];
  readonly controls: readonly ControlDecision[];
}

export interface ControlDecision {
  readonly id: string;
  readonly title: string;
  readonly status?: ImplementationStatus;
  readonly parameters: readonly { readonly id: string; readonly value: string }[];
  /** The first sums up, the others are a list of what it rests on. */
  readonly sentences: readonly string[];
}

export interface IndicatorDecision extends SystemStatement {
  readonly title: string;
  readonly theme: string;
  /** Ids of the rules that judged something of the controls that it names. */
  readonly tests: readonly string[];
  readonly evidence: readonly EvidenceItem[];
}

/** A statement may be long; text beyond this is cut, and says so. */
const LONGEST = 20_000;

const mark = (text: string) => code(text, LONGEST);
const prose = (text: string) => paragraph(text, LONGEST);

/** True where the assessment was told of the system, and holds controls of the catalogue that the record is about. */
export function hasRecord({ system, profiles }: Assessment): boolean {
  return system !== undefined && profiles.some(({ catalog }) => catalog === system.indicatorSet.catalog);
}

/**
 * The decisions of an assessment, and what people say of the system.
 * @throws Error for an assessment that was told of no system
 */
export function recordOf(assessment: Assessment): DecisionRecord {
  const { system, tool, inputs } = assessment;
  if (system === undefined) throw new Error("a record needs what no stack tells of the system");
  const profiles = assessment.profiles.filter(({ catalog }) => catalog === system.indicatorSet.catalog);
  const controls = controlsOnce(assessment.controls, system);
  const evidence = evidenceOf(assessment);
  const updated = updatedOf(assessment);
  const stacks = inputs.filter(({ status }) => status === "assessed").length;
  return {
    overview: webAddress(system.certificationPackageOverview) ?? visible(system.certificationPackageOverview),
    ...(system.version === undefined ? {} : { version: visible(system.version) }),
    ...(updated === undefined ? {} : { updated: visible(updated) }),
    source: visible(
      `${tool.name} ${tool.version}, from ${counted(stacks, "stack")} and the files that they were judged with`,
    ),
    indicatorSet: visible(`${system.indicatorSet.title} ${system.indicatorSet.version}`),
    profiles: profiles.map(({ title }) => visible(title)),
    ports: system.ports.map(
      (port) => Object.fromEntries(Object.entries(port).map(([key, text]) => [key, visible(text)])) as SystemPort,
    ),
    requirements: system.requirements.map(told),
    indicators: system.indicatorSet.indicators.map((one) => indicatorDecision(one, assessment, controls, evidence)),
    controls: [...controls.values()].map((control) => controlDecision(control, assessment, evidence)),
  };
}

/** A control of several profiles is one decision: rules, attestations and statuses are those of its catalogue. */
function controlsOnce(controls: readonly AssessedControl[], { indicatorSet }: AssessedSystem) {
  const once = new Map<string, AssessedControl>();
  for (const control of controls)
    if (control.catalog === indicatorSet.catalog && !once.has(control.id)) once.set(control.id, control);
  return once;
}

/** The time of the assessment; else the day on which it was judged; else the newest deployment. */
function updatedOf({ assessedAt, parameters, inputs }: Assessment): string | undefined {
  const newest = inputs
    .flatMap(({ time }) => (time !== undefined && dayOf(time) !== undefined ? [time] : []))
    .reduce<string | undefined>((a, b) => (a === undefined || Date.parse(b) > Date.parse(a) ? b : a), undefined);
  return assessedAt ?? parameters.date ?? newest;
}

function told({ id, status, implementation, validation, assessment }: SystemStatement): SystemStatement {
  return {
    id: visible(id),
    ...(status === undefined ? {} : { status }),
    implementation: implementation.map(prose),
    validation: validation.map(prose),
    assessment: assessment.map(prose),
  };
}

function controlDecision(control: AssessedControl, { parameters }: Assessment, evidence: Evidence): ControlDecision {
  const status = controlStatus(control);
  const counts = countsText(groupCounts(control.results, control.excepted));
  const values = parameters.odp.filter(({ id }) => ownerOf(id) === control.id);
  return {
    id: visible(control.id),
    title: visible(control.title),
    ...(status === undefined ? {} : { status }),
    parameters: [...new Map(values.map(({ id, value }) => [`${id}\0${value}`, { id, value }])).values()].map(
      ({ id, value }) => ({ id: visible(id), value: visible(String(value)) }),
    ),
    sentences: [
      `Assessed as ${plain(control.label)}: ${counts || "no result of a rule"}. ${DISPOSITION_NAMES[control.disposition]}: ${prose(control.reason)}`,
      ...evidenceLines(control, evidence, mark),
    ],
  };
}

/** The control that an organisation-defined parameter belongs to: `AC-2(1)` for AC-02(01)_ODP[02] and for ac-2.1_prm_1. */
export function ownerOf(odp: string): string | undefined {
  const [, family, number, enhancement] = /^([a-z]{2})-0*(\d+)(?:[(.]0*(\d+)\)?)?_/i.exec(odp) ?? [];
  if (family === undefined) return undefined;
  return `${family.toUpperCase()}-${number}${enhancement === undefined ? "" : `(${enhancement})`}`;
}

function indicatorDecision(
  indicator: Indicator,
  assessment: Assessment,
  known: ReadonlyMap<string, AssessedControl>,
  evidence: Evidence,
): IndicatorDecision {
  const { id, title, theme } = indicator;
  const named = indicator.controls.flatMap((control) => known.get(control) ?? []);
  const missing = indicator.controls.filter((control) => !known.has(control));
  const said = assessment.system?.indicators.find((one) => one.id === id);
  const statement = told({ implementation: [], validation: [], assessment: [], ...said, id });
  const { status: _, ...words } = statement;
  const status = indicatorStatus(statement.status, named);
  const { tests, items } = indicatorEvidence(named, assessment, evidence);
  return {
    ...words,
    ...(status === undefined ? {} : { status }),
    title: visible(title),
    theme: visible(assessment.system?.indicatorSet.themes[theme] ?? theme),
    validation: [...statement.validation, ...validation(statement, named, missing)],
    tests,
    evidence: items,
  };
}

/** What the assessment says of an indicator, by the controls that it names. */
function validation(
  { status }: SystemStatement,
  named: readonly AssessedControl[],
  missing: readonly string[],
): string[] {
  const byLabel = new Map<string, string[]>();
  for (const { id, label } of named) byLabel.set(label, [...(byLabel.get(label) ?? []), id]);
  const list = (ids: readonly string[]) => ids.map((id) => plain(id)).join(", ");
  const lines = [...byLabel].map(([label, ids]) => `${plain(label)}: ${list(ids)}`);
  if (missing.length > 0) lines.push(`not assessed: ${list(missing)}`);
  const controls =
    lines.length === 0 ? "It names no control of SP 800-53." : `Controls that it names: ${lines.join("; ")}.`;
  return [controls, ...(status === undefined ? [] : [`The provider states: ${status}.`])];
}
