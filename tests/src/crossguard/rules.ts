import type { Outcome, Rule } from "../../../src/model/index.js";

/** A rule made by hand, so that a test decides what it says. */
export function made(id: string, rest: Partial<Rule> = {}): Rule {
  return {
    id,
    title: `The title of ${id}`,
    severity: "high",
    rationale: "The reason.",
    remediation: "The remedy.",
    limits: "None.",
    provider: "aws",
    types: ["a:b/c:C"],
    companions: [],
    companionTypes: [],
    phase: "resource",
    parameters: [],
    parse: (values) => values as Record<string, unknown>,
    evaluate: () => outcome("pass"),
    ...rest,
  };
}

export function outcome(verdict: Outcome["verdict"], rest: Partial<Outcome> = {}): Outcome {
  return { verdict, observations: [], companions: [], ...rest };
}
