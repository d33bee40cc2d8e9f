import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type monitor from "@pulumi/pulumi/proto/resource_pb.js";
import { UNKNOWN } from "../../../src/model/index.js";
import type { Diagnostic, PackProcess } from "./pack-process.js";
import { fromStruct, type Properties } from "./protobuf.js";
import { asked, stubProvider } from "./provider.js";
import { providerUrn, type Registered } from "./registered.js";
import { uuid } from "./stub.js";
import { secretOf } from "./wire.js";

/** A violation, and the call that brought it up. */
export interface Violation extends Diagnostic {
  readonly phase: "resource" | "stack";
}

export interface DeploymentOptions {
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  /** `namespace:key` to value. */
  readonly config: Readonly<Record<string, string>>;
  /** Folder of the program. */
  readonly root: string;
  /** Undefined to run the program unjudged. */
  readonly pack: PackProcess | undefined;
}

/** The part of the engine that takes in resources: for each Check, Remediate, Analyze, Create, one after the other. */
export class Deployment {
  readonly resources: Registered[] = [];
  readonly violations: Violation[] = [];
  /** What policies changed. */
  readonly remediations: { urn: string; policy: string }[] = [];
  /** Policies by resource that said they do not apply. */
  readonly notApplicable: { urn: string; policy: string; reason: string }[] = [];
  readonly #byUrn = new Map<string, Registered>();
  #last: Promise<unknown> = Promise.resolve();
  #root = "";

  constructor(private readonly options: DeploymentOptions) {}

  /** Takes in what the program registers; requests wait for each other, as they do in the engine. */
  register(request: monitor.RegisterResourceRequest): Promise<Registered> {
    const done = this.#last.then(() => this.#register(request));
    this.#last = done.catch(() => undefined);
    return done;
  }

