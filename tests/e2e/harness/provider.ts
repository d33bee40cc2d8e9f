import { parseUrn } from "../../../src/model/index.js";
import { aws } from "./aws.js";
import { kubernetes } from "./kubernetes.js";
import type { Properties } from "./protobuf.js";
import type { Asked, StubProvider } from "./stub.js";

/** @throws Error when there is no stub for the provider */
export function stubProvider(name: string): StubProvider {
  if (name === "aws") return aws;
  if (name === "kubernetes") return kubernetes;
  throw new Error(`there is no stub for the provider ${name}`);
}

export function asked(urn: string, type: string, provider: Properties): Asked {
  return { urn, type, name: parseUrn(urn)?.name ?? "", provider };
}
