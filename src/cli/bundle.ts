import type { KeyObject } from "node:crypto";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BundleRun, SetupChoice } from "../data/bundle.js";
import { type CompiledData, openData } from "../data/compiled.js";
import { DISK } from "../data/files.js";
import { checkBundle, digestOf } from "../evidence/bundle/check.js";
import { measured } from "../evidence/bundle/folder.js";
import { signingKey } from "../evidence/bundle/keys.js";
import { canonical, DATA, INPUTS, type Manifest, REPORTS, RUN } from "../evidence/bundle/manifest.js";
import { seal, tokensFor } from "../evidence/bundle/seal.js";
import { BundleFolder } from "../evidence/bundle/write.js";
import type { ReadOptions, SkippedInput, UnusableInput } from "../inputs/index.js";
import { InputError, type Result } from "../model/index.js";
import { RecordedFiles } from "./bundled-files.js";
import { readText } from "./read-text.js";
import { rehearse } from "./replay.js";
import type { Terminal } from "./terminal.js";
import { programDigest, tool } from "./tool.js";

/** The options that ask for a bundle. */
export interface BundleOptions {
  readonly bundle?: string;
  readonly previous?: string;
  readonly key?: string;
}

/** What a run was, for the bundle to tell. */
export interface BundledRun {
  readonly paths: readonly string[];
  readonly choice: SetupChoice;
  readonly formats: readonly string[];
  /** The names of the reports. */
  readonly files: readonly string[];
  /** Where they lie. */
  readonly out: string;
  readonly results: Iterable<Result>;
  readonly updates: BundleRun["updates"];
}

/** A bundle as it was sealed. */
export interface Sealed {
  /** Its place in its chain, from 1. */
  readonly sequence: number;
  /** `sha256:` of its manifest. */
  readonly digest: string;
}

/** A sealed bundle in the making: what a run reads is kept as it reads it. */
export class Bundle {
  readonly files = new RecordedFiles();
  readonly data: CompiledData = openData();
  readonly #folder: BundleFolder;
  readonly #inputs: BundleRun["inputs"][number][] = [];
  readonly #secrets = { readable: 0, encrypted: 0 };

  /**
   * Checks all that sealing needs, so that a slip costs no run.
   * @throws InputError when the key or the bundle before is wrong, or the folder is taken
   */
  constructor(
    target: string,
    private readonly key: KeyObject,
    private readonly link: Pick<Manifest, "sequence" | "previous">,
  ) {
    this.#folder = new BundleFolder(target);
    mkdirSync(this.reports);
  }

  /** Where reports that nobody wants elsewhere are written. */
  get reports(): string {
    return join(this.#folder.staging, REPORTS);
  }

  /** Keeps a document, without its secrets. */
  readonly seen: NonNullable<ReadOptions["seen"]> = (path, digest, document) => {
    const { text, readable, encrypted } = seal(document, tokensFor(this.key, digest));
    const file = `${INPUTS}/${String(this.#inputs.length + 1).padStart(4, "0")}.json`;
    this.#folder.put(file, text);
    this.#inputs.push({ path, digest, file });
    this.#secrets.readable += readable;
    this.#secrets.encrypted += encrypted;
  };

  /** Remembers what could not be used: of its content nothing is known, so nothing of it is kept. */
  unusable(input: UnusableInput | SkippedInput): void {
    if ("error" in input)
      this.#inputs.push({ path: input.path, digest: input.digest ?? "", error: input.error.located });
    else this.#inputs.push(input);
  }

  /**
   * Puts everything together, judges it once more, signs it and puts it in its place.
   * @throws InputError when the assessment rests on a secret in a way that cannot be shown
   */
  async seal({ paths, choice, formats, files, out, results, updates }: BundledRun): Promise<Sealed> {
    const folder = this.#folder;
    if (out !== this.reports) for (const name of files) copyFileSync(join(out, name), join(this.reports, name));
    for (const name of this.data.used()) folder.put(`${DATA}/${name}`, DISK.read(join(this.data.directory, name)));
    const named: BundleRun["files"][number][] = [];
    for (const { path, file, bytes } of this.files.entries()) {
      folder.put(file, bytes);
      named.push({ path, file });
    }
    const run: Omit<BundleRun, "resting"> = {
      schema: "konductor/bundle-run/1",
      tool: { ...tool, ...programDigest() },
      paths,
      choice,
      formats,
      inputs: this.#inputs,
      files: named,
      digests: this.files.digests(),
      updates,
      secrets: this.#secrets,
    };
    const { sha256 } = measured(this.reports, "assessment.json");
    const resting = await rehearse(folder.staging, run, `sha256:${sha256}`, results);
    const told = resting.map(({ place, result }) => ({ place, result: JSON.stringify(result) }));
    folder.put(RUN, canonical({ ...run, resting: told }));
    const manifest = folder.seal({ tool, ...this.link }, this.key);
    return { sequence: manifest.sequence, digest: digestOf(manifest) };
  }

  discard(): void {
    this.#folder.discard();
  }
}

/**
 * The bundle that is asked for.
 * @throws InputError when it cannot be sealed
 */
export function openBundle(options: BundleOptions, env: Terminal["env"]): Bundle {
  const { bundle, previous } = options;
  if (bundle === undefined)
    throw new InputError("--previous names the bundle before the one that is written: give that with --bundle");
  const key = keyFrom(options, env);
  return new Bundle(bundle, key, linkTo(previous));
}

/** A key's text is never told. */
function keyFrom({ key }: BundleOptions, env: Terminal["env"]): KeyObject {
  const inEnvironment = env["KONDUCTOR_SIGNING_KEY"];
  const [text, name] = key === undefined ? [inEnvironment, "KONDUCTOR_SIGNING_KEY"] : [readText(key), key];
  if (text === undefined || text === "")
    throw new InputError(
      "--bundle needs a key to sign with: give its file with --key, or its PEM text in KONDUCTOR_SIGNING_KEY; `konductor keygen FILE` makes one",
    );
  return signingKey(text, env["KONDUCTOR_SIGNING_KEY_PASSPHRASE"], name);
}

function linkTo(previous: string | undefined): Pick<Manifest, "sequence" | "previous"> {
  if (previous === undefined) return { sequence: 1, previous: null };
  const { manifest, digest, findings } = checkBundle(previous);
  const [first] = findings;
  if (first !== undefined || manifest === undefined)
    throw new InputError(`is not whole: ${first?.path} ${first?.text}; a chain goes on from a whole bundle`, {
      file: previous,
    });
  return { sequence: manifest.sequence + 1, previous: digest };
}
