import { History, type StoredRun } from "../evidence/history.js";
import { Ledger } from "../evidence/ledger.js";
import { difference, profileCounts } from "../evidence/run.js";
import {
  type Difference,
  type Finding,
  InputError,
  oscalId,
  type RunRecord,
  SEVERITIES,
  STATUSES,
} from "../model/index.js";
import { counted } from "../model/present.js";
import type { HistoryOptions, TrendOptions } from "./commands/history.js";
import { printJson } from "./rules.js";
import { line, pad, palette, type Terminal, writeLine } from "./terminal.js";

const DAY = 86_400_000;

/** `konductor history list FOLDER` */
export function listRuns(folder: string, { json }: HistoryOptions, terminal: Terminal): number {
  const history = open(folder);
  const rows = history.list().map((stored) => ({ number: stored.number, ...summary(history.read(stored)) }));
  if (json) return printJson(rows, terminal);
  for (const { number, at, stacks, results, failures } of rows) {
    const told = SEVERITIES.map((severity) => `${failures[severity]} ${severity}`).join(", ");
    const counts = `${counted(stacks, "stack")}, ${results.fail} fail (${told})`;
    writeLine(terminal.stdout, line`${pad(number, 6, "left")}  ${at}  ${counts}, ${results.undetermined} undetermined`);
  }
  return 0;
}

/** `konductor history show FOLDER RUN` */
export function showRun(folder: string, asked: string, { json }: HistoryOptions, terminal: Terminal): number {
  const history = open(folder);
  const stored = pick(history, asked);
  const run = history.read(stored);
  const upTo = history.list().filter(({ number }) => number <= stored.number);
  const { open: found } = new Ledger(history.runs(upTo));
  const assessed = new Set(run.stacks.map(({ id }) => id));
  const here = found.filter(({ finding }) => assessed.has(finding.stack));
  if (json) return printJson({ number: stored.number, ...summary(run), findings: here.map(flat) }, terminal);
  const colors = palette(terminal.stdout, terminal.env);
  writeLine(terminal.stdout, line`${colors.bold(`Run ${stored.number}`)}  ${run.at}  ${run.assessment}`);
  for (const { id, digest } of run.stacks) writeLine(terminal.stdout, line`  ${id}  ${digest}`);
  for (const { finding, since } of here)
    writeLine(
      terminal.stdout,
      line`  ${pad(finding.standing, 12)} since ${since.slice(0, 10)}  ${finding.rule}  ${finding.urn}`,
    );
  return 0;
}

/** `konductor history diff FOLDER BEFORE AFTER` */
export function diffRuns(
  folder: string,
  before: string,
  after: string,
  { json }: HistoryOptions,
  terminal: Terminal,
): number {
  const history = open(folder);
  const found = difference(history.read(pick(history, before)), history.read(pick(history, after)));
  if (json) return printJson(found, terminal);
  const colors = palette(terminal.stdout, terminal.env);
  for (const kind of KINDS) {
    if (found[kind].length === 0) continue;
    writeLine(terminal.stdout, line`${colors.bold(`${found[kind].length} ${WORDS[kind]}`)}`);
    for (const one of found[kind] as readonly (Finding & { was?: string })[]) {
      const standing = one.was === undefined ? one.standing : `${one.was} → ${one.standing}`;
      const renamed = one.formerly === undefined ? "" : ` (formerly ${one.formerly})`;
      writeLine(terminal.stdout, line`  ${pad(standing, 12)}  ${one.rule}  ${one.urn}${renamed}`);
    }
  }
  writeLine(terminal.stdout, line`${found.unchanged} unchanged`);
  return 0;
}

/** `konductor history trend FOLDER` */
export function trend(folder: string, { json, control }: TrendOptions, terminal: Terminal): number {
  const history = open(folder);
  const stored = history.list();
  if (control !== undefined) return controlTrend(history, stored, control, json === true, terminal);
  const ledger = new Ledger();
  const runs = stored.map((one) => {
    const run = history.read(one);
    ledger.add(run);
    return { number: one.number, ...summary(run) };
  });
  const { open: left, remedied } = ledger;
  const days = remedied.map(({ milliseconds }) => milliseconds / DAY).sort((a, b) => a - b);
  const median = days.length === 0 ? undefined : days[Math.floor((days.length - 1) / 2)];
  const told = { runs, open: left.length, remedied: days.length, medianDaysToRemedy: median };
  if (json) return printJson(told, terminal);
  for (const { number, at, results, controls } of runs) {
    const perProfile = controls.map(({ profile, statuses }) => {
      const present = STATUSES.filter((status) => statuses[status] > 0);
      return `${profile}: ${present.map((status) => `${statuses[status]} ${status}`).join(", ")}`;
    });
    writeLine(
      terminal.stdout,
      line`${pad(number, 6, "left")}  ${at.slice(0, 10)}  ${results.fail} fail  ${perProfile.join("; ")}`,
    );
  }
  const took = median === undefined ? "" : `, the middle one after ${median.toFixed(1)} days`;
  writeLine(terminal.stdout, line`${left.length} open; ${days.length} remedied${took}`);
  return 0;
}

/**
 * `konductor history trend FOLDER --control ID`
 * @throws InputError when no run has the control
 */
function controlTrend(
  history: History,
  stored: readonly StoredRun[],
  asked: string,
  json: boolean,
  terminal: Terminal,
): number {
  const wanted = oscalId(asked);
  const rows = stored.flatMap((one) => {
    const { at, controls } = history.read(one);
    return controls.flatMap(({ profile, ids = {} }) =>
      STATUSES.flatMap((status) => {
        const control = ids[status]?.find((id) => oscalId(id) === wanted);
        return control === undefined ? [] : { number: one.number, at, profile, control, status };
      }),
    );
  });
  if (rows.length === 0)
    throw new InputError(`no run tells of the control "${asked}"; runs of older versions tell of none`, {
      file: history.folder,
    });
  if (json) return printJson(rows, terminal);
  for (const { number, at, profile, control, status } of rows)
    writeLine(
      terminal.stdout,
      line`${pad(number, 6, "left")}  ${at.slice(0, 10)}  ${control}  ${status}  (${profile})`,
    );
  return 0;
}

const WORDS: Readonly<Record<keyof Omit<Difference, "unchanged">, string>> = {
  new: "new",
  worse: "worse",
  better: "better",
  fixed: "fixed",
  gone: "gone with their resources",
  unseen: "in stacks that were not assessed again",
};
const KINDS = Object.keys(WORDS) as (keyof typeof WORDS)[];

function open(folder: string): History {
  const history = new History(folder);
  if (history.list().length === 0)
    throw new InputError("holds no run; `konductor assess --history` adds one", { file: folder });
  return history;
}

function pick(history: History, asked: string): StoredRun {
  const runs = history.list();
  const found = asked === "latest" ? runs.at(-1) : runs.find(({ number }) => String(number) === asked);
  if (found) return found;
  const [first, last] = [runs[0]?.number, runs.at(-1)?.number];
  throw new InputError(`there is no run "${asked}": they are ${first} to ${last}, and latest`, {
    file: history.folder,
  });
}

function summary(run: RunRecord) {
  const { at, stacks, results, failures, assessment } = run;
  return { at, stacks: stacks.length, results, failures, controls: profileCounts(run), assessment };
}

function flat({ finding, since }: { finding: Finding; since: string }) {
  return { ...finding, since };
}
