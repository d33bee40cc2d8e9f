import type { AssessedControl, AssessedProfile } from "../../../src/model/assessment.js";
import { DISPOSITIONS } from "../../../src/model/index.js";
import { COVERAGE_WORDS, DISPOSITION_NAMES, DISPOSITION_WORDS } from "../../../src/model/present.js";
import { groupCounts } from "../../../src/model/sample.js";
import { controlWords } from "./attestations.js";
import { factsView } from "./facts.js";
import type { Page } from "./page.js";
import { count, counted, groupTallies, tallies } from "./words.js";

type ByGroup = ReadonlyMap<string, readonly AssessedControl[]>;

/** Controls of a profile by family, those that some rule speaks to and those that none does. */
export function controlsOf(page: Page, profile: AssessedProfile): { spoken: ByGroup; silent: AssessedControl[] } {
  const spoken = new Map<string, AssessedControl[]>();
  const silent: AssessedControl[] = [];
  for (const control of page.assessment.controls) {
    if (control.profile !== profile.id) continue;
    if (control.evidence.length === 0) {
      silent.push(control);
      continue;
    }
    const list = spoken.get(control.group);
    if (list) list.push(control);
    else spoken.set(control.group, [control]);
  }
  return { spoken, silent };
}

/** A family with the controls that rules speak to, and links to the rest. */
export function familyView(
  page: Page,
  profile: AssessedProfile,
  number: number,
  group: AssessedProfile["groups"][number],
  controls: { spoken: ByGroup; silent: readonly AssessedControl[] },
) {
  const silent = controls.silent.filter((control) => control.group === group.id);
  return {
    id: group.id,
    title: group.title,
    profile: number,
    anchor: page.anchors.family(profile.id, group.id),
    tallies: tallies(group.statuses, profile.reporting, false),
    controls: (controls.spoken.get(group.id) ?? []).map((control) => controlView(page, control, number)),
    silentCount: counted(silent.length, "control"),
    silent: silent.map(({ id, status, label }) => ({
      id,
      status,
      label,
      href: page.anchors.control(profile.id, id),
    })),
  };
}

function controlView(page: Page, control: AssessedControl, number: number) {
  const { anchors, ruleNumbers, assessment } = page;
  const ruleOf = (id: string) => assessment.rules[ruleNumbers.get(id) ?? -1];
  return {
    ...head(page, control, number),
    disposition: DISPOSITION_NAMES[control.disposition],
    reason: control.reason,
    said: controlWords(page, control),
    rules: [...new Set(control.evidence.map((row) => ruleNumbers.get(row.rule) ?? ""))].join(" "),
    counts: groupTallies(groupCounts(control.results, control.excepted)),
    evidence: control.evidence.map((row) => ({
      rule: row.rule,
      title: ruleOf(row.rule)?.title ?? row.rule,
      severity: ruleOf(row.rule)?.severity ?? "",
      href: anchors.rule(row.rule),
      coverage: COVERAGE_WORDS[row.coverage],
      statement: row.statement ?? "",
      because: row.because,
      counts: groupTallies(groupCounts(row.results, row.excepted)),
      disabled: row.disabled === undefined ? "" : counted(row.disabled, "resource"),
    })),
    statement: control.prose?.statement.split("\n") ?? [],
    guidance: control.prose?.guidance?.split("\n") ?? [],
    ...factsView(page, control),
    crosswalk: crosswalkView(page, control),
  };
}

function head({ anchors }: Page, control: AssessedControl, number: number) {
  return {
    id: control.id,
    title: control.title,
    status: control.status,
    label: control.label,
    profile: number,
    family: anchors.family(control.profile, control.group),
    anchor: anchors.control(control.profile, control.id),
  };
}

function crosswalkView({ assessment, anchors }: Page, control: AssessedControl) {
  const byCatalog = new Map(assessment.profiles.map((profile) => [profile.catalog, profile]));
  return (control.crosswalk ?? []).map(({ catalog, id, partial, clause }) => {
    const profile = byCatalog.get(catalog);
    const target = profile && !clause && selected(assessment.controls, profile.id, id);
    return {
      text: `${profile?.catalogTitle ?? catalog} ${clause ? "clause " : ""}${id}${partial ? " (in part)" : ""}`,
      href: target ? anchors.control(profile.id, id) : "",
    };
  });
}

function selected(controls: readonly AssessedControl[], profile: string, id: string): boolean {
  return controls.some((control) => control.id === id && control.profile === profile);
}

/** Controls that no rule speaks to, by who could show them. */
export function silentView(page: Page, profile: AssessedProfile, number: number, silent: readonly AssessedControl[]) {
  return {
    title: profile.title,
    count: counted(silent.length, "control"),
    total: count(profile.controls),
    number,
    groups: DISPOSITIONS.map((disposition) => {
      const controls = silent.filter((control) => control.disposition === disposition);
      return {
        word: DISPOSITION_WORDS[disposition],
        count: counted(controls.length, "control"),
        controls: controls.map((control) => ({
          ...head(page, control, number),
          reason: control.reason,
          said: controlWords(page, control),
        })),
      };
    }).filter((group) => group.controls.length > 0),
    excluded: profile.excluded.map(({ id, reason }) => ({ id, reason })),
    excludedCount: counted(profile.excluded.length, "control"),
    clauses: profile.clauses.map(({ id, title }) => ({ id, title })),
    clauseCount: counted(profile.clauses.length, "clause"),
  };
}
