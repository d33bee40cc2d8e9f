import type { Properties } from "./protobuf.js";

/** A resource as the engine holds it while a program runs. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Empty for a component; the sentinel of the unknown in a preview. */
  id: string;
  inputs: Properties;
  outputs: Properties;
  readonly parent: string | undefined;
  /** `<URN>::<id>` of its provider. */
  readonly provider: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  /** `project:///index.ts#LINE,COLUMN` */
  readonly sourcePosition: string | undefined;
}

/** URN of a provider reference, which is `<URN>::<id>`. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** A resource that a program might have registered, for requests made by hand. */
export function registered(type: string, name: string, inputs: Properties, rest: Partial<Registered> = {}): Registered {
  return {
    urn: `urn:pulumi:dev::hand::${type}::${name}`,
    type,
    name,
    custom: true,
    id: "",
    inputs,
    outputs: inputs,
    parent: undefined,
    provider: undefined,
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    sourcePosition: undefined,
    ...rest,
  };
}
