import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What a whole process cost, from its start to its end. */
export interface Cost {
  readonly seconds: number;
  /** Seconds of processor time over all threads: other work on the machine counts less. */
  readonly cpu: number;
  /** Peak resident memory. */
  readonly megabytes: number;
}

const PEAK = join(__dirname, "peak.cjs");

/** Runs `node ARGS` some times and gives the median of the times and of the peaks. */
export function measure(args: readonly string[], runs: number): Cost {
  const costs = Array.from({ length: runs }, () => once(args));
  return {
    seconds: median(costs.map((cost) => cost.seconds)),
    cpu: median(costs.map((cost) => cost.cpu)),
    megabytes: median(costs.map((cost) => cost.megabytes)),
  };
}

function once(args: readonly string[]): Cost {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ["--require", PEAK, ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  // 1 is what `assess` ends with when it found something.
  if (child.status !== 0 && child.status !== 1)
    throw new Error(`node ${args.join(" ")} ended with ${child.status}: ${child.stderr}`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(child.output[3] ?? "") as NodeJS.ResourceUsage;
  return { seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
