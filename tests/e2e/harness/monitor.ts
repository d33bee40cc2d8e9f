import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import monitorRpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import monitor from "@pulumi/pulumi/proto/resource_pb.js";
import type { Deployment } from "./deployment.js";
import { answer, Empty, fromStruct, serve, toStruct } from "./protobuf.js";

/** What of the protocol the harness understands; the SDK asks before it uses any of it. */
const FEATURES = new Set(["secrets", "resourceReferences"]);

/** Serves the two ends that a program talks to, the resource monitor and the engine, for one deployment. */
export async function serveDeployment(deployment: Deployment) {
  let root = "";
  const logs: string[] = [];
  const monitors = await serve([[monitorRpc.ResourceMonitorService, monitorMethods(deployment)]]);
  const engines = await serve([
    [
      engineRpc.EngineService,
      {
        log: answer((request: engine.LogRequest) => {
          if (request.getSeverity() > 0) logs.push(request.getMessage());
          return new Empty();
        }),
        getRootResource: answer(() => {
          const response = new engine.GetRootResourceResponse();
          response.setUrn(root);
          return response;
        }),
        setRootResource: answer((request: engine.SetRootResourceRequest) => {
          root = request.getUrn();
          return new engine.SetRootResourceResponse();
        }),
      },
    ],
  ]);
  return {
    monitor: monitors.address,
    engine: engines.address,
    /** Warnings and errors of the program. */
    logs,
    stop: () => {
      monitors.stop();
      engines.stop();
    },
  };
}

function monitorMethods(deployment: Deployment) {
  return {
    supportsFeature: answer((request: monitor.SupportsFeatureRequest) => {
      const response = new monitor.SupportsFeatureResponse();
      response.setHassupport(FEATURES.has(request.getId()));
      return response;
    }),
    registerResource: answer(async (request: monitor.RegisterResourceRequest) => {
      const resource = await deployment.register(request);
      const response = new monitor.RegisterResourceResponse();
      response.setUrn(resource.urn);
      response.setId(resource.id);
      response.setObject(toStruct(resource.outputs));
      return response;
    }),
    registerResourceOutputs: answer(async (request: monitor.RegisterResourceOutputsRequest) => {
      await deployment.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return new Empty();
    }),
    readResource: answer((request: monitor.ReadResourceRequest) => {
      const response = new monitor.ReadResourceResponse();
      response.setUrn(deployment.urnOf(request.getType(), request.getName(), request.getParent()));
      response.setProperties(request.getProperties());
      return response;
    }),
    invoke: answer((request: monitor.ResourceInvokeRequest) => {
      const response = new provider.InvokeResponse();
      response.setReturn(toStruct(deployment.invoke(request.getTok(), fromStruct(request.getArgs()))));
      return response;
    }),
    registerPackage: answer(() => {
      const response = new monitor.RegisterPackageResponse();
      response.setRef("package");
      return response;
    }),
    signalAndWaitForShutdown: answer(() => new Empty()),
  };
}
