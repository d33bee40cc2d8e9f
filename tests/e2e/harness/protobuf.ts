import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as EmptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import type * as StructProto from "google-protobuf/google/protobuf/struct_pb.js";

// Messages have to be made with the very copies of these that the SDK's generated code compares against.
const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
export const grpc = fromSdk("@grpc/grpc-js") as typeof Grpc;
export const { Struct } = fromSdk("google-protobuf/google/protobuf/struct_pb.js") as typeof StructProto;
export const { Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb.js") as typeof EmptyProto;

export type Properties = Record<string, unknown>;

/** What the engine lets through: 400 MiB. */
export const ENGINE_MESSAGE = 400 * 1024 * 1024;
/** What the language host lets a policy pack answer: the default of grpc-go, 4 MiB. */
export const ANSWER_LIMIT = 4 * 1024 * 1024;

/** Properties as a protobuf struct; undefined values are left out, as the SDK and the engine do. */
export function toStruct(properties: Properties): StructProto.Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}

export function fromStruct(struct: StructProto.Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

/** Starts a server with the given services on a free port of the loopback interface. */
export async function serve(
  services: readonly (readonly [Grpc.ServiceDefinition, Grpc.UntypedServiceImplementation])[],
): Promise<{ address: string; port: number; stop: () => void }> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": ENGINE_MESSAGE });
  for (const [service, implementation] of services) server.addService(service, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { address: `127.0.0.1:${port}`, port, stop: () => server.forceShutdown() };
}

/** A unary method that answers with a value or throws; `peer` tells the connections apart. */
export function answer<Q, R>(handler: (request: Q, peer: string) => R | Promise<R>): Grpc.handleUnaryCall<Q, R> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handler(call.request, call.getPeer()))
      .then(
        (value) => callback(null, value),
        (error: unknown) => callback({ code: grpc.status.UNKNOWN, message: String(error) }),
      );
  };
}
