import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { parseUrn } from "../../../src/model/index.js";
import { answer, Empty, fromStruct, type Properties, serve, toStruct } from "./protobuf.js";
import { asked, stubProvider } from "./provider.js";

/**
 * Serves a stub provider to the real engine, which attaches to it by `PULUMI_DEBUG_PROVIDERS=<name>:<port>`.
 * Methods that are left out answer that they are not implemented, as the engine expects of optional ones.
 */
export function serveProvider(name: string, version: string) {
  const stub = stubProvider(name);
  let configuration: Properties = {};
  const about = (urn: string) => asked(urn, parseUrn(urn)?.type ?? "", configuration);
  const created = (urn: string, inputs: Properties, preview: boolean) =>
    preview ? stub.plan(about(urn), inputs) : stub.create(about(urn), inputs);
  return serve([
    [
      providerRpc.ResourceProviderService,
      {
        attach: answer(() => new Empty()),
        cancel: answer(() => new Empty()),
        handshake: answer(() => {
          const response = new provider.ProviderHandshakeResponse();
          response.setAcceptSecrets(true);
          response.setAcceptResources(false);
          return response;
        }),
        getPluginInfo: answer(() => {
          const response = new pluginProto.PluginInfo();
          response.setVersion(version);
          return response;
        }),
        checkConfig: answer(echo),
        diffConfig: answer(() => new provider.DiffResponse()),
        configure: answer((request: provider.ConfigureRequest) => {
          configuration = { ...fromStruct(request.getArgs()) };
          const response = new provider.ConfigureResponse();
          response.setAcceptsecrets(true);
          response.setSupportspreview(true);
          return response;
        }),
        check: answer((request: provider.CheckRequest) => {
          const response = new provider.CheckResponse();
          const inputs = fromStruct(request.getNews());
          response.setInputs(toStruct(stub.check(about(request.getUrn()), inputs)));
          return response;
        }),
        diff: answer(() => new provider.DiffResponse()),
        create: answer((request: provider.CreateRequest) => {
          const made = created(request.getUrn(), fromStruct(request.getProperties()), request.getPreview());
          const response = new provider.CreateResponse();
          response.setId(made.id);
          response.setProperties(toStruct(made.outputs));
          return response;
        }),
        delete: answer(() => new Empty()),
        invoke: answer((request: provider.InvokeRequest) => {
          const result = stub.invoke(request.getTok(), fromStruct(request.getArgs()));
          if (result === undefined) throw new Error(`the stub provider has no function ${request.getTok()}`);
          const response = new provider.InvokeResponse();
          response.setReturn(toStruct(result));
          return response;
        }),
      },
    ],
  ]);
}

function echo(request: provider.CheckRequest): provider.CheckResponse {
  const response = new provider.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}
