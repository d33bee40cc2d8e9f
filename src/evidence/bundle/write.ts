import type { KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../../model/index.js";
import { envelopeOf } from "./envelope.js";
import { contentOf, measured } from "./folder.js";
import { signerOf } from "./keys.js";
import { canonical, MANIFEST, type Manifest, SIGNATURE_FILE } from "./manifest.js";

/** A bundle that is being made, beside the place where it will stand: it is there whole or not at all. */
export class BundleFolder {
  /** Where its files are put until it is sealed. */
  readonly staging: string;

  /**
   * @param target the bundle's folder; it must not hold anything
   * @throws InputError when there is something, or the folder above cannot be written
   */
  constructor(readonly target: string) {
    const path = resolve(target);
    checkFree(path, target);
    this.staging = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    try {
      mkdirSync(dirname(path), { recursive: true });
      mkdirSync(this.staging);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new InputError(`cannot be made (${code}): --bundle takes a new folder`, { file: target });
    }
  }

  /** Adds a file. */
  put(path: string, content: string | Uint8Array): void {
    const file = join(this.staging, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { flag: "wx" });
  }

  /** Signs what is there and puts the bundle in its place. */
  seal(about: Pick<Manifest, "tool" | "sequence" | "previous">, key: KeyObject): Manifest {
    const { files } = contentOf(this.staging);
    const manifest: Manifest = {
      schema: "konductor/bundle/1",
      ...about,
      signer: signerOf(key),
      files: files.map((path) => measured(this.staging, path)),
    };
    this.put(MANIFEST, canonical(manifest));
    this.put(SIGNATURE_FILE, envelopeOf(manifest, key));
    checkFree(resolve(this.target), this.target);
    if (existsSync(this.target)) rmdirSync(this.target);
    renameSync(this.staging, resolve(this.target));
    return manifest;
  }

  /** Takes away what is left of a bundle that was not sealed. */
  discard(): void {
    rmSync(this.staging, { recursive: true, force: true });
  }
}

function checkFree(path: string, target: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) throw new InputError("is a file; --bundle takes a new folder", { file: target });
  if (readdirSync(path).length > 0)
    throw new InputError("holds something already, and a bundle is never changed: --bundle takes a new folder", {
      file: target,
    });
}
