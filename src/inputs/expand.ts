import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import { InputError } from "../model/index.js";
import { fileTrouble } from "./read.js";

/** A file to read. */
export interface InputFile {
  /** As the user wrote it, or found below what the user wrote; `-` for standard input. */
  readonly path: string;
  /** False for a file that a folder held: one that is nothing of Pulumi's may be skipped. */
  readonly named: boolean;
}

/** zstd files are taken along, so that they are told as unreadable instead of being missed. */
const STATE_FILE = /\.json(\.gz|\.zst)?$/;
/** The folder of a state backend. Beside the stacks it holds locks, history and backups, which are no stacks. */
const BACKEND = ".pulumi";
const STACKS = "stacks";

/**
 * The files that arguments mean: files, folders (with all below), patterns, `-`. Sorted by path; a file that several
 * arguments reach by whatever link is there once.
 * @throws InputError for an argument that means nothing
 */
export function expandInputs(args: readonly string[]): InputFile[] {
  const byReal = new Map<string, InputFile>();
  for (const argument of args) {
    for (const file of expand(argument)) {
      const real = realPath(file.path);
      const other = byReal.get(real);
      if (!other) byReal.set(real, file);
      else byReal.set(real, { path: least(file.path, other.path), named: file.named || other.named });
    }
  }
  return [...byReal.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function expand(argument: string): InputFile[] {
  if (argument === "-") return [{ path: argument, named: true }];
  const stats = statSync(argument, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return below(argument);
  if (stats) return [{ path: argument, named: true }];
  if (!isDynamicPattern(argument)) throw new InputError(fileTrouble("ENOENT"), { file: argument });
  const paths = globSync(argument, { absolute: isAbsolute(argument), expandDirectories: false, dot: true });
  if (paths.length === 0) throw new InputError("no file matches this pattern; check the pattern", { file: argument });
  return paths.map((path) => ({ path, named: true }));
}

/** A walk of its own instead of a pattern: globs pass over folders that they may not read, and those stacks would be missed. */
function below(root: string): InputFile[] {
  const found: InputFile[] = [];
  const seen = new Set<string>();
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const real = realPath(folder);
    if (seen.has(real)) continue;
    seen.add(real);
    const entries = list(folder);
    const backend = isBackend(folder, entries);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (isFolder(entry, path)) {
        if (backend ? entry.name === STACKS : isWorthEntering(entry.name)) open.push(path);
      } else if (!backend && STATE_FILE.test(entry.name)) found.push({ path, named: false });
    }
  }
  if (found.length === 0)
    throw new InputError("the folder holds no stack: neither *.json nor *.json.gz in it or below", { file: root });
  return found;
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new InputError(`the folder cannot be listed: ${fileTrouble((error as NodeJS.ErrnoException).code)}`, {
      file: folder,
    });
  }
}

function isBackend(folder: string, entries: readonly Dirent[]): boolean {
  if (!entries.some((entry) => entry.name === STACKS)) return false;
  return basename(folder) === BACKEND || entries.some((entry) => entry.name === "meta.yaml");
}

function isWorthEntering(name: string): boolean {
  return name === BACKEND || (name !== "node_modules" && !name.startsWith("."));
}

function isFolder(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function realPath(path: string): string {
  if (path === "-") return path;
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function least(a: string, b: string): string {
  return a < b ? a : b;
}
