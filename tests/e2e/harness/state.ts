import { createHash } from "node:crypto";
import { RESOURCE_REFERENCE, SECRET, SIGNATURE } from "../../../src/model/index.js";
import type { Properties } from "./protobuf.js";
import { providerUrn, type Registered } from "./registered.js";
import { TIME } from "./stub.js";
import { isSecret } from "./wire.js";

/** Version of the CLI that the export claims to come from. */
const CLI_VERSION = "v3.260.0";

/**
 * What `pulumi stack export` gives after an update: a deployment of version 3, with secrets encrypted. Nobody can
 * decrypt these: their text is derived from the URN and the path, not from the value.
 */
export function stackExport(resources: readonly Registered[]): Properties {
  return {
    version: 3,
    deployment: {
      manifest: {
        time: TIME,
        magic: createHash("sha256").update(CLI_VERSION).digest("hex"),
        version: CLI_VERSION,
      },
      secrets_providers: {
        type: "passphrase",
        state: { salt: `v1:${text("salt", 8)}:v1:${text("check", 12)}:${text("key", 24)}` },
      },
      resources: ordered(resources).map(resourceState),
      metadata: {},
    },
  };
}

/** Everything after what it depends on, otherwise by URN: a program registers in no fixed order. */
function ordered(resources: readonly Registered[]): Registered[] {
  const waiting = new Map([...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1)).map((one) => [one.urn, one]));
  const placed: Registered[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].find((one) => !needs(one).some((urn) => waiting.has(urn)));
    if (!ready) throw new Error(`resources depend on each other in a circle: ${[...waiting.keys()].join(", ")}`);
    waiting.delete(ready.urn);
    placed.push(ready);
  }
  return placed;
}

function needs(resource: Registered): string[] {
  const provider = resource.provider === undefined ? [] : [providerUrn(resource.provider)];
  return [...resource.dependencies, ...(resource.parent === undefined ? [] : [resource.parent]), ...provider];
}

function resourceState(resource: Registered): Properties {
  const { urn, custom, id, type, parent, provider, dependencies, additionalSecretOutputs, sourcePosition } = resource;
  const properties = Object.entries(resource.propertyDependencies);
  return {
    urn,
    custom,
    ...(id !== "" && { id }),
    type,
    inputs: stateValue(resource.inputs, `${urn} inputs`),
    outputs: stateValue(resource.outputs, `${urn} outputs`),
    ...(parent !== undefined && { parent }),
    ...(resource.protect && { protect: true }),
    ...(dependencies.length > 0 && { dependencies }),
    ...(provider !== undefined && { provider }),
    ...(properties.length > 0 && { propertyDependencies: resource.propertyDependencies }),
    ...(additionalSecretOutputs.length > 0 && { additionalSecretOutputs }),
    created: TIME,
    modified: TIME,
    ...(sourcePosition !== undefined && { sourcePosition }),
  };
}

/** A value as the state holds it: keys sorted, as Go writes maps; secrets encrypted. */
function stateValue(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return { [SIGNATURE]: SECRET, ciphertext: `v1:${text(`${path} nonce`, 12)}:${text(path, 32)}` };
  if (Array.isArray(value)) return value.map((item, index) => stateValue(item, `${path}[${index}]`));
  const object = value as Properties;
  if (object[SIGNATURE] === RESOURCE_REFERENCE) return object;
  const keys = Object.keys(object).sort();
  return Object.fromEntries(keys.map((key) => [key, stateValue(object[key], `${path}.${key}`)]));
}

function text(of: string, bytes: number): string {
  return createHash("sha256").update(of).digest().subarray(0, bytes).toString("base64");
}
