import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

import { readInputFile } from "../../src/inputs/index.js";
import type { ReadInput } from "../../src/model/index.js";

/** A folder that goes away when the test file is done. */
export function temporaryFolder(): { path: string; write: (name: string, content: Uint8Array | string) => string } {
  const path = mkdtempSync(join(tmpdir(), "konductor-inputs-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads a document, or its bytes, as from standard input. */
export async function readDocument(document: object): Promise<ReadInput> {
  const bytes = document instanceof Uint8Array ? document : Buffer.from(JSON.stringify(document));
  return (await readInputFile("-", { stdin: once(bytes) })).read;
}
