import type { EnforcementLevel } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Dispatch } from "../engine/index.js";
import { buildGraph } from "../graph/index.js";
import {
  InputError,
  type Properties,
  type Resource,
  type Rule,
  type Stack,
  type StackGraph,
  type StackTarget,
} from "../model/index.js";
import { type Finding, type Findings, findingsOn, idleReason, violationsOf } from "./findings.js";
import { Ledger, UNDETERMINED } from "./ledger.js";
import { notJudgedMessage } from "./message.js";
import { type Bench, type Configured, nameOf, type Pack } from "./pack.js";
import { mend, toStruct } from "./remedy.js";
import { Answer, idle, type PackName } from "./reporter.js";
import { analyzedOutputs, analyzedStack } from "./request.js";
import type { Handler, Handlers } from "./service.js";

/**
 * Answers the engine in the SDK's stead. Each request is deserialised once and judged once by all rules, as the offline
 * engine judges a stack; the SDK would do both anew for each policy.
 */
export class Analyzer {
  readonly #ledger = new Ledger();
  /** By URN, for the AnalyzeStack call, which has outputs only. */
  readonly #inputs = new Map<string, Properties>();
  /** By type: what says that rules for other types do not apply. */
  readonly #elsewhere = new Map<string, readonly analyzer.PolicyNotApplicable[]>();

  constructor(
    private readonly pack: Pack,
    private readonly name: PackName,
    /** Called when the stack is known, and with it the layers that make the policies' defaults. */
    private readonly chosen: () => void = () => {},
  ) {}

  /** The methods of the service that are answered or listened to here; the others stay the SDK's own. */
  handlers(own: Handlers): Handlers {
    return {
      analyze: this.#answering((request: analyzer.AnalyzeRequest, answer) => this.#analyze(request, answer)),
      analyzeStack: this.#answering((request: analyzer.AnalyzeStackRequest, answer) => this.#stack(request, answer)),
      // Where the SDK cannot read a resource it never answers here, and the preview would hang.
      remediate: ({ request }, callback) => callback(null, this.#remediate(request as analyzer.AnalyzeRequest)),
      configureStack: (call, callback) => {
        try {
          this.#elsewhere.clear();
          this.pack.choose(targetOf(call.request as analyzer.AnalyzerStackConfigureRequest));
          this.chosen();
        } catch (error) {
          // Layers that disagree: to go on would be to choose one of them.
          callback(error instanceof InputError ? new Error(error.located) : (error as Error));
          return;
        }
        (own["configureStack"] as Handler)(call, callback);
      },
      configure: (call, callback) => {
        this.#elsewhere.clear();
        this.pack.configure(configuredBy(call.request as analyzer.ConfigureAnalyzerRequest));
        (own["configure"] as Handler)(call, callback);
      },
    };
  }

  /** Whatever goes wrong is told as a violation: an error of the call would end the preview and say less. */
  #answering<Q>(respond: (request: Q, answer: Answer) => void): Handler {
    return ({ request }, callback) => {
      let answer = new Answer(this.name);
      try {
        respond(request as Q, answer);
      } catch (error) {
        answer = new Answer(this.name);
        answer.violated(UNDETERMINED, this.pack.level(UNDETERMINED), [{ message: notJudgedMessage(nameOf(error)) }]);
      }
      callback(null, answer.response());
    };
  }

  #analyze(request: analyzer.AnalyzeRequest, answer: Answer): void {
    for (const one of this.#others(request.getType())) answer.notApplicable(one);
    const stack = analyzedStack(request);
    for (const { urn, inputs } of stack.resources.slice(0, 1)) this.#inputs.set(urn, inputs);
    const graph = buildGraph(stack);
    for (const [rule, mine] of findingsOn(stack, graph, this.pack.bench("resource")))
      this.#tell(rule, mine, graph, answer);
  }

