/** The SDK's own handling of requests, without a process around it. */
import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { UNKNOWN } from "../../../src/model/index.js";
import { toStruct } from "../../e2e/harness/protobuf.js";

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

/** Asks policies about one resource: `n` of the given type. */
export function analyze(policies: Policies, type = "a:b/c:C") {
  const request = new analyzer.AnalyzeRequest();
  request.setType(type);
  request.setUrn(`urn:pulumi:s::p::${type}::n`);
  request.setProperties(toStruct({ known: 1, unknown: UNKNOWN, nested: { deep: [UNKNOWN] } }));
  request.setOptions(new analyzer.AnalyzerResourceOptions());
  return ask(makeAnalyzeRpcFun("pack", "1.0.0", "advisory", policies), request);
}

/** Asks policies about a stack of resources of the type `a:b/c:C`. */
export function analyzeStack(policies: Policies, names: readonly string[] = ["n"]) {
  const resources = names.map((name) => {
    const resource = new analyzer.AnalyzerResource();
    resource.setType("a:b/c:C");
    resource.setUrn(`urn:pulumi:s::p::a:b/c:C::${name}`);
    resource.setName(name);
    resource.setProperties(toStruct({ known: 1 }));
    resource.setOptions(new analyzer.AnalyzerResourceOptions());
    return resource;
  });
  const request = new analyzer.AnalyzeStackRequest();
  request.setResourcesList(resources);
  return ask(makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", policies), request);
}
