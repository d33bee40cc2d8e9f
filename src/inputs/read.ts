import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { constants } from "node:buffer";
import { gunzipSync } from "node:zlib";
import { type InputAdapter, InputError, type ReadInput } from "../model/index.js";
import { adapterModules } from "./adapters.generated.js";
import { decode, isObject, parse } from "./json.js";

/** An input that could be read. */
export interface InputDocument {
  /** As handed in; `-` for standard input. */
  readonly path: string;
  /** `sha256:` and the hex digest of the bytes as given, compressed or not. */
  readonly digest: string;
  readonly read: ReadInput;
}

export interface ReadOptions {
  /** Read for the path `-`; the process's own unless given. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** JSON that is nothing of Pulumi's: an error when the user named the file, not when a folder happened to hold it. */
export class NotPulumiError extends InputError {}

const adapters: readonly InputAdapter[] = Object.values(adapterModules).map((module) => module.adapter);

/**
 * Reads a stack export, a checkpoint or a preview, gzip or not.
 * @param path a file, or `-` for standard input
 * @throws InputError with file, and line and column or path in the document
 */
export async function readInputFile(path: string, options: ReadOptions = {}): Promise<InputDocument> {
  const { document, digest } = await load(path, options);
  return { path, digest, read: located(path, () => adapt(document, path)) };
}

/**
 * Digest of an input that cannot be used, for the record.
 * @returns undefined when its bytes cannot be had, or not a second time
 */
export function digestOf(path: string): string | undefined {
  try {
    return path === "-" ? undefined : sha256(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** Bytes and text end with their frames here, so that neither outlives its use: the document is several times as large. */
async function load(path: string, options: ReadOptions): Promise<{ document: unknown; digest: string }> {
  const bytes = path === "-" ? await collect(options.stdin ?? process.stdin) : located(path, () => readBytes(path));
  return unwrapBytes(path, [bytes]);
}

/** Takes the only reference to the bytes out of its argument. */
function unwrapBytes(path: string, holder: Buffer[]): { document: unknown; digest: string } {
  const digest = sha256(holder[0] as Buffer);
  const text = located(path, () => decode(unpack(holder.pop() as Buffer)));
  return { document: located(path, () => parse(text)), digest };
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Adds the file to an InputError. */
function located<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || error.where.file !== undefined) throw error;
    const Same = error instanceof NotPulumiError ? NotPulumiError : InputError;
    throw new Same(error.message, { ...error.where, file });
  }
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InputError(fileTrouble((error as NodeJS.ErrnoException).code));
  }
}

/** What a failed file operation means for the user. */
export function fileTrouble(code: string | undefined): string {
  if (code === "ENOENT") return "there is no such file; check the path";
  if (code === "EISDIR") return "this is a folder, where a file is expected";
  if (code === "EACCES" || code === "EPERM") return "permission denied; make it readable for this user";
  if (code === "ERR_FS_FILE_TOO_LARGE") return "the file is larger than 2 GB, which is more than can be read";
  return `cannot be read (${code ?? "unknown error"})`;
}

/** Compression is told by the first bytes, as backends do, not by the name. */
function unpack(bytes: Buffer): Buffer {
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfd2fb528)
    throw new InputError("the file is compressed with zstd, which cannot be read; unpack it with `zstd -d` first");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: constants.MAX_STRING_LENGTH });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "Z_BUF_ERROR") throw new InputError("the gzip data ends too early: the file was cut off; copy it again");
    if (code === "ERR_BUFFER_TOO_LARGE")
      throw new InputError("the gzip data unpacks to more than 512 MB, which is more than can be read");
    throw new InputError("the gzip data is damaged; copy the file again");
  }
}

function adapt(document: unknown, path: string): ReadInput {
  const adapter = isObject(document) ? adapters.find((one) => one.recognises(document)) : undefined;
  if (!adapter || !isObject(document))
    throw new NotPulumiError(
      "this JSON is no Pulumi state: it must be what `pulumi stack export` or `pulumi preview --json` writes, or a stack's file in a state backend",
    );
  const name = path === "-" ? "stdin" : basename(path).replace(/(\.json)?(\.gz)?$/, "");
  return adapter.read(document, { name });
}
