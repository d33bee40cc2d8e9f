import { InvalidArgumentError } from "commander";
import { dayOf, instantOf, isDay } from "../model/index.js";
import { type Gate, parseGate } from "./gate.js";
import type { Terminal } from "./terminal.js";

export const EXIT_CODES = `
Exit codes:
  0  clean: nothing found that --fail-on names
  1  findings at the gate
  2  usage or bad input; no report is written
  3  internal error; no report is written`;

/** Comma lists and repeated options alike. */
export function list(value: string, previous: readonly string[] = []): readonly string[] {
  const words = value.split(",").map((word) => word.trim());
  if (words.includes("")) throw new InvalidArgumentError("expected ids with commas between them.");
  return [...new Set([...previous, ...words])];
}

/** Repeated options that take a path, in which a comma may stand. */
export function paths(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** `KEY=VALUE`, repeated. */
export function tags(value: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, key, text] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (key === undefined || text === undefined) throw new InvalidArgumentError("expected KEY=VALUE.");
  if (Object.hasOwn(previous, key) && previous[key] !== text)
    throw new InvalidArgumentError(`the tag ${key} has two values.`);
  return Object.fromEntries([...Object.entries(previous), [key, text]]);
}

export function gate(value: string): Gate {
  try {
    return parseGate(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** The day in UTC. */
export function date(value: string): string {
  const day = dayOf(value);
  if (day === undefined)
    throw new InvalidArgumentError("expected a day as YYYY-MM-DD, or a time as RFC 3339 writes it.");
  return day;
}

/** A moment, in UTC. */
export function instant(value: string): string {
  const moment = instantOf(value === "now" ? new Date().toISOString() : value);
  if (moment === undefined)
    throw new InvalidArgumentError("expected now, or a time as RFC 3339 writes it, as 2026-03-31T09:00:00Z.");
  return moment;
}

export function day(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError("expected a day of the calendar as YYYY-MM-DD.");
  return value;
}

/** A whole number from one up. */
export function positive(value: string): number {
  const number = Number(value);
  if (!/^\d{1,6}$/.test(value) || number === 0)
    throw new InvalidArgumentError("expected a whole number from 1 to 999999.");
  return number;
}

/** What chooses layers of configuration, for every command that uses them. */
export interface LayerOptions {
  readonly config?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
}

/** Runs one command; each is loaded when it is called, so that a short one starts fast. Resolves to the exit code. */
export type Run = (terminal: Terminal) => Promise<number>;

export const CONFIG_HELP =
  "konductor.yaml or its like: layers of levels and parameters; repeatable (default: the files that KONDUCTOR_CONFIG names)";
export const TAG_HELP = "stack tag that layers are chosen by, as konductor:environment=production; repeatable";
export const TARGETS_HELP = "otlp[:URL], prometheus:FILE or webhook[:URL]; may be repeated";
export const PARAMETERS_HELP =
  "YAML file with values for rule parameters: over the defaults and the values of profiles, under the layers of --config";
