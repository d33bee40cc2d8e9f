import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { InputError } from "../model/index.js";
import type { Files } from "../packaging/files.js";
import { PACK_FILE, readPack } from "../packaging/pack-file.js";
import { makeFolder } from "./write.js";

/**
 * Makes sure that a pack can be put into a folder: there is none yet, or an empty one, or one with an earlier pack.
 * @throws InputError that says what is in the way
 */
export function checkPackFolder(folder: string): void {
  if (folder === "") throw new InputError("--out takes a folder for the pack, and its name is empty");
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!existsSync(folder)) throw new InputError("is a link to nothing; --out takes a folder", { file: folder });
  const real = realpathSync(folder);
  if (!lstatSync(real).isDirectory()) throw new InputError("is no folder; --out takes one", { file: folder });
  const content = readdirSync(real);
  if (content.length > 0 && !isPack(real))
    throw new InputError(
      `holds something else than a pack of Konductor: there is no PulumiPolicy.yaml with a ${PACK_FILE} of one. Nothing was written; choose another --out, or empty it`,
      { file: folder },
    );
  if (isWithin(process.cwd(), real))
    throw new InputError("is replaced as a whole, and you are in it; run the command from outside", { file: folder });
}

/** A pack of ours has both: the build of the project leaves a pack file alone in its data. */
function isPack(folder: string): boolean {
  return existsSync(join(folder, "PulumiPolicy.yaml")) && readPack(folder) !== undefined;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way.startsWith("..") || resolve(way) === way);
}

/**
 * Writes a pack's folder: complete beside it first, then put in its place. When anything fails, the earlier one is there
 * as it was. What a folder holds beside a pack's own files, such as node_modules, stays.
 * @throws InputError when the system refuses
 */
export function writePackFolder(folder: string, files: Files): void {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const staged = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    makeFolder(dirname(target));
    mkdirSync(staged);
    for (const [name, content] of files) writeFileSync(join(staged, name), content);
    if (existsSync(target)) replace(target, staged, new Set(files.keys()));
    else renameSync(staged, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`cannot be written (${code}); what was there is there still`, { file: folder });
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function replace(target: string, staged: string, own: ReadonlySet<string>): void {
  const old = `${staged}.old`;
  const moved: string[] = [];
  renameSync(target, old);
  try {
    for (const name of readdirSync(old)) {
      if (own.has(name)) continue;
      renameSync(join(old, name), join(staged, name));
      moved.push(name);
    }
    renameSync(staged, target);
  } catch (error) {
    for (const name of moved) renameSync(join(staged, name), join(old, name));
    renameSync(old, target);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}
