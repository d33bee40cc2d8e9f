import type {
  AssessedControl,
  AssessedProfile,
  AssessedRule,
  Catalog,
  Control,
  ControlStatus,
  Crosswalk,
  Framework,
  MappingRow,
  Profile,
  Prose,
  Rule,
} from "../model/index.js";
import type { Attestations } from "./attestations.js";
import { addCounts, byText, type Counts, noStatuses, noVerdicts, type ResultCounts } from "./count.js";
import { controlStatus, statusLabel } from "./status.js";

/** A profile that was asked for, with the framework that it belongs to. */
export interface ChosenProfile {
  readonly profile: Profile;
  readonly framework: Framework;
}

/** What surrounds the controls of an assessment. */
export interface ControlContext extends ResultCounts {
  /** Resources that a disabled rule would have judged, by rule id. */
  readonly disabled: ReadonlyMap<string, number>;
  readonly crosswalks: readonly Crosswalk[];
  readonly prose: readonly Prose[];
  /** Absent where nobody was asked: then a control is inherited by its disposition alone. */
  readonly attestations?: Attestations | undefined;
}

/** The controls of a profile, judged, in the catalogue's order. */
export function assessControls(chosen: ChosenProfile, context: ControlContext): AssessedControl[] {
  const { catalog, mapping } = chosen.framework;
  const known = new Map(catalog.controls.map((control) => [control.id, control]));
  const rows = groupRows(mapping);
  return chosen.profile.controls.map((id) => {
    const control = known.get(id);
    if (control === undefined) throw new Error(`profile ${chosen.profile.id} selects ${id}, which ${catalog.id} lacks`);
    return assessControl(chosen.profile, catalog, control, rows.get(id) ?? [], context);
  });
}

function groupRows(mapping: readonly MappingRow[]): ReadonlyMap<string, readonly MappingRow[]> {
  const rows = new Map<string, MappingRow[]>();
  for (const row of mapping) {
    const same = rows.get(row.control);
    if (same) same.push(row);
    else rows.set(row.control, [row]);
  }
  for (const same of rows.values())
    same.sort((a, b) => byText(a.rule, b.rule) || byText(a.statement ?? "", b.statement ?? ""));
  return rows;
}

function assessControl(
  profile: Profile,
  catalog: Catalog,
  control: Control,
  rows: readonly MappingRow[],
  context: ControlContext,
): AssessedControl {
  if (control.disposition === undefined)
    throw new Error(`${control.id} of profile ${profile.id} has no disposition: nobody says who can show it`);
  const { disposition, reason } = control.disposition;
  const evidence = rows.map(({ rule, coverage, because, statement }) => ({
    rule,
    coverage,
    because,
    ...(statement === undefined ? {} : { statement }),
    results: context.counts.get(rule) ?? noVerdicts(),
    excepted: context.excepted.get(rule) ?? 0,
    ...disabledOf(rule, context),
  }));
  const word = context.attestations?.of(catalog.id, control.id) ?? {};
  const answered = context.attestations === undefined || word.inheritance !== undefined;
  const status = controlStatus({
    disposition,
    rows: evidence,
    attested: word.attestation !== undefined,
    inherited: disposition === "inherited" && answered,
  });
  const prose = context.prose.find((one) => one.catalog === catalog.id)?.controls[control.id];
  const crosswalk = crossings(catalog.id, control.id, context.crosswalks);
  return {
    profile: profile.id,
    catalog: catalog.id,
    id: control.id,
    title: control.title,
    group: control.group,
    status,
    label: statusLabel(status, catalog.reporting),
    disposition,
    reason,
    evidence,
    ...total(evidence),
    ...word,
    ...(prose === undefined ? {} : { prose }),
    ...(crosswalk.length === 0 ? {} : { crosswalk }),
  };
}

function disabledOf(rule: string, { disabled }: ControlContext): { disabled?: number } {
  const resources = disabled.get(rule) ?? 0;
  return resources === 0 ? {} : { disabled: resources };
}

