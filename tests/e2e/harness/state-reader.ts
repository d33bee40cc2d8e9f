import { readFileSync } from "node:fs";
import type { Properties } from "./protobuf.js";
import { type Registered, registered } from "./registered.js";

interface State extends Properties {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** The resources of a stack export, as the engine holds them when `pulumi policy analyze` reads it. */
export function readExport(file: string): Registered[] {
  const { deployment } = JSON.parse(readFileSync(file, "utf8")) as { deployment: { resources: State[] } };
  return deployment.resources.map((state) =>
    registered(state.type, state.urn.split("::").slice(3).join("::"), state.inputs, state as Partial<Registered>),
  );
}
