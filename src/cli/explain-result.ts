import { readFileSync } from "node:fs";
import { tagsIn } from "../../packs/tags.js";
import { openData } from "../data/compiled.js";
import { DISK } from "../data/files.js";
import { unknownId } from "../data/nearest.js";
import { Dispatch, exclusion, fitOf } from "../engine/index.js";
import { buildGraph } from "../graph/index.js";
import { type InputDocument, NotPulumiError, parseBytes, tryInputFile } from "../inputs/index.js";
import {
  type AssessedInput,
  type AssessmentDocument,
  type AssessmentHead,
  globMatches,
  InputError,
  parseUrn,
  type Result,
  type Rule,
  type TagReading,
} from "../model/index.js";
import type { ExplainOptions } from "./commands/explain.js";
import { explainedFor } from "./explain-settings.js";
import { controlsOf, type ExplainedResult, resultText } from "./explain-text.js";
import { judgeAll } from "./judge.js";
import { printJson } from "./rules.js";
import { prepare, setupChoice } from "./setup.js";
import { palette, type Terminal, writeLine } from "./terminal.js";

/** What was judged, and by what the tags of the resource are known: an assessment does not hold them. */
interface Judged {
  readonly head: AssessmentHead;
  /** Of the rule on the resource. */
  readonly results: readonly Result[];
  readonly type: string;
  /** The inputs that hold the resource. */
  readonly inputs: readonly number[];
  readonly silence: (input: number) => string;
  readonly tags?: TagReading["tags"] | undefined;
}

/**
 * `konductor explain URN RULE`
 * @throws InputError when the file is none, or the resource is not in it
 */
export async function explainResult(
  urn: string,
  rule: Rule,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.in === undefined)
    throw new InputError(
      "say where the resource is: --in takes the stack's export, checkpoint or preview, or an assessment.json",
    );
  const input = await tryInputFile(options.in, { stdin: terminal.stdin });
  const isStack = "read" in input;
  if (!isStack && (options.in === "-" || !(input.error instanceof NotPulumiError))) throw input.error;
  const judged = isStack ? await judgeStack(input, urn, rule, options, terminal) : readAssessment(options, urn, rule);
  const explained = resultsOf(judged, urn, rule);
  const settings = isStack
    ? (await explainedFor(rule, targetOf(input, options), options, terminal)).explanation
    : undefined;
  const { head } = judged;
  if (options.json)
    return printJson({ urn, rule: rule.id, results: explained, controls: controlsOf(head, rule), settings }, terminal);
  const colors = palette(terminal.stdout, terminal.env);
  for (const one of resultText({ urn, rule, head, explained, settings }, colors)) writeLine(terminal.stdout, one);
  return 0;
}

/** Judges the stack as `assess` does; of the results only that of the rule on the resource is kept. */
async function judgeStack(
  input: InputDocument,
  urn: string,
  rule: Rule,
  options: ExplainOptions,
  { env }: Terminal,
): Promise<Judged> {
  const { stack } = input.read;
  const resource =
    stack.resources.find((one) => one.urn === urn && !one.deleting) ?? stack.resources.find((one) => one.urn === urn);
  if (resource === undefined)
    throw new InputError(
      unknownId(
        "resource",
        urn,
        stack.resources.map((one) => one.urn),
      ),
      { file: input.path },
    );
  const setup = await prepare([input.path], setupChoice(options, env, new Date()), DISK, openData());
  const results: Result[] = [];
  const one = (async function* () {
    yield input;
  })();
  const head = await judgeAll(one, setup, {
    receive: (result) => {
      if (result.urn === urn && result.rule === rule.id) results.push(result);
    },
  });
  const reason = exclusion(resource, new Dispatch(setup.rules));
  return {
    head,
    results,
    type: resource.type,
    inputs: [0],
    silence: (index) =>
      reason === undefined
        ? notJudged(head, index, rule, resource.type)
        : `No rule judges it: the population leaves it out as "${reason}"`,
    tags: tagsIn(resource, buildGraph(stack))?.tags,
  };
}

function readAssessment(options: ExplainOptions, urn: string, rule: Rule): Judged {
  const file = options.in as string;
  for (const name of ["exceptions", "date", "config", "parameters", "profile"] as const)
    if (options[name] !== undefined)
      throw new InputError(`has been judged already: --${name} goes with a stack's file`, { file });
  const document = parseBytes(readFileSync(file)) as Partial<AssessmentDocument> | null;
  const lists = [document?.results, document?.inputs, document?.controls, document?.exceptions];
  if (document?.schema !== "konductor/assessment/1" || !lists.every(Array.isArray) || document.parameters === undefined)
    throw new InputError("is neither a stack's export, checkpoint or preview, nor an assessment.json", { file });
  const { results, ...head } = document as AssessmentDocument;
  const here = results.filter((result) => result.urn === urn);
  const type = here[0]?.type;
  if (type === undefined)
    throw new InputError(`holds no result on ${urn}: it is not in the inputs, or no rule judged it`, { file });
  return {
    head,
    results: here.filter((result) => result.rule === rule.id),
    type,
    inputs: [...new Set(here.map(({ input }) => input))],
    silence: (index) => notJudged(head, index, rule, type),
  };
}

/** Why a rule says nothing of a resource that others judge. */
function notJudged({ parameters }: AssessmentHead, input: number, rule: Rule, type: string): string {
  const off = parameters.disabled.find((one) => one.rule === rule.id && (one.inputs?.includes(input) ?? true));
  if (off !== undefined) return `The rule is disabled by ${off.origin}: ${off.because}`;
  if (!rule.types.includes(type)) return `The rule judges other types of resources, and this is one of ${type}`;
  return "The rule was not among those that judged it";
}

function resultsOf({ head, results, type, inputs, silence, tags }: Judged, urn: string, rule: Rule): ExplainedResult[] {
  const forRule = head.exceptions.filter(({ rules }) => rules.some((glob) => globMatches(glob, rule.id)));
  const resource = { urn, type, name: parseUrn(urn)?.name ?? urn };
  return inputs.map((index) => {
    const input = head.inputs[index] as AssessedInput;
    const result = results.find((one) => one.input === index);
    const identity = { organization: input.organization, project: input.project, name: input.stack };
    return {
      input,
      ...(result === undefined ? { silence: silence(index) } : { result }),
      exceptions: forRule.map((exception) => ({ exception, ...fitOf(exception, resource, identity, tags) })),
    };
  });
}

function targetOf({ read: { stack } }: InputDocument, { tag = {} }: ExplainOptions) {
  const { organization, project, name } = stack;
  return { ...(organization === undefined ? {} : { organization }), project, stack: name, tags: tag };
}
