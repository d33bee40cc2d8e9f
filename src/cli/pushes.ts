import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileSha256 } from "../data/files.js";
import type { Assessment, Difference } from "../model/index.js";
import { counted } from "../model/present.js";
import type { Delivery } from "../monitoring/deliver.js";
import type { Push } from "../monitoring/payload/push.js";
import type { Clock } from "../monitoring/retry.js";
import type { FileTarget, HttpTarget, Message } from "../monitoring/target.js";
import { line, palette, print, type Terminal, writeLine } from "./terminal.js";
import { tool } from "./tool.js";
import { replaceFile } from "./write.js";

/** An assessment as it is told to monitoring. */
export interface Pushed {
  readonly assessment: Assessment;
  /** Its assessment.json. */
  readonly file: string;
  /** The folder in which what nobody takes is left. */
  readonly letters: string;
  /** Milliseconds since 1970, whole: when it was made. */
  readonly at: number;
  /** Why the gate is closed. */
  readonly findings: readonly string[];
  readonly since: Difference | undefined;
}

/** Tells every target, and says what came of it. Resolves to true when everything was sent. */
export type Pushes = (pushed: Pushed, terminal: Terminal, quiet: boolean) => Promise<boolean>;

const CLOCK: Clock = { now: Date.now, wait: (milliseconds) => setTimeout(milliseconds) };

/**
 * Reads the targets now, so that a slip costs no run.
 * @throws InputError for one that there is not, or that lacks something
 */
export async function openPushes(asked: readonly string[] = [], env: Terminal["env"] = {}): Promise<Pushes> {
  if (asked.length === 0) return async () => true;
  const { labelsOf, openTarget } = await import("../monitoring/targets.js");
  const labels = labelsOf(env);
  const targets = [...new Set(asked)].map((text) => ({ text, target: openTarget(text, env) }));
  return async ({ assessment, file, letters, at, findings, since }, terminal, quiet) => {
    const digest = `sha256:${fileSha256(file)}`;
    const push: Push = { assessment, digest, at, findings, labels, ...(since === undefined ? {} : { since }) };
    let all = true;
    for (const { text, target } of targets) {
      const told =
        target.over === "file"
          ? putFile(target, push, terminal, quiet)
          : await sendKeeping(target, target.messages(push), letterFile(letters, digest, text), terminal, quiet);
      all = told && all;
    }
    return all;
  };
}

/** The same for the same assessment and target: a later attempt takes the place of an earlier one. */
function letterFile(folder: string, digest: string, text: string): string {
  const id = createHash("sha256").update(`${digest}\n${text}`).digest("hex").slice(0, 12);
  return join(folder, `dead-letter-${text.split(":", 1)[0]}-${id}.ndjson`);
}

function putFile(target: FileTarget, push: Push, terminal: Terminal, quiet: boolean): boolean {
  try {
    replaceFile(target.file, target.text(push));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    sayFailed(
      terminal,
      target.name,
      code === "ENOENT" ? "its folder does not exist" : `it cannot be written (${code})`,
    );
    return false;
  }
  if (!quiet) writeLine(terminal.stdout, line`Pushed to ${target.name}`);
  return true;
}

/**
 * Sends messages and says what came of them. What nobody took is kept in a file of dead letters.
 * @returns true when all were sent and nothing of them was turned away
 */
export async function sendKeeping(
  target: HttpTarget,
  messages: Iterable<Message> | AsyncIterable<Message>,
  file: string,
  terminal: Terminal,
  quiet: boolean,
): Promise<boolean> {
  const { deliver } = await import("../monitoring/deliver.js");
  const { DeadLetters } = await import("../monitoring/dead-letter.js");
  const letters = new DeadLetters(file);
  try {
    const delivery = await deliver(target, messages, letters, { version: tool.version, clock: CLOCK });
    const kept = letters.close();
    return sayDelivered(delivery, target, kept ? file : undefined, terminal, quiet);
  } catch (error) {
    // The outcome of a gate must not be lost for it. Receivers fail in words, so only a file is left that can.
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    sayFailed(terminal, target.name, `what was not sent cannot be kept in ${file} (${code})`);
    return false;
  } finally {
    letters.discard();
  }
}

function sayDelivered(
  { sent, failed, problems }: Delivery,
  { name, id }: HttpTarget,
  kept: string | undefined,
  terminal: Terminal,
  quiet: boolean,
): boolean {
  const of = `${sent} of ${counted(sent + failed, "request")}`;
  if (problems.length > 0) sayFailed(terminal, name, `${problems.join("; ")}; ${of} sent`);
  else if (!quiet) writeLine(terminal.stdout, line`Pushed to ${name}: ${of}`);
  if (kept !== undefined)
    writeLine(terminal.stderr, line`  kept; to send it again: konductor push --dead-letter ${kept} --to ${id}:URL`);
  return problems.length === 0;
}

function sayFailed(terminal: Terminal, name: string, why: string): void {
  const colors = palette(terminal.stderr, terminal.env);
  writeLine(terminal.stderr, line`${colors.red("push failed:")} ${print(name)}: ${why}`);
}
