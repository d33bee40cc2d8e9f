import type {
  AssessedInput,
  AssessedRule,
  Assessment,
  AssessmentHead,
  AssessmentParameters,
  Crosswalk,
  Framework,
  Layer,
  ParameterValues,
  Prose,
  ReadInput,
  Result,
  Rule,
  Stack,
  StackGraph,
  Summary,
  Verdict,
} from "../model/index.js";
import { assessControls, assessProfile, type ChosenProfile } from "./controls.js";
import { addCounts, byText, type Counts, noSeverities, noStatuses, noVerdicts } from "./count.js";
import { Dispatch, judge, type Visitor } from "./evaluate.js";
import { PopulationTally } from "./population.js";
import { priorities } from "./priorities.js";
import { toResult } from "./result.js";
import { type Layers, Tailor } from "./tailor.js";

/** All that an assessment rests on besides the stacks. */
export interface AssessmentSetup {
  readonly tool: AssessmentHead["tool"];
  readonly assessedAt?: string;
  readonly frameworks: readonly Framework[];
  /** Profiles in the order asked for. */
  readonly profiles: readonly string[];
  /** Every one runs, whether or not a control of the profiles speaks of it. */
  readonly rules: readonly Rule[];
  /** Effective parameter values by rule id. */
  readonly values: ReadonlyMap<string, ParameterValues>;
  /** What is told of the parameters; ODP values are added here. */
  readonly parameters: Omit<AssessmentParameters, "odp" | "disabled">;
  /** Layers that come over `values`. */
  readonly layers?: Layers;
  readonly crosswalks: readonly Crosswalk[];
  readonly prose: readonly Prose[];
}

/** An input as the caller knows it before it is read. */
export interface InputName {
  readonly path: string;
  /** `sha256:` of its bytes; empty when there are none. */
  readonly digest: string;
}

/** Thrown when resources were lost or counted twice: nothing that the run says could be trusted. */
export class PopulationError extends Error {
  override readonly name = "PopulationError";
}

/**
 * Judges one stack after another and adds up what came of it. Results are handed out as they come and not kept, so that
 * memory does not grow with the number of stacks.
 */
export class AssessmentRun {
  readonly #setup: AssessmentSetup;
  readonly #chosen: readonly ChosenProfile[];
  readonly #rules: readonly Rule[];
  readonly #dispatch: Dispatch;
  readonly #population: PopulationTally;
  readonly #inputs: AssessedInput[] = [];
  readonly #skipped: { path: string; reason: string }[] = [];
  readonly #counts: Map<string, Counts<Verdict>>;
  readonly #tailor: Tailor;

  constructor(setup: AssessmentSetup) {
    this.#setup = setup;
    this.#chosen = setup.profiles.map((id) => choose(setup.frameworks, id));
    this.#rules = [...setup.rules].sort((a, b) => byText(a.id, b.id));
    this.#dispatch = new Dispatch(this.#rules);
    this.#population = new PopulationTally(this.#dispatch);
    this.#counts = new Map(this.#rules.map((rule) => [rule.id, noVerdicts()]));
    this.#tailor = new Tailor(setup, this.#rules);
  }

  /**
   * Resolves the layers for a stack that is going to be added.
   * @throws InputError when two of equal rank select it and disagree
   */
  prepare(stack: Stack): void {
    this.#tailor.settingsOf(stack);
  }

  /** Layers that selected none of the stacks so far: in most cases a slip in what they select. */
  get idleLayers(): readonly Layer[] {
    return this.#tailor.idle;
  }

