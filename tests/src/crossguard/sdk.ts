/** The SDK's own handling of requests, without a process around it. */
import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Analyzer } from "../../../src/crossguard/analyzer.js";
import { Pack } from "../../../src/crossguard/index.js";
import { type Rule, UNKNOWN } from "../../../src/model/index.js";
import { type Properties, toStruct } from "../../e2e/harness/protobuf.js";

type Respond = (error: Error | null, response: analyzer.AnalyzeResponse | undefined) => void;
type Rpc = (call: { request: unknown }, callback: Respond) => void;
type MakeRpc = (pack: string, version: string, level: string, policies: Policies) => Rpc;

// The SDK's declarations leave these out.
const load = createRequire(__filename);
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = load("@pulumi/policy/server") as {
  makeAnalyzeRpcFun: MakeRpc;
  makeAnalyzeStackRpcFun: MakeRpc;
};
const { unknownCheckingProxy } = load("@pulumi/policy") as { unknownCheckingProxy: typeof checkingProxy };

/** The proxy that throws when an unknown value is read. */
export function checkingProxy(properties: Record<string, unknown>): Record<string, unknown> {
  return unknownCheckingProxy(properties);
}

function ask(rpc: Rpc, request: unknown): Promise<analyzer.AnalyzeResponse.AsObject> {
  return new Promise((resolve, reject) =>
    rpc({ request }, (error, response) => (response ? resolve(response.toObject()) : reject(error))),
  );
}

/** Asks the pack itself, in the SDK's stead. */
export function analyzerOf(rules: readonly Rule[]) {
  const handlers = new Analyzer(new Pack(rules, []), { name: "pack", version: "1.0.0" }).handlers({});
  return {
    analyze: (type?: string, properties?: Properties) =>
      ask(handlers["analyze"] as Rpc, analyzeRequest(type, properties)),
    analyzeStack: (names?: readonly string[], properties?: Properties) =>
      ask(handlers["analyzeStack"] as Rpc, stackRequest(names, properties)),
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
