import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { InputError } from "../model/index.js";
import { httpUrl } from "./address.js";
import { webhookBody } from "./payload/webhook.js";
import type { Environment, HttpTarget, TargetKind } from "./target.js";

const KEY = "KONDUCTOR_WEBHOOK_KEY";
const KEY_FILE = "KONDUCTOR_WEBHOOK_KEY_FILE";
const URL_VARIABLE = "KONDUCTOR_WEBHOOK_URL";
const SHORTEST_KEY = 16;
const TIMEOUT = 10_000;
/** Answers of a client error that are about the moment, not about the request. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** A summary as JSON, signed. */
export const webhook: TargetKind = {
  usage: "webhook[:URL]",
  open: (address, env): HttpTarget => {
    const given = address ?? env[URL_VARIABLE] ?? "";
    if (given === "") throw new InputError(`webhook: say where to, as webhook:URL or with ${URL_VARIABLE}`);
    const url = httpUrl(given, address === undefined ? URL_VARIABLE : "webhook:URL");
    const key = keyOf(env);
    return {
      over: "http",
      id: "webhook",
      name: `webhook ${url.origin}`,
      subjects: ["summary"],
      timeout: TIMEOUT,
      messages: (push) => [{ subject: "summary", body: webhookBody(push) }],
      address: ({ body }, at) => ({
        url,
        headers: signedHeaders(body, Math.floor(at / 1000), key),
        body: Buffer.from(body),
      }),
      retries: (status) => status >= 500 || PASSING.has(status),
    };
  },
};

/**
 * The time is signed with the body, so that a receiver can turn away what is old; the delivery's id is the body's digest, the
 * same however often it is sent.
 */
function signedHeaders(body: string, seconds: number, key: Uint8Array): Readonly<Record<string, string>> {
  const signature = createHmac("sha256", key).update(`${seconds}.${body}`).digest("hex");
  return {
    "content-type": "application/json",
    "x-konductor-delivery": createHash("sha256").update(body).digest("hex"),
    "x-konductor-timestamp": String(seconds),
    "x-konductor-signature": `sha256=${signature}`,
  };
}

/** @throws InputError when there is none, or one that is easily guessed; no message quotes it */
function keyOf(env: Environment): Uint8Array {
  const [text = "", file = ""] = [env[KEY], env[KEY_FILE]];
  if (text !== "" && file !== "") throw new InputError(`webhook: ${KEY} and ${KEY_FILE} are both set; set one of them`);
  if (text === "" && file === "")
    throw new InputError(`webhook: set ${KEY}, or ${KEY_FILE} to a file, to the key that messages are signed with`);
  const key = file === "" ? Buffer.from(text) : keyInFile(file);
  if (key.length < SHORTEST_KEY)
    throw new InputError(`webhook: the key has fewer than ${SHORTEST_KEY} bytes; make one with openssl rand -hex 32`);
  return key;
}

/** Without the end of the line that editors add. */
function keyInFile(file: string): Buffer {
  try {
    return Buffer.from(readFileSync(file, "latin1").replace(/\r?\n$/, ""), "latin1");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`cannot be read (${code}): ${KEY_FILE} names the file that holds the key`, { file });
  }
}