/** The results behind a control; a rule that speaks to several of its statements counts once. */
function total(evidence: AssessedControl["evidence"]): Pick<AssessedControl, "results" | "excepted"> {
  const results = noVerdicts();
  let excepted = 0;
  const once = new Map(evidence.map((row) => [row.rule, row]));
  for (const row of once.values()) {
    addCounts(results, row.results);
    excepted += row.excepted;
  }
  return { results, excepted };
}

/** What other catalogues have for a control, read in both directions of each crosswalk. */
export function crossings(
  catalog: string,
  control: string,
  crosswalks: readonly Crosswalk[],
): NonNullable<AssessedControl["crosswalk"]> {
  return crosswalks.flatMap((crosswalk) => {
    if (crosswalk.from === catalog) {
      const target = crosswalk.map[control];
      const controls = target?.controls ?? [];
      const clauses = target?.clauses ?? [];
      return [
        ...controls.map(({ id, partial }) => ({ catalog: crosswalk.to, id, ...(partial === true ? { partial } : {}) })),
        ...clauses.map((id) => ({ catalog: crosswalk.to, id, clause: true })),
      ];
    }
    if (crosswalk.to !== catalog) return [];
    return Object.entries(crosswalk.map).flatMap(([id, { controls }]) => {
      const back = controls.find((one) => one.id === control);
      return back === undefined ? [] : [{ catalog: crosswalk.from, id, ...(back.partial ? { partial: true } : {}) }];
    });
  });
}

/** A profile with its groups and their controls by status. Groups without a control in the profile are left out. */
export function assessProfile(
  { profile, framework: { catalog } }: ChosenProfile,
  controls: readonly AssessedControl[],
): AssessedProfile {
  const statuses = new Map<string, Counts<ControlStatus>>();
  for (const { group, status } of controls) {
    let counts = statuses.get(group);
    if (!counts) statuses.set(group, (counts = noStatuses()));
    counts[status] += 1;
  }
  const titles = new Map(catalog.controls.map(({ id, title }) => [id, title]));
  return {
    id: profile.id,
    title: profile.title,
    catalog: catalog.id,
    catalogTitle: catalog.title,
    reporting: catalog.reporting,
    controls: controls.length,
    groups: Object.entries(catalog.groups).flatMap(([id, title]) => {
      const counts = statuses.get(id);
      return counts ? [{ id, title, statuses: counts }] : [];
    }),
    excluded: Object.entries(profile.excluded).map(([id, reason]) => ({ id, title: titles.get(id) ?? "", reason })),
    ...(catalog.reporting === "support" ? { unselected: unselected(profile, catalog) } : {}),
    clauses: Object.entries(catalog.clauses).map(([id, title]) => ({ id, title })),
  };
}

function unselected({ controls, excluded }: Profile, catalog: Catalog): { id: string; title: string }[] {
  const selected = new Set(controls);
  return catalog.controls
    .filter(({ id, withdrawn }) => !selected.has(id) && !Object.hasOwn(excluded, id) && withdrawn !== true)
    .map(({ id, title }) => ({ id, title }));
}

/** The rules of a run with what came of them, and the controls that they speak to. */
export function assessedRules(
  rules: readonly Rule[],
  controls: readonly AssessedControl[],
  { counts, excepted }: ResultCounts,
): AssessedRule[] {
  const spoken = new Map<string, Set<string>>();
  for (const control of controls) {
    for (const { rule } of control.evidence) {
      let set = spoken.get(rule);
      if (!set) spoken.set(rule, (set = new Set()));
      set.add(`${control.profile}/${control.id}`);
    }
  }
  return rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    rationale: rule.rationale,
    remediation: rule.remediation,
    limits: rule.limits,
    provider: rule.provider,
    phase: rule.phase,
    companions: rule.companions,
    controls: [...(spoken.get(rule.id) ?? [])],
    results: counts.get(rule.id) ?? noVerdicts(),
    excepted: excepted.get(rule.id) ?? 0,
  }));
}

/** The profile with its framework; that it is there was checked before. */
export function chosenProfile(frameworks: readonly Framework[], id: string): ChosenProfile {
  for (const framework of frameworks) {
    const profile = framework.profiles.find((one) => one.id === id);
    if (profile) return { profile, framework };
  }
  throw new Error(`no framework has the profile ${id}`);
}
