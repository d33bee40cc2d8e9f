/** The SDK's own handling of requests, without a process around it. */
import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Analyzer } from "../../../src/crossguard/analyzer.js";
import { Pack } from "../../../src/crossguard/index.js";
import { type Rule, SECRET, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import { fromStruct, type Properties, toStruct } from "../../e2e/harness/protobuf.js";

/** Signatures of what is no plain value, as the engine sends them. */
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** A secret as the engine sends it. */
export function secret(value: unknown): Properties {
  return { [SIGNATURE]: SECRET, value };
}

type Respond<R> = (error: Error | null, response: R | undefined) => void;
type Rpc<R> = (call: { request: unknown }, callback: Respond<R>) => void;
type MakeRpc<R> = (pack: string, version: string, level: string, policies: Policies) => Rpc<R>;

// The SDK's declarations leave these out.
const load = createRequire(__filename);
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = load("@pulumi/policy/server") as {
  makeAnalyzeRpcFun: MakeRpc<analyzer.AnalyzeResponse>;
  makeAnalyzeStackRpcFun: MakeRpc<analyzer.AnalyzeResponse>;
};
const { unknownCheckingProxy } = load("@pulumi/policy") as { unknownCheckingProxy: typeof checkingProxy };

/** The proxy that throws when an unknown value is read. */
export function checkingProxy(properties: Record<string, unknown>): Record<string, unknown> {
  return unknownCheckingProxy(properties);
}

function answer<R>(rpc: Rpc<R>, request: unknown): Promise<R> {
  return new Promise((resolve, reject) =>
    rpc({ request }, (error, response) => (response ? resolve(response) : reject(error))),
  );
}

async function ask(rpc: Rpc<analyzer.AnalyzeResponse>, request: unknown): Promise<analyzer.AnalyzeResponse.AsObject> {
  return (await answer(rpc, request)).toObject();
}

/** Asks the pack itself, in the SDK's stead. */
export function analyzerOf(rules: readonly Rule[]) {
  const handlers = new Analyzer(new Pack(rules, []), { name: "pack", version: "1.0.0" }).handlers({});
  return {
    analyze: (type?: string, properties?: Properties) =>
      ask(handlers["analyze"] as Rpc<analyzer.AnalyzeResponse>, analyzeRequest(type, properties)),
    analyzeStack: (names?: readonly string[], properties?: Properties) =>
      ask(handlers["analyzeStack"] as Rpc<analyzer.AnalyzeResponse>, stackRequest(names, properties)),
  };
}

/** Asks policies about one resource: `n` of the given type. */
export function analyze(policies: Policies, type?: string) {
  return ask(makeAnalyzeRpcFun("pack", "1.0.0", "advisory", policies), analyzeRequest(type));
}

const SEEN: Properties = { known: 1, unknown: UNKNOWN, nested: { deep: [UNKNOWN] } };

function analyzeRequest(type = "a:b/c:C", properties = SEEN) {
  const request = new analyzer.AnalyzeRequest();
  request.setType(type);
  request.setUrn(`urn:pulumi:s::p::${type}::n`);
  request.setProperties(toStruct(properties));
  request.setOptions(new analyzer.AnalyzerResourceOptions());
  // The engine sends a provider with every custom resource.
  const provider = new analyzer.AnalyzerProviderResource();
  provider.setUrn("urn:pulumi:s::p::pulumi:providers:a::default");
  provider.setType("pulumi:providers:a");
  provider.setName("default");
  provider.setProperties(toStruct({}));
  request.setProvider(provider);
  return request;
}

/** Asks policies about a stack of resources of the type `a:b/c:C`. */
export function analyzeStack(policies: Policies, names?: readonly string[]) {
  return ask(makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", policies), stackRequest(names));
}

function stackRequest(names: readonly string[] = ["n"], properties: Properties = { known: 1 }) {
  const provider = analyzeRequest().getProvider();
  const resources = names.map((name) => {
    const resource = new analyzer.AnalyzerResource();
    resource.setType("a:b/c:C");
    resource.setUrn(`urn:pulumi:s::p::a:b/c:C::${name}`);
    resource.setName(name);
    resource.setProperties(toStruct(properties));
    resource.setOptions(new analyzer.AnalyzerResourceOptions());
    resource.setProvider(provider);
    return resource;
  });
  const request = new analyzer.AnalyzeStackRequest();
  request.setResourcesList(resources);
  return request;
}

/** Has rules mend one resource: what each of them gave, in order, in the form that goes to the engine. */
export async function remediate(
  rules: readonly (readonly [rule: Rule, parameters?: Properties])[],
  type: string,
  properties: Properties,
  { provider, ignoreChanges = [] }: { provider?: Properties; ignoreChanges?: string[] } = {},
) {
  const pack = new Pack(
    rules.map(([rule]) => rule),
    [],
  );
  const configured = rules.map(([rule, parameters = {}]) => [
    rule.id,
    { level: "remediate" as const, properties: parameters },
  ]);
  pack.configure(new Map(configured as [string, { level: "remediate"; properties: Properties }][]));
  const handlers = new Analyzer(pack, { name: "pack", version: "1.0.0" }).handlers({});
  const request = analyzeRequest(type, properties);
  request.getOptions()?.setIgnorechangesList(ignoreChanges);
  request.getProvider()?.setProperties(toStruct(provider ?? {}));
  const response = await answer(handlers["remediate"] as Rpc<analyzer.RemediateResponse>, request);
  return {
    idle: response.toObject().notApplicableList,
    given: response.getRemediationsList().map((one) => ({
      policy: one.getPolicyname(),
      description: one.getDescription(),
      diagnostic: one.getDiagnostic(),
      properties: fromStruct(one.getProperties()),
    })),
  };
}
