import { equation, statusLabel } from "../engine/index.js";
import {
  type AssessmentHead,
  ATTESTATION_STATES,
  EXCEPTION_STATES,
  type Population,
  SEVERITIES,
  STATUSES,
  VERDICTS,
} from "../model/index.js";
import { ATTESTATION_STATE_WORDS, controlSentence, counted, isAttested, unnamedInheritance } from "../model/present.js";
import { line, type Palette, type Printable, pad, print } from "./terminal.js";

const TOP = 5;

/** The run in a screenful: the honest numbers, population, verdicts, controls by status, what to fix first. */
export function summaryLines(head: AssessmentHead, colors: Palette): Printable[] {
  const { summary, population, inputs } = head;
  const assessed = inputs.filter((input) => input.status === "assessed").length;
  const inputText = `${assessed} of ${inputs.length} ${inputs.length === 1 ? "input" : "inputs"} assessed`;
  const title = (text: string) => colors.bold(pad(text, 12));
  const counts = <K extends string>(keys: readonly K[], from: Readonly<Record<K, number>>) =>
    print(keys.map((key) => `${from[key]} ${key}`).join(", "));
  return [
    line`${title("Controls")}${controlSentence(head)}`,
    line`${title("Inputs")}${inputText}`,
    line`${title("Population")}${equation(population)}`,
    line`${title("Results")}${counts(VERDICTS, summary.results)}`,
    line`${title("Failures")}${counts(SEVERITIES, summary.failures)}`,
    ...disabled(head),
    ...exceptionLines(head),
    ...attestationLines(head),
    ...unruled(head),
    print(""),
    ...controlLines(head, colors),
    ...fixes(head, colors),
  ];
}

function exceptionLines({ exceptions, exceptionFindings, summary }: AssessmentHead): Printable[] {
  if (exceptions.length === 0) return [];
  const excepted = SEVERITIES.reduce((sum, severity) => sum + summary.excepted[severity], 0);
  const states = EXCEPTION_STATES.map((state) => [exceptions.filter((one) => one.state === state).length, state]);
  const told = states.filter(([count]) => count !== 0).map((words) => words.join(" "));
  const shown = exceptionFindings
    .slice(0, TOP)
    .map(({ exception, message }) => line`${pad("", 12)}${exception} ${message}`);
  const left = exceptionFindings.length - shown.length;
  return [
    line`${pad("Exceptions", 12)}${told.join(", ")}; they except ${excepted} of the failures`,
    ...shown,
    ...(left > 0 ? [line`${pad("", 12)}and ${left} more findings in the report`] : []),
  ];
}

function attestationLines(head: AssessmentHead): Printable[] {
  if (!isAttested(head)) return [];
  const { attestations, attestationFindings } = head;
  const told = ATTESTATION_STATES.flatMap((state) => {
    const count = attestations.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${count} ${ATTESTATION_STATE_WORDS[state]}`];
  });
  const shown = attestationFindings
    .slice(0, TOP)
    .map(({ control, message }) => line`${pad("", 12)}${control} ${message}`);
  const unnamed = unnamedInheritance(head).length;
  const controls = counted(unnamed, "control");
  const left = attestationFindings.length - shown.length;
  return [
    line`${pad("Attested", 12)}${told.join(", ") || "nothing"}`,
    ...(unnamed > 0 ? [line`${pad("", 12)}${controls} would be inherited, and no valid entry names the provider`] : []),
    ...shown,
    ...(left > 0 ? [line`${pad("", 12)}and ${left} more findings in the report`] : []),
  ];
}

/** Types that no rule judges, and those that are judged by their tags, labels or names alone. */
function unruled({ population }: AssessmentHead): Printable[] {
  return [
    ...types("No rule for", population.typesWithoutRule),
    ...types("Metadata of", population.typesWithMetadataRulesOnly),
  ];
}

function types(title: string, all: Population["typesWithoutRule"]): Printable[] {
  if (all.length === 0) return [];
  const most = [...all].sort((a, b) => b.count - a.count).slice(0, TOP);
  const shown = most.map(({ type, count }) => `${type} (${count})`).join(", ");
  const more = all.length > TOP ? ` and ${all.length - TOP} more` : "";
  return [line`${pad(title, 12)}${shown}${more}`];
}

/** What nobody was allowed to judge does not go by in silence. */
function disabled({ summary, parameters }: AssessmentHead): Printable[] {
  if (summary.rules.disabled === 0) return [];
  const resources = new Map<string, number>();
  for (const row of parameters.disabled) resources.set(row.rule, (resources.get(row.rule) ?? 0) + row.resources);
  const most = [...resources].sort(([, a], [, b]) => b - a).slice(0, TOP);
  const shown = most.map(([rule, count]) => `${rule} (${count} not judged)`).join(", ");
  const more = resources.size > TOP ? ` and ${resources.size - TOP} more` : "";
  const rules = resources.size === 1 ? "rule" : "rules";
  return [line`${pad("Disabled", 12)}${resources.size} ${rules}: ${shown}${more}`];
}

function controlLines({ profiles, summary }: AssessmentHead, colors: Palette): Printable[] {
  return profiles.flatMap((profile) => {
    const statuses = summary.controls.find((one) => one.profile === profile.id)?.statuses;
    const byLabel = new Map<string, number>();
    for (const status of STATUSES) {
      const label = statusLabel(status, profile.reporting);
      byLabel.set(label, (byLabel.get(label) ?? 0) + (statuses?.[status] ?? 0));
    }
    const counts = [...byLabel]
      .filter(([, count]) => count > 0)
      .map(([label, count]) => line`  ${pad(count, 5, "left")}  ${label}`);
    return [line`${colors.bold(profile.id)}  ${profile.title}: ${profile.controls} controls`, ...counts, print("")];
  });
}

function fixes({ priorities, rules }: AssessmentHead, colors: Palette): Printable[] {
  if (priorities.length === 0) return [];
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const shown = priorities.slice(0, TOP).flatMap((priority) => {
    const reach = `${priority.resources} ${priority.resources === 1 ? "resource" : "resources"}, clears ${priority.clears} of ${priority.controls} controls`;
    const severity = pad(priority.severity, 8);
    const loud = priority.severity === "critical" || priority.severity === "high";
    return [
      line`  ${loud ? colors.red(severity) : colors.yellow(severity)}  ${colors.bold(priority.rule)}: ${reach}`,
      line`            ${byId.get(priority.rule)?.remediation ?? ""}`,
    ];
  });
  const more =
    priorities.length > TOP ? [line`  ${colors.dim(`and ${priorities.length - TOP} more in the report`)}`] : [];
  return [colors.bold("Fix first"), ...shown, ...more, print("")];
}
