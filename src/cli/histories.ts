import { readFileSync } from "node:fs";
import type { ToldUpdates } from "../data/bundle.js";
import { fileTrouble, type InputDocument, readUpdates } from "../inputs/index.js";
import { InputError, type ReadInput, type Stack, type UpdateHistory } from "../model/index.js";
import { askUpdates, NoPulumiError } from "./pulumi.js";
import type { Terminal } from "./terminal.js";

/** In the place of a file: asks the command of that name. */
const ASK = "pulumi";
/** `prod`, `shop/prod` or `acme/shop/prod`. What stands before a sign of equality and is none is part of a path. */
const FOR_STACK = /^((?:[\w.-]+\/){0,2}[\w.-]+)=(.+)$/s;

interface Given {
  /** Undefined for a file that is for the only stack there is. */
  readonly stack: string | undefined;
  readonly history: UpdateHistory;
  /** The stack that it was taken for. */
  taken?: string;
}

/** Updates of a stack, or why there are none though they were asked for. */
export type Told = { readonly updates: UpdateHistory } | { readonly lack: string } | Record<string, never>;

/** The updates of the stacks of a run. */
export interface HistorySource {
  /**
   * Those of the stack of one input.
   * @throws InputError when a file would be taken for two stacks, or there is no command to ask
   */
  of(input: Pick<InputDocument, "path" | "read">): Told;
  /** What was given and fits no stack that was assessed, in words: in most cases a slip in its name. */
  idle(): readonly string[];
}

/** The updates that `--updates` asks for. What was told of which input is remembered, for a bundle. */
export class Histories implements HistorySource {
  readonly #given: readonly Given[];
  readonly #told = new Map<string, ToldUpdates>();

  /** @param ask for stacks to which no file was given */
  constructor(
    given: readonly Omit<Given, "taken">[],
    private readonly ask: ((stack: Stack) => UpdateHistory) | undefined,
  ) {
    this.#given = given.map((one) => ({ ...one }));
  }

  of({ path, read }: Pick<InputDocument, "path" | "read">): Told {
    const told = this.#of(read);
    if ("updates" in told) this.#told.set(path, { path, history: JSON.stringify(told.updates) });
    else if ("lack" in told) this.#told.set(path, { path, lack: told.lack });
    return told;
  }

  idle(): string[] {
    return this.#given
      .filter(({ taken }) => taken === undefined)
      .map(
        ({ stack, history }) => `${history.source}: no stack ${stack ?? ""} was assessed, so its updates are not told`,
      );
  }

  /** By input, for a bundle: a replay tells the same. */
  told(): ToldUpdates[] {
    return [...this.#told.values()];
  }

  #of({ stack, format }: ReadInput): Told {
    const given = this.#given.find((one) => one.stack === undefined || names(one.stack, stack));
    if (given) {
      const name = fullName(stack);
      if (given.taken !== undefined && given.taken !== name)
        throw new InputError(
          `it would be taken for two stacks, ${given.taken} and ${name}; say whose updates it holds by --updates STACK=FILE, with the project before the stack where need be`,
          { file: given.history.source },
        );
      given.taken = name;
      return { updates: given.history };
    }
    // What a preview plans is the outcome of no update yet.
    if (this.ask === undefined || format === "preview") return {};
    try {
      return { updates: this.ask(stack) };
    } catch (error) {
      if (!(error instanceof InputError) || error instanceof NoPulumiError) throw error;
      return { lack: `no updates of ${fullName(stack)}: ${error.message}` };
    }
  }
}

/** What a bundle remembers of a run's updates. */
export function recordedHistories(told: readonly ToldUpdates[]): HistorySource {
  const byPath = new Map(told.map((one) => [one.path, one]));
  return {
    of: ({ path }) => {
      const { history, lack } = byPath.get(path) ?? {};
      if (history !== undefined) return { updates: JSON.parse(history) as UpdateHistory };
      return lack === undefined ? {} : { lack };
    },
    idle: () => [],
  };
}

/**
 * Reads the files that are named, so that a slip costs no run; the command is asked when its turn comes.
 * @throws InputError when one is no history, or two are for one stack
 */
export function openHistories(asked: readonly string[], env: Terminal["env"]): Histories {
  const named = asked.filter((one) => one !== ASK).map(split);
  const seen = new Set<string | undefined>();
  for (const { stack, file } of named) {
    if (seen.has(stack))
      throw new InputError(
        stack === undefined
          ? "--updates takes one file without a stack; give the others as STACK=FILE"
          : `--updates names two files for ${stack}; \`pulumi stack history --json --page-size 0\` writes all into one`,
        { file },
      );
    seen.add(stack);
  }
  if (seen.has(undefined) && asked.length > 1)
    throw new InputError("--updates takes a file without a stack only where it is the only one; give it as STACK=FILE");
  const given = named.map(({ stack, file }) => ({ stack, history: readUpdates(read(file), file) }));
  return new Histories(given, asked.includes(ASK) ? asking(env) : undefined);
}

function split(text: string): { readonly stack: string | undefined; readonly file: string } {
  const [, stack, file] = FOR_STACK.exec(text) ?? [];
  return { stack, file: file ?? text };
}

function asking(env: Terminal["env"]): (stack: Stack) => UpdateHistory {
  return (stack) => {
    const { command, bytes } = askUpdates(stack, env);
    return readUpdates(bytes, command);
  };
}

/** Straight from the disk: of what it holds a bundle keeps only what is told, since its configuration may be secret. */
function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(fileTrouble(code), { file });
  }
}

/** An input that does not tell its organization may be of any. */
function names(text: string, { organization, project, name }: Stack): boolean {
  const [stack, inProject, owner] = text.split("/").reverse();
  return (
    stack === name &&
    (inProject === undefined || inProject === project) &&
    (owner === undefined || organization === undefined || owner === organization)
  );
}

function fullName({ organization, project, name }: Stack): string {
  return [organization, project, name].filter((part) => part !== undefined && part !== "").join("/");
}
