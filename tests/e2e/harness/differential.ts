import { judge } from "../../../src/engine/evaluate.js";
import { Dispatch } from "../../../src/engine/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import type { ParameterValues, Rule, Stack, Verdict } from "../../../src/model/index.js";
import type { Diagnostic, PackProcess } from "./pack-process.js";
import type { Properties } from "./protobuf.js";
import type { Registered } from "./registered.js";

/** What was said of one stack, in a form that both sides can give. */
export interface Word {
  /** `rule URN` of each failure, in order. */
  readonly failed: readonly string[];
  /** `rule URN` of each rule that could not run. */
  readonly broken: readonly string[];
  /** `rule count first-URN` of each rule that left something open. */
  readonly open: readonly string[];
}

/** The engine's word on a stack, and how many results it rests on. */
export function offlineWord(
  stack: Stack,
  rules: readonly Rule[],
  parameters: ReadonlyMap<string, ParameterValues> = new Map(),
): { word: Word; results: number } {
  const found = new Map<Verdict, [rule: string, urn: string][]>();
  let results = 0;
  judge(stack, buildGraph(stack), new Dispatch(rules), parameters, {
    excluded: () => {},
    evaluated: () => {},
    result: (rule, resource, { verdict }) => {
      results += 1;
      const list = found.get(verdict);
      if (list) list.push([rule.id, resource.urn]);
      else found.set(verdict, [[rule.id, resource.urn]]);
    },
  });
  const lines = (verdict: Verdict) => (found.get(verdict) ?? []).map(([rule, urn]) => `${rule} ${urn}`).sort();
  const open = new Map<string, string[]>();
  for (const [rule, urn] of found.get("undetermined") ?? []) open.set(rule, [...(open.get(rule) ?? []), urn]);
  const word = {
    failed: lines("fail"),
    broken: lines("error"),
    open: [...open].map(([rule, urns]) => `${rule} ${urns.length} ${urns.sort()[0]}`).sort(),
  };
  return { word, results };
}

/**
 * The pack's word on the same stack, asked as the engine asks: inputs resource by resource, then outputs of all. What
 * waits for deletion or is managed elsewhere is not sent.
 */
export async function packWord(stack: Stack, pack: PackProcess): Promise<Word> {
  const sent = sentOf(stack);
  const byUrn = new Map(sent.map((resource) => [resource.urn, resource]));
  const told: Diagnostic[] = [];
  for (const resource of sent) {
    const { diagnostics } = await pack.analyze(resource, byUrn);
    told.push(...diagnostics.map((one) => ({ ...one, urn: resource.urn })));
  }
  told.push(...(await pack.analyzeStack(sent)).diagnostics);
  const ofRules = told.filter(({ policy }) => policy !== "konductor-undetermined");
  const lines = (list: readonly Diagnostic[]) => list.map(({ policy, urn }) => `${policy} ${urn}`).sort();
  const isBroken = ({ message }: Diagnostic) => message.startsWith("Not judged");
  return {
    failed: lines(ofRules.filter((one) => !isBroken(one))),
    broken: lines(ofRules.filter(isBroken)),
    open: told
      .filter(({ policy }) => policy === "konductor-undetermined")
      .map(openLine)
      .sort(),
  };
}

/** What the pack says of a rule that left something open. */
function openLine({ message, urn }: Diagnostic): string {
  const [, rule, count] = /\(([a-z0-9-]+)\): (\d+) resources?\./.exec(message) ?? [];
  return rule === undefined ? message : `${rule} ${count} ${urn}`;
}

function sentOf(stack: Stack): Registered[] {
  return stack.resources
    .filter((resource) => !resource.deleting && !resource.external)
    .map((resource) => ({
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      custom: resource.custom,
      id: resource.id ?? "",
      inputs: resource.inputs as Properties,
      outputs: resource.outputs as Properties,
      parent: resource.parent,
      provider: resource.provider === undefined ? undefined : `${resource.provider}::id`,
      dependencies: resource.dependencies,
      propertyDependencies: resource.propertyDependencies,
      protect: false,
      ignoreChanges: [],
      additionalSecretOutputs: [],
      sourcePosition: undefined,
    }));
}
