import type {
  AssessedInput,
  Assessment,
  AssessmentHead,
  AssessmentParameters,
  Layer,
  Place,
  ReadInput,
  Resource,
  Result,
  Rule,
  Stack,
  StackGraph,
  Summary,
  Verdict,
} from "../model/index.js";
import { present } from "../model/told.js";
import { Attestations } from "./attestations.js";
import { assessControls, assessedRules, assessProfile, type ChosenProfile, chosenProfile } from "./controls.js";
import { addCounts, byText, type Counts, noSeverities, noStatuses, noVerdicts } from "./count.js";
import { Dispatch, judge, type Visitor } from "./evaluate.js";
import { ExceptionMatcher } from "./exceptions.js";
import { ExceptionTally } from "./exceptions-tally.js";
import { PopulationError, PopulationTally } from "./population.js";
import { priorities } from "./priorities.js";
import { providerId } from "./provider-id.js";
import { toResult } from "./result.js";
import type { AssessmentSetup, InputName } from "./setup.js";
import { Tailor } from "./tailor.js";
import { sequenceOf } from "./updates.js";

export type { AssessmentSetup, InputName } from "./setup.js";

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
  readonly #exceptions: ExceptionTally | undefined;
  readonly #attestations: Attestations | undefined;
  /** Failing results under an active exception, by rule. */
  readonly #excepted = new Map<string, number>();

  constructor(setup: AssessmentSetup) {
    this.#setup = setup;
    this.#chosen = setup.profiles.map((id) => chosenProfile(setup.frameworks, id));
    this.#rules = [...setup.rules].sort((a, b) => byText(a.id, b.id));
    this.#dispatch = new Dispatch(this.#rules);
    this.#population = new PopulationTally(this.#dispatch);
    this.#counts = new Map(this.#rules.map((rule) => [rule.id, noVerdicts()]));
    this.#tailor = new Tailor(setup, this.#rules);
    const { exceptions, attestations } = setup;
    if (attestations) this.#attestations = new Attestations(attestations.set, attestations.today);
    if (exceptions) this.#exceptions = new ExceptionTally(new ExceptionMatcher(exceptions.set, exceptions.today));
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
  add(
    { path, digest, updates }: InputName,
    read: ReadInput,
    graph: StackGraph,
    receive: (result: Result) => void,
  ): void {
    const { stack } = read;
    const input = this.#inputs.length;
    const tailoring = this.#tailor.begin(stack, input);
    const { organization, project, name } = stack;
    const twin = this.#inputs.find(
      (one) => one.project === project && one.stack === name && one.organization === organization,
    );
    const notes = [...read.notes, ...(twin ? [`The same stack is in ${twin.path}: it counts twice`] : [])];
    this.#inputs.push(
      present<AssessedInput>({
        path,
        digest,
        organization,
        project,
        stack: name,
        format: read.format,
        time: read.time,
        cliVersion: read.cliVersion,
        updates: updates && sequenceOf(updates, read.time),
        status: "assessed",
        notes,
      }),
    );
    const population = this.#population;
    population.begin(input, stack.resources.length);
    this.#exceptions?.begin(stack);
    const track = this.#setup.tracker?.of(stack);
    const placeOf = this.#setup.placesIn?.(graph);
    let calledByProvider: string | undefined;
    let place: Place | undefined;
    const visitor: Visitor = {
      excluded: (resource, reason) => population.excluded(resource, reason),
      evaluated: (resource) => {
        population.evaluated(resource);
        calledByProvider = providerId(resource);
        place = placeOf?.(resource);
      },
      result: (rule, resource, outcome) => {
        const judged = toResult(input, rule, resource, outcome, calledByProvider, place);
        const result = this.#setup.revise?.(judged) ?? judged;
        population.placed(result);
        const counts = this.#counts.get(rule.id) as Counts<Verdict>;
        counts[result.verdict] += 1;
        const told = result.verdict === "fail" ? this.#covered(result, resource, graph) : result;
        const tracking = track?.(told);
        receive(tracking === undefined ? told : { ...told, tracking });
      },
      disabled: (rule) => this.#tailor.disabled(rule),
    };
    judge(stack, graph, this.#dispatch, this.#setup.values, visitor, tailoring);
  }

  /** Records an input that could not be judged; the assessment says so and the gate fails. */
  reject({ path, digest }: InputName, error: string): void {
    this.#inputs.push({ path, digest, project: "", stack: "", format: "", status: "not assessed", error, notes: [] });
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
    const counts = { counts: this.#counts, excepted: this.#excepted };
    const { crosswalks, prose, assessedAt, provenance, tracker } = this.#setup;
    const attestations = this.#attestations;
    const context = { ...counts, disabled: silenced, crosswalks, prose, attestations };
    const perProfile = this.#chosen.map((chosen) => assessControls(chosen, context));
    const profiles = this.#chosen.map((chosen, i) => assessProfile(chosen, perProfile[i] ?? []));
    const controls = perProfile.flat();
    return {
      schema: "konductor/assessment/1",
      tool: this.#setup.tool,
      ...present<Pick<AssessmentHead, "assessedAt" | "provenance" | "history">>({
        assessedAt,
        provenance,
        history: tracker?.history,
      }),
      parameters: {
        ...this.#setup.parameters,
        rules,
        disabled,
        ...this.#judgedOn(),
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
      rules: assessedRules(this.#rules, controls, counts),
      priorities: priorities(this.#rules, counts, controls),
      exceptions: this.#exceptions?.assessed() ?? [],
      exceptionFindings: this.#exceptions?.findings() ?? [],
      attestations: attestations?.assessed(controls) ?? [],
      attestationFindings: attestations?.findings(controls) ?? [],
      ...(this.#setup.system === undefined ? {} : { system: this.#setup.system }),
    };
  }

  /** The day, and the limits of what was judged on it. */
  #judgedOn(): Pick<AssessmentParameters, "date" | "exceptionLimits" | "attestationLimits"> {
    const { exceptions, attestations } = this.#setup;
    return present({
      date: exceptions?.today ?? attestations?.today,
      exceptionLimits: exceptions?.set.limits,
      attestationLimits: attestations?.set.limits,
    });
  }

  /** A failure with the exception that covers it, if one does. */
  #covered(result: Result, resource: Resource, graph: StackGraph): Result {
    const tagsOf = this.#setup.exceptions?.tagsOf;
    const exception = this.#exceptions?.cover(result.rule, resource, tagsOf && (() => tagsOf(resource, graph)));
    if (exception === undefined) return result;
    if (exception.state === "active") this.#excepted.set(result.rule, (this.#excepted.get(result.rule) ?? 0) + 1);
    return { ...result, exception };
  }

  #summary(perProfile: readonly AssessmentHead["controls"][], disabled: number): Summary {
    const results = noVerdicts();
    const failures = noSeverities();
    const excepted = noSeverities();
    const rules = { loaded: this.#rules.length, judged: 0, failed: 0, disabled };
    for (const { id, severity } of this.#rules) {
      const counts = this.#counts.get(id) as Counts<Verdict>;
      addCounts(results, counts);
      failures[severity] += counts.fail;
      excepted[severity] += this.#excepted.get(id) ?? 0;
      if (Object.values(counts).some((count) => count > 0)) rules.judged += 1;
      if (counts.error > 0) rules.failed += 1;
    }
    const controls = this.#chosen.map(({ profile }, i) => {
      const statuses = noStatuses();
      for (const { status } of perProfile[i] ?? []) statuses[status] += 1;
      return { profile: profile.id, statuses };
    });
    return { rules, results, failures, excepted, controls };
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
