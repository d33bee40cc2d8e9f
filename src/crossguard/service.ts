import { createRequire } from "node:module";

/** One method of a gRPC service as grpc-js takes it: a request in, an error or a response out. */
export type Handler = (
  call: { readonly request: unknown },
  callback: (error: Error | null, response?: unknown) => void,
) => void;
/** The methods of a service by their names in the protocol, first letter lower case. */
export type Handlers = Readonly<Record<string, Handler>>;

interface ServerClass {
  prototype: { addService: (service: unknown, handlers: Handlers) => void };
}

/**
 * Runs `start`, which makes the SDK's PolicyPack, and puts `wrap` around the methods of the analyzer service that the SDK
 * registers meanwhile. The SDK goes on to serve, to print the port and to describe the pack; what it does not hand to
 * policies (stack tags before the first resource, the configuration of all policies, requests as they were sent) is seen
 * here. tests/src/crossguard/contract.test.ts holds the SDK to it.
 * @returns false when no such service was registered: then the SDK's own handling is in force
 */
export function interpose(wrap: (handlers: Handlers) => Handlers, start: () => void): boolean {
  // The copy that the SDK itself uses, wherever the package manager put it.
  const load = createRequire(require.resolve("@pulumi/policy"));
  const { Server } = load("@grpc/grpc-js") as { Server: ServerClass };
  const { prototype } = Server;
  const own = prototype.addService;
  let seen = false;
  prototype.addService = function (this: unknown, service, handlers) {
    const isAnalyzer = METHODS.every((method) => typeof handlers[method] === "function");
    if (isAnalyzer) seen = true;
    own.call(this, service, isAnalyzer ? { ...handlers, ...wrap(handlers) } : handlers);
  };
  try {
    start();
  } finally {
    prototype.addService = own;
  }
  return seen;
}

const METHODS = ["analyze", "analyzeStack", "remediate", "getAnalyzerInfo", "configure", "configureStack"];
