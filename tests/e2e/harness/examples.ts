import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type RunResult, run } from "./run.js";
import { stackExport } from "./state.js";

export const ROOT = resolve(__dirname, "../../..");

export const VARIANTS = ["compliant", "careless"] as const;

/** One of the programs under examples/. */
export interface Example {
  readonly name: string;
  readonly variant: (typeof VARIANTS)[number];
  /** Folder of the Pulumi program. */
  readonly program: string;
  /** File with the export of its stack. */
  readonly file: string;
}

/** Every example: examples/<name>/<variant>, with its export beside it. */
export function examples(): Example[] {
  const folder = join(ROOT, "examples");
  return readdirSync(folder)
    .sort()
    .filter((name) => VARIANTS.every((variant) => existsSync(join(folder, name, variant, "Pulumi.yaml"))))
    .flatMap((name) =>
      VARIANTS.map((variant) => ({
        name,
        variant,
        program: join(folder, name, variant),
        file: join(folder, name, `stack.${variant}.json`),
      })),
    );
}

/** The text of the export that a run's stack gives. */
export function exportText(result: RunResult): string {
  return `${JSON.stringify(stackExport(result.resources), undefined, 2)}\n`;
}

/** Runs an example, judged by the pack of this checkout; the stack has the name of the variant. */
export function runExample(example: Example, mode: "preview" | "up", transpileOnly = true): Promise<RunResult> {
  return run({ program: example.program, pack: ROOT, stack: example.variant, mode, transpileOnly });
}
