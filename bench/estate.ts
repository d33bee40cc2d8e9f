/** A large estate for measurements: an AWS and Kubernetes mix as `pulumi stack export` writes it, the same every time. */
import { awsResources } from "./estate-aws.js";
import { kubernetesResources } from "./estate-kubernetes.js";

export type State = Record<string, unknown>;

/** Makes numbers that look random and are the same in every run (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What the makers of resources share. */
export class Maker {
  readonly random: () => number;
  constructor(
    readonly stack: string,
    seed: number,
  ) {
    this.random = generator(seed);
  }

  urn(type: string, name: string): string {
    return `urn:pulumi:${this.stack}::estate::${type}::${name}`;
  }

  /** True in `share` of the cases. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  hex(length: number): string {
    let text = "";
    while (text.length < length) text += Math.floor(this.random() * 0x1_0000_0000).toString(16);
    return text.slice(0, length);
  }

  /** A custom resource as a state holds it. */
  state(type: string, name: string, provider: string, inputs: State, outputs: State, dependencies: State = {}): State {
    return {
      urn: this.urn(type, name),
      custom: true,
      id: outputs["id"] ?? outputs["name"] ?? name,
      type,
      inputs,
      outputs: { ...inputs, ...outputs },
      parent: this.urn("pulumi:pulumi:Stack", `estate-${this.stack}`),
      provider: `${this.urn(`pulumi:providers:${provider}`, "default")}::${PROVIDER_ID}`,
      dependencies: [...new Set(Object.values(dependencies).flat())],
      propertyDependencies: { ...Object.fromEntries(Object.keys(inputs).map((key) => [key, []])), ...dependencies },
      created: "2025-03-04T05:06:07.089Z",
      modified: "2025-03-04T05:06:07.089Z",
      sourcePosition: `project:///index.ts#${1 + Math.floor(this.random() * 900)},7`,
    };
  }
}

const PROVIDER_ID = "0d5b1d9c-6f8f-4f37-9b7b-2f4f4a9a3f10";

/**
 * A stack export of exactly `size` resources, indented by four as the CLI does; about 5 KB a resource.
 * @returns the JSON text
 */
export function estate(size: number, stack = "bench"): string {
  const maker = new Maker(stack, size);
  const root = maker.urn("pulumi:pulumi:Stack", `estate-${stack}`);
  const base: State[] = [
    { urn: root, custom: false, type: "pulumi:pulumi:Stack" },
    ...["aws", "kubernetes"].map((name) => ({
      urn: maker.urn(`pulumi:providers:${name}`, "default"),
      custom: true,
      id: PROVIDER_ID,
      type: `pulumi:providers:${name}`,
      inputs: { version: "7.8.0", region: "eu-central-1" },
      outputs: { version: "7.8.0", region: "eu-central-1" },
      parent: root,
    })),
  ];
  const resources = [...base];
  for (let i = 0; resources.length < size; i++) {
    resources.push(...awsResources(maker, i), ...kubernetesResources(maker, i));
  }
  const deployment = {
    manifest: { time: "2025-03-04T05:06:07.089Z", magic: maker.hex(64), version: "v3.200.0" },
    secrets_providers: { type: "passphrase", state: { salt: "v1:bench" } },
    resources: resources.slice(0, size),
    metadata: {},
  };
  return `${JSON.stringify({ version: 3, deployment }, undefined, 4)}\n`;
}
