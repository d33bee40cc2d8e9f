/**
 * What the policy pack costs, beside a pack of one trivial policy: boot, Analyze, AnalyzeStack, its memory, a whole
 * preview. All in one run, the two packs in turn; ratios of medians.
 */
import { readFileSync } from "node:fs";
import { examples, ROOT } from "../tests/e2e/harness/examples.js";
import { PackProcess, type StackIdentity } from "../tests/e2e/harness/pack-process.js";
import type { Registered } from "../tests/e2e/harness/registered.js";
import { configure, run } from "../tests/e2e/harness/run.js";
import { estateResources, exampleResources, trivialPack } from "./pack-subjects.js";
import { median } from "./process.js";

/** A figure of ours, the trivial pack's, and what their ratio may be. */
export interface Ratio {
  readonly what: string;
  readonly ours: number;
  readonly trivial: number;
  readonly unit: "ms" | "MB";
  readonly budget: number;
}

const STACK: StackIdentity = { organization: "o", project: "p", stack: "s", dryRun: true, config: {}, tags: {} };

async function withPack<T>(folder: string, use: (pack: PackProcess) => Promise<T>): Promise<T> {
  const pack = await PackProcess.start(folder, STACK);
  try {
    await configure(pack, {});
    return await use(pack);
  } finally {
    await pack.stop();
  }
}

/** Runs ours and the trivial one in turn, so that a machine that changes its speed is fair to both. */
async function inTurn(
  rounds: number,
  ours: () => Promise<number>,
  trivial: () => Promise<number>,
): Promise<{ ours: number; trivial: number }> {
  const seen = { ours: [] as number[], trivial: [] as number[] };
  for (let i = 0; i < rounds; i++) {
    seen.ours.push(await ours());
    seen.trivial.push(await trivial());
  }
  return { ours: median(seen.ours), trivial: median(seen.trivial) };
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function boot(rounds: number): Promise<Ratio> {
  const trivial = trivialPack("resource");
  const once = (folder: string) => () => withPack(folder, async (pack) => pack.boot);
  const figures = await inTurn(rounds, once(ROOT), once(trivial));
  return { what: "boot, from start to port", ...figures, unit: "ms", budget: 1.3 };
}

/** Per resource, after a warm-up, over the resources of all examples; each is asked about as the engine asks. */
async function analyze(rounds: number): Promise<Ratio> {
  const resources = exampleResources();
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const all = (pack: PackProcess) => async () => {
    const total = await milliseconds(async () => {
      for (const resource of resources) await pack.analyze(resource, byUrn);
    });
    return total / resources.length;
  };
  const figures = await withPack(ROOT, (ours) =>
    withPack(trivialPack("resource"), async (trivial) => {
      await inTurn(3, all(ours), all(trivial));
      return inTurn(rounds, all(ours), all(trivial));
    }),
  );
  return { what: "Analyze, warm, one resource", ...figures, unit: "ms", budget: 2 };
}

/** The first and only call of a process, as in a preview: nothing is warm. */
async function analyzeStack(resources: readonly Registered[], rounds: number): Promise<Ratio> {
  const once = (folder: string) => () => withPack(folder, (pack) => milliseconds(() => pack.analyzeStack(resources)));
  const figures = await inTurn(rounds, once(ROOT), once(trivialPack("stack")));
  return { what: `AnalyzeStack, ${resources.length} resources`, ...figures, unit: "ms", budget: 1.6 };
}

/** Peak resident memory of a pack that has judged a stack once. */
async function memory(resources: readonly Registered[]): Promise<Ratio> {
  const peak = (folder: string) =>
    withPack(folder, async (pack) => {
      await pack.analyzeStack(resources);
      const status = readFileSync(`/proc/${pack.pid}/status`, "utf8");
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    });
  const figures = await inTurn(
    1,
    () => peak(ROOT),
    () => peak(trivialPack("stack")),
  );
  return { what: `peak memory, ${resources.length} resources`, ...figures, unit: "MB", budget: 1.3 };
}

async function preview(rounds: number): Promise<Ratio> {
  const example = examples().find(({ name, variant }) => name === "aws-web-app" && variant === "compliant");
  if (!example) throw new Error("the AWS example is not there");
  const once = (pack: string) => () =>
    milliseconds(() => run({ program: example.program, pack, mode: "preview", transpileOnly: true }));
  const figures = await inTurn(rounds, once(ROOT), once(trivialPack("resource")));
  return { what: "a whole preview of the AWS example", ...figures, unit: "ms", budget: 1.1 };
}

/** Every figure of the pack. */
export async function packRatios(rounds: number): Promise<Ratio[]> {
  return [
    await boot(rounds),
    await analyze(rounds),
    await analyzeStack(estateResources(1_000), rounds),
    await memory(estateResources(10_000)),
    await preview(Math.min(rounds, 5)),
  ];
}

/** The ratios as lines of text in columns. */
export function ratioTable(ratios: readonly Ratio[]): string {
  return ratios
    .map(({ what, ours, trivial, unit, budget }) => {
      const ratio = ours / trivial;
      const figures = `${ours.toFixed(1)} ${unit} against ${trivial.toFixed(1)} ${unit}`;
      return `${what.padEnd(36)} ${figures.padEnd(34)} ${ratio.toFixed(2)} x (budget ${budget})${ratio > budget ? "  OVER" : ""}`;
    })
    .join("\n");
}

if (require.main === module)
  void packRatios(Number(process.argv[2] ?? 7)).then((ratios) => console.log(ratioTable(ratios)));
