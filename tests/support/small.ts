/** A small assessment whose every text can be changed: for tests that render it very often. */
import type { AssessedSystem, Assessment, Indicator, Result } from "../../src/model/index.js";
import { sampleAssessment } from "./assessment.js";
import { sampleProvenance, sampleUpdates } from "./sample-origins.js";

/** Fields that hold one of a fixed set of words, or that the program itself writes. */
const WORDS = new Set([
  "schema",
  "status",
  "disposition",
  "coverage",
  "reporting",
  "severity",
  "phase",
  "verdict",
  "state",
  "kind",
  "on",
  "method",
  "deviation",
]);

/** One whose controls have evidence, one that is stated too, one that names no control. */
const isTold = ({ id }: Indicator) => /^KSI-(IAM-ELP|SVC-SIN|PIY-RES)$/.test(id);

/** Every kind of text that an assessment can hold, in few controls and results. */
export function smallAssessment(): Assessment & { readonly results: readonly Result[] } {
  const whole = sampleAssessment({ resources: 40, broken: true, exceptions: true, attestations: true });
  const system = whole.system as AssessedSystem;
  const { indicators } = system.indicatorSet;
  const rules = whole.rules.filter((rule) => /s3-(public|policy|access)|cloudtrail|limits|gcp/.test(rule.id));
  const known = new Set(rules.map((rule) => rule.id));
  const controls = whole.controls
    .map((control) => ({
      ...control,
      evidence: control.evidence
        .filter((row) => known.has(row.rule))
        .map((row) => ({ ...row, statement: "ac-2_smt.h", disabled: 2 })),
      prose: { statement: "The text of the control.", guidance: "Guidance on it." },
      crosswalk: [
        { catalog: "iso-27001-2022", id: "A.8.3" },
        { catalog: "elsewhere", id: "7.5", clause: true },
      ],
    }))
    .filter((control) => control.evidence.length > 0 || /^(AC-1|PE-2|A\.5\.1|A\.7\.1)$/.test(control.id));
  const groups = new Set(controls.map((control) => control.group));
  return {
    ...whole,
    assessedAt: "2026-03-02T10:00:00Z",
    provenance: sampleProvenance,
    inputs: whole.inputs.map((input, i) => (i === 0 ? { ...input, updates: sampleUpdates } : input)),
    parameters: {
      ...whole.parameters,
      rules: [
        { rule: "aws-kms-rotation", parameter: "days", value: 14, origin: "konductor.yaml", tags: { tier: ["gold"] } },
        ...whole.parameters.rules.map((row) => ({ ...row, inputs: [0, 1] })),
      ],
      disabled: [
        { rule: "gcp-storage", because: "Nobody uses it.", origin: "konductor.yaml:3:5", resources: 4, inputs: [1] },
      ],
    },
    skipped: [{ path: "exports/notes.json", reason: "nothing of Pulumi's" }],
    profiles: whole.profiles.map((profile) => ({
      ...profile,
      groups: profile.groups.filter((group) => groups.has(group.id)),
      excluded: [{ id: "AC-99", title: "Left out", reason: "not in scope" }],
      unselected: [{ id: "AC-98", title: "Not spoken of" }],
      clauses: profile.clauses.slice(0, 3),
    })),
    controls,
    system: { ...system, indicatorSet: { ...system.indicatorSet, indicators: indicators.filter(isTold) } },
    rules,
    priorities: whole.priorities.filter((priority) => known.has(priority.rule)),
    history: {
      at: "2026-03-02T10:00:00Z",
      runs: [{ at: "2026-03-01T10:00:00Z", results: RUN, controls: whole.summary.controls }],
      count: 1,
    },
    results: [...whole.results].filter((result) => known.has(result.rule)).map(tracked),
  };
}

const RUN = { pass: 7, fail: 5, undetermined: 2, error: 1, "not-applicable": 3, excepted: 1 };

/** Every second finding is older than the run, and its resource was renamed. */
function tracked(result: Result, index: number): Result {
  if (result.verdict === "pass" || result.verdict === "not-applicable") return result;
  const old = { since: "2026-03-01T10:00:00Z", formerly: `${result.urn}-before` };
  return { ...result, tracking: index % 2 === 0 ? old : { since: "2026-03-02T10:00:00Z" } };
}

/** The value with every text changed, keys of free records too. The same text changes in the same way, so references hold. */
export function withTexts<T>(value: T, change: (text: string) => string, key = ""): T {
  if (typeof value === "string") return (WORDS.has(key) ? value : change(value)) as T;
  if (Array.isArray(value)) return value.map((one) => withTexts(one, change, key)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    key === "digests" || key === "tags" ? change(name) : name,
    withTexts(one, change, name),
  ]);
  return Object.fromEntries(entries) as T;
}

/** How many texts there are to change. */
export function countTexts(value: unknown): number {
  let texts = 0;
  withTexts(value, (text) => {
    texts += 1;
    return text;
  });
  return texts;
}
