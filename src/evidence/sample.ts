import { createHash } from "node:crypto";
import type { AssessmentHead, Result } from "../model/index.js";

interface Drawn {
  readonly key: string;
  readonly index: number;
}

/**
 * Draws the samples that the parameters ask for: results at random, as many of each rule as asked or all that there are,
 * from those on which the rule judged, not those to which it does not apply. The order of chance is that of the SHA-256 of
 * seed, rule, digest of the input and URN, a line each and no newline at the end, in hexadecimal; the first are drawn. So
 * anybody can draw again, and a result is drawn or not whatever stands before it.
 *
 * @returns the head with the places of those drawn at each rule; as it was where no sample was asked for
 */
export function withSamples(head: AssessmentHead, results: Iterable<Result>): AssessmentHead {
  const { sample } = head.parameters;
  if (sample === undefined) return head;
  const { size, seed } = sample;
  const drawn = new Map<string, Drawn[]>(head.rules.map((rule) => [rule.id, []]));
  let index = 0;
  for (const { rule, input, urn, verdict } of results) {
    const own = drawn.get(rule);
    if (own !== undefined && verdict !== "not-applicable") {
      const text = [seed, rule, head.inputs[input]?.digest ?? "", urn].join("\n");
      keep(own, { key: createHash("sha256").update(text).digest("hex"), index }, size);
    }
    index += 1;
  }
  return {
    ...head,
    rules: head.rules.map((rule) => ({
      ...rule,
      sample: (drawn.get(rule.id) ?? []).map((one) => one.index).sort((a, b) => a - b),
    })),
  };
}

/** Keeps the first of them, in order; of equal keys those that came first. */
function keep(drawn: Drawn[], one: Drawn, size: number): void {
  if (drawn.length === size && one.key >= (drawn.at(-1)?.key ?? "")) return;
  const at = drawn.findIndex((other) => other.key > one.key);
  drawn.splice(at < 0 ? drawn.length : at, 0, one);
  if (drawn.length > size) drawn.pop();
}
