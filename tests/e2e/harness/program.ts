import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A Pulumi program as its Pulumi.yaml describes it. */
export interface Program {
  readonly folder: string;
  readonly project: string;
  /** Defaults of the project's configuration. */
  readonly config: Readonly<Record<string, string>>;
}

/** @param folder holds Pulumi.yaml */
export function readProgram(folder: string): Program {
  const yaml = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as {
    name: string;
    config?: Record<string, string | { value?: unknown; default?: unknown }>;
  };
  const config = Object.entries(yaml.config ?? {}).map(([key, setting]) => {
    const value = typeof setting === "object" ? (setting.value ?? setting.default) : setting;
    // What is no text is handed on as JSON.
    const text = value === undefined || typeof value === "string" ? value : JSON.stringify(value);
    return [key.includes(":") ? key : `${yaml.name}:${key}`, text];
  });
  return { folder, project: yaml.name, config: Object.fromEntries(config.filter(([, value]) => value !== undefined)) };
}

export interface ProgramRun {
  readonly monitor: string;
  readonly engine: string;
  readonly organization: string;
  readonly stack: string;
  readonly dryRun: boolean;
  /** Leave out the type check, for speed. */
  readonly transpileOnly: boolean;
}

/**
 * Runs a program to its end, with the command and environment that the nodejs language host gives it.
 * @throws Error with what it printed when it fails
 */
export async function runProgram(program: Program, run: ProgramRun): Promise<void> {
  const locate = "console.log(require.resolve('@pulumi/pulumi/cmd/run'))";
  const runner = execFileSync(process.execPath, ["-e", locate], { cwd: program.folder, encoding: "utf8" }).trim();
  const flags = {
    monitor: run.monitor,
    engine: run.engine,
    organization: run.organization,
    project: program.project,
    "root-directory": program.folder,
    stack: run.stack,
    pwd: program.folder,
    parallel: "16",
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  const child = spawn(process.execPath, [runner, ...args, ...(run.dryRun ? ["--dry-run"] : []), "."], {
    cwd: program.folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(program.config),
      PULUMI_CONFIG_SECRET_KEYS: "[]",
      PULUMI_NODEJS_TYPESCRIPT: "true",
      ...(run.transpileOnly && { PULUMI_NODEJS_TRANSPILE_ONLY: "true" }),
    },
  });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  child.stderr.on("data", (data) => (printed += data));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`the program in ${program.folder} failed with exit code ${code}\n${printed}`);
}
