import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Example, ROOT } from "./examples.js";
import { serveProvider } from "./provider-server.js";

/** A violation as the real CLI tells it in its event log. */
export interface CliViolation {
  readonly policy: string;
  readonly level: string;
  readonly message: string;
  readonly urn: string;
}

/** The version of the `pulumi` on PATH; undefined when there is none that runs. */
export function pulumiVersion(): string | undefined {
  const { status, stdout } = spawnSync("pulumi", ["version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Previews an example with the real `pulumi` and a pack, that of this checkout unless told: state in a folder of its own, no account, no
 * cloud, the stub providers in place of the plugins.
 * @throws Error with what the CLI printed when the preview did not run to its end
 */
export async function previewWithCli(example: Example, pack = ROOT): Promise<CliViolation[]> {
  const folder = mkdtempSync(join(tmpdir(), "konductor-preview-"));
  const providers = await Promise.all(
    ["aws", "kubernetes"].map(async (name) => ({ name, server: await serveProvider(name, sdkVersion(name)) })),
  );
  try {
    // The CLI writes the stack's settings beside the program, so it works on a copy.
    const program = join(folder, "program");
    cpSync(example.program, program, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(program, "node_modules"), "dir");
    const state = join(folder, "state");
    mkdirSync(state);
    const env = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "examples",
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_DEBUG_PROVIDERS: providers.map(({ name, server }) => `${name}:${server.port}`).join(","),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_HOME: join(folder, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const stack = ["--stack", example.variant, "--cwd", program, "--non-interactive"];
    const init = await pulumi(["stack", "init", ...stack], env);
    if (init.code !== 0) throw new Error(`pulumi stack init failed\n${init.printed}`);
    const log = join(folder, "events.json");
    const preview = await pulumi(["preview", ...stack, "--policy-pack", pack, "--event-log", log], env);
    // Mandatory violations make it fail as well: only the log tells whether it ran to its end.
    const events = existsSync(log) ? readEvents(log) : [];
    const ended = events.some((event) => event.summaryEvent ?? event.policyAnalyzeStackSummaryEvent);
    if (!ended) throw new Error(`pulumi preview failed\n${preview.printed}`);
    return events.flatMap(({ policyEvent: one }) =>
      one ? [{ policy: one.policyName, level: one.enforcementLevel, message: one.message, urn: one.resourceUrn }] : [],
    );
  } finally {
    for (const { server } of providers) server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface EngineEvent {
  readonly summaryEvent?: object;
  /** After the stack's turn; older versions do not have it. */
  readonly policyAnalyzeStackSummaryEvent?: object;
  readonly policyEvent?: {
    readonly policyName: string;
    readonly enforcementLevel: string;
    readonly message: string;
    readonly resourceUrn: string;
  };
}

function readEvents(file: string): EngineEvent[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as EngineEvent);
}

function pulumi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; printed: string }> {
  const child = spawn("pulumi", args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  child.stderr.on("data", (data) => (printed += data));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, printed })));
}

function sdkVersion(provider: string): string {
  const { version } = createRequire(join(ROOT, "package.json"))(`@pulumi/${provider}/package.json`) as {
    version: string;
  };
  return version.replace(/^v/, "");
}
