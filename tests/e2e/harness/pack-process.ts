import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import type { ServiceError } from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { ANSWER_LIMIT, Empty, fromStruct, grpc, type Properties, toStruct } from "./protobuf.js";
import { providerUrn, type Registered } from "./registered.js";
import { analyzerProperties } from "./wire.js";

/** The stack that a pack is started for. */
export interface StackIdentity {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  /** `namespace:key` to value, secrets in the clear. */
  readonly config: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;
export type Level = (typeof LEVELS)[number];

/** A violation as the engine hears of it. */
export interface Diagnostic {
  readonly policy: string;
  readonly level: Level;
  readonly severity: number;
  readonly message: string;
  readonly urn: string;
}

export interface Answer {
  readonly diagnostics: readonly Diagnostic[];
  readonly notApplicable: readonly { policyName: string; reason: string }[];
}

type Method = "configureStack" | "getAnalyzerInfo" | "configure" | "remediate" | "analyze" | "analyzeStack";
type Unary = (request: unknown, callback: (error: ServiceError | null, response: unknown) => void) => void;

/**
 * A policy pack in a process of its own, started with the command, folder and environment that the nodejs language host
 * gives it, and asked over gRPC in the order in which the engine asks.
 */
export class PackProcess {
  stderr = "";
  stdout = "";

  private constructor(
    /** Milliseconds from the start of the process to its port. */
    readonly boot: number,
    private readonly child: ChildProcess,
    private readonly client: InstanceType<typeof analyzerRpc.AnalyzerClient>,
    private readonly exited: Promise<void>,
  ) {}

  /**
   * @param folder holds PulumiPolicy.yaml and package.json
   * @param env variables beside those of this process
   * @throws Error when the pack exits, or writes anything else than its port first
   */
  static async start(
    folder: string,
    stack: StackIdentity,
    env: Readonly<Record<string, string>> = {},
  ): Promise<PackProcess> {
    const locate = "console.log(require.resolve('@pulumi/pulumi/cmd/run-policy-pack'))";
    const runner = execFileSync(process.execPath, ["-e", locate], { cwd: folder, encoding: "utf8" }).trim();
    const begun = performance.now();
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", folder], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...env,
        PULUMI_NODEJS_TYPESCRIPT: "true",
        PULUMI_NODEJS_ORGANIZATION: stack.organization,
        PULUMI_NODEJS_PROJECT: stack.project,
        PULUMI_NODEJS_STACK: stack.stack,
        PULUMI_NODEJS_DRY_RUN: String(stack.dryRun),
        PULUMI_CONFIG: JSON.stringify(stack.config),
      },
    });
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    let stderr = "";
    child.stderr?.on("data", (data) => (stderr += data));
    const port = await firstLine(child, exited, () => stderr);
    const boot = performance.now() - begun;
    const client = new analyzerRpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": ANSWER_LIMIT,
      "grpc.max_send_message_length": -1,
    });
    const pack = new PackProcess(boot, child, client, exited);
    pack.stderr = stderr;
    child.stderr?.on("data", (data) => (pack.stderr += data));
    child.stdout?.on("data", (data) => (pack.stdout += data));
    try {
      await pack.call("configureStack", stackRequest(stack));
    } catch (error) {
      await pack.stop();
      throw error;
    }
    return pack;
  }

  /** Id of the process. */
  get pid(): number {
    return this.child.pid as number;
  }

  /** What the pack says of itself. */
  async info(): Promise<analyzer.AnalyzerInfo> {
    return (await this.call("getAnalyzerInfo", new Empty())) as analyzer.AnalyzerInfo;
  }

  /** The policies with their levels and the JSON Schemas of their parameters. */
  async policies(): Promise<{ name: string; level: Level; schema: Record<string, Properties> }[]> {
    return (await this.info()).getPoliciesList().map((policy) => ({
      name: policy.getName(),
      level: LEVELS[policy.getEnforcementlevel()] as Level,
      schema: fromStruct(policy.getConfigschema()?.getProperties()) as Record<string, Properties>,
    }));
  }

  /** Levels and parameters by policy, as the engine has reconciled them; like the engine, all policies in one message. */
  async configure(config: Readonly<Record<string, { level: Level; properties?: Properties }>>): Promise<void> {
    const request = new analyzer.ConfigureAnalyzerRequest();
    for (const [policy, { level, properties }] of Object.entries(config)) {
      const one = new analyzer.PolicyConfig();
      one.setEnforcementlevel(LEVELS.indexOf(level) as 0);
      one.setProperties(toStruct(properties ?? {}));
      request.getPolicyconfigMap().set(policy, one);
    }
    await this.call("configure", request);
  }

  /** The engine's call before each analysis: what policies changed, in order, each with all properties. */
  async remediate(
    resource: Registered,
    byUrn: ReadonlyMap<string, Registered>,
  ): Promise<readonly { policy: string; description: string; properties: Properties }[]> {
    const response = await this.call("remediate", analyzeRequest(resource, byUrn, true));
    return (response as analyzer.RemediateResponse).getRemediationsList().map((one) => ({
      policy: one.getPolicyname(),
      description: one.getDescription(),
      properties: fromStruct(one.getProperties()),
    }));
  }

  /** Judges one resource by its inputs. */
  async analyze(resource: Registered, byUrn: ReadonlyMap<string, Registered>): Promise<Answer> {
    return answerOf(await this.call("analyze", analyzeRequest(resource, byUrn, false)));
  }

  /** Judges the stack by the outputs of its resources. */
  async analyzeStack(resources: readonly Registered[]): Promise<Answer> {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const request = new analyzer.AnalyzeStackRequest();
    request.setResourcesList(resources.map((resource) => stackResource(resource, byUrn)));
    return answerOf(await this.call("analyzeStack", request));
  }

  call(method: Method, request: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const unary = this.client[method as "analyze"].bind(this.client) as unknown as Unary;
      unary(request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  }

  /** Ends the process as the engine does, without a chance to say more. */
  async stop(): Promise<void> {
    this.client.close();
    this.child.kill("SIGKILL");
    await this.exited;
  }
}

