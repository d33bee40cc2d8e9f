import { constants } from "node:buffer";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { type InputAdapter, InputError, type ReadInput } from "../model/index.js";
import { adapterModules } from "./adapters.generated.js";
import { decode, isObject, type JsonObject, parse } from "./json.js";

/** An input that could be read. */
export interface InputDocument {
  /** As handed in; `-` for standard input. */
  readonly path: string;
  /** `sha256:` and the hex digest of the bytes as given, compressed or not. */
  readonly digest: string;
  readonly read: ReadInput;
}

/** An input that cannot be used. */
export interface UnusableInput {
  readonly path: string;
  /** Undefined when its bytes could not be had. */
  readonly digest: string | undefined;
  readonly error: InputError;
}

export interface ReadOptions {
  /** Read for the path `-`; the process's own unless given. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Told each document before it is read as a stack, with the digest of its bytes; not to be changed. */
  readonly seen?: (path: string, digest: string, document: JsonObject) => void;
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
  const input = await tryInputFile(path, options);
  if ("error" in input) throw input.error;
  return input;
}

/** As `readInputFile`, for one input among many: gives the error back, with the digest of what could not be used. */
export async function tryInputFile(path: string, options: ReadOptions = {}): Promise<InputDocument | UnusableInput> {
  let digest: string | undefined;
  try {
    // The array hands over the only reference to the bytes, so that they are gone before the document is built.
    const holder = [path === "-" ? await collect(options.stdin ?? process.stdin) : readBytes(path)];
    digest = sha256(holder[0] as Buffer);
    const document = parseBytes(holder.pop() as Buffer);
    const read = adapt(document, path);
    options.seen?.(path, digest, document as JsonObject);
    return { path, digest, read };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const Same = error instanceof NotPulumiError ? NotPulumiError : InputError;
    return { path, digest, error: new Same(error.message, { ...error.where, file: path }) };
  }
}

/** The JSON document in the bytes of a file, gzip or not. @throws InputError with line and column */
export function parseBytes(bytes: Buffer): unknown {
  return parse(decode(unpack(bytes)));
}

export function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
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

/**
 * The stack in the bytes of a document that was read before.
 * @param path where it was read from: it may name the stack
 * @throws InputError
 */
export function readInputBytes(bytes: Buffer, path: string): ReadInput {
  return adapt(parse(decode(unpack(bytes))), path);
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
    if (code === "Z_BUF_ERROR")
      throw new InputError("the gzip data ends too early: the file was cut off; copy it again");
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
