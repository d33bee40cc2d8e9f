import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { BundleRun } from "../data/bundle.js";
import { DISK, type Files } from "../data/files.js";
import { NAMED_FILES } from "../evidence/bundle/manifest.js";
import { InputError } from "../model/index.js";

/** The disk, remembering what was read of it. */
export class RecordedFiles implements Files {
  readonly #read = new Map<string, Buffer>();
  readonly #digests = new Map<string, string>();

  read(file: string): Buffer {
    const bytes = DISK.read(file);
    this.#read.set(file, bytes);
    return bytes;
  }

  sha256(file: string): string {
    const digest = DISK.sha256(file);
    this.#digests.set(file, digest);
    return digest;
  }

  /** Each file that was read, and the path that it gets in a bundle. */
  *entries(): Generator<BundleRun["files"][number] & { readonly bytes: Buffer }> {
    let number = 1;
    for (const [path, bytes] of this.#read) {
      const name = basename(path).replace(/[^\w.-]/g, "_");
      yield { path, file: `${NAMED_FILES}/${number++}-${name}`, bytes };
    }
  }

  digests(): BundleRun["digests"] {
    return [...this.#digests].map(([path, sha256]) => ({ path, sha256 }));
  }
}

/** The files that a bundle holds, under the paths that they were read from. */
export class BundledFiles implements Files {
  constructor(
    private readonly folder: string,
    private readonly run: Pick<BundleRun, "files" | "digests">,
  ) {}

  read(file: string): Buffer {
    const entry = this.run.files.find(({ path }) => path === file);
    if (entry === undefined) throw Object.assign(new Error("not in the bundle"), { code: "ENOENT" });
    return readFileSync(join(this.folder, entry.file));
  }

  sha256(file: string): string {
    const entry = this.run.digests.find(({ path }) => path === file);
    if (entry === undefined) throw new InputError("is not told in the bundle", { file });
    return entry.sha256;
  }
}