  registerOutputs(urn: string, outputs: Properties): Promise<void> {
    const done = this.#last.then(() => {
      const resource = this.#byUrn.get(urn);
      if (resource && !resource.custom) resource.outputs = outputs;
    });
    this.#last = done;
    return done;
  }

  invoke(token: string, args: Properties): Properties {
    const result = stubProvider(token.split(":", 1)[0] as string).invoke(token, args);
    if (result === undefined) throw new Error(`the stub provider has no function ${token}`);
    return result;
  }

  urnOf(type: string, name: string, parent: string): string {
    const above = parent === "" || parent === this.#root ? "" : `${parent.split("::")[2]}$`;
    return `urn:pulumi:${this.options.stack}::${this.options.project}::${above}${type}::${name}`;
  }

  /** The stack's turn, once the program has ended: AnalyzeStack with the outputs of everything. */
  async finish(): Promise<void> {
    const answer = await this.options.pack?.analyzeStack(this.resources);
    for (const one of answer?.diagnostics ?? [])
      this.violations.push({ ...one, urn: this.#byUrn.has(one.urn) ? one.urn : this.#root, phase: "stack" });
  }

  async #register(request: monitor.RegisterResourceRequest): Promise<Registered> {
    const type = request.getType();
    const urn = this.urnOf(type, request.getName(), request.getParent());
    if (this.#byUrn.has(urn)) throw new Error(`duplicate resource URN '${urn}'; try giving it a unique name`);
    if (type === "pulumi:pulumi:Stack") this.#root = urn;
    const custom = request.getCustom();
    const ofProvider = type.startsWith("pulumi:providers:");
    const provider = custom && !ofProvider ? await this.#providerOf(request) : undefined;
    const resource: Registered = {
      urn,
      type,
      name: request.getName(),
      custom,
      id: "",
      inputs: fromStruct(request.getObject()),
      outputs: {},
      parent: request.getParent() || undefined,
      provider,
      dependencies: [...request.getDependenciesList()].sort(),
      propertyDependencies: propertyDependencies(request),
      protect: request.getProtect() === true,
      ignoreChanges: request.getIgnorechangesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      sourcePosition: this.#position(request),
    };
    if (provider !== undefined) await this.#manage(resource, providerUrn(provider));
    else {
      await this.#judge(resource);
      resource.outputs = resource.inputs;
      if (ofProvider) resource.id = this.#providerId(urn);
    }
    this.#byUrn.set(urn, resource);
    this.resources.push(resource);
    return resource;
  }

  /** Check, the pack's word, Create. */
  async #manage(resource: Registered, provider: string): Promise<void> {
    const stub = stubProvider(resource.type.split(":", 1)[0] as string);
    const about = asked(resource.urn, resource.type, this.#byUrn.get(provider)?.inputs ?? {});
    resource.inputs = stub.check(about, resource.inputs);
    await this.#judge(resource);
    const made = this.options.dryRun ? stub.plan(about, resource.inputs) : stub.create(about, resource.inputs);
    for (const property of resource.additionalSecretOutputs)
      if (made.outputs[property] !== undefined) made.outputs[property] = secretOf(made.outputs[property]);
    resource.id = made.id;
    resource.outputs = made.outputs;
  }

  async #judge(resource: Registered): Promise<void> {
    const pack = this.options.pack;
    if (pack === undefined) return;
    const byUrn = new Map(this.#byUrn).set(resource.urn, resource);
    for (const { policy, properties } of await pack.remediate(resource, byUrn)) {
      resource.inputs = properties;
      this.remediations.push({ urn: resource.urn, policy });
    }
    const { diagnostics, notApplicable } = await pack.analyze(resource, byUrn);
    // Whatever a pack says, the engine puts the violations of this call on the resource it asked about.
    for (const one of diagnostics) this.violations.push({ ...one, urn: resource.urn, phase: "resource" });
    for (const one of notApplicable)
      this.notApplicable.push({ urn: resource.urn, policy: one.policyName, reason: one.reason });
  }

  async #providerOf(request: monitor.RegisterResourceRequest): Promise<string> {
    if (request.getProvider() !== "") return request.getProvider();
    const name = request.getType().split(":", 1)[0] as string;
    const version = request.getVersion();
    const type = `pulumi:providers:${name}`;
    const urn = this.urnOf(type, version === "" ? "default" : `default_${version.replace(/[.+-]/g, "_")}`, "");
    const known = this.#byUrn.get(urn);
    if (known) return `${urn}::${known.id}`;
    const settings = Object.entries(this.options.config).filter(([key]) => key.startsWith(`${name}:`));
    const inputs: Properties = Object.fromEntries(settings.map(([key, value]) => [key.slice(name.length + 1), value]));
    if (version !== "") inputs["version"] = version;
    const resource: Registered = {
      ...DEFAULT_PROVIDER,
      urn,
      type,
      name: urn.split("::").slice(3).join("::"),
      id: this.#providerId(urn),
      inputs,
      outputs: inputs,
    };
    await this.#judge(resource);
    this.#byUrn.set(urn, resource);
    this.resources.push(resource);
    return `${urn}::${resource.id}`;
  }

  #providerId(urn: string): string {
    return this.options.dryRun ? UNKNOWN : uuid(urn, "provider");
  }

  #position(request: monitor.RegisterResourceRequest): string | undefined {
    const position = request.getSourceposition();
    if (!position?.getUri().startsWith("file:")) return undefined;
    const file = relative(this.options.root, fileURLToPath(position.getUri()));
    return file.startsWith("..") ? undefined : `project:///${file}#${position.getLine()},${position.getColumn()}`;
  }
}

const DEFAULT_PROVIDER = {
  custom: true,
  parent: undefined,
  provider: undefined,
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  ignoreChanges: [],
  additionalSecretOutputs: [],
  sourcePosition: undefined,
} as const;

function propertyDependencies(request: monitor.RegisterResourceRequest): Record<string, readonly string[]> {
  const found: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((list, property) => {
    found.push([property, [...list.getUrnsList()].sort()]);
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
