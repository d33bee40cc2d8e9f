import type { Result } from "../../src/model/index.js";
import type { Json } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { stackUuid } from "./parts.js";
import type { Run } from "./run.js";

/** A resource of an input. */
export function resourceUuid({ stacks }: Run, { input, urn }: Pick<Result, "input" | "urn">): string {
  return uuid("resource", stacks[input] ?? "", urn);
}

/** The resources that have results, each once. Of the results only the URNs of one input are kept. */
export function* inventory(run: Run, chosen: (result: Result) => boolean = () => true): Generator<Json> {
  let input = -1;
  const seen = new Set<string>();
  for (const result of run.assessment.results) {
    if (result.input !== input) seen.clear();
    input = result.input;
    if (seen.has(result.urn) || !chosen(result)) continue;
    seen.add(result.urn);
    yield {
      uuid: resourceUuid(run, result),
      description: `A resource of the type ${words(result.type)}.`,
      props: [
        prop("urn", result.urn),
        prop("type", result.type),
        ...(result.sourcePosition === undefined ? [] : [prop("source-position", result.sourcePosition)]),
      ],
      "implemented-components": [{ "component-uuid": stackUuid(run, input) }],
    };
  }
}