  /** Judges the stack of one input; `receive` gets each result in order. */
  add({ path, digest }: InputName, read: ReadInput, graph: StackGraph, receive: (result: Result) => void): void {
    const { stack } = read;
    const input = this.#inputs.length;
    const tailoring = this.#tailor.begin(stack, input);
    const twin = this.#inputs.find((other) => isSameStack(other, stack));
    const notes =
      twin === undefined ? read.notes : [...read.notes, `The same stack is in ${twin.path}: it counts twice`];
    this.#inputs.push({
      path,
      digest,
      ...(stack.organization === undefined ? {} : { organization: stack.organization }),
      project: stack.project,
      stack: stack.name,
      format: read.format,
      ...(read.time === undefined ? {} : { time: read.time }),
      ...(read.cliVersion === undefined ? {} : { cliVersion: read.cliVersion }),
      status: "assessed",
      notes,
    });
    const population = this.#population;
    population.begin(input, stack.resources.length);
    const visitor: Visitor = {
      excluded: (resource, reason) => population.excluded(resource, reason),
      evaluated: (resource) => population.evaluated(resource),
      result: (rule, resource, outcome) => {
        const result = toResult(input, rule, resource, outcome);
        const counts = this.#counts.get(rule.id) as Counts<Verdict>;
        counts[result.verdict] += 1;
        receive(result);
      },
      disabled: (rule) => this.#tailor.disabled(rule),
    };
    judge(stack, graph, this.#dispatch, this.#setup.values, visitor, tailoring);
  }

  /** Records an input that could not be judged; the assessment says so and the gate fails. */
  reject(name: InputName, error: string): void {
    this.#inputs.push({ ...name, project: "", stack: "", format: "", status: "not assessed", error, notes: [] });
  }

  /** Records a file that was found and is no stack. */
  skip(path: string, reason: string): void {
    this.#skipped.push({ path, reason });
  }

  /**
   * Everything but the results.
   * @throws PopulationError when the resources do not add up
   */
  finish(): AssessmentHead {
    const population = this.#population.finish();
    if (!population.balanced)
      throw new PopulationError("the resources of the input do not add up to those evaluated and those excluded");
    const { rules, disabled, silenced } = this.#tailor.finish();
    const context = {
      counts: this.#counts,
      disabled: silenced,
      crosswalks: this.#setup.crosswalks,
      prose: this.#setup.prose,
    };
    const perProfile = this.#chosen.map((chosen) => assessControls(chosen, context));
    const profiles = this.#chosen.map((chosen, i) => assessProfile(chosen, perProfile[i] ?? []));
    const controls = perProfile.flat();
    return {
      schema: "konductor/assessment/1",
      tool: this.#setup.tool,
      ...(this.#setup.assessedAt === undefined ? {} : { assessedAt: this.#setup.assessedAt }),
      parameters: {
        ...this.#setup.parameters,
        rules,
        disabled,
        odp: this.#chosen.flatMap(({ profile }) =>
          Object.entries(profile.parameters).map(([id, value]) => ({ profile: profile.id, id, value })),
        ),
      },
      inputs: this.#inputs,
      skipped: this.#skipped,
      population,
      summary: this.#summary(perProfile, silenced.size),
      profiles,
      controls,
      rules: assessedRules(this.#rules, controls, this.#counts),
      priorities: priorities(this.#rules, this.#counts, controls),
    };
  }

  #summary(perProfile: readonly AssessmentHead["controls"][], disabled: number): Summary {
    const results = noVerdicts();
    const failures = noSeverities();
    const rules = { loaded: this.#rules.length, judged: 0, failed: 0, disabled };
    for (const { id, severity } of this.#rules) {
      const counts = this.#counts.get(id) as Counts<Verdict>;
      addCounts(results, counts);
      failures[severity] += counts.fail;
      if (Object.values(counts).some((count) => count > 0)) rules.judged += 1;
      if (counts.error > 0) rules.failed += 1;
    }
    const controls = this.#chosen.map(({ profile }, i) => {
      const statuses = noStatuses();
      for (const { status } of perProfile[i] ?? []) statuses[status] += 1;
      return { profile: profile.id, statuses };
    });
    return { rules, results, failures, controls };
  }
}

/** Judges stacks and keeps every result: for few and small ones, and for tests. */
export function assess(
  setup: AssessmentSetup,
  inputs: Iterable<
    { name: InputName; read: ReadInput; graph: StackGraph } | { name: InputName; error: string; read?: never }
  >,
): Assessment {
  const run = new AssessmentRun(setup);
  const results: Result[] = [];
  for (const input of inputs) {
    if (input.read === undefined) run.reject(input.name, input.error);
    else run.add(input.name, input.read, input.graph, (result) => results.push(result));
  }
  return { ...run.finish(), results };
}

function isSameStack(input: AssessedInput, { organization, project, name }: Stack): boolean {
  return input.project === project && input.stack === name && input.organization === organization;
}

function choose(frameworks: readonly Framework[], id: string): ChosenProfile {
  for (const framework of frameworks) {
    const profile = framework.profiles.find((one) => one.id === id);
    if (profile) return { profile, framework };
  }
  throw new Error(`no framework has the profile ${id}`);
}

function assessedRules(
  rules: readonly Rule[],
  controls: AssessmentHead["controls"],
  counts: ReadonlyMap<string, Counts<Verdict>>,
): AssessedRule[] {
  const spoken = new Map<string, Set<string>>();
  for (const control of controls) {
    for (const { rule } of control.evidence) {
      let set = spoken.get(rule);
      if (!set) spoken.set(rule, (set = new Set()));
      set.add(`${control.profile}/${control.id}`);
    }
  }
  return rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    rationale: rule.rationale,
    remediation: rule.remediation,
    limits: rule.limits,
    provider: rule.provider,
    phase: rule.phase,
    companions: rule.companions,
    controls: [...(spoken.get(rule.id) ?? [])],
    results: counts.get(rule.id) ?? noVerdicts(),
  }));
}
