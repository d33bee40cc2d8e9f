import type { EvaluationScope, Outcome, ParameterValues, Remedy, Resource, Rule } from "../model/index.js";
import { Declined, Draft } from "./draft.js";
import type { Subject } from "./subject.js";

/** A rule's remedy as its author writes it. */
export interface RemedySpec<T, V> {
  /** What it changes: a sentence that names properties. */
  does: string;
  /** What it may break, or that it breaks nothing: a sentence or two. */
  risk: string;
  /** Makes the changes. It is called on inputs that fail; `subject` is a cursor at them as they are. */
  apply: (draft: Draft<T>, parameters: V, subject: Subject<T>) => void;
}

/** The remedy of a rule: it acts where the rule fails for certain, and counts only where the rule passes afterwards. */
export function remedyOf<T, V>(
  spec: RemedySpec<T, V>,
  evaluate: Rule["evaluate"],
  subjectOf: (resource: Resource, scope: EvaluationScope) => Subject<T>,
): Remedy {
  return {
    does: spec.does,
    risk: spec.risk,
    apply: (resource, scope, parameters) => {
      const planned = withInputs(resource, resource.inputs);
      const judge = (one: Resource): Outcome["verdict"] => evaluate(one, scope, parameters).verdict;
      if (judge(planned) !== "fail") return undefined;
      const draft = Draft.of<T>(planned.inputs);
      const stopped = change(() => spec.apply(draft, parameters as V & ParameterValues, subjectOf(planned, scope)));
      if (stopped !== undefined) return { declined: stopped };
      const { properties, changes } = draft;
      if (judge(withInputs(resource, properties)) !== "pass") return { declined: "it would not be enough" };
      return { properties, changes };
    },
  };
}

/** The resource as it would be made of these inputs, which is all that a rule on outputs can go by then. */
function withInputs(resource: Resource, inputs: Resource["inputs"]): Resource {
  return resource.inputs === inputs && resource.outputs === inputs
    ? resource
    : { ...resource, inputs, outputs: inputs };
}

/** Why the changes could not be made; undefined when they were. Other messages than those of `Declined` may hold values. */
function change(make: () => void): string | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    if (error instanceof Declined) return error.message;
    return `the remedy failed to run: ${error instanceof Error ? error.name : "unknown error"}`;
  }
}
