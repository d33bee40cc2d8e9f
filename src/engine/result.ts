import type { Observation, Outcome, Place, Resource, Result, Rule } from "../model/index.js";

/**
 * One result as it is published. Evidence is put together here; a rule whose evidence cannot be is a rule that failed
 * to run, whatever its verdict was.
 * @param providerId what the provider calls the resource, where that is known
 * @param place where it stands, as far as that is known
 */
export function toResult(
  input: number,
  rule: Rule,
  resource: Resource,
  outcome: Outcome,
  providerId?: string,
  place?: Place,
): Result {
  let { verdict, reason } = outcome;
  let observations: readonly Observation[] = [];
  let companions: readonly string[] = [];
  try {
    observations = outcome.observations;
    companions = outcome.companions;
  } catch (error) {
    verdict = "error";
    reason = `its evidence could not be put together: ${error instanceof Error ? error.name : "unknown error"}`;
    observations = [];
  }
  return {
    input,
    rule: rule.id,
    urn: resource.urn,
    type: resource.type,
    ...(providerId === undefined ? {} : { providerId }),
    ...place,
    verdict,
    ...(reason === undefined ? {} : { reason }),
    observations,
    companions,
    ...(resource.sourcePosition === undefined ? {} : { sourcePosition: resource.sourcePosition }),
  };
}
