import type { Command } from "commander";
import { DEFAULT_GATE, type Gate } from "../gate.js";
import { gate, paths, type Run, TARGETS_HELP } from "../options.js";

export interface PushOptions {
  readonly to?: readonly string[];
  readonly failOn?: Gate;
  readonly baseline?: string;
  readonly deadLetter?: string;
  readonly quiet?: boolean;
}

export function addPush(program: Command, chosen: (run: Run) => void): void {
  program
    .command("push")
    .description("tell monitoring of an assessment that was made before, or send again what nobody took")
    .argument("[assessment]", "an assessment.json")
    .option("--to <target>", TARGETS_HELP, paths)
    .option("--fail-on <conditions>", "the gate whose outcome is told, as of `konductor assess`", gate)
    .option("--baseline <path>", "a run to compare with, as of `konductor assess`")
    .option(
      "--dead-letter <file>",
      "requests that a push gave up: send them again; those that are taken leave the file",
    )
    .option("-q, --quiet", "print nothing but errors")
    .addHelpText(
      "after",
      `
Targets:
  otlp             OpenTelemetry, OTLP over HTTP with JSON: counts as metrics, results that do not pass as logs.
                   OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS and their like are observed.
  prometheus:FILE  counts for the textfile collector of Prometheus' node_exporter
  webhook          a signed summary as JSON. KONDUCTOR_WEBHOOK_KEY, or KONDUCTOR_WEBHOOK_KEY_FILE, holds the key;
                   KONDUCTOR_WEBHOOK_URL is the address where none is given.
Without --fail-on the gate is ${DEFAULT_GATE}.

Examples:
  $ konductor push report/assessment.json --to otlp
  $ konductor push report/assessment.json --to prometheus:/var/lib/node_exporter/konductor.prom
  $ konductor push report/assessment.json --to webhook:https://hooks.example.org/compliance
  $ konductor push --dead-letter report/dead-letter-otlp-3b7c21d09a44.ndjson --to otlp

Exit codes:
  0  everything was sent, whatever the gate says
  2  usage or bad input, or something was not sent
  3  internal error`,
    )
    .action((assessment: string | undefined, options: PushOptions) =>
      chosen(async (terminal) => (await import("../push.js")).runPush(assessment, options, terminal)),
    );
}
