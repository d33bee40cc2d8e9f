import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { InputError, isObject, type RunRecord } from "../model/index.js";

const NAME = /^run-(\d{6,})\.json$/;

/** One run of a history: its number, from 1, and the file that holds it. */
export interface StoredRun {
  readonly number: number;
  readonly file: string;
}

/**
 * An append-only store of runs in a folder, one file a run. A run is written to a temporary file and then linked to the
 * next free name, which the file system grants to one writer only: a run is there whole or not at all, and two that write
 * at once get a number each. Nothing is ever changed or removed.
 */
export class History {
  constructor(readonly folder: string) {}

  /**
   * Adds a run. When it returns, the run is on disk.
   * @throws InputError when the folder cannot be written
   */
  append(run: RunRecord): StoredRun {
    try {
      mkdirSync(this.folder, { recursive: true });
      return this.#append(`${JSON.stringify(run)}\n`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new InputError(`cannot be written to (${code}): --history takes a folder for the runs`, {
        file: this.folder,
      });
    }
  }

  #append(text: string): StoredRun {
    const temporary = join(this.folder, `.run.${process.pid}.${process.hrtime.bigint()}.tmp`);
    try {
      const fd = openSync(temporary, "wx");
      try {
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      for (let number = (this.list().at(-1)?.number ?? 0) + 1; ; number++) {
        const file = join(this.folder, `run-${String(number).padStart(6, "0")}.json`);
        try {
          linkSync(temporary, file);
        } catch (error) {
          // Another writer was faster: the next number is free, or taken by a third.
          if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
          throw error;
        }
        syncFolder(this.folder);
        return { number, file };
      }
    } finally {
      rmSync(temporary, { force: true });
    }
  }

  /** The runs in their order; what a writer that was killed left behind is not among them. */
  list(): readonly StoredRun[] {
    if (!statSync(this.folder, { throwIfNoEntry: false })?.isDirectory()) return [];
    return readdirSync(this.folder)
      .flatMap((name) => {
        const number = NAME.exec(name)?.[1];
        return number === undefined ? [] : [{ number: Number(number), file: join(this.folder, name) }];
      })
      .sort((a, b) => a.number - b.number);
  }

  /**
   * The runs in their order, each read when it is asked for.
   * @throws InputError when a file is no run, or damaged
   */
  *runs(stored: readonly StoredRun[] = this.list()): Generator<RunRecord> {
    for (const one of stored) yield this.read(one);
  }

  /** @throws InputError when the file is no run, or damaged */
  read({ file }: StoredRun): RunRecord {
    return readRun(file);
  }
}

/** Reads one run. @throws InputError when the file is missing, no run, or damaged */
export function readRun(file: string): RunRecord {
  let run: unknown;
  try {
    run = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is damaged: it is no JSON" : "cannot be read";
    throw new InputError(`${why}; a history holds the runs that \`konductor assess --history\` wrote`, { file });
  }
  if (!isRun(run)) throw new InputError("is no run of a history", { file });
  return run;
}

/** Looks at what findings are made of: a run that is damaged there would be taken for one that found less. */
function isRun(value: unknown): value is RunRecord {
  const run = value as Partial<RunRecord> | null;
  if (run?.schema !== "konductor/run/1" || typeof run.at !== "string") return false;
  const { stacks, resources, standings, results, controls, formerly = [] } = run;
  if (![stacks, resources, controls, formerly].every(Array.isArray) || !isObject(standings) || !isObject(results))
    return false;
  const isStack = isIndexOf(stacks);
  const isResource = isIndexOf(resources);
  return (
    (controls as unknown[]).every((one) => isObject(one) && isText(one["profile"]) && isObject(one["statuses"])) &&
    (stacks as unknown[]).every((stack) => isObject(stack) && isText(stack["id"])) &&
    (resources as unknown[]).every((one) => Array.isArray(one) && isStack(one[0]) && isText(one[1])) &&
    Object.values(standings).every(
      (of) => isObject(of) && Object.values(of).every((list) => isListOf(list, isResource)),
    ) &&
    formerly.every((one) => Array.isArray(one) && isResource(one[0]) && isListOf(one.slice(1), isText))
  );
}

function isListOf(value: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isIndexOf(list: readonly unknown[] = []): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < list.length;
}

/** So that the name is on disk as well; systems that cannot do it keep it themselves. */
function syncFolder(folder: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(folder, "r");
    fsyncSync(fd);
  } catch {
    // Windows opens no folders.
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
