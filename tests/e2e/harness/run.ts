import { Deployment, type Violation } from "./deployment.js";
import { serveDeployment } from "./monitor.js";
import { type Level, PackProcess } from "./pack-process.js";
import { readProgram, runProgram } from "./program.js";
import type { Properties } from "./protobuf.js";
import type { Registered } from "./registered.js";

export interface RunOptions {
  /** Folder of the Pulumi program. */
  readonly program: string;
  /** Folder of the policy pack; undefined to run the program unjudged. */
  readonly pack?: string;
  readonly stack?: string;
  /** `preview` leaves unknown what only the cloud can tell; `up` makes it up, always alike. */
  readonly mode: "preview" | "up";
  readonly transpileOnly?: boolean;
  /** Changes to the pack's configuration, by policy. */
  readonly config?: Readonly<Record<string, { level: Level; properties?: Properties }>>;
}

export interface RunResult {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly Registered[];
  readonly violations: readonly Violation[];
  readonly remediations: readonly { urn: string; policy: string }[];
  readonly notApplicable: readonly { urn: string; policy: string; reason: string }[];
  /** Warnings and errors of the program, and what the pack wrote. */
  readonly logs: readonly string[];
}

export const ORGANIZATION = "organization";

/** Runs a program with its real SDKs against a stub of the cloud, judged by a real pack in a process of its own. */
export async function run(options: RunOptions): Promise<RunResult> {
  const program = readProgram(options.program);
  const stack = options.stack ?? "dev";
  const dryRun = options.mode === "preview";
  const identity = { organization: ORGANIZATION, project: program.project, stack, dryRun, config: program.config };
  const pack =
    options.pack === undefined ? undefined : await PackProcess.start(options.pack, { ...identity, tags: {} });
  try {
    if (pack) await configure(pack, options.config ?? {});
    const deployment = new Deployment({ ...identity, root: program.folder, pack });
    const served = await serveDeployment(deployment);
    try {
      const { monitor, engine } = served;
      const transpileOnly = options.transpileOnly === true;
      await runProgram(program, { monitor, engine, organization: ORGANIZATION, stack, dryRun, transpileOnly });
      await deployment.finish();
    } finally {
      served.stop();
    }
    const { resources, violations, remediations, notApplicable } = deployment;
    const logs = [...served.logs, ...(pack ? [pack.stdout, pack.stderr] : [])].filter((text) => text !== "");
    return { project: program.project, stack, resources, violations, remediations, notApplicable, logs };
  } finally {
    await pack?.stop();
  }
}

/** The engine asks for the policies and sends all of them back with their levels and the defaults of their parameters. */
export async function configure(pack: PackProcess, changes: NonNullable<RunOptions["config"]>): Promise<void> {
  const config = (await pack.policies()).map(({ name, level, schema }) => {
    const defaults = Object.entries(schema).filter(([, one]) => "default" in one);
    const properties = Object.fromEntries(defaults.map(([parameter, one]) => [parameter, one["default"]]));
    const change = changes[name];
    return [name, { level: change?.level ?? level, properties: { ...properties, ...change?.properties } }];
  });
  await pack.configure(Object.fromEntries(config));
}
