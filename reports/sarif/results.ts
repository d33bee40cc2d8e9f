import type { Result as SarifResult, Suppression } from "sarif";
import { jsonText } from "../../src/model/escape.js";
import { resultId } from "../../src/model/fingerprint.js";
import {
  type AssessedException,
  type AssessedRule,
  type Assessment,
  type Result,
  SEVERITIES,
} from "../../src/model/index.js";
import { cut, exceptionText, GROUP_WORDS, visible } from "../../src/model/present.js";
import { resultText } from "../../src/model/rows.js";
import { groupOf } from "../../src/model/sample.js";
import { KINDS, LEVELS, urgency } from "./levels.js";
import { type Places, plain } from "./places.js";

/** What GitHub takes of a run. */
export const MOST_RESULTS = 25_000;
const LONGEST_MESSAGE = 2000;

/** Results as JSON, the most urgent first. */
export interface Kept {
  readonly texts: readonly string[];
  readonly total: number;
}

interface Context {
  readonly rules: ReadonlyMap<string, { readonly rule: AssessedRule; readonly index: number }>;
  readonly exceptions: ReadonlyMap<string, AssessedException>;
  readonly inputs: Assessment["inputs"];
  readonly places: Places;
}

/** One pass that never holds more than a file may: a result that is too much drives out the last of the least urgent. */
export function keepMostUrgent(assessment: Assessment, places: Places, mostBytes: number): Kept {
  const context: Context = {
    rules: new Map(assessment.rules.map((rule, index) => [rule.id, { rule, index }])),
    exceptions: new Map(assessment.exceptions.map((exception) => [exception.id, exception])),
    inputs: assessment.inputs,
    places,
  };
  const kept = new Shelf(mostBytes);
  let total = 0;
  for (const result of assessment.results) {
    total += 1;
    const severity = context.rules.get(result.rule)?.rule.severity;
    const rank = urgency(groupOf(result), severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity));
    if (kept.takes(rank)) kept.add(rank, jsonText(told(result, context)));
  }
  return { texts: kept.texts(), total };
}

/** Texts by rank, within the limits. Once one of a rank had to go, no more of that rank or a later one is taken. */
class Shelf {
  readonly #ranks: string[][] = [];
  #count = 0;
  #bytes = 0;
  #closed = Number.POSITIVE_INFINITY;

  constructor(readonly mostBytes: number) {}

  takes(rank: number): boolean {
    return rank < this.#closed;
  }

  add(rank: number, text: string): void {
    (this.#ranks[rank] ??= []).push(text);
    this.#count += 1;
    this.#bytes += size(text);
    while (this.#count > 0 && (this.#count > MOST_RESULTS || this.#bytes > this.mostBytes)) this.#drop();
  }

  texts(): string[] {
    return this.#ranks.flat();
  }

  #drop(): void {
    const rank = this.#ranks.findLastIndex((texts) => texts !== undefined && texts.length > 0);
    this.#bytes -= size(this.#ranks[rank]?.pop() ?? "");
    this.#count -= 1;
    this.#closed = rank;
  }
}

/** With the comma and the end of the line. */
function size(text: string): number {
  return Buffer.byteLength(text) + 2;
}

function told(result: Result, { rules, exceptions, inputs, places }: Context): SarifResult {
  const group = groupOf(result);
  const known = rules.get(result.rule);
  const fails = result.verdict === "fail";
  const text = `${GROUP_WORDS[group]}: ${resultText(result)}`;
  const advice = fails && known !== undefined ? `. What to set: ${known.rule.remediation}` : "";
  const input = inputs[result.input];
  const id = resultId(result, input);
  return {
    ruleId: visible(result.rule),
    ...(known === undefined ? {} : { ruleIndex: known.index }),
    kind: KINDS[group],
    level: fails ? LEVELS[known?.rule.severity ?? "high"] : "none",
    message: { text: plain(cut(`${known?.rule.title ?? result.rule}: ${text}${advice}`, LONGEST_MESSAGE)) },
    locations: [places.of(result)],
    // GitHub reads the first; the second says what it is.
    partialFingerprints: { primaryLocationLineHash: `${id}:1`, "konductorResult/v1": id },
    // SARIF wants them for all results of a run or for none.
    ...(exceptions.size > 0 ? { suppressions: suppressions(result, exceptions) } : {}),
    properties: {
      verdict: result.verdict,
      excepted: group === "excepted",
      type: visible(result.type),
      ...(result.exception === undefined
        ? {}
        : { exception: visible(result.exception.id), exceptionState: result.exception.state }),
      ...(result.companions.length > 0 ? { companions: result.companions.map(visible) } : {}),
    },
  };
}

/** An exception that is not active suppresses nothing. */
function suppressions({ exception }: Result, exceptions: Context["exceptions"]): Suppression[] {
  if (exception?.state !== "active") return [];
  const entry = exceptions.get(exception.id);
  const why = [entry?.reason, entry?.ticket, exceptionText(exception)].filter((part) => part !== undefined);
  return [{ kind: "external", status: "accepted", justification: visible(cut(why.join("; "), LONGEST_MESSAGE)) }];
}