  #remediate(request: analyzer.AnalyzeRequest): analyzer.RemediateResponse {
    const response = new analyzer.RemediateResponse();
    const rules = this.pack.remedying(request.getType());
    if (rules.length === 0) return response;
    const stack = analyzedStack(request);
    const graph = buildGraph(stack);
    const resource = stack.resources[0] as Resource;
    const remedying = rules.flatMap((rule) => {
      // An approved exception accepts the resource as it is.
      if (this.pack.exceptionFor(rule, resource, graph)?.state === "active") return [];
      const parameters = this.pack.valuesOn(rule, resource, graph);
      return parameters === undefined ? [] : [{ rule, parameters }];
    });
    const ignored = request.getOptions()?.getIgnorechangesList() ?? [];
    const { done, declined } = mend(stack, ignored, remedying);
    for (const { rule, properties, description } of done) {
      const remediation = new analyzer.Remediation();
      remediation.setPolicyname(rule.id);
      remediation.setPolicypackname(this.name.name);
      remediation.setPolicypackversion(this.name.version);
      remediation.setDescription(description);
      remediation.setProperties(toStruct(properties, request));
      response.addRemediations(remediation);
    }
    for (const [rule, reason] of declined) response.addNotApplicable(idle(rule.id, reason));
    return response;
  }

  #stack(request: analyzer.AnalyzeStackRequest, answer: Answer): void {
    const stack = analyzedOutputs(request, this.#inputs);
    this.#inputs.clear();
    const graph = buildGraph(stack);
    const bench = this.pack.bench("stack");
    const findings = findingsOn(stack, graph, bench);
    for (const rule of bench.rules) {
      const mine = findings.get(rule);
      if (mine) this.#tell(rule, mine, graph, answer);
      else answer.notApplicable(idle(rule.id, "there is no resource of the kind that it judges"));
    }
    for (const [rule, mine] of this.#again(stack, graph)) this.#tell(rule, mine, graph, answer);
    const level = this.pack.level(UNDETERMINED);
    const open = this.#ledger.close();
    if (level !== "disabled") answer.violated(UNDETERMINED, level, open);
  }

  /** What rules for single resources left open is judged again, for outputs tell more than inputs did. */
  #again(stack: Stack, graph: StackGraph): Findings {
    const bench = this.pack.bench("resource");
    const found = new Map<Rule, readonly Finding[]>();
    for (const [rule, urns] of this.#ledger.open()) {
      if (rule.phase !== "resource") continue;
      const open = { ...stack, resources: stack.resources.filter(({ urn }) => urns.has(urn)) };
      const mine = findingsOn(open, graph, { ...bench, dispatch: new Dispatch([rule]), broken: NONE }).get(rule);
      if (mine) found.set(rule, mine);
    }
    return found;
  }

  #tell(rule: Rule, findings: readonly Finding[], graph: StackGraph, answer: Answer): void {
    this.#ledger.record(rule, findings);
    const reason = idleReason(findings);
    if (reason !== undefined) answer.notApplicable(idle(rule.id, reason));
    const policy = this.pack.policy(rule);
    const except = (resource: Resource) => this.pack.exceptionFor(rule, resource, graph);
    const { origin } = this.pack;
    answer.violated(
      policy,
      this.pack.level(policy),
      findings.flatMap((finding) => violationsOf(rule, finding, except, origin)),
    );
  }

  #others(type: string): readonly analyzer.PolicyNotApplicable[] {
    let others = this.#elsewhere.get(type);
    if (others === undefined) {
      const rules = this.pack.bench("resource").rules.filter((rule) => !rule.types.includes(type));
      others = rules.map((rule) => idle(rule.id, `it judges resources of type ${rule.types[0]}`));
      this.#elsewhere.set(type, others);
    }
    return others;
  }
}

const NONE: Bench["broken"] = new Map();

const LEVELS: readonly EnforcementLevel[] = ["advisory", "mandatory", "disabled", "remediate"];

function targetOf(request: analyzer.AnalyzerStackConfigureRequest): StackTarget {
  const tags: Record<string, string> = {};
  request.getTagsMap().forEach((value, key) => {
    tags[key] = value;
  });
  const organization = request.getOrganization();
  return {
    ...(organization === "" ? {} : { organization }),
    project: request.getProject(),
    stack: request.getStack(),
    tags,
  };
}

function configuredBy(request: analyzer.ConfigureAnalyzerRequest): ReadonlyMap<string, Configured> {
  const configured = new Map<string, Configured>();
  request.getPolicyconfigMap().forEach((config, policy) => {
    const properties = (config.getProperties()?.toJavaScript() ?? {}) as Record<string, unknown>;
    configured.set(policy, { level: LEVELS[config.getEnforcementlevel()] ?? "advisory", properties });
  });
  return configured;
}
