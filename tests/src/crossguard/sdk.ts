/** The SDK's own handling of requests, without a process around it. */
import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { SECRET, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
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
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun, makeRemediateRpcFun } = load("@pulumi/policy/server") as {
  makeAnalyzeRpcFun: MakeRpc<analyzer.AnalyzeResponse>;
  makeAnalyzeStackRpcFun: MakeRpc<analyzer.AnalyzeResponse>;
  makeRemediateRpcFun: MakeRpc<analyzer.RemediateResponse>;
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

/** Has policies mend one resource: what each of them gave, in order, in the form that goes to the engine. */
export async function remediate(
  policies: Policies,
  type: string,
  properties: Properties,
  { provider, ignoreChanges = [] }: { provider?: Properties; ignoreChanges?: string[] } = {},
) {
  const request = new analyzer.AnalyzeRequest();
  request.setType(type);
  request.setUrn(`urn:pulumi:s::p::${type}::n`);
  request.setName("n");
  request.setProperties(toStruct(properties));
  const options = new analyzer.AnalyzerResourceOptions();
  options.setIgnorechangesList(ignoreChanges);
  request.setOptions(options);
  if (provider !== undefined) {
    const manager = new analyzer.AnalyzerProviderResource();
    manager.setType(`pulumi:providers:${type.split(":", 1)[0]}`);
    manager.setUrn(`urn:pulumi:s::p::${manager.getType()}::default`);
    manager.setName("default");
    manager.setProperties(toStruct(provider));
    request.setProvider(manager);
  }
  const response = await answer(makeRemediateRpcFun("pack", "1.0.0", "advisory", policies), request);
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
