import {
  type AssessedControl,
  type Assessment,
  type AttestedEvidence,
  dayOf,
  webAddress,
} from "../../src/model/index.js";
import { counted, evidenceParts, visible } from "../../src/model/present.js";
import { groupCounts } from "../../src/model/sample.js";
import { countsText, type Evidence, entryText } from "../shared/evidence.js";

/** Plain text, unlike the sentences of the record. */
export interface EvidenceItem {
  readonly type?: "Configuration";
  readonly description: string;
  readonly location?: string;
  readonly text?: string;
  /** `YYYY-MM-DD`, the day in UTC. */
  readonly updated?: string;
}

export interface IndicatorEvidence {
  readonly tests: readonly string[];
  readonly items: readonly EvidenceItem[];
}

/** The rules that judged something of these controls, what came of it, and what people attest. */
export function indicatorEvidence(
  controls: readonly AssessedControl[],
  assessment: Assessment,
  evidence: Evidence,
): IndicatorEvidence {
  const speaking = new Set(controls.flatMap((control) => control.evidence.map((row) => row.rule)));
  const rules = assessment.rules.filter(
    ({ id, results }) => speaking.has(id) && Object.values(results).some((n) => n > 0),
  );
  const lines = rules.map(({ id, results, excepted }) => {
    const ids = evidence.exceptions.get(id) ?? [];
    return `${id}: ${countsText(groupCounts(results, excepted))}${ids.length > 0 ? `; exceptions ${ids.join(", ")}` : ""}`;
  });
  const updated = newestDay(assessment);
  const configuration: EvidenceItem = {
    type: "Configuration",
    description: `What ${counted(rules.length, "rule")} found in the configuration that the stacks declare and record`,
    text: lines.map(visible).join("\n"),
    ...(updated === undefined ? {} : { updated }),
  };
  return {
    tests: rules.map(({ id }) => visible(id)),
    items: [...(rules.length > 0 ? [configuration] : []), ...controls.flatMap(attestedItems)],
  };
}

/** An item for each thing that was looked at; one for a word that names nothing. */
function attestedItems({ id, attestation, inheritance }: AssessedControl): EvidenceItem[] {
  return [attestation, inheritance].flatMap((entry) => {
    if (entry === undefined) return [];
    const updated = dayOf(entry.attestedOn);
    const common = {
      description: visible(`${id} ${entryText({ ...entry, evidence: [] }, (text) => text)}`),
      ...(updated === undefined ? {} : { updated }),
    };
    return entry.evidence.length === 0 ? [common] : entry.evidence.map((one) => ({ ...common, ...placeOf(one) }));
  });
}

/** An address is a location; the path of a file is none, since nobody knows what it is relative to. */
function placeOf(one: AttestedEvidence): Pick<EvidenceItem, "location" | "text"> {
  const { name, sha256 } = evidenceParts(one);
  const location = "url" in one ? webAddress(one.url) : undefined;
  const digest = sha256 === "" ? "" : ` (SHA-256 ${sha256})`;
  return { ...(location === undefined ? {} : { location }), text: visible(`${name}${digest}`) };
}

/** The day in UTC of the newest deployment that was judged. */
function newestDay({ inputs }: Assessment): string | undefined {
  return inputs
    .flatMap(({ time }) => (time === undefined ? [] : (dayOf(time) ?? [])))
    .reduce<string | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
}
