import { allRules } from "../packs/rules.js";
import { Dispatch, judge } from "../src/engine/index.js";
import { buildGraph } from "../src/graph/index.js";
import { readInputFile } from "../src/inputs/index.js";
import { median } from "./process.js";

/**
 * Judging alone, warm: no reading, no evidence put together, nothing written. In seconds of processor time, so that
 * other work on the machine counts less. One line of text.
 */
async function evaluationSpeed(file: string, runs: number): Promise<string> {
  const { stack } = (await readInputFile(file)).read;
  const dispatch = new Dispatch(allRules());
  let evaluations = 0;
  const once = () => {
    evaluations = 0;
    const start = process.cpuUsage();
    judge(stack, buildGraph(stack), dispatch, new Map(), {
      excluded: () => {},
      evaluated: () => {},
      result: () => {
        evaluations += 1;
      },
    });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  for (let i = 0; i < 3; i++) once();
  const seconds = median(Array.from({ length: Math.max(runs, 5) }, once));
  const rate = (count: number) => `${Math.round(count / seconds).toLocaleString("en")} a second`;
  const { length } = stack.resources;
  return `evaluation alone, ${length} resources: ${rate(length)} resources (budget 100,000), ${evaluations} evaluations, ${rate(evaluations)} (budget 1,000,000)`;
}

/** `node evaluation.js RUNS FILE...` */
async function main([runs, ...files]: readonly string[]): Promise<void> {
  for (const file of files) console.log(await evaluationSpeed(file, Number(runs)));
}

if (require.main === module) void main(process.argv.slice(2));
