import { rmSync, writeFileSync } from "node:fs";
import { newKeyPair, signerOf, verifyingKey } from "../evidence/bundle/keys.js";
import { InputError } from "../model/index.js";
import { line, type Terminal, writeLine } from "./terminal.js";

/**
 * `konductor keygen FILE`
 * @throws InputError when one of the files exists: a key is never overwritten
 */
export async function keygen(file: string, terminal: Terminal): Promise<number> {
  const { privateKey, publicKey } = newKeyPair();
  const pub = `${file}.pub`;
  create(pub, publicKey, 0o644);
  try {
    create(file, privateKey, 0o600);
  } catch (error) {
    rmSync(pub);
    throw error;
  }
  const { keyid } = signerOf(verifyingKey(publicKey, pub));
  writeLine(terminal.stdout, line`${file}: private key, keep it secret`);
  writeLine(terminal.stdout, line`${pub}: public key ${keyid}`);
  return 0;
}

function create(file: string, text: string, mode: number): void {
  try {
    writeFileSync(file, text, { flag: "wx", mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? "exists already, and a key is never overwritten" : `cannot be written (${code})`;
    throw new InputError(why, { file });
  }
}
