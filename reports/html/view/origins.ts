import { type Fact, provenanceFacts, updatesFacts } from "../../../src/model/origins.js";
import type { Page } from "./page.js";
import { count } from "./words.js";

/** Stacks that stand in the open; the rest folds away. */
const STACKS = 10;

/** Who assessed, and the updates of each stack, as far as it was handed in. */
export function originsView({ assessment, stackOf }: Page) {
  const { provenance, inputs } = assessment;
  const stacks = inputs.flatMap(({ updates }, i) =>
    updates === undefined ? [] : [{ rows: updatesFacts(updates).map((fact) => row(stackOf(i), fact)) }],
  );
  const rest = stacks.slice(STACKS);
  return {
    run: (provenance === undefined ? [] : provenanceFacts(provenance)).map((fact) => row("this assessment", fact)),
    stacks: stacks.slice(0, STACKS).flatMap(({ rows }) => rows),
    rest: rest.flatMap(({ rows }) => rows),
    restCount: count(rest.length),
  };
}

function row(about: string, { name, value }: Fact) {
  return { about, name, value };
}
