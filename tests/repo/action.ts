/** The action of this repository, and its steps run by themselves. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { ROOT } from "../e2e/harness/examples.js";

export interface Step {
  readonly name: string;
  readonly id?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Strictly: no error, no warning, no key twice. */
export function parse(text: string): unknown {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join("\n"));
  return document.toJS();
}

export function steps(): readonly Step[] {
  const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as { runs: { steps: readonly Step[] } };
  return action.runs.steps;
}

/** A runner's folders, in which the steps of one job run. */
export class Job {
  readonly #outputs = new Map<string, string>();
  #number = 0;

  constructor(readonly folder: string) {
    for (const name of ["workspace", "temp", "bin"]) mkdirSync(join(folder, name), { recursive: true });
  }

  get workspace(): string {
    return join(this.folder, "workspace");
  }

  /** Puts a command in front of those on PATH. */
  command(name: string, script: string): void {
    writeFileSync(join(this.folder, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** Runs the script of a step with the values of its variables. */
  step(name: string, env: Readonly<Record<string, string>>) {
    const step = steps().find((one) => one.name === name);
    if (step?.run === undefined) throw new Error(`there is no script ${name}`);
    const known = Object.keys(step.env ?? {});
    const strange = Object.keys(env).find((one) => !known.includes(one) && !one.startsWith("GITHUB_"));
    if (strange !== undefined) throw new Error(`${name} knows no ${strange}`);
    const output = join(this.folder, `output-${this.#number++}`);
    const summary = join(this.folder, "summary");
    writeFileSync(output, "");
    const ran = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.run], {
      cwd: this.workspace,
      encoding: "utf8",
      env: {
        PATH: [join(this.folder, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
        ...Object.fromEntries(known.map((one) => [one, ""])),
        ...(known.includes("ACTION") ? { ACTION: ROOT } : {}),
        GITHUB_ACTIONS: "true",
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: this.workspace,
        RUNNER_TEMP: join(this.folder, "temp"),
        ...env,
      },
    });
    for (const [, key = "", value = ""] of readFileSync(output, "utf8").matchAll(/^(\w+)=(.*)$/gm))
      this.#outputs.set(`${step.id}.${key}`, value);
    return { code: ran.status, text: `${ran.stdout}${ran.stderr}` };
  }

  output(name: string): string {
    return this.#outputs.get(name) ?? "";
  }
}
