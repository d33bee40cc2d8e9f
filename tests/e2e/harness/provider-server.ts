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
  // The engine attaches to the one server once for each provider resource: for each region, for example.
  const configurations = new Map<string, Properties>();
  const about = (urn: string, peer: string) => asked(urn, parseUrn(urn)?.type ?? "", configurations.get(peer) ?? {});
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
        configure: answer((request: provider.ConfigureRequest, peer) => {
          configurations.set(peer, fromStruct(request.getArgs()));
          const response = new provider.ConfigureResponse();
          response.setAcceptsecrets(true);
          response.setSupportspreview(true);
          return response;
        }),
        check: answer((request: provider.CheckRequest, peer) => {
          const response = new provider.CheckResponse();
          const inputs = fromStruct(request.getNews());
          response.setInputs(toStruct(stub.check(about(request.getUrn(), peer), inputs)));
          return response;
        }),
        diff: answer(() => new provider.DiffResponse()),
        create: answer((request: provider.CreateRequest, peer) => {
          const inputs = fromStruct(request.getProperties());
          const resource = about(request.getUrn(), peer);
          const made = request.getPreview() ? stub.plan(resource, inputs) : stub.create(resource, inputs);
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
