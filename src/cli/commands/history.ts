import type { Command } from "commander";
import type { Run } from "../options.js";

export interface HistoryOptions {
  readonly json?: boolean;
}

export interface TrendOptions extends HistoryOptions {
  readonly control?: string;
}

export function addHistory(program: Command, chosen: (run: Run) => void): void {
  const history = program
    .command("history")
    .description("the runs that `assess --history` keeps: what came, what went, how it goes on");
  const load = () => import("../history.js");
  history
    .command("list")
    .description("all runs: number, time, failures by severity")
    .argument("<folder>", "the folder of the history")
    .option("--json", "as JSON")
    .action((folder: string, options: HistoryOptions) =>
      chosen(async (terminal) => (await load()).listRuns(folder, options, terminal)),
    );
  history
    .command("show")
    .description("one run: stacks, counts, and each finding with the day it was first seen")
    .argument("<folder>", "the folder of the history")
    .argument("<run>", "its number, or latest")
    .option("--json", "as JSON")
    .action((folder: string, run: string, options: HistoryOptions) =>
      chosen(async (terminal) => (await load()).showRun(folder, run, options, terminal)),
    );
  history
    .command("diff")
    .description("what is new, worse, better, fixed and gone between two runs")
    .argument("<folder>", "the folder of the history")
    .argument("<before>", "number of a run, or latest")
    .argument("<after>", "number of a run, or latest")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  $ konductor history diff runs 3 latest")
    .action((folder: string, before: string, after: string, options: HistoryOptions) =>
      chosen(async (terminal) => (await load()).diffRuns(folder, before, after, options, terminal)),
    );
  history
    .command("trend")
    .description("failures and control statuses run by run, and how long findings took to be remedied")
    .argument("<folder>", "the folder of the history")
    .option("--control <id>", "the status of this control alone, run by run: AC-2, A.8.24")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ konductor history trend runs\n  $ konductor history trend runs --control SC-28",
    )
    .action((folder: string, options: TrendOptions) =>
      chosen(async (terminal) => (await load()).trend(folder, options, terminal)),
    );
}
