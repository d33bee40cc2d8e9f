import type { IndicatorSet, SystemFacts, SystemStatement } from "../model/index.js";
import { DISK, type Files } from "./files.js";
import { unknownId } from "./nearest.js";
import { Problems } from "./problems.js";
import { type SystemYaml, systemSchema } from "./schemas.js";
import { conform, readSource } from "./source.js";

/** A system file that has been read. */
export interface LoadedSystem {
  readonly facts: SystemFacts;
  /** `sha256:` of its bytes. */
  readonly digest: string;
}

/**
 * Reads a `--system` file, YAML or JSON, strictly.
 * @param indicators the set that its indicators are of
 * @throws InputErrors with every problem of the file, each at its line and column
 */
export function loadSystem(
  file: string,
  { indicators }: Pick<IndicatorSet, "indicators">,
  files: Files = DISK,
): LoadedSystem {
  const problems = new Problems();
  const source = readSource(file, problems, files);
  const data = source && conform(systemSchema, source, problems);
  const known = indicators.map(({ id }) => id);
  for (const id of Object.keys(data?.indicators ?? {}))
    if (source && !known.includes(id))
      problems.add(source.problem(["indicators", id], unknownId("indicator", id, known), "key"));
  problems.throwIfAny();
  return { facts: factsOf(data as SystemYaml), digest: source?.digest ?? "" };
}

function factsOf({ ports = [], requirements, indicators = {}, ...rest }: SystemYaml): SystemFacts {
  return { ...rest, ports, requirements: statementsOf(requirements), indicators: statementsOf(indicators) };
}

function statementsOf(said: NonNullable<SystemYaml["indicators"]>): SystemStatement[] {
  return Object.entries(said).map(([id, { status, implementation = [], validation = [], assessment = [] }]) => ({
    id,
    ...(status === undefined ? {} : { status }),
    implementation,
    validation,
    assessment,
  }));
}