function firstLine(child: ChildProcess, exited: Promise<void>, stderr: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (data) => {
      text += data;
      const line = text.split("\n", 1)[0] as string;
      if (!text.includes("\n")) return;
      if (/^\d+\s*$/.test(line)) resolve(Number(line));
      else reject(new Error(`could not read policy pack port: the first line was ${JSON.stringify(line)}`));
    });
    exited.then(() => reject(new Error(`the policy pack ended before it printed its port:\n${stderr()}`)));
  });
}

function stackRequest(stack: StackIdentity): analyzer.AnalyzerStackConfigureRequest {
  const request = new analyzer.AnalyzerStackConfigureRequest();
  request.setOrganization(stack.organization);
  request.setProject(stack.project);
  request.setStack(stack.stack);
  request.setDryRun(stack.dryRun);
  for (const [key, value] of Object.entries(stack.config)) request.getConfigMap().set(key, value);
  for (const [key, value] of Object.entries(stack.tags)) request.getTagsMap().set(key, value);
  return request;
}

function analyzeRequest(resource: Registered, byUrn: ReadonlyMap<string, Registered>, keepInternal: boolean) {
  const request = new analyzer.AnalyzeRequest();
  request.setUrn(resource.urn);
  request.setType(resource.type);
  request.setName(resource.name);
  request.setProperties(toStruct(analyzerProperties(resource.inputs, keepInternal)));
  request.setOptions(options(resource));
  request.setProvider(provider(resource, byUrn));
  return request;
}

function stackResource(resource: Registered, byUrn: ReadonlyMap<string, Registered>): analyzer.AnalyzerResource {
  const message = new analyzer.AnalyzerResource();
  message.setUrn(resource.urn);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setProperties(toStruct(analyzerProperties(resource.outputs)));
  message.setOptions(options(resource));
  message.setProvider(provider(resource, byUrn));
  message.setParent(resource.parent ?? "");
  message.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const list = new analyzer.AnalyzerPropertyDependencies();
    list.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, list);
  }
  return message;
}

function options(resource: Registered): analyzer.AnalyzerResourceOptions {
  const message = new analyzer.AnalyzerResourceOptions();
  message.setProtect(resource.protect);
  message.setIgnorechangesList([...resource.ignoreChanges]);
  message.setAdditionalsecretoutputsList([...resource.additionalSecretOutputs]);
  message.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
  message.setParent(resource.parent ?? "");
  return message;
}

/** The engine sends a provider by its inputs. */
function provider(resource: Registered, byUrn: ReadonlyMap<string, Registered>) {
  const found = resource.provider === undefined ? undefined : byUrn.get(providerUrn(resource.provider));
  if (!found) return undefined;
  const message = new analyzer.AnalyzerProviderResource();
  message.setUrn(found.urn);
  message.setType(found.type);
  message.setName(found.name);
  message.setProperties(toStruct(analyzerProperties(found.inputs)));
  return message;
}

function answerOf(response: unknown): Answer {
  const { diagnosticsList, notApplicableList } = (response as analyzer.AnalyzeResponse).toObject();
  return {
    diagnostics: diagnosticsList.map((one) => ({
      policy: one.policyname,
      level: LEVELS[one.enforcementlevel] as Level,
      severity: one.severity,
      message: one.message,
      urn: one.urn,
    })),
    notApplicable: notApplicableList,
  };
}
