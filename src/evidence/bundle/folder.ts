import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import type { BundledFile } from "./manifest.js";

const CHUNK = 1 << 20;

/** What lies in a folder: its files by path, and what is neither file nor folder. */
export interface FolderContent {
  readonly files: readonly string[];
  /** Links and the like, which a bundle never holds, and folders without anything in them. */
  readonly others: readonly string[];
}

/** Everything below a folder, in the order of the paths, which have `/` between their parts. */
export function contentOf(folder: string): FolderContent {
  const files: string[] = [];
  const others: string[] = [];
  const open = [""];
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    const entries = readdirSync(join(folder, below), { withFileTypes: true });
    if (entries.length === 0 && below !== "") others.push(below);
    for (const entry of entries) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else (entry.isFile() ? files : others).push(path);
    }
  }
  return { files: files.sort(), others: others.sort() };
}

/** Digest and size of a file, whatever its size. */
export function measured(folder: string, path: string): BundledFile {
  const fd = openSync(join(folder, path), "r");
  try {
    const hash = createHash("sha256");
    const buffer = Buffer.allocUnsafe(CHUNK);
    let size = 0;
    for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) {
      hash.update(buffer.subarray(0, read));
      size += read;
    }
    return { path, sha256: hash.digest("hex"), size };
  } finally {
    closeSync(fd);
  }
}
